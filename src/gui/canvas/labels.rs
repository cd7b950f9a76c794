//! The numbers on the wires: the value above, the gradient below.
//!
//! They differ by position, by mark (▸ flows forward, ◂ flows back) and by colour, so that
//! they can be distinguished without colour too.

use eframe::egui::{Align2, Rect, Vec2, vec2};
use smallvec::{SmallVec, smallvec};

use crate::core::graph::{NodeId, Wire};

use super::drawing::Drawing;
use super::geometry::curve_point;
use super::hit::Hit;
use super::label_layout::{FreeSpace, LabelRects, place};
use super::pen::Pen;
use super::readings::{FORWARD, NodeReading};
use super::wires::DIMMED;

/// At a node with more inputs than this, wires beside one another aren't looked for.
const MOST_BESIDE: usize = 64;

/// A wire whose numbers look for room.
struct Waiting {
    wire: Wire,
    start: NodeId,
    /// 0 comes first.
    rank: u8,
    length: f32,
}

impl Drawing<'_> {
    /// Draws the numbers of these wires, which must be those in view, where there is room for
    /// them between these nodes. At a zoom without numbers, only those of the wire that is
    /// pointed at or selected. Returns where they are.
    pub(super) fn labels(
        &self,
        pen: &mut Pen<'_>,
        wires: &[Wire],
        nodes: &[NodeId],
    ) -> Vec<(Wire, LabelRects)> {
        let mut space = FreeSpace::new(self.canvas);
        let mut placed = Vec::new();
        let (one, selected) = (self.pointed_wire(), self.editor.selection.wire);
        let with_all = self.detail.labels(nodes.len());
        if with_all {
            for rect in nodes.iter().filter_map(|id| self.node_rect(*id)) {
                space.take(self.on_screen(rect).expand(1.0));
            }
        }
        let every = if with_all { wires } else { &[] };
        let some = [one, selected].into_iter().flatten();
        let some = some.filter(|wire| !every.contains(wire));
        for waiting in self.in_order(pen, every.iter().copied().chain(some)) {
            let label = self.find_label(pen, &mut space, &waiting);
            placed.extend(label.map(|rects| (waiting.wire, rects)));
        }
        placed
    }

    /// The wires in the order in which they get room.
    fn in_order(&self, pen: &Pen<'_>, wires: impl Iterator<Item = Wire>) -> Vec<Waiting> {
        let mut waiting: Vec<Waiting> = wires.filter_map(|wire| self.waiting(pen, wire)).collect();
        waiting.sort_by(|a, b| {
            let longer = b.length.total_cmp(&a.length);
            a.rank.cmp(&b.rank).then(longer).then(a.wire.cmp(&b.wire))
        });
        waiting.dedup_by_key(|waiting| waiting.wire);
        waiting
    }

    /// Draws the numbers of a wire if there is room for them. Returns where they are.
    fn find_label(
        &self,
        pen: &mut Pen<'_>,
        space: &mut FreeSpace,
        waiting: &Waiting,
    ) -> Option<LabelRects> {
        let &Waiting {
            wire, start, rank, ..
        } = waiting;
        let curve = self.screen_curve(wire)?;
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
            let shifts = self.shifts(wire, start, sizes[0].y + sizes[1].y + 2.0 * gap);
            Some((place(space, &curve, sizes, gap, &shifts)?, i))
        });
        // What is pointed at is shown even where it covers something.
        let (rects, i) = found.or_else(|| {
            let sizes = self.label_sizes(pen, &parts[0], gradients[0]);
            let middle = curve_point(&curve, 0.5);
            (rank == 0).then(|| (LabelRects::at(middle, sizes, gap), 0))
        })?;
        let dimmed = self.is_wire_dimmed(pen, wire, start);
        pen.layer.opacity = if dimmed { DIMMED } else { 1.0 };
        self.label(pen, &parts[i], gradients[i], rects);
        pen.layer.opacity = 1.0;
        Some(rects)
    }

    /// How far the label of a wire, of this height, is moved downward: first as far as it
    /// should be, then as far as it may be. Where several wires run beside one another, from
    /// one node to another, their labels lie above one another as the wires do.
    fn shifts(&self, wire: Wire, start: NodeId, height: f32) -> SmallVec<[f32; 4]> {
        let inputs = self.editor.inputs(wire.to);
        if inputs.len() > MOST_BESIDE {
            return smallvec![0.0];
        }
        let inputs = inputs.iter().enumerate();
        let beside = inputs.filter(|(_, from)| **from == Some(start));
        let (mut above, mut count) = (0, 0);
        for (input, _) in beside {
            above += usize::from(input < wire.input);
            count += 1;
        }
        if count < 2 {
            return smallvec![0.0];
        }
        let down = height * (above as f32 - (count - 1) as f32 / 2.0);
        smallvec![down, 1.25 * down, 1.5 * down, 0.0]
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
        let sizes = [value, &gradient].map(|parts| roomy(pen.number_size(parts, size), size));
        match self.overlay.is_simple() {
            true => [sizes[0], Vec2::ZERO],
            false => sizes,
        }
    }

    fn label(&self, pen: &mut Pen<'_>, value: &[&str], gradient: &str, rects: LabelRects) {
        let size = self.label_size();
        let halo = self.theme.background.gamma_multiply(0.88);
        let gradient = [self.back_mark(), gradient];
        let lines = [
            (rects.value, value, self.aged(self.theme.value)),
            (
                rects.gradient,
                &gradient[..],
                self.aged(self.theme.gradient),
            ),
        ];
        let shown = if self.overlay.is_simple() { 1 } else { 2 };
        for (rect, parts, color) in lines.into_iter().take(shown) {
            let tight = pen.number_size(parts, size) + vec2(6.0, 0.0);
            let pill = Rect::from_center_size(rect.center(), tight.min(rect.size()));
            pen.layer.round_box(pill, [4.0; 4], halo);
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

/// Fewer digits, and only the shape of a tensor, where there is no room for more.
fn short_parts(node: &NodeReading) -> [&str; 4] {
    let short = node.value.short.as_ref().unwrap_or(&node.value.text);
    [FORWARD, node.shape.as_ref().unwrap_or(short), "", ""]
}

/// The room that a number takes, rounded up: labels don't jump when a digit is added.
fn roomy(size: Vec2, letter: f32) -> Vec2 {
    vec2((size.x / letter).ceil() * letter + 4.0, size.y)
}
