//! What is shown of nodes and wires: their numbers, as a [`Lens`] lets them be seen.

use std::sync::Arc;

use super::Drawing;
use super::kept::Pen;
use super::readings::{NodeReading, Reading};
use crate::core::graph::{NodeId, Wire};
use crate::gui::learn::lens::{Emphasis, Shown};

/// A reading through a lens.
fn through(shown: Shown, reading: &mut Reading) {
    let text: Arc<str> = match shown {
        Shown::AsIs => return,
        Shown::Absent => "—".into(),
        Shown::Hidden => "?".into(),
        Shown::Text(text) => text,
    };
    *reading = Reading { text, cells: None };
}

impl Drawing<'_> {
    /// What is shown of a node.
    pub(super) fn node_reading(&self, pen: &mut Pen<'_>, id: NodeId) -> Arc<NodeReading> {
        let reading = pen.readings.node(self.editor.evaluation(), id);
        let (value, gradient) = (self.lens.value(id), self.lens.gradient(id));
        if value == Shown::AsIs && gradient == Shown::AsIs {
            return reading;
        }
        let mut reading = NodeReading::clone(&reading);
        through(value, &mut reading.value);
        through(gradient, &mut reading.gradient);
        Arc::new(reading)
    }

    /// What is shown of a wire: its value, the shape of that if it is a tensor, and its
    /// gradient.
    pub(super) fn wire_reading(&self, pen: &mut Pen<'_>, wire: Wire) -> Option<WireReading> {
        let evaluation = self.editor.evaluation();
        let start = pen.readings.node(evaluation, self.scene.start(wire)?);
        let mut value = start.value.clone();
        let mut gradient = pen.readings.wire(evaluation, wire);
        let shown = self.lens.wire_value(wire);
        let shape = start.shape.clone().filter(|_| shown == Shown::AsIs);
        through(shown, &mut value);
        through(self.lens.wire_gradient(wire), &mut gradient);
        Some(WireReading {
            shape,
            value: value.text,
            gradient: gradient.text,
        })
    }

    /// How much of a wire arrives, if something else stands out.
    pub(super) fn wire_opacity(&self, pen: &Pen<'_>, wire: Wire) -> f32 {
        let start = || self.scene.start(wire);
        let off_path =
            pen.path.is_shown() && !start().is_some_and(|id| pen.path.has_wire(wire, id));
        match off_path || self.lens.wire_emphasis(wire) == Emphasis::Dimmed {
            true => DIMMED,
            false => 1.0,
        }
    }
}

/// How much of what doesn't stand out arrives.
pub(super) const DIMMED: f32 = 0.35;

/// What is shown of a wire.
pub(super) struct WireReading {
    /// `4×3`, of a tensor.
    pub(super) shape: Option<Arc<str>>,
    pub(super) value: Arc<str>,
    pub(super) gradient: Arc<str>,
}
