//! A graph for batches of one length, evaluated: rows go in, values and gradients come
//! out, and nothing is allocated.

use super::advance::gather;
use super::batch::{BatchGraph, Binding, Drawn};
use super::rows::DataRows;
use crate::core::evaluation::Evaluation;
use crate::core::graph::{Graph, NodeId};
use crate::core::problem::Problem;

/// An evaluation of a batch of `rows` rows.
pub(super) struct BatchEvaluation {
    pub(super) rows: usize,
    pub(super) graph: Graph,
    pub(super) evaluation: Evaluation,
    target: NodeId,
}

impl BatchEvaluation {
    pub(super) fn new(batches: &BatchGraph, rows: usize) -> Result<BatchEvaluation, Problem> {
        BatchEvaluation::by(Evaluation::new, batches, rows)
    }

    /// The same without memory for numbers; see [`Evaluation::hand_over`].
    pub(super) fn without_memory(
        batches: &BatchGraph,
        rows: usize,
    ) -> Result<BatchEvaluation, Problem> {
        BatchEvaluation::by(Evaluation::without_memory, batches, rows)
    }

    fn by(
        evaluate: fn(&Graph) -> Evaluation,
        batches: &BatchGraph,
        rows: usize,
    ) -> Result<BatchEvaluation, Problem> {
        let graph = batches.of(rows)?;
        let evaluation = evaluate(&graph);
        let target = evaluation.program().target().unwrap_or(batches.goal());
        Ok(BatchEvaluation {
            rows,
            graph,
            evaluation,
            target,
        })
    }

    /// One row, in the graph as it was drawn if it was drawn for one.
    pub(super) fn of_one_row(batches: &BatchGraph) -> Result<BatchEvaluation, Problem> {
        if batches.drawn() == Drawn::Batch {
            return BatchEvaluation::new(batches, 1);
        }
        let graph = batches.graph().clone();
        Ok(BatchEvaluation {
            rows: 1,
            evaluation: Evaluation::new(&graph),
            target: batches.goal(),
            graph,
        })
    }

    /// One more of the same, not computed yet.
    pub(super) fn another(&self) -> BatchEvaluation {
        let program = self.evaluation.program().clone();
        BatchEvaluation {
            rows: self.rows,
            graph: self.graph.clone(),
            evaluation: Evaluation::unswept(program, &self.graph),
            target: self.target,
        }
    }

    /// Puts rows of the data where the sources are.
    pub(super) fn feed(&mut self, bindings: &[Binding], data: &DataRows, rows: &[u32]) {
        for (binding, source) in bindings.iter().zip(&data.sources) {
            let Some(to) = self.evaluation.source_slice_mut(binding.node) else {
                continue;
            };
            gather(source, rows, to);
        }
    }

    /// Takes the parameters of another evaluation.
    pub(super) fn take_parameters(&mut self, from: &BatchEvaluation, parameters: &[NodeId]) {
        for &id in parameters {
            let values = from.evaluation.value(id);
            if let (Some(to), Some(values)) = (self.evaluation.source_slice_mut(id), values) {
                to.copy_from_slice(&values.data);
            }
        }
    }

    /// The value of the target.
    pub(super) fn loss(&self) -> f64 {
        self.evaluation.number(self.target).unwrap_or(f64::NAN)
    }
}
