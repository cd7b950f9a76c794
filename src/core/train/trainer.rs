//! [`Trainer`]: the loop. Shuffle, batch, value, gradient, update; a step allocates
//! nothing.

use super::batch::BatchGraph;
use super::data_settings::Part;
use super::evaluator::BatchEvaluation;
use super::measure::{Comparison, Measures, Tally};
use super::optimizer::StepSize;
use super::progress::{BestEpoch, Progress};
use super::random::{Purpose, Random};
use super::rows::DataRows;
use super::settings::{Plan, TrainingSettings};
use super::setup::{self, Parameter};
use super::slices::ParameterSlices;
use super::stop::{self, NotFinite};
use crate::core::graph::{Graph, NodeId};
use crate::core::number::all_finite;
use crate::core::problem::Problem;

/// A graph that is being trained on rows of data.
pub struct Trainer {
    pub(super) batches: BatchGraph,
    pub(super) data: DataRows,
    pub(super) plan: Plan,
    pub(super) parameters: Vec<Parameter>,
    pub(super) ids: Vec<NodeId>,
    /// The evaluation of a whole batch; it has the parameters.
    pub(super) main: BatchEvaluation,
    /// Those of other lengths: the last batch of an epoch and of a measurement.
    others: Vec<BatchEvaluation>,
    /// What the optimiser keeps, an array for each of its names.
    pub(super) state: Vec<Vec<f64>>,
    /// The rows of the epoch in their order.
    pub(super) order: Vec<u32>,
    pub(super) progress: Progress,
    pub(super) patience: Option<u64>,
    pub(super) keeps_best: bool,
    pub(super) comparison: Option<Comparison>,
}

/// What a step was like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The loss of its batch, before the update.
    pub loss: f64,
    /// Whether it was the last of its epoch.
    pub ends_epoch: bool,
}

/// What an epoch was like.
#[derive(Clone, Debug, PartialEq)]
pub struct Epoch {
    /// Its number, counted from 1.
    pub number: u64,
    /// The mean loss over its batches, each before its update.
    pub loss: f64,
    /// The measures on the validation rows after it, if there are any.
    pub validation: Option<Measures>,
    /// Whether the loss on the validation rows hasn't become better for too long.
    pub stops: bool,
}

impl Trainer {
    /// Makes a graph ready to be trained, with its parameters as they are.
    ///
    /// # Errors
    /// What is wrong with the graph, its data or the settings, and what to do.
    pub fn new(
        graph: &Graph,
        settings: &TrainingSettings,
        data: DataRows,
        batch: Option<bool>,
    ) -> Result<Trainer, Vec<Problem>> {
        let batches = BatchGraph::new(graph, &data, batch)?;
        let one = |problem| vec![problem];
        let plan = settings.plan().map_err(|fault| one(setup::fault(fault)))?;
        setup::check_rows(settings, &data).map_err(one)?;
        let size = plan.batch.min(data.part(Part::Train).len());
        let main = BatchEvaluation::new(&batches, size).map_err(one)?;
        let parameters = setup::parameters(&batches, settings, &main.evaluation).map_err(one)?;
        let count = parameters.last().map_or(0, |last| last.range.end);
        let state = vec![vec![0.0; count]; plan.update.state().len()];
        let mut trainer = Trainer {
            order: data.part(Part::Train).to_vec(),
            ids: parameters.iter().map(|it| it.node).collect(),
            comparison: Comparison::of(&batches),
            progress: Progress::default(),
            patience: settings.early_stopping,
            keeps_best: settings.best,
            others: Vec::new(),
            batches,
            data,
            plan,
            parameters,
            main,
            state,
        };
        let tail = trainer.order.len() % size;
        if tail > 0 {
            trainer.other(tail).map_err(one)?;
        }
        trainer.start_epoch();
        Ok(trainer)
    }

    /// Puts the rows of the epoch in their order.
    pub(super) fn start_epoch(&mut self) {
        let rows = self.data.part(Part::Train);
        self.order.copy_from_slice(rows);
        let mut random = Random::new(self.plan.seed, Purpose::Order, self.progress.epoch);
        random.shuffle(&mut self.order);
    }

    /// The evaluation of another length, made when it is first needed.
    fn other(&mut self, rows: usize) -> Result<usize, Problem> {
        if let Some(at) = self.others.iter().position(|it| it.rows == rows) {
            return Ok(at);
        }
        self.others.push(BatchEvaluation::new(&self.batches, rows)?);
        Ok(self.others.len() - 1)
    }

