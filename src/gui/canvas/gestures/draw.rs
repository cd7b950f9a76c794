//! The effect that a gesture would have, drawn over everything.

use eframe::egui::{
    Align2, Color32, FontId, Pos2, Rect, Stroke, StrokeKind, Vec2, epaint::CubicBezierShape, pos2,
    vec2,
};

use super::connect::Landing;
use super::drag::Drag;
use crate::core::graph::{NodeId, Wire};
use crate::gui::canvas::detail::Detail;
use crate::gui::canvas::drawing::Drawing;
use crate::gui::canvas::geometry::{badge, frame_rect, grow_port, slider, text_rect, wire_curve};
use crate::gui::canvas::hit::Hit;
use crate::gui::selection::Selection;

/// Draws the effect that the gesture would have, over everything.
pub(super) fn draw(drag: &Drag, drawing: &Drawing<'_>) {
    let held = match drag {
        Drag::Scrub(scrub) => Some(scrub.node()),
        _ => None,
    };
    drawing.extras(held);
    match drag {
        Drag::Box(selecting) => drawing.box_around(drawing.on_screen(selecting.rect()), true),
        Drag::Move(moving) => {
            if moving.copies {
                drawing.ghosts(&moving.things, moving.by);
            }
            if let Some(wire) = moving.onto {
                drawing.marked_wire(wire, drawing.theme.selected);
            }
        }
        Drag::Connect(connect) => {
            drawing.fade(|id| connect.forbids(id));
            let ends = connect.ends(|id| drawing.node_rect(id));
            if let Some((from, to)) = ends {
                drawing.new_wire(from, to, &connect.landing);
            }
        }
        Drag::Cut(cut) => {
            let points = cut.line.iter().map(|p| drawing.to_screen * *p).collect();
            let stroke = Stroke::new(1.5, drawing.theme.error);
            drawing.painter.line(points, stroke);
            for wire in cut.crossed(drawing.scene) {
                drawing.marked_wire(wire, drawing.theme.error);
            }
        }
        Drag::Resize(resize) => {
            if let Some(frame) = &resize.to {
                drawing.box_around(drawing.on_screen(frame_rect(frame)), false);
            }
        }
        _ => {}
    }
}

