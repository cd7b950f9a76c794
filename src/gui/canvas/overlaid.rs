//! What is seen through the [`Overlay`]: other texts in place of numbers, what is lit and
//! what is dimmed, verdicts, and numbers on their way.

use std::sync::Arc;

use eframe::egui::{Align2, Color32, Pos2, Rect, Vec2, vec2};

use super::detail::Detail;
use super::drawing::Drawing;
use super::geometry;
use super::geometry::curve_point;
use super::pen::Pen;
use super::readings::{BACK, FORWARD, NodeReading, Reading, Readings};
use crate::core::graph::{NodeId, Wire};
use crate::core::problem::Problem;
use crate::gui::overlay::{Emphasis, Flight, Mark, Shown};

/// A reading as it is shown; `None` if that is as it is.
fn replaced(shown: Shown) -> Option<Reading> {
    let text: Arc<str> = match shown {
        Shown::AsIs => return None,
        Shown::Absent => "—".into(),
        Shown::Hidden => "?".into(),
        Shown::Text(text) => text,
    };
    Some(Reading {
        text,
        ..Reading::default()
    })
}

impl Drawing<'_> {
    /// What is shown of a node.
    pub(super) fn shown_node(&self, readings: &mut Readings, id: NodeId) -> Arc<NodeReading> {
        let reading = readings.node(self.editor, id);
        let value = replaced(self.overlay.value(id));
        let gradient = replaced(self.overlay.gradient(id));
        // A node that is at a kink gives away its input.
        let graph = self.editor.document().graph();
        let kink = reading
            .kink
            .filter(|_| self.overlay.explains_value(graph, id));
        if value.is_none() && gradient.is_none() && kink == reading.kink {
            return reading;
        }
        let is_replaced = value.is_some();
        Arc::new(NodeReading {
            value: value.unwrap_or_else(|| reading.value.clone()),
            gradient: gradient.unwrap_or_else(|| reading.gradient.clone()),
            shape: reading.shape.clone(),
            kink,
            words: reading.words.clone(),
            list: reading.list.clone().filter(|_| !is_replaced),
        })
    }

    /// The problem of a node, if it has one that may be shown.
    pub(super) fn problem(&self, id: NodeId) -> Option<&Problem> {
        let graph = self.editor.document().graph();
        let problem = self.editor.problem(id)?;
        self.overlay
            .shows_problem(graph, problem)
            .then_some(problem)
    }

    /// What is shown on a wire: the value of the node that it starts at, and what flows
    /// back.
    pub(super) fn shown_wire(
        &self,
        readings: &mut Readings,
        wire: Wire,
        start: NodeId,
    ) -> (Arc<NodeReading>, Reading) {
        let mut node = readings.node(self.editor, start);
        if let Some(value) = replaced(self.overlay.wire_value(wire)) {
            let only = NodeReading {
                value,
                ..NodeReading::default()
            };
            node = Arc::new(only);
        }
        let gradient = replaced(self.overlay.wire_gradient(wire));
        (
            node,
            gradient.unwrap_or_else(|| readings.wire(self.editor, wire)),
        )
    }

    /// The mark before gradients, or before what is shown instead of them.
    pub(super) fn back_mark(&self) -> &'static str {
        self.overlay.gradient_sign().unwrap_or(BACK)
    }

    /// Whether a node is dimmed.
    pub(super) fn is_node_dimmed(&self, pen: &Pen<'_>, id: NodeId) -> bool {
        match pen.path.is_shown() {
            true => !pen.path.has_node(id),
            false => self.overlay.node_emphasis(id) == Emphasis::Dimmed,
        }
    }

    /// Whether a wire is dimmed, which starts at `start`.
    pub(super) fn is_wire_dimmed(&self, pen: &Pen<'_>, wire: Wire, start: NodeId) -> bool {
        match pen.path.is_shown() {
            true => !pen.path.has_wire(wire, start),
            false => self.overlay.wire_emphasis(wire) == Emphasis::Dimmed,
        }
    }

    /// Whether a wire is lit.
    pub(super) fn is_lit(&self, wire: Wire) -> bool {
        self.overlay.wire_emphasis(wire) == Emphasis::Lit
    }

    /// Draws the glow around a node that is lit.
    pub(super) fn light(&self, pen: &mut Pen<'_>, screen: Rect, radius: f32) {
        let zoom = self.zoom().max(0.3);
        let around = screen.expand(5.0 * zoom);
        let glow = self.theme.lit.gamma_multiply(0.45);
        pen.layer
            .soft_box(around, [radius + 5.0 * zoom; 4], 12.0 * zoom, glow);
    }

    /// Draws the verdict beside a node, if there is one.
    pub(super) fn verdict(&self, pen: &mut Pen<'_>, id: NodeId, rect: Rect) {
        let Some(mark) = self.overlay.mark(id) else {
            return;
        };
        let zoom = self.zoom().max(0.7);
        let at = self.to_screen * geometry::verdict_mark(rect);
        let color = match mark {
            Mark::Fine => self.theme.fine,
            Mark::Doubtful => self.theme.warning,
            Mark::Wrong => self.theme.error,
        };
        let paper = self.theme.background;
        pen.layer.disc(at, 8.5 * zoom, paper);
        pen.layer.disc(at, 7.5 * zoom, color);
        let mut line = |points: &[Vec2]| {
            let points: Vec<Pos2> = points.iter().map(|by| at + *by * zoom).collect();
            pen.layer.line(&points, 1.9 * zoom, paper);
        };
        match mark {
            Mark::Fine => line(&[vec2(-3.5, 0.5), vec2(-1.0, 3.0), vec2(3.5, -3.0)]),
            Mark::Wrong => {
                line(&[vec2(-3.0, -3.0), vec2(3.0, 3.0)]);
                line(&[vec2(3.0, -3.0), vec2(-3.0, 3.0)]);
            }
            Mark::Doubtful => {
                let at = (at, Align2::CENTER_CENTER);
                pen.text("?", 12.0 * zoom, f32::INFINITY, at, paper);
            }
        }
    }

    /// Draws the numbers that travel along wires, over everything else.
    pub(super) fn flights(&self, pen: &mut Pen<'_>) {
        for flight in self.overlay.flights() {
            if let Some(curve) = self.screen_curve(flight.wire) {
                let at = curve_point(&curve, flight.along.clamp(0.0, 1.0));
                if self.canvas.contains(at) {
                    self.flight(pen, &flight, at);
                }
            }
        }
    }

    fn flight(&self, pen: &mut Pen<'_>, flight: &Flight, at: Pos2) {
        let color = match flight.gradient {
            true => self.theme.gradient,
            false => self.theme.value,
        };
        if self.detail < Detail::Numbers {
            pen.layer.disc(at, 4.0, color);
            return;
        }
        let size = (14.0 * self.zoom()).max(11.0);
        let mark = if flight.gradient { BACK } else { FORWARD };
        let parts = [mark, &flight.text];
        let room = pen.number_size(&parts, size) + vec2(14.0, 6.0);
        let pill = pen.layer.snap_rect(Rect::from_center_size(at, room));
        let shadow = Color32::from_black_alpha(60);
        let round = pill.height() / 2.0;
        pen.layer
            .soft_box(pill.translate(vec2(0.0, 2.0)), [round; 4], 6.0, shadow);
        pen.layer.round_box(pill, [round; 4], self.theme.node);
        pen.layer.ring(pill, round, 1.5, color);
        pen.number(&parts, size, (pill.center(), Align2::CENTER_CENTER), color);
    }
}
