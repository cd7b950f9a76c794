//! [`Explainer`]: what a step says, in words, with names and with numbers.

mod equation;
mod gradient;
mod put;
mod row;

use super::notation::Notation;
use super::outgoing::Outgoing;
use super::steps::Step;
use crate::core::evaluation::{Evaluation, Numbers};
use crate::core::expression::print::Leaf;
use crate::core::graph::{Graph, Node, NodeId, Wire};
use crate::core::op::Op;
use put::ABSENT;

pub use equation::{Equation, Explanation};

/// Writes what steps say about a graph and its results.
#[derive(Clone, Copy)]
pub struct Explainer<'a> {
    pub(super) graph: &'a Graph,
    pub(super) evaluation: &'a Evaluation,
    pub(super) outgoing: &'a Outgoing,
    pub(super) notation: Notation,
}

impl<'a> Explainer<'a> {
    /// For a graph that has been evaluated; `outgoing` are its wires to the target
    /// ([`Outgoing::to_target`]).
    pub fn new(
        graph: &'a Graph,
        evaluation: &'a Evaluation,
        outgoing: &'a Outgoing,
        notation: Notation,
    ) -> Explainer<'a> {
        Explainer {
            graph,
            evaluation,
            outgoing,
            notation,
        }
    }

    /// What a step says. Results are there whatever has been reached: a player shows
    /// them when it is time.
    pub fn step(&self, step: Step) -> Explanation {
        match step {
            Step::Value(node) => self.value(node),
            Step::Carry(wire) => self.carry(wire),
            Step::Seed(_) => self.seed(),
            Step::Contribution(wire) => self.contribution(wire),
            Step::Sum(node) => self.sum(node),
        }
    }

    /// A node's value from its inputs: `c = w × x = 2 × (−2) = −4`.
    pub fn value(&self, node: NodeId) -> Explanation {
        let name = self.graph.name(node);
        let result = self.shown(self.evaluation.value(node));
        let op = self.op(node);
        let mut equation = Equation {
            left: self.notation.name_leaf(name).text,
            result,
            ..Equation::default()
        };
        let mut note = None;
        let title = match op {
            Some(op) if op.is_source() => format!("{name} is given ({})", op.name),
            Some(op) => {
                let said = self.value_said(node, op);
                let text = |leaf: Option<Leaf>| leaf.map_or_else(String::new, |leaf| leaf.text);
                equation.names = text(said.names);
                equation.numbers = text(said.numbers);
                equation.reason = said.reason;
                note = said.words;
                format!("{name} is computed ({})", op.name)
            }
            None => format!("{name} can't be computed"),
        };
        Explanation {
            title,
            equation,
            note,
            local: None,
        }
    }

    fn carry(&self, wire: Wire) -> Explanation {
        let from = self.graph.start_of(wire);
        let [from_name, to] = [from.unwrap_or(wire.to), wire.to].map(|id| self.graph.name(id));
        let equation = Equation {
            left: self.notation.name_leaf(from_name).text,
            result: self.shown(from.and_then(|from| self.evaluation.value(from))),
            ..Equation::default()
        };
        let title = format!("{from_name} goes into {to}{}", self.as_input(wire));
        Explanation {
            title,
            equation,
            ..Explanation::default()
        }
    }

    /// How the backward pass begins: `∂J/∂J = 1`.
    pub fn seed(&self) -> Explanation {
        let Some(target) = self.evaluation.program().target() else {
            return Explanation::default();
        };
        let equation = Equation {
            left: self.derivative(target),
            result: self.shown(self.evaluation.gradient(target)),
            ..Equation::default()
        };
        let name = self.graph.name(target);
        let title = format!("{name} changes exactly as much as {name} does");
        Explanation {
            title,
            equation,
            ..Explanation::default()
        }
    }

    /// ∂J/∂node, or dX for a tensor.
    pub fn derivative(&self, node: NodeId) -> String {
        let name = self.graph.name(node);
        match self.evaluation.program().target() {
            Some(target) if self.is_scalar(node) => {
                self.notation.partial(self.graph.name(target), name)
            }
            _ => self.notation.gradient(name),
        }
    }

    pub(super) fn shown(&self, numbers: Option<Numbers<'_>>) -> String {
        numbers.map_or_else(
            || ABSENT.to_owned(),
            |numbers| self.notation.value(&numbers),
        )
    }

    pub(super) fn is_scalar(&self, node: NodeId) -> bool {
        let shape = self.evaluation.program().shape(node);
        shape.is_some_and(|shape| shape.is_scalar())
    }

    fn is_target(&self, node: NodeId) -> bool {
        self.evaluation.program().target() == Some(node)
    }

    fn op(&self, node: NodeId) -> Option<&'static Op> {
        self.graph.get(node).and_then(Node::op)
    }

    /// Whether another input of the wire's node takes the same value.
    fn is_twice(&self, wire: Wire, from: NodeId) -> bool {
        let inputs = self.graph.get(wire.to).map_or(&[][..], Node::inputs);
        inputs.iter().flatten().filter(|id| **id == from).count() > 1
    }

    fn input_name(&self, wire: Wire) -> String {
        let op = self.op(wire.to);
        op.map_or_else(|| wire.input.to_string(), |op| op.inputs.name(wire.input))
    }

    /// ` (as b)`, where that needs to be said.
    fn as_input(&self, wire: Wire) -> String {
        match self.graph.start_of(wire) {
            Some(from) if self.is_twice(wire, from) => {
                format!(" (as {})", self.input_name(wire))
            }
            _ => String::new(),
        }
    }
}
