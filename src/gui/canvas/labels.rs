//! The numbers on the wires: the value above, the gradient below.
//!
//! They differ by place, by mark (▸ flows forward, ◂ flows back) and by colour, so that
//! they are told apart without colour too.

use eframe::egui::{Align2, Rect, Vec2, vec2};

use crate::core::graph::{NodeId, Wire};

use super::geometry::curve_point;
use super::kept::Pen;
use super::place::{Place, Room, place};
use super::readings::NodeReading;
use super::wires::DIMMED;
use super::{Drawing, Hit};

/// The mark of a value.
pub(crate) const FORWARD: &str = "▸ ";
/// The mark of a gradient.
pub(crate) const BACK: &str = "◂ ";

/// A wire whose numbers look for room.
struct Waiting {
    wire: Wire,
    start: NodeId,
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
        for Waiting {
            wire, start, rank, ..
        } in waiting
        {
            let Some(curve) = self.screen_curve(wire) else {
                continue;
            };
            let (node, gradient) = self.shown_wire(pen.readings, wire, start);
            let gap = 1.5 + 1.5 * self.zoom().min(1.0);
            let parts = [value_parts(&node), short_parts(&node)];
            let gradients = [
                &gradient.text,
                gradient.short.as_ref().unwrap_or(&gradient.text),
            ];
            // With fewer digits, and without a tensor's norm, if there is no room for all.
            let found = [0, 1].into_iter().find_map(|i| {
                let sizes = self.label_sizes(pen, &parts[i], gradients[i]);
                Some((place(&mut room, &curve, sizes, gap)?, i))
            });
            // What is pointed at is shown even where it covers something.
            let found = found.or_else(|| {
                let sizes = self.label_sizes(pen, &parts[0], gradients[0]);
                (rank == 0).then(|| (Place::at(curve_point(&curve, 0.5), sizes, gap), 0))
            });
            if let Some((place, i)) = found {
                let dimmed = self.is_wire_dimmed(pen, wire, start);
                pen.ink.opacity = if dimmed { DIMMED } else { 1.0 };
                self.label(pen, &parts[i], gradients[i], place);
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
            () if self.is_lit(wire) => 2,
            () => 3,
        };
        Some(Waiting {
            wire,
            start,
            rank,
            length: (curve[3] - curve[0]).length(),
        })
    }

    fn label_size(&self) -> f32 {
        (13.0 * self.zoom()).max(9.5)
    }

    /// The room for the two numbers.
    fn label_sizes(&self, pen: &mut Pen<'_>, value: &[&str], gradient: &str) -> [Vec2; 2] {
        let size = self.label_size();
        let gradient = [self.back_mark(), gradient];
        [value, &gradient].map(|parts| roomy(pen.number_size(parts, size), size))
    }

    fn label(&self, pen: &mut Pen<'_>, value: &[&str], gradient: &str, place: Place) {
        let size = self.label_size();
        let halo = self.theme.background.gamma_multiply(0.88);
        let gradient = [self.back_mark(), gradient];
        let rects = [
            (place.value, value, self.theme.value),
            (place.gradient, &gradient[..], self.theme.gradient),
        ];
        for (rect, parts, color) in rects {
            let tight = pen.number_size(parts, size) + vec2(6.0, 0.0);
            let pill = Rect::from_center_size(rect.center(), tight.min(rect.size()));
            pen.ink.round_box(pill, [4.0; 4], halo);
            pen.number(parts, size, (rect.center(), Align2::CENTER_CENTER), color);
        }
    }
}

fn value_parts(node: &NodeReading) -> [&str; 4] {
    match &node.shape {
        Some(shape) => [FORWARD, shape, " ", &node.value.text],
        None => [FORWARD, &node.value.text, "", ""],
    }
}

/// A tensor's shape without its norm, where there is no room for both.
fn short_parts(node: &NodeReading) -> [&str; 4] {
    [
        FORWARD,
        node.shape.as_ref().unwrap_or(&node.value.text),
        "",
        "",
    ]
}

/// The room that a number takes: rounded up, so that digits that come and go don't let
/// labels jump.
fn roomy(size: Vec2, letter: f32) -> Vec2 {
    vec2((size.x / letter).ceil() * letter + 4.0, size.y)
}
