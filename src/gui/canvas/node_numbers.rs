//! The numbers in a node: its value and its gradient.

use eframe::egui::{Align2, Color32, Rect, pos2, vec2};

use super::drawing::Drawing;
use super::geometry::{footer, value_field};
use super::heat::HeatRamp;
use super::node_box::SeenNode;
use super::pen::Pen;
use super::readings::{FORWARD, NodeReading, Reading};

impl Drawing<'_> {
    /// The field with a source's number; below it what kind of source it is, and the
    /// gradient.
    pub(super) fn source(&self, pen: &mut Pen<'_>, seen: &SeenNode<'_>, reading: &NodeReading) {
        let zoom = self.zoom();
        let field = pen.layer.snap_rect(self.on_screen(value_field(seen.rect)));
        let radius = 4.0 * zoom;
        pen.layer
            .round_box(field, [radius; 4], self.theme.background);
        let pixel = pen.layer.pixel();
        pen.layer.ring(field, radius, pixel, self.theme.node_edge);
        let at = (field.center(), Align2::CENTER_CENTER);
        let [above, below] = footer(seen.rect).map(|line| self.on_screen(line));
        let size = (15.0 * zoom).max(8.5);
        if let Some(shape) = &reading.shape {
            let room = field.width() - 6.0;
            let list = reading.list.as_ref();
            let list = list.filter(|list| pen.line_width(list, 0.9 * size) <= room);
            match list {
                Some(list) => pen.text(list, 0.9 * size, room, at, self.theme.value),
                // A shape is no value, and doesn't look like one.
                None => pen.text(shape, size, room, at, self.theme.weak_text),
            };
            self.quantity(pen, above, FORWARD, "", &reading.value, false);
        } else {
            let parts = [FORWARD, &reading.value.text];
            let size = fitting(pen, &parts, size, field.width() - 6.0);
            pen.number(&parts, size, at, self.theme.value);
            let at = (above.left_center(), Align2::LEFT_CENTER);
            let small = (12.0 * zoom).max(9.0);
            // A source with a range has its slider here.
            if self.editor.range(seen.id).is_none() {
                let room = above.width();
                pen.text(seen.node.op_name(), small, room, at, self.theme.weak_text);
            }
        }
        self.gradient(pen, seen, below, reading);
    }

    pub(super) fn footer(&self, pen: &mut Pen<'_>, seen: &SeenNode<'_>, reading: &NodeReading) {
        let zoom = self.zoom();
        let [above, below] = footer(seen.rect).map(|line| self.on_screen(line));
        let line = Rect::from_min_size(
            pos2(above.left(), pen.layer.snap(above.top() - 2.0 * zoom)),
            vec2(above.width(), pen.layer.pixel()),
        );
        pen.layer
            .quad(line, self.theme.node_edge.gamma_multiply(0.5));
        self.quantity(pen, above, FORWARD, "value", &reading.value, false);
        self.gradient(pen, seen, below, reading);
    }

    fn gradient(&self, pen: &mut Pen<'_>, seen: &SeenNode<'_>, line: Rect, reading: &NodeReading) {
        if self.overlay.is_simple() {
            return;
        }
        let target = self.editor.target();
        let target = target.map_or("", |id| self.editor.name(id));
        // ∂J/∂w: the derivative that this is.
        let name = match (self.overlay.gradient_name(seen.id), target) {
            (Some(name), _) => name.to_string(),
            (None, "") => String::new(),
            (None, target) => format!("∂{target}/∂{}", seen.node.name()),
        };
        let mark = self.back_mark();
        self.quantity(pen, line, mark, &name, &reading.gradient, true);
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
        is_gradient: bool,
    ) {
        let zoom = self.zoom();
        let color = self.quantity_color(is_gradient);
        let size = (16.0 * zoom).max(8.5);
        let at = (line.left_center(), Align2::LEFT_CENTER);
        let taken = pen.number(&[mark], size, at, color);
        let mut room = line.with_min_x(taken.right());
        if reading.cells.is_some() {
            let room = room.shrink2(vec2(0.0, 3.0 * zoom));
            self.cells(pen, reading, room, is_gradient);
            return;
        }
        let at = (line.right_center(), Align2::RIGHT_CENTER);
        let size = fitting(pen, &[&reading.text], size, room.width());
        let number = pen.number(&[&reading.text], size, at, color);
        room.max.x = number.left() - 4.0 * zoom;
        let small = (12.0 * zoom).max(9.0);
        let fits = |pen: &mut Pen<'_>| pen.line_width(name, small) <= room.width();
        if !name.is_empty() && fits(pen) {
            let at = (room.left_center(), Align2::LEFT_CENTER);
            pen.text(name, small, f32::INFINITY, at, self.theme.weak_text);
        }
    }

    fn quantity_color(&self, is_gradient: bool) -> Color32 {
        self.aged(match is_gradient {
            true => self.theme.gradient,
            false => self.theme.value,
        })
    }

    fn cells(&self, pen: &mut Pen<'_>, reading: &Reading, room: Rect, is_gradient: bool) {
        if let Some(cells) = reading.cells.as_ref().filter(|_| room.is_positive()) {
            let rect = pen
                .layer
                .snap_rect(cells.fit(room, 14.0 * self.zoom().max(0.8)));
            let ramp = HeatRamp::new(self.theme, is_gradient);
            cells.draw(&mut pen.layer, rect, &ramp);
            let pixel = pen.layer.pixel();
            pen.layer
                .ring(rect.expand(pixel), 0.0, pixel, self.theme.node_edge);
        }
    }

    /// Value and gradient below one another, as large as there is room, where there is none
    /// for more.
    pub(super) fn two_lines(&self, pen: &mut Pen<'_>, seen: &SeenNode<'_>, reading: &NodeReading) {
        let rest = seen.screen.with_min_y(self.band(seen).bottom());
        // As large in each node, whatever its height.
        let lowest = NODE_HEIGHT * self.zoom() - self.band(seen).height();
        let line = lowest / 2.0;
        let least = self.least_letters().min(0.95 * line);
        let most = match self.options.presented {
            true => MOST_PRESENTED,
            false => MOST_COMPACT,
        };
        let size = (0.8 * line).min(most.max(least)).max(least);
        let port = (6.0 * self.zoom()).max(3.0);
        let (above, below) = rest
            .shrink2(vec2(port, 0.0))
            .split_top_bottom_at_fraction(0.5);
        let quantities = [
            (&reading.value, FORWARD, false, above),
            (&reading.gradient, self.back_mark(), true, below),
        ];
        let shown = if self.overlay.is_simple() { 1 } else { 2 };
        for (quantity, mark, is_gradient, line) in quantities.into_iter().take(shown) {
            if quantity.cells.is_some() {
                let left = (line.left_center(), Align2::LEFT_CENTER);
                let color = self.quantity_color(is_gradient);
                let mark = pen.number(&[mark], size, left, color);
                let room = line.with_min_x(mark.right()).shrink(2.0);
                self.cells(pen, quantity, room, is_gradient);
                continue;
            }
            let parts = [mark, &quantity.text];
            let size = fitting(pen, &parts, size, line.width());
            let at = (line.center(), Align2::CENTER_CENTER);
            // The number of a source is no computed one.
            let color = match seen.node.is_source() && !is_gradient {
                true => self.theme.value,
                false => self.quantity_color(is_gradient),
            };
            pen.number(&parts, size, at, color);
        }
    }
}

/// The height of the lowest nodes, in graph space.
const NODE_HEIGHT: f32 = 100.0;
/// The largest numbers where there is no room for more, in points.
const MOST_COMPACT: f32 = 18.0;
/// The same in a presentation.
const MOST_PRESENTED: f32 = 32.0;

/// The size at which a number fits into a room; `size` if it does anyway.
fn fitting(pen: &mut Pen<'_>, parts: &[&str], size: f32, room: f32) -> f32 {
    let width = pen.number_size(parts, size).x;
    match width > room && room > 0.0 {
        true => (size * room / width).max(4.0),
        false => size,
    }
}
