//! [`Sampler`]: what nodes come to as a source goes through many numbers.

use crate::core::evaluation::Evaluation;
use crate::core::graph::{Graph, NodeId};
use crate::core::program::Program;
use crate::core::tensor::Tensor;

/// A graph of its own in which sources take other numbers. The caller's stays as it is.
pub(super) struct Sampler {
    evaluation: Evaluation,
    tangents: Vec<f64>,
}

/// A node at one number of a source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample {
    /// Its value; NaN or infinite where it has none.
    pub(super) value: f64,
    /// Its derivative with respect to the source.
    pub(super) slope: f64,
}

impl Sample {
    /// Whether there is a value.
    pub(super) fn is_there(self) -> bool {
        self.value.is_finite()
    }
}

impl Sampler {
    /// A sampler of a graph.
    pub(super) fn new(graph: &Graph) -> Sampler {
        let mut evaluation = Evaluation::unswept(Program::new(graph), graph);
        evaluation.sweep();
        Sampler {
            evaluation,
            tangents: Vec::new(),
        }
    }

    /// The number of a source; `None` if it is no source of a single number.
    pub(super) fn source(&self, source: NodeId) -> Option<f64> {
        let is_source = self.evaluation.program().sources().contains(&source);
        self.evaluation.number(source).filter(|_| is_source)
    }

    /// Whether a node has a single number as its value.
    pub(super) fn is_scalar(&self, node: NodeId) -> bool {
        self.evaluation.number(node).is_some()
    }

    /// Gives a source, which must be one of a single number, another number.
    pub(super) fn set(&mut self, source: NodeId, number: f64) {
        // The caller has asked `source`.
        let _ = self.evaluation.set_number(source, number);
    }

    /// The value of a node, after what was set; without its slope.
    pub(super) fn value(&mut self, node: NodeId) -> f64 {
        self.evaluation.sweep_values();
        self.evaluation.number(node).unwrap_or(f64::NAN)
    }

    /// Nodes at a number of a source, into `samples`, one for each.
    pub(super) fn at(
        &mut self,
        source: NodeId,
        number: f64,
        nodes: &[NodeId],
        samples: &mut Vec<Sample>,
    ) {
        self.set(source, number);
        self.evaluation.refresh();
        let along = Tensor::scalar(1.0);
        let found = self
            .evaluation
            .sweep_tangents(source, &along, &mut self.tangents);
        let program = self.evaluation.program();
        let slope = |node: NodeId| {
            let operand = program.operand(node).filter(|_| found.is_some())?;
            operand.of(&self.tangents).first().copied()
        };
        samples.clear();
        samples.extend(nodes.iter().map(|&node| Sample {
            value: self.evaluation.number(node).unwrap_or(f64::NAN),
            slope: slope(node).unwrap_or(f64::NAN),
        }));
    }
}
