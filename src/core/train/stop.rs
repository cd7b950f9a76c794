//! Why a run stops before its last epoch: numbers that aren't finite.

use super::batch::{BatchGraph, Drawn};
use super::evaluator::BatchEvaluation;
use super::rows::DataRows;
use crate::core::fault::Fault;
use crate::core::graph::NodeId;
use crate::core::problem::{Problem, ProblemKind};

/// A step whose loss or gradients are not finite.
#[derive(Clone, Debug, PartialEq)]
pub struct NotFinite {
    /// The number of the step, counted from 1. The parameters are those before it.
    pub step: u64,
    /// Which row it comes from, if it comes from one: `row 3 (line 4)`.
    pub row: Option<String>,
    /// The node, what is wrong there and what to do.
    pub problem: Problem,
}

impl std::fmt::Display for NotFinite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "step {}", self.step)?;
        if let Some(row) = &self.row {
            write!(f, ", {row}")?;
        }
        write!(f, ": {}", self.problem)
    }
}

/// Looks for the row of a batch at which numbers stop being finite, one row at a time,
/// and for the node.
pub(super) fn find(
    batches: &BatchGraph,
    data: &DataRows,
    batch: &BatchEvaluation,
    rows: &[u32],
    parameters: &[NodeId],
    step: u64,
) -> NotFinite {
    let single = BatchEvaluation::of_one_row(batches).ok();
    let found = single.and_then(|mut single| {
        single.take_parameters(batch, parameters);
        rows.iter().find_map(|row| {
            single.feed(batches.bindings(), data, &[*row]);
            single.evaluation.sweep();
            let problem = single.evaluation.not_finite(&single.graph)?;
            Some((*row, problem))
        })
    });
    let (row, problem) = match found {
        Some((row, problem)) => (Some(data.place(row)), Some(problem)),
        None => (None, batch.evaluation.not_finite(&batch.graph)),
    };
    let mut problem = problem.unwrap_or_else(|| {
        let target = batches.goal();
        let fault = Fault::new("its value is not finite", "use a smaller rate");
        let name = batches.graph().name(target);
        Problem::at(target, name, ProblemKind::NotFinite, fault)
    });
    if step > 1 {
        problem.help += "; if the loss grew before, use a smaller rate or clip_norm";
    }
    // A lifted graph has nodes that the user didn't draw.
    if batches.drawn() == Drawn::Row
        && problem
            .node
            .is_some_and(|id| batches.graph().get(id).is_none())
    {
        problem.node = Some(batches.goal());
        problem.name = batches.graph().name(batches.goal()).to_owned();
    }
    NotFinite { step, row, problem }
}
