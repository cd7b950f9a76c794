//! What the inspector says about a node or a wire, computed once for each state of the
//! values.

use super::numbers::{extent, summary};
use super::parts::Inspected;
use crate::core::evaluation::Numbers;
use crate::core::explain::text::{Equation, Explanation};
use crate::core::graph::{NodeId, Wire};
use crate::core::tensor::Shape;
use crate::gui::panels::heat::{HeatMap, Matrix};

/// What is said about a node.
pub(super) struct NodeFacts {
    pub(super) shape: Option<Shape>,
    pub(super) value: String,
    pub(super) gradient: String,
    /// Pictures of a tensor: of its value and of its gradient.
    pub(super) pictures: [Option<HeatMap>; 2],
    /// How the value is computed, unless it is given.
    pub(super) formula: Option<Equation>,
    /// How the gradient is computed, with a remark before it.
    pub(super) slope: Option<(String, Equation)>,
}

/// What is said about a wire.
pub(super) struct WireFacts {
    pub(super) value: String,
    pub(super) gradient: String,
    /// The chain rule; nothing if no gradient flows.
    pub(super) chain_rule: Option<Explanation>,
}

impl Inspected<'_> {
    pub(super) fn node_facts(&self, id: NodeId) -> NodeFacts {
        let editor = self.editor;
        let (value, gradient) = (editor.value(id), editor.gradient(id));
        let pictures = [&value, &gradient].map(|numbers| picture(numbers.as_ref()?));
        let node = self.editor.node(id);
        let computed = value.is_some() && node.is_some_and(|node| !node.is_source());
        NodeFacts {
            shape: value.as_ref().map(|value| value.shape),
            value: text(value.as_ref(), extent),
            gradient: text(gradient.as_ref(), extent),
            pictures,
            formula: computed.then(|| self.explainer.value(id).equation),
            slope: self.slope(id),
        }
    }

    fn slope(&self, id: NodeId) -> Option<(String, Equation)> {
        if !self.editor.reaches_target(id) || self.editor.target() == Some(id) {
            return None;
        }
        if let [wire] = self.outgoing.of(id) {
            // No sum over one wire: its own line says more.
            return Some((String::new(), self.explainer.contribution(*wire).equation));
        }
        let sum = self.explainer.sum(id);
        Some((format!("{}.", sum.title), sum.equation))
    }

    pub(super) fn wire_facts(&self, wire: Wire) -> WireFacts {
        let editor = self.editor;
        let from = self.editor.start(wire);
        let flows = editor.reaches_target(wire.to);
        WireFacts {
            value: text(from.and_then(|from| editor.value(from)).as_ref(), summary),
            gradient: text(editor.wire_gradient(wire).as_ref(), summary),
            chain_rule: flows.then(|| self.explainer.contribution(wire)),
        }
    }
}

fn text(numbers: Option<&Numbers<'_>>, say: fn(&Numbers<'_>) -> String) -> String {
    numbers.map_or_else(|| "—".to_owned(), say)
}

/// The picture of a tensor: the last axis runs to the right, all others down.
fn picture(numbers: &Numbers<'_>) -> Option<HeatMap> {
    let columns = numbers.shape.dims().next_back()?;
    Some(HeatMap::new(Matrix {
        rows: numbers.data.len() / columns.max(1),
        columns,
        data: &numbers.data,
    }))
}