    /// Takes one step: a batch, its loss and gradients, an update.
    ///
    /// # Errors
    /// The loss or a gradient isn't finite; then nothing was updated.
    pub fn step(&mut self) -> Result<Step, NotFinite> {
        let start = self.progress.rows_done;
        let end = self.order.len().min(start + self.main.rows);
        let rows = &self.order[start..end];
        let tail = self.others.iter().position(|it| it.rows == rows.len());
        let tail = tail.filter(|_| rows.len() != self.main.rows);
        let loss = {
            let batch = match tail {
                None => &mut self.main,
                Some(at) => {
                    self.others[at].take_parameters(&self.main, &self.ids);
                    &mut self.others[at]
                }
            };
            batch.feed(self.batches.bindings(), &self.data, rows);
            batch.evaluation.sweep();
            batch.loss()
        };
        let (step, count) = (self.progress.step + 1, rows.len());
        if !(loss.is_finite() && self.gradients_are_finite(tail)) {
            let batch = tail.map_or(&self.main, |at| &self.others[at]);
            let rows = &self.order[start..end];
            let (batches, data) = (&self.batches, &self.data);
            return Err(stop::find(batches, data, batch, rows, &self.ids, step));
        }
        self.update(tail, step);
        let progress = &mut self.progress;
        progress.step = step;
        progress.rows_done = end;
        progress.loss_sum += loss * count as f64;
        let ends_epoch = end == self.order.len();
        Ok(Step { loss, ends_epoch })
    }

    fn gradients_are_finite(&mut self, tail: Option<usize>) -> bool {
        let batch = match tail {
            None => &mut self.main,
            Some(at) => &mut self.others[at],
        };
        let mut ids = self.ids.iter();
        ids.all(|id| match batch.evaluation.slices_mut(*id) {
            Some((_, gradient)) => all_finite(gradient),
            None => true,
        })
    }

    /// Changes the parameters by the gradients of the whole batch, or of the last one.
    fn update(&mut self, tail: Option<usize>, step: u64) {
        let size = StepSize {
            rate: self.plan.rate_at(step, self.progress.epoch),
            number: step,
        };
        let mut rule = self.plan.gradient;
        let (main, others) = (&mut self.main.evaluation, &mut self.others);
        let mut tail = tail.map(|at| &mut others[at].evaluation);
        if rule.clip_norm.is_some() {
            let mut squares = 0.0;
            for id in &self.ids {
                // Both have the same parameters.
                let of = tail.as_deref_mut().unwrap_or(&mut *main).slices_mut(*id);
                squares += of.map_or(0.0, |(weights, g)| rule.squares(weights, g));
            }
            rule = rule.at_norm(squares.sqrt());
        }
        for Parameter { node, range, .. } in &self.parameters {
            let gradient = tail.as_deref_mut().map(|tail| tail.slices_mut(*node));
            let Some((weights, own)) = main.slices_mut(*node) else {
                continue;
            };
            let gradient = match gradient {
                None => own,
                Some(Some((_, gradient))) => gradient,
                Some(None) => continue,
            };
            let slices = ParameterSlices {
                weights,
                gradient,
                state: &mut self.state,
                range: range.clone(),
            };
            self.plan.update.update(size, rule, slices);
        }
    }

    /// Ends an epoch whose last step has been taken: measures on the validation rows, and
    /// puts the rows in their next order.
    ///
    /// # Errors
    /// The loss on the validation rows isn't finite.
    pub fn end_epoch(&mut self) -> Result<Epoch, Problem> {
        let loss = self.progress.loss_sum / self.order.len() as f64;
        let validation = self.measure(Part::Validation)?;
        let progress = &mut self.progress;
        progress.epoch += 1;
        progress.rows_done = 0;
        progress.loss_sum = 0.0;
        let number = progress.epoch;
        let better = validation.as_ref().filter(|it| {
            let best = self.progress.best.as_ref();
            best.is_none_or(|best| it.loss < best.loss)
        });
        match better.map(|it| it.loss) {
            Some(loss) => self.remember(loss),
            None => self.progress.waited += 1,
        }
        let waits = self.patience.filter(|_| validation.is_some());
        let stops = waits.is_some_and(|patience| self.progress.waited >= patience);
        self.start_epoch();
        Ok(Epoch {
            number,
            loss,
            validation,
            stops,
        })
    }

    /// Notes down that the epoch that ended is the best so far.
    fn remember(&mut self, loss: f64) {
        self.progress.waited = 0;
        let epoch = self.progress.epoch;
        let mut best = self.progress.best.take().unwrap_or(BestEpoch {
            epoch,
            loss,
            parameters: Vec::new(),
        });
        (best.epoch, best.loss) = (epoch, loss);
        if self.keeps_best {
            best.parameters.clear();
            for id in &self.ids {
                let value = self.main.evaluation.value(*id);
                best.parameters
                    .extend(value.iter().flat_map(|it| it.data.iter()));
            }
        }
        self.progress.best = Some(best);
    }

    /// How good the graph is on a part of the rows; `None` if it has none.
    ///
    /// # Errors
    /// The graph can't take a batch as long as the last one.
    pub fn measure(&mut self, part: Part) -> Result<Option<Measures>, Problem> {
        let mut tally = Tally::default();
        let count = self.data.part(part).len();
        let tail = match count % self.main.rows {
            0 => None,
            rows => Some(self.other(rows)?),
        };
        if let Some(at) = tail {
            self.others[at].take_parameters(&self.main, &self.ids);
        }
        for rows in self.data.part(part).chunks(self.main.rows) {
            let batch = match tail.filter(|_| rows.len() < self.main.rows) {
                None => &mut self.main,
                Some(at) => &mut self.others[at],
            };
            batch.feed(self.batches.bindings(), &self.data, rows);
            batch.evaluation.sweep_values();
            tally.add(rows.len(), batch.loss(), &batch.evaluation, self.comparison);
        }
        Ok(tally.measures())
    }
}