impl Drawing<'_> {
    fn box_around(&self, rect: Rect, filled: bool) {
        let alpha = if filled { 0.15 } else { 0.0 };
        let fill = self.theme.selected.gamma_multiply(alpha);
        let edge = Stroke::new(1.0, self.theme.selected);
        self.painter.rect(rect, 2.0, fill, edge, StrokeKind::Inside);
    }

    /// Where copies of these would be.
    fn ghosts(&self, things: &Selection, by: Vec2) {
        let document = self.editor.document();
        let nodes = things.nodes.iter().filter_map(|id| self.scene.node(*id));
        let frames = things.frames.iter().filter_map(|id| document.frame(*id));
        let texts = things.texts.iter().filter_map(|id| document.text(*id));
        let all = nodes
            .chain(frames.map(frame_rect))
            .chain(texts.map(text_rect));
        for rect in all {
            let rect = self.on_screen(rect.translate(by));
            if rect.intersects(self.canvas) {
                self.box_around(rect, true);
            }
        }
    }

    fn marked_wire(&self, wire: Wire, color: Color32) {
        if let Some(curve) = self.curve(wire) {
            self.bezier(curve, Stroke::new(3.0, color));
        }
    }

    fn bezier(&self, curve: [Pos2; 4], stroke: Stroke) {
        let points = curve.map(|p| self.to_screen * p);
        let shape =
            CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
        self.painter.add(shape);
    }

    /// Greys out the nodes that a wire can't go to.
    fn fade(&self, is_forbidden: impl Fn(NodeId) -> bool) {
        let cover = self.theme.background.gamma_multiply(0.65);
        for id in self.scene.nodes_in(self.seen) {
            if let Some(rect) = self.node_rect(id).filter(|_| is_forbidden(id)) {
                let rect = self.on_screen(rect).expand(6.0 * self.zoom());
                self.painter.rect_filled(rect, 4.0, cover);
            }
        }
    }

    /// The wire that is being drawn, and why it can't be, if so.
    fn new_wire(&self, from: Pos2, to: Pos2, landing: &Landing) {
        let (color, at) = match landing {
            Landing::Refused(at, _) => (self.theme.error, Some(*at)),
            Landing::Input(_, at) | Landing::Output(_, at) => (self.theme.selected, Some(*at)),
            Landing::Canvas => (self.theme.selected, None),
        };
        self.bezier(wire_curve(from, to), Stroke::new(2.5, color));
        if let Some(at) = at {
            let radius = (8.0 * self.zoom()).max(5.0);
            let at = self.to_screen * at;
            self.painter
                .circle_stroke(at, radius, Stroke::new(2.0, color));
        }
        if let Landing::Refused(at, why) = landing {
            self.caption(self.to_screen * *at + vec2(0.0, 18.0), why);
        }
    }

    /// A sentence beside the pointer.
    fn caption(&self, at: Pos2, text: &str) {
        let font = FontId::proportional(13.0);
        let wrap = 280.0_f32.min(self.canvas.width() - 20.0).max(40.0);
        let galley = self
            .painter
            .layout(text.to_owned(), font, self.theme.text, wrap);
        let most = (self.canvas.max - galley.size() - vec2(8.0, 8.0)).max(self.canvas.min);
        let at = at.clamp(self.canvas.min, most);
        let back = Rect::from_min_size(at, galley.size()).expand(5.0);
        let edge = Stroke::new(1.0, self.theme.error);
        self.painter
            .rect(back, 3.0, self.theme.node, edge, StrokeKind::Outside);
        self.painter.galley(at, galley, self.theme.text);
    }

    /// The controls of nodes: one more input, the mark of the target under the pointer, a
    /// slider. `held` is the source whose number is dragged.
    fn extras(&self, held: Option<NodeId>) {
        if self.detail != Detail::Full {
            return;
        }
        for id in self.scene.nodes_in(self.seen) {
            let Some(rect) = self.node_rect(id) else {
                continue;
            };
            if self.editor.can_add_input(id) {
                self.plus(grow_port(rect, self.scene.input_count(id)));
            }
            if let Some(range) = self.editor.range(id) {
                let is_visible = held == Some(id) || self.overlay.value(id).is_visible();
                self.slider(id, slider(rect), range, is_visible);
            }
            if self.hit == Hit::Node(id) && self.editor.target() != Some(id) {
                self.badge_offer(id, badge(rect));
            }
        }
    }

    fn plus(&self, at: Pos2) {
        let (at, radius) = (self.to_screen * at, 5.0 * self.zoom());
        let stroke = Stroke::new(1.0, self.theme.weak_text);
        self.painter.circle(at, radius, self.theme.node, stroke);
        let arm = radius * 0.55;
        self.painter.hline(at.x - arm..=at.x + arm, at.y, stroke);
        self.painter.vline(at.x, at.y - arm..=at.y + arm, stroke);
    }

    fn slider(&self, id: NodeId, rail: Rect, (from, to): (f64, f64), is_visible: bool) {
        let Some(number) = self.editor.source_number(id) else {
            return;
        };
        // Halves, as the whole width may not be finite.
        let part = (number / 2.0 - from / 2.0) / (to / 2.0 - from / 2.0);
        let part = part.clamp(0.0, 1.0) as f32;
        let part = if part.is_finite() { part } else { 0.0 };
        let rail = self.on_screen(rail);
        let middle = rail.center().y;
        let knob = pos2(rail.left() + rail.width() * part, middle);
        let thick = (2.5 * self.zoom()).max(1.0);
        let line = |from, to, color| {
            let ends = [pos2(from, middle), pos2(to, middle)];
            self.painter.line_segment(ends, Stroke::new(thick, color));
        };
        line(rail.left(), rail.right(), self.theme.node_edge);
        if !is_visible {
            return; // The knob would give the number away.
        }
        line(rail.left(), knob.x, self.theme.value);
        let radius = 4.0 * self.zoom();
        let edge = Stroke::new(1.0, self.theme.node);
        self.painter.circle(knob, radius, self.theme.value, edge);
    }

    /// The mark that a click would put on a node.
    fn badge_offer(&self, id: NodeId, badge: Rect) {
        if self.editor.why_no_target(id).is_none() {
            let badge = self.on_screen(badge);
            let edge = Stroke::new(1.0, self.theme.gradient);
            let radius = badge.width() / 2.0;
            self.painter
                .circle(badge.center(), radius, self.theme.node, edge);
            let font = FontId::proportional(10.0 * self.zoom());
            let middle = Align2::CENTER_CENTER;
            self.painter
                .text(badge.center(), middle, "J", font, self.theme.gradient);
        }
    }
}
