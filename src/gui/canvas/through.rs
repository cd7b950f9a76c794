//! What is seen through the [`Overlay`]: other texts in place of numbers, what is lit and
//! what is dimmed, verdicts, and numbers on their way.

use std::sync::Arc;

use eframe::egui::{Align2, Color32, Pos2, Rect, Vec2, vec2};

use super::detail::Detail;
use super::geometry::curve_point;
use super::kept::Pen;
use super::labels::{BACK, FORWARD};
use super::readings::{NodeReading, Reading, Readings};
use super::{Drawing, geometry};
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
        let reading = readings.node(self.editor.evaluation(), id);
        let value = replaced(self.overlay.value(id));
        let gradient = replaced(self.overlay.gradient(id));
        // That a node stands on a kink says what flows into it.
        let graph = self.editor.document().graph();
        let kink = reading
            .kink
            .filter(|_| self.overlay.explains_value(graph, id));
        if value.is_none() && gradient.is_none() && kink == reading.kink {
            return reading;
        }
        Arc::new(NodeReading {
            value: value.unwrap_or_else(|| reading.value.clone()),
            gradient: gradient.unwrap_or_else(|| reading.gradient.clone()),
            shape: reading.shape.clone(),
            kink,
        })
    }

    /// The problem of a node, if it has one and it may be told.
    pub(super) fn problem(&self, id: NodeId) -> Option<&Problem> {
        let graph = self.editor.document().graph();
        let problem = self.editor.live().problem_of(id)?;
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
        let evaluation = self.editor.evaluation();
        let mut node = readings.node(evaluation, start);
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
            gradient.unwrap_or_else(|| readings.wire(evaluation, wire)),
        )
    }

    /// The mark before gradients, or before what stands in their place.
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

    /// Lets light fall around a node that is lit.
    pub(super) fn light(&self, pen: &mut Pen<'_>, screen: Rect, radius: f32) {
        let zoom = self.zoom().max(0.3);
        let around = screen.expand(5.0 * zoom);
        let glow = self.theme.lit.gamma_multiply(0.45);
        pen.ink
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
        pen.ink.disc(at, 8.5 * zoom, paper);
        pen.ink.disc(at, 7.5 * zoom, color);
        let mut line = |points: &[Vec2]| {
            let points: Vec<Pos2> = points.iter().map(|by| at + *by * zoom).collect();
            pen.ink.line(&points, 1.9 * zoom, paper);
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

    /// Draws the numbers that are on their way, over everything else.
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
            pen.ink.disc(at, 4.0, color);
            return;
        }
        let size = (14.0 * self.zoom()).max(11.0);
        let mark = if flight.gradient { BACK } else { FORWARD };
        let parts = [mark, &flight.text];
        let room = pen.number_size(&parts, size) + vec2(14.0, 6.0);
        let pill = pen.ink.snap_rect(Rect::from_center_size(at, room));
        let shadow = Color32::from_black_alpha(60);
        let round = pill.height() / 2.0;
        pen.ink
            .soft_box(pill.translate(vec2(0.0, 2.0)), [round; 4], 6.0, shadow);
        pen.ink.round_box(pill, [round; 4], self.theme.node);
        pen.ink.ring(pill, round, 1.5, color);
        pen.number(&parts, size, (pill.center(), Align2::CENTER_CENTER), color);
    }

    /// From afar: the nodes and wires that are lit.
    pub(super) fn far_lights(&self, pen: &mut Pen<'_>) {
        for wire in self.overlay.lit_wires() {
            self.lifted_wire(pen, *wire);
        }
        for id in self.overlay.lit_nodes() {
            let Some(rect) = self
                .node_rect(*id)
                .filter(|rect| rect.intersects(self.seen))
            else {
                continue;
            };
            let screen = self.on_screen(rect);
            // However small it is, it is found.
            let least = Rect::from_center_size(screen.center(), Vec2::splat(6.0));
            let ring = pen.ink.snap_rect(screen.union(least).expand(2.5));
            pen.ink.ring(ring, 3.0, 2.5, self.theme.lit);
        }
    }
}
