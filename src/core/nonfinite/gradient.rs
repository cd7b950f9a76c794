//! The first wire, going backward, at which a gradient that isn't finite arises although
//! all values are finite.

use super::reason::Reason;
use crate::core::evaluation::Evaluation;
use crate::core::graph::{Graph, Node, NodeId, Wire};
use crate::core::op::{Op, SourceKind};
use crate::core::problem::{Problem, ProblemKind};

impl Evaluation {
    /// The first wire, going backward, at which a gradient that isn't finite arises, and
    /// why: `n → s: the derivative of √ at 0 is infinite; then ∞ × 0 at x`. `None` if a
    /// value isn't finite, or if no such gradient comes to anything but constants.
    pub fn first_not_finite_gradient(&self, graph: &Graph) -> Option<Problem> {
        if self.gradients_are_finite() || !self.values_are_finite() {
            return None;
        }
        Search::new(self, graph).problem()
    }
}

/// A walk back from the target in an evaluation with a gradient that isn't finite.
struct Search<'a> {
    evaluation: &'a Evaluation,
    graph: &'a Graph,
    /// By index: nodes whose gradient isn't finite, and comes to a source that isn't a
    /// constant.
    harmful: Vec<bool>,
}

/// Where a gradient arises that isn't finite.
enum Origin {
    /// On a wire, which starts at this node.
    Wire(Wire, NodeId),
    /// Where contributions that are finite add up.
    Sum(NodeId),
}

impl<'a> Search<'a> {
    fn new(evaluation: &'a Evaluation, graph: &'a Graph) -> Search<'a> {
        let mut search = Search {
            evaluation,
            graph,
            harmful: vec![false; graph.index_bound()],
        };
        for &id in evaluation.program().order() {
            search.harmful[id.index()] =
                !evaluation.gradient_is_finite(id) && search.comes_to_a_source(id);
        }
        search
    }

    fn has_nan(&self, id: NodeId) -> bool {
        let gradient = self.evaluation.gradient(id);
        gradient.is_some_and(|gradient| gradient.data.iter().any(|x| x.is_nan()))
    }

    /// Whether a gradient of this node that isn't finite comes to a source that somebody
    /// may change.
    fn comes_to_a_source(&self, id: NodeId) -> bool {
        let op = self.graph.get(id).and_then(Node::op);
        match op.and_then(Op::source_kind) {
            Some(kind) => kind != SourceKind::Constant,
            None => self.harmful_wires(id).next().is_some(),
        }
    }

    /// The wires into a node whose contribution isn't finite and does harm, with the
    /// node that each starts at.
    fn harmful_wires(&self, to: NodeId) -> impl Iterator<Item = (NodeId, Wire)> {
        let wires = self.graph.incoming(to);
        wires.filter(|(from, wire)| {
            let contribution = || self.evaluation.wire_gradient(*wire);
            let finite = |data: &[f64]| data.iter().all(|x| x.is_finite());
            self.harmful[from.index()] && contribution().is_some_and(|it| !finite(&it.data))
        })
    }

    /// The order of the backward pass.
    fn backward(&self) -> impl Iterator<Item = NodeId> {
        let program = self.evaluation.program();
        let order = program.order().iter().rev().copied();
        order.filter(|id| program.reaches_target(*id))
    }

    fn origin(&self) -> Option<Origin> {
        // Nodes that a contribution has come to that isn't finite.
        let mut met = vec![false; self.graph.index_bound()];
        for id in self.backward() {
            let finite = self.evaluation.gradient_is_finite(id);
            if !finite && self.harmful[id.index()] && !met[id.index()] {
                return Some(Origin::Sum(id));
            }
            for (from, wire) in self.harmful_wires(id) {
                if finite {
                    return Some(Origin::Wire(wire, from));
                }
                met[from.index()] = true;
            }
        }
        None
    }

    fn problem(&self) -> Option<Problem> {
        if !self.harmful.contains(&true) {
            return None;
        }
        let (node, reason) = match self.origin()? {
            Origin::Wire(wire, from) => {
                let mut reason = Reason::of_wire(self.evaluation, self.graph, wire, from);
                if !reason.is_nan {
                    reason.message += &self.then(from).unwrap_or_default();
                }
                (wire.to, reason)
            }
            Origin::Sum(id) => (id, Reason::of_sum(self.graph, id)),
        };
        let name = self.graph.name(node);
        let kind = ProblemKind::NotFiniteGradient;
        Some(Problem::at(node, name, kind, reason.fault()))
    }

    /// Where an infinite gradient of this node becomes NaN further back.
    fn then(&self, from: NodeId) -> Option<String> {
        let mut infinite = vec![false; self.graph.index_bound()];
        infinite[from.index()] = true;
        for id in self.backward().filter(|id| self.harmful[id.index()]) {
            if !infinite[id.index()] {
                continue;
            }
            if self.has_nan(id) {
                return Some(format!("; then ∞ − ∞ at {}", self.graph.name(id)));
            }
            for (from, wire) in self.harmful_wires(id) {
                let contribution = self.evaluation.wire_gradient(wire)?;
                if contribution.data.iter().any(|x| x.is_nan()) {
                    return Some(format!("; then ∞ × 0 at {}", self.graph.name(from)));
                }
                infinite[from.index()] = true;
            }
        }
        None
    }
}
