//! The box of a node: its title, its ports, its marks.

use eframe::egui::{Align2, Color32, Pos2, Rect, pos2, vec2};

use super::detail::Detail;
use super::drawing::Drawing;
use super::geometry::{PAD, badge, header, input_port, output_port, problem_mark};
use super::hit::Hit;
use super::pen::Pen;
use super::readings::NodeReading;
use crate::core::graph::{Node, NodeId};
use crate::core::problem::Problem;
use crate::gui::overlay::Emphasis;

/// The radius of a node's corners, in graph space.
pub(super) const RADIUS: f32 = 7.0;

/// A node on the screen.
pub(super) struct SeenNode<'a> {
    pub(super) id: NodeId,
    pub(super) node: &'a Node,
    /// In graph space.
    pub(super) rect: Rect,
    /// On the screen, with its edges between pixels.
    pub(super) screen: Rect,
}

impl Drawing<'_> {
    /// The box with its band, its edge and its shadow.
    pub(super) fn body(&self, pen: &mut Pen<'_>, seen: &SeenNode<'_>) {
        let zoom = self.zoom();
        let (screen, radius) = (seen.screen, RADIUS * zoom);
        let known = seen.node.op();
        let lift = if self.is_moved(seen.id) { 3.0 } else { 1.0 };
        let is_lit = self.overlay.node_emphasis(seen.id) == Emphasis::Lit;
        if is_lit {
            self.light(pen, screen, radius);
        }
        if self.detail == Detail::Full {
            let dark = if self.theme.dark { 110 } else { 46 };
            let shadow = screen.translate(vec2(0.0, 2.0 * zoom * lift)).expand(zoom);
            let soft = 9.0 * zoom * lift.sqrt();
            let color = Color32::from_black_alpha(dark);
            pen.layer.soft_box(shadow, [radius; 4], soft, color);
        }
        let edge = pen.layer.snap(zoom.min(1.5)).max(pen.layer.pixel());
        let inner = (radius - edge).max(0.0);
        pen.layer
            .round_box(screen, [radius; 4], self.theme.node_edge);
        let fill = match known {
            Some(_) => self.theme.node,
            None => self.theme.background, // inert
        };
        pen.layer.round_box(screen.shrink(edge), [inner; 4], fill);
        if let Some(op) = known {
            let band = pen.layer.snap_rect(self.band(seen));
            let band = band.intersect(screen.shrink(edge));
            let corners = [inner, inner, 0.0, 0.0];
            pen.layer
                .round_box(band, corners, self.theme.family(op.family));
        }
        self.outline(pen, seen, radius);
    }

    /// The ring around a node: lit, selected, faulty, pointed at, or the target.
    fn outline(&self, pen: &mut Pen<'_>, seen: &SeenNode<'_>, radius: f32) {
        let id = seen.id;
        let is_hovered = matches!(self.hit, Hit::Node(hit) if hit == id);
        let (color, width) = match () {
            () if self.overlay.node_emphasis(id) == Emphasis::Lit => (self.theme.lit, 3.0),
            () if self.editor.selection.nodes.contains(&id) => (self.theme.selected, 2.0),
            () if self.problem(id).is_some() => (self.problem_color(id), 2.0),
            () if is_hovered || pen.path.has_node(id) => (self.theme.hovered, 1.5),
            () if self.editor.target() == Some(id) => (self.theme.gradient, 1.5),
            () => return,
        };
        let around = seen.screen.expand(pen.layer.snap(width));
        pen.layer.ring(around, radius + width, width, color);
    }

    /// The band with the name, on the screen: at a small zoom higher than in graph space,
    /// so that the name is read.
    pub(super) fn band(&self, seen: &SeenNode<'_>) -> Rect {
        let band = self.on_screen(header(seen.rect));
        match self.detail {
            Detail::Full => band,
            _ => {
                let least = (1.3 * self.least_letters()).min(0.36 * seen.screen.height());
                band.with_max_y(band.top() + band.height().max(least))
            }
        }
    }

    /// The name, with the formula where there is no other place for it and it fits; and at
    /// the right what the op is, as large as the band.
    pub(super) fn title(&self, pen: &mut Pen<'_>, seen: &SeenNode<'_>, reading: &NodeReading) {
        let zoom = self.zoom();
        let band = self.band(seen);
        let least = self.least_letters().min(0.95 * band.height());
        let size = match self.detail {
            Detail::Full => 15.0 * zoom,
            _ => 0.68 * band.height(),
        };
        let size = size.max(least);
        let pad = (PAD * zoom).max(4.0);
        let mut room = band.width() - 2.0 * pad;
        let symbol = seen.node.op().map_or("?", |op| op.symbol);
        if !symbol.is_empty() {
            let right = pos2(band.right() - pad, band.center().y);
            let at = (right, Align2::RIGHT_CENTER);
            // A sign is written larger than a word.
            let is_sign = symbol.chars().count() <= 2;
            let large = if is_sign { 1.3 * size } else { size };
            let large = large.min(0.95 * band.height());
            let taken = pen.text(symbol, large, 0.6 * room, at, self.theme.text);
            room -= taken.width() + pad;
        }
        let left = pos2(band.left() + pad, band.center().y);
        let at = (left, Align2::LEFT_CENTER);
        if self.detail != Detail::Full
            && !self.overlay.is_simple()
            && let Some(words) = reading.words.as_ref()
            && !words.formula.is_empty()
        {
            let equation = format!("{} = {}", seen.node.name(), words.formula);
            if pen.line_width(&equation, size) <= room {
                pen.text(&equation, size, f32::INFINITY, at, self.theme.text);
                return;
            }
        }
        match self.detail {
            Detail::Full => pen.text(seen.node.name(), size, room, at, self.theme.text),
            _ => pen.letters(seen.node.name(), size, room, at, self.theme.text),
        };
    }

    /// The inputs, each by the node that is wired to it, or else by its own name; and what
    /// the node computes from them, where that has room beside them.
    pub(super) fn input_names(
        &self,
        pen: &mut Pen<'_>,
        seen: &SeenNode<'_>,
        reading: &NodeReading,
    ) {
        let zoom = self.zoom();
        let size = (12.0 * zoom).max(9.0);
        let (names, formula) = reading.words.as_deref().map_or((&[][..], ""), |words| {
            (&words.inputs[..], words.formula.as_str())
        });
        let right = seen.screen.right() - PAD * zoom;
        let large = (16.0 * zoom).max(10.0);
        let wide = match formula.is_empty() {
            true => 0.0,
            false => pen.line_width(formula, large),
        };
        let mut left = seen.screen.left();
        for (input, name) in names.iter().enumerate() {
            let is_wired = seen.node.inputs().get(input).is_some_and(Option::is_some);
            let color = match is_wired {
                true => self.theme.weak_text,
                false => self.theme.warning,
            };
            let port = self.to_screen * input_port(seen.rect, input);
            let at = (port + vec2(PAD * zoom, 0.0), Align2::LEFT_CENTER);
            let room = 0.5 * seen.screen.width();
            left = left.max(pen.text(name, size, room, at, color).right());
        }
        if wide > 0.0 && wide <= right - left - 8.0 * zoom && reading.shape.is_none() {
            let [first, last] = [0, names.len().saturating_sub(1)]
                .map(|input| self.to_screen * input_port(seen.rect, input));
            let at = pos2(right, f32::midpoint(first.y, last.y));
            let at = (at, Align2::RIGHT_CENTER);
            pen.text(formula, large, f32::INFINITY, at, self.theme.text);
        }
    }

    /// At the right of the first row: the shape of a tensor, or the name of an op that
    /// this version doesn't know.
    pub(super) fn row_end(&self, pen: &mut Pen<'_>, seen: &SeenNode<'_>, reading: &NodeReading) {
        let text = match (&reading.shape, seen.node.op()) {
            (Some(shape), _) => shape,
            (None, None) => seen.node.op_name(),
            _ => return,
        };
        let zoom = self.zoom();
        let port = self.to_screen * output_port(seen.rect);
        let at = (port - vec2(PAD * zoom, 0.0), Align2::RIGHT_CENTER);
        let room = 0.5 * seen.screen.width();
        pen.text(text, (12.0 * zoom).max(9.0), room, at, self.theme.weak_text);
    }

    pub(super) fn ports(&self, pen: &mut Pen<'_>, seen: &SeenNode<'_>) {
        let zoom = self.zoom();
        let radius = (4.5 * zoom).max(2.0);
        let edge = pen.layer.pixel().max(zoom.min(1.5));
        let outputs = [(output_port(seen.rect), true)];
        let inputs = seen.node.inputs().iter().enumerate();
        let inputs = inputs.map(|(i, from)| (input_port(seen.rect, i), from.is_some()));
        for (port, wired) in outputs.into_iter().chain(inputs) {
            let at = self.to_screen * port;
            let fill = if wired {
                self.theme.wire
            } else {
                self.theme.background
            };
            let rim = if wired {
                self.theme.background
            } else {
                self.theme.wire
            };
            pen.layer.disc(at, radius + edge, rim);
            pen.layer.disc(at, radius, fill);
        }
    }

    /// The marks of the target, of problems and of kinks.
    pub(super) fn marks(&self, pen: &mut Pen<'_>, seen: &SeenNode<'_>, reading: &NodeReading) {
        let zoom = self.zoom().max(0.7);
        if self.editor.target() == Some(seen.id) {
            let at = self.to_screen * badge(seen.rect).center();
            self.target_mark(pen, at, zoom);
        }
        let at = self.to_screen * problem_mark(seen.rect);
        if self.problem(seen.id).is_some() {
            pen.layer.disc(at, 8.5 * zoom, self.theme.background);
            pen.layer.disc(at, 7.5 * zoom, self.problem_color(seen.id));
            let color = self.theme.background;
            let bar = Rect::from_center_size(at - vec2(0.0, 1.5 * zoom), vec2(2.0, 6.0) * zoom);
            pen.layer.round_box(bar, [zoom; 4], color);
            pen.layer
                .disc(at + vec2(0.0, 4.0 * zoom), 1.3 * zoom, color);
        } else if reading.kink.is_some() {
            pen.layer.disc(at, 8.5 * zoom, self.theme.background);
            pen.layer.disc(at, 7.5 * zoom, self.theme.warning);
            let kink = [vec2(-4.5, 2.0), vec2(0.0, 2.0), vec2(4.0, -3.5)];
            let points = kink.map(|by| at + by * zoom);
            pen.layer.line(&points, 1.8 * zoom, self.theme.background);
        }
    }

    /// The colour of a node's problem: what is only unfinished is no error.
    pub(super) fn problem_color(&self, id: NodeId) -> Color32 {
        match self.problem(id).is_some_and(Problem::is_unfinished) {
            true => self.theme.warning,
            false => self.theme.error,
        }
    }

    /// ◎: what is differentiated.
    fn target_mark(&self, pen: &mut Pen<'_>, at: Pos2, zoom: f32) {
        let color = self.theme.gradient;
        pen.layer.disc(at, 8.0 * zoom, self.theme.background);
        pen.layer.circle(at, 7.0 * zoom, 1.6 * zoom, color);
        pen.layer.disc(at, 3.0 * zoom, color);
    }
}
