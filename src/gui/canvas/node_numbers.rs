//! The numbers in a node: its value and its gradient.

use eframe::egui::{Align2, Color32, Rect, pos2, vec2};

use super::drawing::Drawing;
use super::geometry::{footer, header, value_field};
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
        self.quantity(
            pen,
            above,
            FORWARD,
            "value",
            &reading.value,
            self.aged(self.theme.value),
        );
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
        self.quantity(
            pen,
            line,
            self.back_mark(),
            &name,
            &reading.gradient,
            self.aged(self.theme.gradient),
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
            pen.text(name, small, f32::INFINITY, at, self.theme.weak_text);
        }
    }

    fn cells(&self, pen: &mut Pen<'_>, reading: &Reading, room: Rect) {
        if let Some(cells) = reading.cells.as_ref().filter(|_| room.is_positive()) {
            let rect = pen.layer.snap_rect(cells.fit(room, 14.0 * self.zoom()));
            cells.draw(&mut pen.layer, rect, self.theme);
            let pixel = pen.layer.pixel();
            pen.layer
                .ring(rect.expand(pixel), 0.0, pixel, self.theme.node_edge);
        }
    }

    /// Value and gradient below one another, where there is no room for more.
    pub(super) fn two_lines(&self, pen: &mut Pen<'_>, seen: &SeenNode<'_>, reading: &NodeReading) {
        let top = self.on_screen(header(seen.rect)).bottom();
        let rest = seen.screen.bottom() - top;
        let size = (13.0 * self.zoom()).max(8.5);
        let value = match seen.node.is_source() {
            true => self.theme.value,
            false => self.aged(self.theme.value),
        };
        let gradient = self.aged(self.theme.gradient);
        let quantities = [
            (&reading.value, FORWARD, value, 0.3),
            (&reading.gradient, self.back_mark(), gradient, 0.72),
        ];
        let shown = if self.overlay.is_simple() { 1 } else { 2 };
        for (quantity, mark, color, part) in quantities.into_iter().take(shown) {
            let at = pos2(seen.screen.center().x, top + part * rest);
            let parts = [mark, &quantity.text];
            let size = fitting(pen, &parts, size, seen.screen.width() - 6.0);
            pen.number(&parts, size, (at, Align2::CENTER_CENTER), color);
        }
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
