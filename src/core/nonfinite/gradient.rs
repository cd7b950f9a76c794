//! The first wire, going backward, at which a gradient that isn't finite arises although
//! all values are finite.

use super::reason::Reason;
use crate::core::evaluation::{Evaluation, Numbers};
use crate::core::go_on::GoOn;
use crate::core::graph::{Graph, Node, NodeId, Wire};
use crate::core::op::{Op, SourceKind};
use crate::core::problem::{Problem, ProblemKind};

impl Evaluation {
    /// The first wire, going backward, at which a gradient that isn't finite arises, and
    /// why: `n → s: the derivative of √ at 0 is infinite; then ∞ × 0 at x`. `None` if a
    /// no such gradient comes to anything but constants. All values must be finite. Looked
    /// for as long as `go_on` says so.
    pub(super) fn gradient_not_finite(&self, graph: &Graph, go_on: GoOn<'_>) -> Option<Problem> {
        if self.gradients_are_finite(go_on) {
            return None;
        }
        Search::new(self, graph, go_on).problem()
    }
}

/// A walk back from the target in an evaluation with a gradient that isn't finite.
struct Search<'a> {
    evaluation: &'a Evaluation,
    graph: &'a Graph,
    go_on: GoOn<'a>,
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
    fn new(evaluation: &'a Evaluation, graph: &'a Graph, go_on: GoOn<'a>) -> Search<'a> {
        let mut search = Search {
            evaluation,
            graph,
            go_on,
            harmful: vec![false; graph.index_bound()],
        };
        for &id in evaluation.program().order() {
            search.harmful[id.index()] = go_on()
                && !evaluation.gradient_is_finite(id, go_on)
                && search.comes_to_a_source(id);
        }
        search
    }

    fn has_nan(&self, id: NodeId) -> bool {
        let gradient = self.evaluation.gradient_while(id, self.go_on);
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
            let contribution = || self.contribution(*wire);
            let finite = |data: &[f64]| data.iter().all(|x| x.is_finite());
            self.harmful[from.index()] && contribution().is_some_and(|it| !finite(&it.data))
        })
    }

    fn contribution(&self, wire: Wire) -> Option<Numbers<'_>> {
        self.evaluation.wire_gradient_while(wire, self.go_on)
    }

    /// The order of the backward pass, until the search is stopped.
    fn backward(&self) -> impl Iterator<Item = NodeId> {
        let program = self.evaluation.program();
        let order = program.order().iter().rev().copied();
        let order = order.take_while(|_| (self.go_on)());
        order.filter(|id| program.reaches_target(*id))
    }

    fn origin(&self) -> Option<Origin> {
        // Nodes that a contribution has come to that isn't finite.
        let mut met = vec![false; self.graph.index_bound()];
        for id in self.backward() {
            let finite = self.evaluation.gradient_is_finite(id, self.go_on);
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
                let contribution = self.contribution(wire);
                let is_nan = contribution.is_some_and(|it| it.data.iter().any(|x| x.is_nan()));
                let mut reason = Reason::of_wire(self.evaluation, self.graph, (wire, from), is_nan);
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
                let contribution = self.contribution(wire)?;
                if contribution.data.iter().any(|x| x.is_nan()) {
                    return Some(format!("; then ∞ × 0 at {}", self.graph.name(from)));
                }
                infinite[from.index()] = true;
            }
        }
        None
    }
}
