//! What is known of one node or one wire.
//!
//! The user interface looks nodes up here, by [`NodeId`] and [`Wire`], and nowhere else. Only
//! the editor knows which graph, program or table of problems holds the answer.

use super::Editor;
use crate::core::evaluation::{Evaluation, Numbers};
use crate::core::graph::{Node, NodeId, Wire};
use crate::core::op::{Inputs, Op};
use crate::core::problem::Problem;
use crate::core::tensor::Shape;
use crate::document::Position;

/// Nodes as the document has them. Every function gives nothing for a node or wire that
/// isn't there.
impl Editor {
    /// All nodes, in the order of their ids.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.document().graph().iter()
    }

    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.document().graph().len()
    }

    /// A node.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.document().graph().get(id)
    }

    /// The node with a name.
    pub fn find(&self, name: &str) -> Option<NodeId> {
        self.document().graph().find(name)
    }

    /// The name of a node; empty if it isn't there.
    pub fn name(&self, id: NodeId) -> &str {
        self.document().graph().name(id)
    }

    /// The op of a node; nothing if this version doesn't know it.
    pub fn op(&self, id: NodeId) -> Option<&'static Op> {
        self.node(id)?.op()
    }

    /// The nodes that a node's inputs are wired to.
    pub fn inputs(&self, id: NodeId) -> &[Option<NodeId>] {
        self.node(id).map_or(&[], Node::inputs)
    }

    /// The node that a wire starts at.
    pub fn start(&self, wire: Wire) -> Option<NodeId> {
        self.document().graph().start_of(wire)
    }

    /// Where the upper left corner of a node is.
    pub fn position(&self, id: NodeId) -> Option<Position> {
        self.document().position(id)
    }

    /// The range of a scalar source's slider.
    pub fn range(&self, id: NodeId) -> Option<(f64, f64)> {
        self.document().range(id)
    }

    /// The number that a scalar source carries.
    pub fn source_number(&self, id: NodeId) -> Option<f64> {
        self.node(id)?.value()?.as_scalar()
    }

    /// Whether a node can be given one more input.
    pub fn can_add_input(&self, id: NodeId) -> bool {
        self.allows_inputs(id, |now| now + 1)
    }

    /// Whether an input can be taken away from its node.
    pub fn can_remove_input(&self, wire: Wire) -> bool {
        self.allows_inputs(wire.to, |now| now.saturating_sub(1))
    }

    /// Whether a node may have this many inputs instead of those that it has now.
    fn allows_inputs(&self, id: NodeId, count: impl Fn(usize) -> usize) -> bool {
        match self.op(id).map(|op| op.inputs) {
            Some(inputs @ Inputs::Any(_)) => inputs.allow(count(self.inputs(id).len())),
            _ => false,
        }
    }

    /// Why a wire can't be: it would close a cycle. Nothing if it can.
    pub fn refuses(&self, from: NodeId, wire: Wire) -> Option<String> {
        let graph = self.document().graph();
        graph.path(wire.to, from).map(|_| {
            let (from, to) = (graph.name(from), graph.name(wire.to));
            format!("{from} depends on {to}: a value can't depend on itself")
        })
    }
}

/// What was computed. Every function gives nothing where there is no number: the node isn't
/// evaluated, or no gradient reaches it.
impl Editor {
    /// The node that is differentiated.
    pub fn target(&self) -> Option<NodeId> {
        self.live().program().target()
    }

    /// The node that the document names as the target.
    pub fn chosen_target(&self) -> Option<NodeId> {
        self.document().graph().target()
    }

    /// Whether the target depends on a node.
    pub fn reaches_target(&self, id: NodeId) -> bool {
        self.live().program().reaches_target(id)
    }

    /// The shape of a node's value.
    pub fn shape(&self, id: NodeId) -> Option<Shape> {
        self.live().program().shape(id)
    }

    /// A node's value.
    pub fn value(&self, id: NodeId) -> Option<Numbers<'_>> {
        self.given(id).or_else(|| self.evaluation().value(id))
    }

    /// The value that a source carries, while no other node has a value.
    fn given(&self, id: NodeId) -> Option<Numbers<'_>> {
        if self.live().is_current() {
            return None;
        }
        let value = self.node(id)?.value()?;
        Some(Numbers {
            shape: value.shape(),
            data: value.data().into(),
        })
    }

    /// A node's gradient. Nothing if it isn't worked out beforehand and takes too long for a
    /// frame: then [`Live::digest`](crate::gui::live::Live::digest) has it.
    pub fn gradient(&self, id: NodeId) -> Option<Numbers<'_>> {
        let evaluation = self.evaluation();
        self.in_a_frame(evaluation, id)?.gradient(id)
    }

    /// The evaluation, if a gradient of it can be had in a frame.
    fn in_a_frame<'a>(&self, evaluation: &'a Evaluation, id: NodeId) -> Option<&'a Evaluation> {
        let is_heavy = self.live().is_heavy(id) && evaluation.gradient_work(id) > 0.0;
        (!is_heavy).then_some(evaluation)
    }

    /// What a wire contributes to the gradient of the node that it starts at. Nothing if it
    /// takes too long for a frame.
    pub fn wire_gradient(&self, wire: Wire) -> Option<Numbers<'_>> {
        let in_a_frame = !self.live().is_heavy_wire(wire);
        in_a_frame.then(|| self.evaluation().wire_gradient(wire))?
    }

    /// A node's value as it is shown: the last one while there is no other.
    pub fn shown_value(&self, id: NodeId) -> Option<Numbers<'_>> {
        self.given(id).or_else(|| self.live().shown().value(id))
    }

    /// A node's gradient as it is shown: the last one while there is no other.
    pub fn shown_gradient(&self, id: NodeId) -> Option<Numbers<'_>> {
        let evaluation = self.live().shown();
        self.in_a_frame(evaluation, id)?.gradient(id)
    }

    /// What a wire contributes, as it is shown: as it was last, while there is no other and
    /// the wires are the same.
    pub fn shown_wire_gradient(&self, wire: Wire) -> Option<Numbers<'_>> {
        let in_a_frame = !self.live().is_heavy_wire(wire);
        let evaluation = self.live().shown_of_wires().filter(|_| in_a_frame)?;
        evaluation.wire_gradient(wire)
    }

    /// A node's value, if it is a single number.
    pub fn number(&self, id: NodeId) -> Option<f64> {
        self.given(id)
            .map_or_else(|| self.evaluation().number(id), |given| given.as_scalar())
    }

    /// A node's gradient, if it is a single number.
    pub fn gradient_number(&self, id: NodeId) -> Option<f64> {
        self.evaluation().gradient_number(id)
    }

    /// The derivative of the node at a wire's end by its start, of single numbers.
    pub fn local_derivative(&self, wire: Wire) -> Option<f64> {
        let in_a_frame = !self.live().is_heavy_wire(wire);
        in_a_frame.then(|| self.evaluation().local_derivative(wire))?
    }

    /// What a node's op says of the kink that the node is at.
    pub fn kink(&self, id: NodeId) -> Option<&'static str> {
        self.evaluation().kink(id)
    }

    /// The problem of a node.
    pub fn problem(&self, id: NodeId) -> Option<&Problem> {
        self.live().problem_of(id)
    }
}
