//! What every picture shows: names, ops, and the numbers on nodes and wires, short.

use crate::core::evaluation::{Evaluation, Numbers};
use crate::core::explain::notation::Notation;
use crate::core::graph::{Graph, Node, NodeId, Wire};
use crate::core::latex;
use crate::core::number::{nested, short, typeset};
use crate::export::target::Subject;

/// How many digits a number on a wire has.
const DIGITS: usize = 4;
/// Tensors of up to this many elements are written whole, others as their lengths: where
/// what draws makes room, in a node of a fixed width, and between two of them.
const WHOLE: usize = 4;
const WHOLE_IN_NODE: usize = 2;
const WHOLE_ON_WIRE: usize = 1;

/// A graph with its numbers, as a notation writes them.
pub(super) struct Drawing<'a> {
    pub(super) graph: &'a Graph,
    pub(super) evaluation: &'a Evaluation,
    notation: Notation,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(subject: &Subject<'a>, notation: Notation) -> Drawing<'a> {
        Drawing {
            graph: subject.graph,
            evaluation: subject.evaluation,
            notation,
        }
    }

    /// What a node does: the sign of its op, or the name of one that isn't known.
    pub(super) fn op<'n>(&self, node: &'n Node) -> &'n str {
        node.op().map_or(node.op_name(), |op| op.symbol)
    }

    pub(super) fn value(&self, node: NodeId) -> String {
        self.numbers(self.evaluation.value(node), self.room(WHOLE_IN_NODE))
    }

    pub(super) fn gradient(&self, node: NodeId) -> String {
        self.numbers(self.evaluation.gradient(node), self.room(WHOLE_IN_NODE))
    }

    /// How many elements there is room for.
    fn room(&self, fixed: usize) -> usize {
        match self.notation {
            Notation::Text => WHOLE,
            Notation::Latex => fixed,
        }
    }

    /// What flows forward along a wire, and what flows back.
    pub(super) fn on_wire(&self, from: NodeId, wire: Wire) -> [String; 2] {
        let numbers = [
            self.evaluation.value(from),
            self.evaluation.wire_gradient(wire),
        ];
        numbers.map(|numbers| self.numbers(numbers, self.room(WHOLE_ON_WIRE)))
    }

    /// Whether no wire leaves a node, so that its numbers stand on none.
    pub(super) fn ends(&self) -> Vec<bool> {
        let mut ends = vec![true; self.graph.index_bound()];
        for (from, _) in self.graph.wires() {
            ends[from.index()] = false;
        }
        ends
    }

    fn numbers(&self, numbers: Option<Numbers<'_>>, most: usize) -> String {
        let Some(numbers) = numbers else {
            return self.notation.words("—");
        };
        if let Some(x) = numbers.as_scalar() {
            return self.number(x);
        }
        let lengths: Vec<usize> = numbers.shape.dims().collect();
        if numbers.data.len() <= most {
            let number = |x| self.number(x);
            return match self.notation {
                Notation::Text => nested(&lengths, &numbers.data, number),
                Notation::Latex => latex::matrix(&lengths, &numbers.data, &number),
            };
        }
        let lengths: Vec<String> = lengths.iter().map(usize::to_string).collect();
        match self.notation {
            Notation::Text => lengths.join("×"),
            Notation::Latex => lengths.join(" \\times "),
        }
    }

    fn number(&self, x: f64) -> String {
        match self.notation {
            Notation::Text => typeset(x, DIGITS),
            Notation::Latex => latex::number(&short(x, DIGITS)),
        }
    }
}
