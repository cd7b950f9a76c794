//! Nodes.

use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2,
};

use crate::core::graph::{Node, NodeId};
use crate::core::number::short;

use super::Drawing;
use super::detail::Detail;
use super::geometry::{FOOTER, HEADER, input_port, output_port};
use super::gestures::Hit;

/// The digits of a number on a node or a wire.
pub(crate) const DIGITS: usize = 4;

impl Drawing<'_> {
    /// Draws these nodes.
    pub(crate) fn nodes(&self, ui: &mut Ui, ids: &[NodeId]) {
        for &id in ids {
            let node = self.editor.document().graph().get(id);
            if let (Some(node), Some(rect)) = (node, self.node_rect(id)) {
                self.node(id, node, rect);
                if self.detail == Detail::Full {
                    self.announce(ui, id, node, self.on_screen(rect));
                }
            }
        }
    }

    /// Tells assistive technology, and tests, what is there.
    fn announce(&self, ui: &mut Ui, id: NodeId, node: &Node, rect: Rect) {
        let rect = rect.intersect(self.canvas);
        let response = ui.interact(rect, ui.scope_id().with(("node", id)), Sense::hover());
        response.widget_info(|| {
            let label = format!("node {}", node.name());
            WidgetInfo::labeled(Role::GraphicsObject, true, label)
        });
    }

    fn node(&self, id: NodeId, node: &Node, rect: Rect) {
        let screen = self.on_screen(rect);
        let radius = CornerRadius::same((6.0 * self.zoom()).clamp(0.0, 12.0) as u8);
        let band = node
            .op()
            .map_or(self.theme.node, |op| self.theme.family(op.family));
        self.painter.rect_filled(screen, radius, self.theme.node);
        let header = Rect::from_min_max(
            screen.min,
            pos2(screen.right(), screen.top() + HEADER * self.zoom()),
        );
        let top = CornerRadius {
            sw: 0,
            se: 0,
            ..radius
        };
        self.painter.rect_filled(header, top, band);
        let edge = self.node_edge(id);
        self.painter
            .rect_stroke(screen, radius, edge, StrokeKind::Outside);
        if self.detail >= Detail::Names {
            self.title(node, header);
        }
        if self.detail == Detail::Full {
            self.ports(node, rect);
            self.numbers(id, screen);
        }
    }

    fn node_edge(&self, id: NodeId) -> Stroke {
        if self.editor.selection.nodes.contains(&id) {
            Stroke::new(2.0, self.theme.selected)
        } else if self.editor.live().problem_of(id).is_some() {
            Stroke::new(2.0, self.theme.error)
        } else if self.hit == Hit::Node(id) {
            Stroke::new(1.5, self.theme.hovered)
        } else {
            Stroke::new(1.0, self.theme.node_edge)
        }
    }

    fn text(&self, at: Pos2, anchor: Align2, text: impl ToString, size: f32, color: Color32) {
        let font = FontId::proportional(size * self.zoom());
        self.painter.text(at, anchor, text, font, color);
    }

    fn title(&self, node: &Node, header: Rect) {
        let pad = 8.0 * self.zoom();
        let middle = header.center().y;
        let left = pos2(header.left() + pad, middle);
        self.text(
            left,
            Align2::LEFT_CENTER,
            node.name(),
            14.0,
            self.theme.text,
        );
        let symbol = node.op().map_or("?", |op| op.symbol);
        let right = pos2(header.right() - pad, middle);
        self.text(
            right,
            Align2::RIGHT_CENTER,
            symbol,
            14.0,
            self.theme.weak_text,
        );
    }

    fn ports(&self, node: &Node, rect: Rect) {
        let radius = 4.5 * self.zoom();
        let edge = Stroke::new(1.0, self.theme.node_edge);
        let dot = |at: Pos2, wired: bool| {
            let fill = if wired {
                self.theme.wire
            } else {
                self.theme.background
            };
            self.painter.circle(self.to_screen * at, radius, fill, edge);
        };
        dot(output_port(rect), true);
        for (input, from) in node.inputs().iter().enumerate() {
            let port = input_port(rect, input);
            dot(port, from.is_some());
            let name = node
                .op()
                .map_or_else(|| format!("input {input}"), |op| op.inputs.name(input));
            let at = self.to_screen * (port + eframe::egui::vec2(10.0, 0.0));
            self.text(at, Align2::LEFT_CENTER, name, 11.0, self.theme.weak_text);
        }
    }

    fn numbers(&self, id: NodeId, screen: Rect) {
        let evaluation = self.editor.evaluation();
        let row = |part: f32| screen.bottom() - FOOTER * part * self.zoom();
        let pad = 8.0 * self.zoom();
        let text = |numbers: Option<crate::core::evaluation::Numbers<'_>>| match numbers {
            None => "—".to_owned(),
            Some(numbers) => numbers
                .as_scalar()
                .map_or_else(|| numbers.shape.to_string(), |x| short(x, DIGITS)),
        };
        let left = pos2(screen.left() + pad, row(0.7));
        let value = text(evaluation.value(id));
        self.text(left, Align2::LEFT_CENTER, value, 14.0, self.theme.value);
        let left = pos2(screen.left() + pad, row(0.28));
        let gradient = text(evaluation.gradient(id));
        self.text(
            left,
            Align2::LEFT_CENTER,
            gradient,
            13.0,
            self.theme.gradient,
        );
    }
}
