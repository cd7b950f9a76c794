//! [`Session`]: a run, step by step, forward and back.

use super::checkpoints::Checkpoints;
use super::record::Record;
use crate::core::go_on::{ALWAYS, GoOn};
use crate::core::problem::Problem;
use crate::core::train::progress::Snapshot;
use crate::core::train::stop::NotFinite;
use crate::core::train::trainer::Trainer;

/// A run that can be looked back on.
pub struct Session {
    trainer: Trainer,
    /// The newest state, while the trainer stands at an earlier one.
    newest: Option<Snapshot>,
    checkpoints: Checkpoints,
    record: Record,
    /// Where two single parameters have been, a point a step; in a long run, every second,
    /// fourth … step.
    path: Vec<[f64; 2]>,
    path_every: u64,
    end: Option<RunEnd>,
}

/// The path has at most so many points.
const MOST_POINTS: usize = 1 << 12;

/// Why a run takes no more steps.
#[derive(Clone, Debug, PartialEq)]
pub enum RunEnd {
    /// All epochs have ended.
    Epochs,
    /// The loss on the validation rows hasn't become better for too long.
    EarlyStopping,
    /// Numbers weren't finite. The parameters are those before that step.
    NotFinite(NotFinite),
    /// The graph couldn't be measured.
    Failed(Problem),
}

impl Session {
    /// A run that begins where a trainer stands. Snapshots take `memory` bytes at most, but
    /// for one.
    pub fn new(trainer: Trainer, memory: usize) -> Session {
        let end = (trainer.progress().epoch >= trainer.epochs()).then_some(RunEnd::Epochs);
        let mut session = Session {
            checkpoints: Checkpoints::new(memory, trainer.snapshot()),
            newest: None,
            record: Record::default(),
            path: Vec::new(),
            path_every: 1,
            end,
            trainer,
        };
        session.add_to_path();
        session
    }

    /// Takes the next step; ends the epoch if it was its last. False if there are no more
    /// steps; see [`Session::end`].
    pub fn step(&mut self) -> bool {
        if self.end.is_some() {
            return false;
        }
        self.go_to_newest();
        let trainer = &mut self.trainer;
        let step = match trainer.step() {
            Ok(step) => step,
            Err(error) => {
                self.end = Some(RunEnd::NotFinite(error));
                return false;
            }
        };
        let (rate, number) = (trainer.rate(), trainer.progress().step);
        self.record.add_step(step.loss);
        self.add_to_path();
        let trainer = &mut self.trainer;
        if step.ends_epoch {
            match trainer.end_epoch() {
                Ok(epoch) => {
                    self.record.add_epoch(&epoch, number, rate);
                    if epoch.number >= trainer.epochs() {
                        self.end = Some(RunEnd::Epochs);
                    } else if epoch.stops {
                        self.end = Some(RunEnd::EarlyStopping);
                    }
                }
                Err(problem) => self.end = Some(RunEnd::Failed(problem)),
            }
        }
        if !matches!(self.end, Some(RunEnd::Failed(_))) {
            self.checkpoints.offer(number, || self.trainer.snapshot());
        }
        self.end.is_none()
    }

    fn add_to_path(&mut self) {
        let step = self.trainer.progress().step;
        let Some(both) = self.trainer.two_numbers() else {
            return;
        };
        if !step.is_multiple_of(self.path_every) {
            return;
        }
        self.path.push(self.trainer.numbers_of(both));
        if self.path.len() > MOST_POINTS {
            let mut nth = 0;
            self.path.retain(|_| {
                nth += 1;
                nth % 2 == 1
            });
            self.path_every *= 2;
        }
    }

    /// Where the two parameters have been, if two single numbers are all that is trained; and
    /// how many steps lie between two points.
    pub fn path(&self) -> (&[[f64; 2]], u64) {
        (&self.path, self.path_every)
    }

    /// Why there are no more steps; nothing while there are.
    pub fn end(&self) -> Option<&RunEnd> {
        self.end.as_ref()
    }

    /// How many steps have been taken.
    pub fn newest_step(&self) -> u64 {
        let newest = self.newest.as_ref().map(|newest| &newest.progress);
        newest.unwrap_or(self.trainer.progress()).step
    }

    /// How many epochs have ended.
    pub fn newest_epoch(&self) -> u64 {
        let newest = self.newest.as_ref().map(|newest| &newest.progress);
        newest.unwrap_or(self.trainer.progress()).epoch
    }

    /// The epoch with the best loss on the validation rows, and the steps at its end.
    pub fn best(&self) -> Option<(u64, u64)> {
        let newest = self.newest.as_ref().map(|newest| &newest.progress);
        let best = newest.unwrap_or(self.trainer.progress()).best.as_ref()?;
        Some((best.epoch, best.epoch * self.trainer.steps_an_epoch()))
    }

    /// The losses so far.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The trainer, where it stands.
    pub fn trainer(&self) -> &Trainer {
        &self.trainer
    }

    /// The same, to measure it.
    pub fn trainer_mut(&mut self) -> &mut Trainer {
        &mut self.trainer
    }

    /// How much memory the snapshots take, in bytes, about.
    pub fn snapshot_bytes(&self) -> usize {
        self.checkpoints.bytes()
    }

    /// Puts the trainer where it stood after so many steps: 0 is the beginning. False if it
    /// was told to stop on the way, or a step that was taken can't be taken again.
    pub fn go_to(&mut self, step: u64, go_on: GoOn<'_>) -> bool {
        if step >= self.newest_step() {
            self.go_to_newest();
            return true;
        }
        if self.newest.is_none() {
            self.newest = Some(self.trainer.snapshot());
        }
        let here = self.trainer.progress().step;
        let before = self.checkpoints.before(step);
        if here > step || before.progress.step > here {
            // It is of this run.
            let _ = self.trainer.restore(before);
        }
        while self.trainer.progress().step < step {
            if !go_on() || !self.step_again() {
                return false;
            }
        }
        true
    }

    /// Takes a step that was taken before.
    fn step_again(&mut self) -> bool {
        match self.trainer.step() {
            Ok(step) if step.ends_epoch => self.trainer.end_epoch().is_ok(),
            Ok(_) => true,
            Err(_) => false,
        }
    }

    /// Puts the trainer where it stood last.
    pub fn go_to_newest(&mut self) {
        if let Some(newest) = self.newest.take() {
            // It is of this run.
            let _ = self.trainer.restore(&newest);
        }
    }

    /// Takes all steps that are left.
    pub fn finish(&mut self) {
        while self.step() {}
    }

    /// Puts the trainer after so many steps, however long that takes.
    pub fn stand_at(&mut self, step: u64) -> &mut Trainer {
        self.go_to(step, ALWAYS);
        &mut self.trainer
    }
}
