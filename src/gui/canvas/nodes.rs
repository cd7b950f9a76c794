//! Nodes.

use eframe::egui::{Align2, Color32, Rect, pos2, vec2};

use crate::core::graph::{Node, NodeId};

use super::Drawing;
use super::detail::Detail;
use super::geometry::{
    self, PAD, footer, header, input_port, output_port, problem_mark, value_field,
};
use super::gestures::Hit;
use super::kept::Pen;
use super::labels::FORWARD;
use super::readings::{NodeReading, Reading};
use crate::gui::overlay::Emphasis;

/// The radius of a node's corners, in graph space.
const RADIUS: f32 = 7.0;
/// Room without an end.
const ENDLESS: f32 = f32::INFINITY;

/// A node on the screen.
struct Seen<'a> {
    id: NodeId,
    node: &'a Node,
    /// In graph space.
    rect: Rect,
    /// On the screen, with its edges between pixels.
    screen: Rect,
}

impl Drawing<'_> {
    /// Draws these nodes, in their order.
    pub(super) fn nodes(&self, pen: &mut Pen<'_>, ids: &[NodeId]) {
        for &id in ids {
            let node = self.editor.document().graph().get(id);
            if let (Some(node), Some(rect)) = (node, self.node_rect(id)) {
                let screen = pen.ink.snap_rect(self.on_screen(rect));
                self.node(
                    pen,
                    &Seen {
                        id,
                        node,
                        rect,
                        screen,
                    },
                );
            }
        }
    }

    fn node(&self, pen: &mut Pen<'_>, seen: &Seen<'_>) {
        let reading = self.shown_node(pen.readings, seen.id);
        self.body(pen, seen);
        self.title(pen, seen);
        if self.detail == Detail::Full {
            self.input_names(pen, seen);
            if seen.node.is_source() {
                self.source(pen, seen, &reading);
            } else {
                self.row_end(pen, seen, &reading);
                self.footer(pen, seen, &reading);
            }
        } else {
            self.two_lines(pen, seen, &reading);
        }
        self.ports(pen, seen);
        self.marks(pen, seen, &reading);
        self.verdict(pen, seen.id, seen.rect);
        if self.is_node_dimmed(pen, seen.id) {
            let veil = self.theme.background.gamma_multiply(0.45);
            let radius = RADIUS * self.zoom();
            pen.ink.round_box(seen.screen, [radius; 4], veil);
        }
    }

    /// The box with its band, its edge and its shadow.
    fn body(&self, pen: &mut Pen<'_>, seen: &Seen<'_>) {
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
            pen.ink.soft_box(shadow, [radius; 4], soft, color);
        }
        let edge = pen.ink.snap(zoom.min(1.5)).max(pen.ink.pixel());
        let inner = (radius - edge).max(0.0);
        pen.ink.round_box(screen, [radius; 4], self.theme.node_edge);
        let fill = match known {
            Some(_) => self.theme.node,
            None => self.theme.background, // inert
        };
        pen.ink.round_box(screen.shrink(edge), [inner; 4], fill);
        if let Some(op) = known {
            let band = pen.ink.snap_rect(self.on_screen(header(seen.rect)));
            let band = band.intersect(screen.shrink(edge));
            let corners = [inner, inner, 0.0, 0.0];
            pen.ink
                .round_box(band, corners, self.theme.family(op.family));
        }
        self.outline(pen, seen, radius);
    }

    /// What is done with the node, around its edge.
    fn outline(&self, pen: &mut Pen<'_>, seen: &Seen<'_>, radius: f32) {
        let id = seen.id;
        let is_hovered = matches!(self.hit, Hit::Node(hit) if hit == id);
        let (color, width) = match () {
            () if self.overlay.node_emphasis(id) == Emphasis::Lit => (self.theme.lit, 3.0),
            () if self.editor.selection.nodes.contains(&id) => (self.theme.selected, 2.0),
            () if self.problem(id).is_some() => (self.theme.error, 2.0),
            () if is_hovered || pen.path.has_node(id) => (self.theme.hovered, 1.5),
            () if self.editor.target() == Some(id) => (self.theme.gradient, 1.5),
            () => return,
        };
        let around = seen.screen.expand(pen.ink.snap(width));
        pen.ink.ring(around, radius + width, width, color);
    }

    fn title(&self, pen: &mut Pen<'_>, seen: &Seen<'_>) {
        let zoom = self.zoom();
        let band = self.on_screen(header(seen.rect));
        let size = (14.0 * zoom).max(9.5_f32.min(0.95 * band.height()));
        let pad = (PAD * zoom).max(4.0);
        let mut room = band.width() - 2.0 * pad;
        let symbol = seen.node.op().map_or("?", |op| op.symbol);
        if self.detail == Detail::Full && !symbol.is_empty() {
            let right = pos2(band.right() - pad, band.center().y);
            let at = (right, Align2::RIGHT_CENTER);
            let taken = pen.text(symbol, 13.0 * zoom, ENDLESS, at, self.theme.weak_text);
            room -= taken.width() + pad;
        }
        let left = pos2(band.left() + pad, band.center().y);
        let at = (left, Align2::LEFT_CENTER);
        match self.detail {
            Detail::Full => pen.text(seen.node.name(), size, room, at, self.theme.text),
            _ => pen.letters(seen.node.name(), size, room, at, self.theme.text),
        };
    }

    fn input_names(&self, pen: &mut Pen<'_>, seen: &Seen<'_>) {
        let zoom = self.zoom();
        let size = (11.0 * zoom).max(8.0);
        for input in 0..seen.node.inputs().len() {
            let name = match seen.node.op() {
                Some(op) => op.inputs.name(input),
                None => format!("input {input}"),
            };
            let port = self.to_screen * input_port(seen.rect, input);
            let at = (port + vec2(PAD * zoom, 0.0), Align2::LEFT_CENTER);
            let room = 0.6 * seen.screen.width();
            pen.text(&name, size, room, at, self.theme.weak_text);
        }
    }

    /// At the right of the first row: the shape of a tensor, or the name of an op that
    /// this version doesn't know.
    fn row_end(&self, pen: &mut Pen<'_>, seen: &Seen<'_>, reading: &NodeReading) {
        let text = match (&reading.shape, seen.node.op()) {
            (Some(shape), _) => shape,
            (None, None) => seen.node.op_name(),
            _ => return,
        };
        let zoom = self.zoom();
        let port = self.to_screen * output_port(seen.rect);
        let at = (port - vec2(PAD * zoom, 0.0), Align2::RIGHT_CENTER);
        let room = 0.5 * seen.screen.width();
        pen.text(text, (11.0 * zoom).max(8.0), room, at, self.theme.weak_text);
    }

    /// The field with a source's number; below it what kind of source it is, and the
    /// gradient.
    fn source(&self, pen: &mut Pen<'_>, seen: &Seen<'_>, reading: &NodeReading) {
        let zoom = self.zoom();
        let field = pen.ink.snap_rect(self.on_screen(value_field(seen.rect)));
        let radius = 4.0 * zoom;
        pen.ink.round_box(field, [radius; 4], self.theme.background);
        let pixel = pen.ink.pixel();
        pen.ink.ring(field, radius, pixel, self.theme.node_edge);
        let at = (field.center(), Align2::CENTER_CENTER);
        let [above, below] = footer(seen.rect).map(|line| self.on_screen(line));
        let size = (13.5 * zoom).max(8.5);
        if let Some(shape) = &reading.shape {
            pen.text(shape, size, field.width(), at, self.theme.value);
            self.quantity(pen, above, FORWARD, "", &reading.value, self.theme.value);
        } else {
            let parts = [FORWARD, &reading.value.text];
            let size = fitting(pen, &parts, size, field.width() - 6.0);
            pen.number(&parts, size, at, self.theme.value);
            let at = (above.left_center(), Align2::LEFT_CENTER);
            let small = (11.0 * zoom).max(8.0);
            // A source with a range has its slider here.
            if self.editor.document().range(seen.id).is_none() {
                let room = above.width();
                pen.text(seen.node.op_name(), small, room, at, self.theme.weak_text);
            }
        }
        self.gradient(pen, seen, below, reading);
    }

    fn footer(&self, pen: &mut Pen<'_>, seen: &Seen<'_>, reading: &NodeReading) {
        let zoom = self.zoom();
        let [above, below] = footer(seen.rect).map(|line| self.on_screen(line));
        let line = Rect::from_min_size(
            pos2(above.left(), pen.ink.snap(above.top() - 2.0 * zoom)),
            vec2(above.width(), pen.ink.pixel()),
        );
        pen.ink.quad(line, self.theme.node_edge.gamma_multiply(0.5));
        self.quantity(
            pen,
            above,
            FORWARD,
            "value",
            &reading.value,
            self.theme.value,
        );
        self.gradient(pen, seen, below, reading);
    }

    fn gradient(&self, pen: &mut Pen<'_>, seen: &Seen<'_>, line: Rect, reading: &NodeReading) {
        let target = self.editor.target();
        let target = target.map_or("", |id| self.editor.document().graph().name(id));
        // ∂J/∂w: the derivative that this is.
        let name = match (self.overlay.gradient_name(seen.id), target) {
            (Some(name), _) => name.to_string(),
            (None, "") => String::new(),
            (None, target) => format!("∂{target}/∂{}", seen.node.name()),
        };
        self.quantity(
            pen,
            line,
            self.back_mark(),
            &name,
            &reading.gradient,
            self.theme.gradient,
        );
    }

    /// A line with a mark, what it is if there is room for that, and a number or a heat
    /// map.
    fn quantity(
        &self,
        pen: &mut Pen<'_>,
        line: Rect,
        mark: &str,
        name: &str,
        reading: &Reading,
        color: Color32,
    ) {
        let zoom = self.zoom();
        let size = (13.5 * zoom).max(8.5);
        let at = (line.left_center(), Align2::LEFT_CENTER);
        let taken = pen.number(&[mark], size, at, color);
        let mut room = line.with_min_x(taken.right());
        if reading.cells.is_some() {
            self.cells(pen, reading, room.shrink2(vec2(0.0, 3.0 * zoom)));
            return;
        }
        let at = (line.right_center(), Align2::RIGHT_CENTER);
        let size = fitting(pen, &[&reading.text], size, room.width());
        let number = pen.number(&[&reading.text], size, at, color);
        room.max.x = number.left() - 4.0 * zoom;
        let small = (11.0 * zoom).max(8.0);
        let fits = |pen: &mut Pen<'_>| pen.line_width(name, small) <= room.width();
        if !name.is_empty() && fits(pen) {
            let at = (room.left_center(), Align2::LEFT_CENTER);
            pen.text(name, small, ENDLESS, at, self.theme.weak_text);
        }
    }

    fn cells(&self, pen: &mut Pen<'_>, reading: &Reading, room: Rect) {
        if let Some(cells) = reading.cells.as_ref().filter(|_| room.is_positive()) {
            let rect = pen.ink.snap_rect(cells.fit(room, 14.0 * self.zoom()));
            cells.draw(&mut pen.ink, rect, self.theme);
            let pixel = pen.ink.pixel();
            pen.ink
                .ring(rect.expand(pixel), 0.0, pixel, self.theme.node_edge);
        }
    }

    /// Value and gradient below one another, where there is no room for more.
    fn two_lines(&self, pen: &mut Pen<'_>, seen: &Seen<'_>, reading: &NodeReading) {
        let top = self.on_screen(header(seen.rect)).bottom();
        let rest = seen.screen.bottom() - top;
        let size = (13.0 * self.zoom()).max(8.5);
        let quantities = [
            (&reading.value, FORWARD, self.theme.value, 0.3),
            (
                &reading.gradient,
                self.back_mark(),
                self.theme.gradient,
                0.72,
            ),
        ];
        for (quantity, mark, color, part) in quantities {
            let at = pos2(seen.screen.center().x, top + part * rest);
            let parts = [mark, &quantity.text];
            let size = fitting(pen, &parts, size, seen.screen.width() - 6.0);
            pen.number(&parts, size, (at, Align2::CENTER_CENTER), color);
        }
    }

    fn ports(&self, pen: &mut Pen<'_>, seen: &Seen<'_>) {
        let zoom = self.zoom();
        let radius = (4.5 * zoom).max(2.0);
        let edge = pen.ink.pixel().max(zoom.min(1.5));
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
            pen.ink.disc(at, radius + edge, rim);
            pen.ink.disc(at, radius, fill);
        }
    }

    /// The marks of the target, of problems and of kinks.
    fn marks(&self, pen: &mut Pen<'_>, seen: &Seen<'_>, reading: &NodeReading) {
        let zoom = self.zoom().max(0.7);
        if self.editor.target() == Some(seen.id) {
            let at = self.to_screen * geometry::badge(seen.rect).center();
            self.target_mark(pen, at, zoom);
        }
        let at = self.to_screen * problem_mark(seen.rect);
        if self.problem(seen.id).is_some() {
            pen.ink.disc(at, 8.5 * zoom, self.theme.background);
            pen.ink.disc(at, 7.5 * zoom, self.theme.error);
            let color = self.theme.background;
            let bar = Rect::from_center_size(at - vec2(0.0, 1.5 * zoom), vec2(2.0, 6.0) * zoom);
            pen.ink.round_box(bar, [zoom; 4], color);
            pen.ink.disc(at + vec2(0.0, 4.0 * zoom), 1.3 * zoom, color);
        } else if reading.kink.is_some() {
            pen.ink.disc(at, 8.5 * zoom, self.theme.background);
            pen.ink.disc(at, 7.5 * zoom, self.theme.warning);
            let kink = [vec2(-4.5, 2.0), vec2(0.0, 2.0), vec2(4.0, -3.5)];
            let points = kink.map(|by| at + by * zoom);
            pen.ink.line(&points, 1.8 * zoom, self.theme.background);
        }
    }

    /// ◎: what is differentiated.
    fn target_mark(&self, pen: &mut Pen<'_>, at: eframe::egui::Pos2, zoom: f32) {
        let color = self.theme.gradient;
        pen.ink.disc(at, 8.0 * zoom, self.theme.background);
        pen.ink.circle(at, 7.0 * zoom, 1.6 * zoom, color);
        pen.ink.disc(at, 3.0 * zoom, color);
    }
}

/// The size at which a number fits into a room; `size` if it does anyway.
fn fitting(pen: &mut Pen<'_>, parts: &[&str], size: f32, room: f32) -> f32 {
    let width = pen.number_size(parts, size).x;
    match width > room && room > 0.0 {
        true => (size * room / width).max(4.0),
        false => size,
    }
}
