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
use super::label_layout::{FreeSpace, LabelRects, WireSpace, place};
use super::pen::Pen;
use super::readings::{FORWARD, NodeReading, Reading};
use super::wires::DIMMED;

/// At a node with more inputs than this, wires beside one another aren't looked for.
const MOST_BESIDE: usize = 64;

/// Of more wires in view, the others aren't kept clear of numbers.
const MOST_LOOKED_AT: usize = 1_000;

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
        let mut beside = WireSpace::new(self.canvas);
        for (owner, wire) in every.iter().enumerate().take(MOST_LOOKED_AT) {
            if let Some(curve) = self.screen_curve(*wire) {
                beside.add(owner, &curve);
            }
        }
        let some = [one, selected].into_iter().flatten();
        let some = some.filter(|wire| !every.contains(wire));
        for waiting in self.in_order(pen, every.iter().copied().chain(some)) {
            let owner = every.binary_search(&waiting.wire).unwrap_or(usize::MAX);
            let is_crossed = |rect| beside.is_crossed(rect, owner);
            let label = self.find_label(pen, &mut space, &waiting, &is_crossed);
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
        is_crossed: &dyn Fn(Rect) -> bool,
    ) -> Option<LabelRects> {
        let &Waiting {
            wire, start, rank, ..
        } = waiting;
        let curve = self.screen_curve(wire)?;
        let (node, gradient) = self.shown_wire(pen.readings, wire, start);
        let gap = 1.5 + 1.5 * self.zoom().min(1.0);
        let texts = self.label_texts(&node, &gradient);
        let found = texts.iter().find_map(|text| {
            let sizes = self.label_sizes(pen, text);
            let height = sizes[0].y + sizes[1].y + 2.0 * gap;
            let shifts = self.shifts(wire, start, height, text.may_shift);
            Some((place(space, &curve, sizes, gap, &shifts, is_crossed)?, text))
        });
        // What is pointed at is shown even where it covers something.
        let (rects, text) = found.or_else(|| {
            let text = texts.first()?;
            let sizes = self.label_sizes(pen, text);
            let middle = curve_point(&curve, 0.5);
            (rank == 0).then(|| (LabelRects::at(middle, sizes, gap), text))
        })?;
        let dimmed = self.is_wire_dimmed(pen, wire, start);
        pen.layer.opacity = if dimmed { DIMMED } else { 1.0 };
        self.label(pen, text, rects);
        pen.layer.opacity = 1.0;
        Some(rects)
    }

    /// How far the label of a wire, of this height, is moved downward: first as far as it
    /// should be, then as far as it may be. Where several wires run beside one another, from
    /// one node to another, their labels lie above one another as the wires do.
    fn shifts(
        &self,
        wire: Wire,
        start: NodeId,
        height: f32,
        may_shift: bool,
    ) -> SmallVec<[f32; 4]> {
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
            return match may_shift {
                true => smallvec![0.0, 0.3 * height, -0.3 * height],
                false => smallvec![0.0],
            };
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

    /// What a label may say, the fullest first: the numbers of the nodes, smaller if there is
    /// no room, and at last with fewer digits, and without a tensor's norm.
    fn label_texts<'a>(&self, node: &'a NodeReading, gradient: &'a Reading) -> [LabelText<'a>; 5] {
        let size = (15.0 * self.zoom()).max(self.least_letters());
        let mark = self.back_mark();
        let shape = node.shape.as_deref();
        let full = LabelText {
            size,
            is_roomy: true,
            may_shift: false,
            shape,
            value: &node.value.text,
            mark,
            gradient: &gradient.text,
        };
        let tight = LabelText {
            is_roomy: false,
            ..full
        };
        // A little beside its place is better than smaller.
        let beside = LabelText {
            may_shift: true,
            ..tight
        };
        let small = LabelText {
            size: 0.9 * size.min(self.least_letters()),
            ..beside
        };
        let value = node.value.short.as_ref().unwrap_or(&node.value.text);
        let short = LabelText {
            value: if shape.is_some() { "" } else { value },
            gradient: gradient.short.as_ref().unwrap_or(&gradient.text),
            ..small
        };
        if shape.is_some() {
            // The shape of a tensor, large, says more than a small norm.
            let large = LabelText {
                size: tight.size,
                ..short
            };
            return [full, tight, large, beside, short];
        }
        [full, tight, beside, small, short]
    }

    /// The room for the two numbers.
    fn label_sizes(&self, pen: &mut Pen<'_>, text: &LabelText<'_>) -> [Vec2; 2] {
        let sizes = [text.value_parts(), text.gradient_parts()].map(|parts| {
            let tight = pen.number_size(&parts, text.size);
            match text.is_roomy {
                true => roomy(tight, text.size),
                false => tight + vec2(2.0, 0.0),
            }
        });
        match self.overlay.is_simple() {
            true => [sizes[0], Vec2::ZERO],
            false => sizes,
        }
    }

    fn label(&self, pen: &mut Pen<'_>, text: &LabelText<'_>, rects: LabelRects) {
        let halo = self.theme.background.gamma_multiply(0.88);
        let lines = [
            (rects.value, text.value_parts(), self.aged(self.theme.value)),
            (
                rects.gradient,
                text.gradient_parts(),
                self.aged(self.theme.gradient),
            ),
        ];
        let shown = if self.overlay.is_simple() { 1 } else { 2 };
        for (rect, parts, color) in lines.into_iter().take(shown) {
            let size = pen.number_size(&parts, text.size);
            let tight = size + vec2(6.0, 0.0);
            let pill = Rect::from_center_size(rect.center(), tight.min(rect.size()));
            pen.layer.round_box(pill, [4.0; 4], halo);
            let mut left = rect.center() - vec2(size.x / 2.0, 0.0);
            // A shape is no number, and doesn't look like one.
            let [mark, shape, rest @ ..] = parts;
            for (parts, color) in [
                (&[mark][..], color),
                (&[shape][..], self.theme.weak_text),
                (&rest[..], color),
            ] {
                let at = (left, Align2::LEFT_CENTER);
                left.x = pen.number(parts, text.size, at, color).right();
            }
        }
    }
}

/// What the label of a wire says, and how large.
#[derive(Clone, Copy)]
struct LabelText<'a> {
    size: f32,
    /// Whether it takes room in steps, so that labels don't jump when a digit is added.
    is_roomy: bool,
    /// Whether it may lie a little above or below its place.
    may_shift: bool,
    /// The shape of a tensor.
    shape: Option<&'a str>,
    value: &'a str,
    /// The mark before the gradient.
    mark: &'a str,
    gradient: &'a str,
}

impl<'a> LabelText<'a> {
    /// The mark, the shape, and the number.
    fn value_parts(&self) -> [&'a str; 4] {
        let gap = match self.shape {
            Some(_) if !self.value.is_empty() => " ",
            _ => "",
        };
        [FORWARD, self.shape.unwrap_or_default(), gap, self.value]
    }

    fn gradient_parts(&self) -> [&'a str; 4] {
        [self.mark, "", "", self.gradient]
    }
}

/// The room that a number takes, rounded up: labels don't jump when a digit is added.
fn roomy(size: Vec2, letter: f32) -> Vec2 {
    vec2((size.x / letter).ceil() * letter + 4.0, size.y)
}
