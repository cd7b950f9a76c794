//! The numbers on the wires: the value above, the gradient below.
//!
//! They differ by place, by mark (▸ flows forward, ◂ flows back) and by colour, so that
//! they are told apart without colour too.

use eframe::egui::{Align2, Rect, Vec2, vec2};

use crate::core::graph::{NodeId, Wire};

use super::geometry::curve_point;
use super::kept::Pen;
use super::place::{Place, Room, place};
use super::shown::WireReading;
use super::{Drawing, Hit};
use crate::gui::learn::lens::Emphasis;

/// The mark of a value.
pub(crate) const FORWARD: &str = "▸ ";
/// The mark of a gradient.
pub(crate) const BACK: &str = "◂ ";

/// A wire whose numbers look for room.
struct Waiting {
    wire: Wire,
    /// 0 comes first.
    rank: u8,
    length: f32,
}

impl Drawing<'_> {
    /// Draws the numbers of these wires, which must be those in view, where there is
    /// room for them beside these nodes. If there are no numbers at this zoom, then
    /// those of the wire that is pointed at or selected. Returns where they are.
    pub(super) fn labels(
        &self,
        pen: &mut Pen<'_>,
        wires: &[Wire],
        nodes: &[NodeId],
    ) -> Vec<(Wire, Place)> {
        let mut room = Room::new(self.canvas);
        let mut placed = Vec::new();
        let (one, selected) = (self.pointed_wire(), self.editor.selection.wire);
        let with_all = self.detail.labels(nodes.len());
        if with_all {
            for rect in nodes.iter().filter_map(|id| self.node_rect(*id)) {
                room.take(self.on_screen(rect).expand(1.0));
            }
        }
        let every = if with_all { wires } else { &[] };
        let some = [one, selected].into_iter().flatten();
        let mut waiting: Vec<Waiting> = every
            .iter()
            .copied()
            .chain(some.filter(|wire| !every.contains(wire)))
            .filter_map(|wire| self.waiting(pen, wire))
            .collect();
        waiting.sort_by(|a, b| {
            let longer = b.length.total_cmp(&a.length);
            a.rank.cmp(&b.rank).then(longer).then(a.wire.cmp(&b.wire))
        });
        waiting.dedup_by_key(|waiting| waiting.wire);
        for Waiting { wire, rank, .. } in waiting {
            let reading = self.wire_reading(pen, wire);
            let Some((curve, reading)) = self.screen_curve(wire).zip(reading) else {
                continue;
            };
            let gap = 1.5 + 1.5 * self.zoom().min(1.0);
            // A tensor's shape alone, if there is no room for its norm too.
            let longs = [true, false]
                .into_iter()
                .take(1 + usize::from(reading.shape.is_some()));
            let mut places = longs.map(|long| {
                let sizes = self.label_sizes(pen, &reading, long);
                (
                    long,
                    sizes,
                    place(&mut room, &curve, sizes[0], sizes[1], gap),
                )
            });
            let free = places.find_map(|(long, _, place)| Some((long, place?)));
            drop(places);
            // What is pointed at is shown even where it covers something.
            let forced = free.or_else(|| {
                let [value, gradient] = self.label_sizes(pen, &reading, true);
                let point = curve_point(&curve, 0.5);
                (rank == 0).then(|| (true, Place::at(point, value, gradient, gap)))
            });
            if let Some((long, place)) = forced {
                pen.ink.opacity = self.wire_opacity(pen, wire);
                self.label(pen, &reading, long, place);
                pen.ink.opacity = 1.0;
                placed.push((wire, place));
            }
        }
        placed
    }

    fn pointed_wire(&self) -> Option<Wire> {
        match self.hit {
            Hit::Wire(wire) => Some(wire),
            _ => None,
        }
    }

    fn waiting(&self, pen: &Pen<'_>, wire: Wire) -> Option<Waiting> {
        let start = self.scene.start(wire)?;
        let curve = self.screen_curve(wire)?;
        let rank = match () {
            () if Some(wire) == self.pointed_wire() => 0,
            () if Some(wire) == self.editor.selection.wire => 1,
            () if pen.path.is_shown() && pen.path.has_wire(wire, start) => 2,
            () if self.lens.wire_emphasis(wire) == Emphasis::Lit => 2,
            () => 3,
        };
        Some(Waiting {
            wire,
            rank,
            length: (curve[3] - curve[0]).length(),
        })
    }

    fn label_size(&self) -> f32 {
        (13.0 * self.zoom()).max(9.5)
    }

    fn label_sizes(&self, pen: &mut Pen<'_>, reading: &WireReading, long: bool) -> [Vec2; 2] {
        let size = self.label_size();
        let value = pen.number_size(&value_parts(reading, long), size);
        let gradient = pen.number_size(&[BACK, &reading.gradient], size);
        [value, gradient].map(|tight| roomy(tight, size))
    }

    fn label(&self, pen: &mut Pen<'_>, reading: &WireReading, long: bool, place: Place) {
        let size = self.label_size();
        let halo = self.theme.background.gamma_multiply(0.88);
        let value = value_parts(reading, long);
        let rects = [
            (place.value, &value[..], self.theme.value),
            (
                place.gradient,
                &[BACK, &reading.gradient],
                self.theme.gradient,
            ),
        ];
        for (rect, parts, color) in rects {
            let tight = pen.number_size(parts, size) + vec2(6.0, 0.0);
            let pill = Rect::from_center_size(rect.center(), tight.min(rect.size()));
            pen.ink.round_box(pill, [4.0; 4], halo);
            pen.number(parts, size, (rect.center(), Align2::CENTER_CENTER), color);
        }
    }

    /// Draws the numbers that are on their way along a wire.
    pub(super) fn flights(&self, pen: &mut Pen<'_>) {
        for flight in self.lens.flights() {
            let Some(curve) = self.screen_curve(flight.wire) else {
                continue;
            };
            let (mark, color) = match flight.gradient {
                true => (BACK, self.theme.gradient),
                false => (FORWARD, self.theme.value),
            };
            let at = curve_point(&curve, flight.along.clamp(0.0, 1.0));
            let size = (14.0 * self.zoom()).max(11.0);
            let parts = [mark, &*flight.text];
            let pill = Rect::from_center_size(at, pen.number_size(&parts, size) + vec2(12.0, 6.0));
            let radius = pill.height() / 2.0;
            pen.ink.round_box(pill, [radius; 4], self.theme.background);
            pen.ink.ring(pill, radius, 1.5, color);
            pen.number(&parts, size, (at, Align2::CENTER_CENTER), color);
        }
    }
}

fn value_parts(reading: &WireReading, long: bool) -> [&str; 4] {
    match &reading.shape {
        Some(shape) if long => [FORWARD, shape, " ", &reading.value],
        Some(shape) => [FORWARD, shape, "", ""],
        None => [FORWARD, &reading.value, "", ""],
    }
}

/// The room that a number takes: rounded up, so that digits that come and go don't let
/// labels jump.
fn roomy(size: Vec2, letter: f32) -> Vec2 {
    let step = letter * 1.5;
    vec2((size.x / step).ceil() * step + 6.0, size.y)
}
