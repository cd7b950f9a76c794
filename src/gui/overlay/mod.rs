//! [`Overlay`]: what the editor may show of the numbers, and what it shows instead.
//!
//! Without an overlay every value and every gradient is shown. An overlay can redact some,
//! show another text in their place, highlight nodes and wires, and dim others. It changes
//! neither the document nor the evaluation.
//!
//! All code that shows a number, a sentence with numbers, or something sized by a number
//! asks the overlay first. No other part of the editor decides what may be shown.

mod shown;
pub mod snapshot;
pub mod stacked;

use std::sync::Arc;

use crate::core::graph::{Graph, Node, NodeId, Wire};
use crate::core::problem::{Problem, ProblemKind};

pub use shown::{Emphasis, Flight, Mark, Shown};

/// How the graph is shown. The default of each method is the usual look.
///
/// The canvas asks about every node and wire in view in every frame, so an answer must be a
/// look-up.
pub trait Overlay {
    /// How a node's value is shown.
    fn value(&self, _node: NodeId) -> Shown {
        Shown::AsIs
    }

    /// How a node's gradient is shown.
    fn gradient(&self, _node: NodeId) -> Shown {
        Shown::AsIs
    }

    /// How the value on a wire is shown.
    fn wire_value(&self, _wire: Wire) -> Shown {
        Shown::AsIs
    }

    /// How the gradient on a wire is shown.
    fn wire_gradient(&self, _wire: Wire) -> Shown {
        Shown::AsIs
    }

    /// The name of the quantity shown in place of a node's gradient, if it isn't the
    /// gradient `∂J/∂w`.
    fn gradient_name(&self, _node: NodeId) -> Option<Arc<str>> {
        None
    }

    /// The sign before the quantity shown in place of gradients, if it isn't the gradient.
    fn gradient_sign(&self) -> Option<&'static str> {
        None
    }

    /// Whether a node is highlighted or dimmed.
    fn node_emphasis(&self, _node: NodeId) -> Emphasis {
        Emphasis::Plain
    }

    /// Whether a wire is highlighted or dimmed.
    fn wire_emphasis(&self, _wire: Wire) -> Emphasis {
        Emphasis::Plain
    }

    /// The highlighted nodes, a few at most: they are shown at every zoom.
    fn lit_nodes(&self) -> &[NodeId] {
        &[]
    }

    /// The highlighted wires, a few at most.
    fn lit_wires(&self) -> &[Wire] {
        &[]
    }

    /// Whether nodes show only their names and values: no gradients, and no names of inputs.
    fn is_simple(&self) -> bool {
        false
    }

    /// Whether the document's note may be shown. It may contain the redacted numbers.
    fn shows_note(&self) -> bool {
        true
    }

    /// The result of a check, shown beside a node.
    fn mark(&self, _node: NodeId) -> Option<Mark> {
        None
    }

    /// The numbers that move along wires now.
    fn flights(&self) -> Vec<Flight> {
        Vec::new()
    }

    /// Changes whenever the set of dimmed nodes and wires may have changed; 0 while none
    /// are. The canvas keeps its far view until then.
    fn dimmed_revision(&self) -> u64 {
        0
    }

    /// Changes whenever the set of redacted numbers may have changed; 0 while none are.
    fn redaction_revision(&self) -> u64 {
        0
    }

    /// Whether a node's formula may be shown with its numbers: its value and its inputs.
    fn explains_value(&self, graph: &Graph, node: NodeId) -> bool {
        let inputs = graph.get(node).map_or(&[][..], Node::inputs);
        let mut all = inputs.iter().flatten().chain([&node]);
        all.all(|id| self.value(*id).is_visible())
    }

    /// Whether a wire's contribution may be explained: its gradient, the gradient of the node
    /// that it leads to, and the local derivative, which is computed from values.
    fn explains_contribution(&self, graph: &Graph, wire: Wire) -> bool {
        self.wire_gradient(wire).is_visible()
            && self.gradient(wire.to).is_visible()
            && self.explains_value(graph, wire.to)
    }

    /// Whether a node's gradient may be explained as the sum over these outgoing wires.
    fn explains_gradient(&self, graph: &Graph, node: NodeId, outgoing: &[Wire]) -> bool {
        let mut wires = outgoing.iter();
        self.gradient(node).is_visible()
            && wires.all(|wire| self.explains_contribution(graph, *wire))
    }

    /// Whether a problem may be shown. The message about a number that isn't finite, or that
    /// means nothing to its op, contains the node's inputs; that about a gradient also says what the gradient is.
    fn shows_problem(&self, graph: &Graph, problem: &Problem) -> bool {
        let Some(node) = problem.node else {
            return true;
        };
        match problem.kind {
            ProblemKind::NotFinite | ProblemKind::Value => self.explains_value(graph, node),
            ProblemKind::NotFiniteGradient => {
                self.explains_value(graph, node) && self.gradient(node).is_visible()
            }
            _ => true,
        }
    }
}

/// Shows everything as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct ShowAll;

impl Overlay for ShowAll {}
