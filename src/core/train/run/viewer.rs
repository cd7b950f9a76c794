//! [`Viewer`]: what the graph, as it was drawn, holds at the step where a trainer stands.

use std::sync::Arc;

use crate::core::evaluation::Evaluation;
use crate::core::graph::NodeId;
use crate::core::problem::Problem;
use crate::core::train::batch::Drawn;
use crate::core::train::data_settings::Part;
use crate::core::train::evaluator::BatchEvaluation;
use crate::core::train::trainer::Trainer;

/// Which rows are put into the graph.
#[derive(Clone, Debug, PartialEq)]
pub enum LookAt {
    /// Those of the step that comes next. A graph that is drawn for one row holds the first
    /// of them.
    Batch,
    /// One row, by its number in the table, counted from 0.
    Row(u32),
    /// A row that isn't in the table: the numbers of each source, in the order of the data.
    New(Arc<[Vec<f64>]>),
}

/// What the graph holds at a step.
#[derive(Clone)]
pub struct Look {
    /// How many steps had been taken.
    pub step: u64,
    /// The rows that are put into it, by number; none if it takes no data, or a new row.
    pub rows: Vec<u32>,
    /// The node that the target compares with true answers, if it is one that does.
    pub prediction: Option<NodeId>,
    /// Values and gradients, with the parameters of that step.
    pub evaluation: Arc<Evaluation>,
}

/// Computes what the graph holds; keeps what it needs for the next time.
#[derive(Default)]
pub struct Viewer {
    shown: Option<BatchEvaluation>,
    batch: Option<BatchEvaluation>,
}

impl Viewer {
    /// Values and gradients of the graph as it was drawn, with rows of the data and the
    /// parameters of the step where the trainer stands.
    ///
    /// # Errors
    /// The graph can't take so many rows.
    pub fn look(&mut self, trainer: &Trainer, at: &LookAt) -> Result<Look, Problem> {
        let batches = &trainer.batches;
        let next = trainer.next_rows();
        let mut rows = match at {
            LookAt::Batch => next.to_vec(),
            LookAt::Row(row) => vec![(*row).min(trainer.data.count.saturating_sub(1) as u32)],
            LookAt::New(_) => vec![0],
        };
        if batches.drawn() == Drawn::Row {
            rows.truncate(1);
        }
        if self.shown.as_ref().is_none_or(|it| it.rows != rows.len()) {
            self.shown = Some(match batches.drawn() {
                Drawn::Row => BatchEvaluation::of_one_row(batches)?,
                Drawn::Batch => BatchEvaluation::new(batches, rows.len())?,
            });
        }
        let mut one = match &self.shown {
            Some(shown) => shown.another(),
            None => BatchEvaluation::new(batches, rows.len())?,
        };
        one.take_parameters(&trainer.main, &trainer.ids);
        one.feed(batches.bindings(), &trainer.data, &rows);
        if let LookAt::New(numbers) = at {
            for (binding, numbers) in batches.bindings().iter().zip(numbers.iter()) {
                let to = one.evaluation.source_slice_mut(binding.node);
                for (to, x) in to.into_iter().flatten().zip(numbers) {
                    *to = *x;
                }
            }
            rows.clear();
        }
        one.evaluation.sweep();
        if batches.bindings().is_empty() {
            rows.clear();
        }
        Ok(Look {
            step: trainer.progress().step,
            prediction: trainer.comparison.map(|it| it.prediction),
            rows,
            evaluation: Arc::new(one.evaluation),
        })
    }

    /// The batch of the step that comes next, values and gradients, before its update.
    pub(super) fn batch(&mut self, trainer: &Trainer) -> Result<&BatchEvaluation, Problem> {
        let rows = trainer.next_rows();
        if self.batch.as_ref().is_none_or(|it| it.rows != rows.len()) {
            self.batch = Some(BatchEvaluation::new(&trainer.batches, rows.len())?);
        }
        let batch = match &mut self.batch {
            Some(batch) => batch,
            none => none.insert(BatchEvaluation::new(&trainer.batches, rows.len())?),
        };
        batch.take_parameters(&trainer.main, &trainer.ids);
        batch.feed(trainer.batches.bindings(), &trainer.data, rows);
        batch.evaluation.sweep();
        Ok(batch)
    }
}

impl Trainer {
    /// The parameters that are trained, in the order of the graph.
    pub fn parameters(&self) -> &[NodeId] {
        &self.ids
    }

    /// How many steps an epoch has.
    pub fn steps_an_epoch(&self) -> u64 {
        self.order.len().div_ceil(self.main.rows.max(1)) as u64
    }

    /// The rows of the step that comes next, by number.
    pub fn next_rows(&self) -> &[u32] {
        let rows = self.data.part(Part::Train).len();
        let start = self.progress.rows_done.min(rows.saturating_sub(1));
        let end = rows.min(start + self.main.rows);
        &self.order[start..end]
    }
}
