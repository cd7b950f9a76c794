//! [`Trainer`]: the loop over the rows. Shuffle, batches, measures, the best epoch; what a
//! step does stands in `step`.

use std::ops::Range;
use std::sync::OnceLock;

use super::advance::{Place, places};
use super::batch::BatchGraph;
use super::data_settings::Part;
use super::evaluator::BatchEvaluation;
use super::measure::{Comparison, Measures, Tally};
use super::progress::{BestEpoch, Progress};
use super::random::{Purpose, Random};
use super::rows::DataRows;
use super::settings::{Plan, TrainingSettings};
use super::setup::{self, Parameter};
use crate::core::graph::{Graph, NodeId};
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
    /// Those of other lengths: the last batch of an epoch and of a measurement. Each is
    /// handed the memory of `main` while it is used.
    pub(super) others: Vec<BatchEvaluation>,
    /// Whether the rows of the next step are in `main` already.
    pub(super) is_fed: bool,
    /// The sources of `main` that a step changes.
    pub(super) places: Vec<Place>,
    /// Where the parameters lie among the sources of `main`.
    pub(super) parameter_places: Vec<Range<usize>>,
    /// What the optimiser keeps, an array for each of its names.
    pub(super) state: Vec<Vec<f64>>,
    /// The rows of the epoch in their order.
    pub(super) order: Vec<u32>,
    pub(super) progress: Progress,
    pub(super) patience: Option<u64>,
    pub(super) keeps_best: bool,
    pub(super) comparison: Option<Comparison>,
    /// The checksum of the data, once somebody wants to know it.
    pub(super) checksum: OnceLock<u64>,
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
        let ids: Vec<NodeId> = parameters.iter().map(|it| it.node).collect();
        let places = places(&main.evaluation, &parameters, batches.bindings());
        let parameter_places = ids
            .iter()
            .filter_map(|id| main.evaluation.source_range(*id));
        let mut trainer = Trainer {
            checksum: OnceLock::new(),
            is_fed: false,
            places,
            parameter_places: parameter_places.collect(),
            order: data.part(Part::Train).to_vec(),
            ids,
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
        self.is_fed = false;
    }

    /// The evaluation of another length, made when it is first needed.
    fn other(&mut self, rows: usize) -> Result<usize, Problem> {
        if let Some(at) = self.others.iter().position(|it| it.rows == rows) {
            return Ok(at);
        }
        let other = BatchEvaluation::without_memory(&self.batches, rows)?;
        self.others.push(other);
        Ok(self.others.len() - 1)
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
        self.is_fed = false;
        for rows in self.data.part(part).chunks(self.main.rows) {
            let tail = tail.filter(|_| rows.len() < self.main.rows);
            let main = &mut self.main;
            let batch = match tail {
                None => &mut *main,
                Some(at) => {
                    let tail = &mut self.others[at];
                    main.evaluation.hand_over(&mut tail.evaluation);
                    tail
                }
            };
            batch.feed(self.batches.bindings(), &self.data, rows);
            batch.evaluation.sweep_values();
            tally.add(rows.len(), batch.loss(), &batch.evaluation, self.comparison);
            if let Some(at) = tail {
                let tail = &mut self.others[at].evaluation;
                tail.hand_over(&mut self.main.evaluation);
            }
        }
        Ok(tally.measures())
    }
}
