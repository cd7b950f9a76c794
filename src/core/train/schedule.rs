//! How the learning rate changes in a run.

use std::f64::consts::PI;

use crate::core::fault::Fault;

/// How the learning rate changes. Without one it stays as it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schedule {
    /// The shape of the change.
    pub kind: ScheduleKind,
    /// What its lengths count.
    pub unit: ScheduleUnit,
}

/// What a schedule counts in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScheduleUnit {
    /// Times through the training rows.
    #[default]
    Epoch,
    /// Updates.
    Step,
}

/// The shape of a schedule. The rate at a time k, counted from 0, in units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ScheduleKind {
    /// rate × factor^⌊k ÷ every⌋.
    Step {
        /// After how many units the rate changes.
        every: u64,
        /// What it is multiplied with then.
        factor: f64,
    },
    /// rate × factorᵏ.
    Exponential {
        /// What the rate is multiplied with after each unit.
        factor: f64,
    },
    /// least + (rate − least) × (1 + cos(π × k ÷ length)) ÷ 2, and `least` from then on.
    Cosine {
        /// How many units the fall takes.
        length: u64,
        /// The rate at its end.
        least: f64,
    },
    /// rate × (start + (1 − start) × k ÷ length), and `rate` from then on.
    WarmUp {
        /// How many units the rise takes.
        length: u64,
        /// The part of the rate that it starts with.
        start: f64,
    },
}

impl ScheduleKind {
    /// The names in files.
    pub const NAMES: [&'static str; 4] = ["step", "exponential", "cosine", "warm_up"];

    /// The name in files.
    pub fn name(&self) -> &'static str {
        let at = match self {
            ScheduleKind::Step { .. } => 0,
            ScheduleKind::Exponential { .. } => 1,
            ScheduleKind::Cosine { .. } => 2,
            ScheduleKind::WarmUp { .. } => 3,
        };
        ScheduleKind::NAMES[at]
    }

    /// What is wrong with its numbers, if anything.
    ///
    /// # Errors
    /// A length of 0, or a factor that is negative or not finite.
    pub fn check(&self) -> Result<(), Fault> {
        let (length, factor) = match *self {
            ScheduleKind::Step { every, factor } => (every, factor),
            ScheduleKind::Exponential { factor } => (1, factor),
            ScheduleKind::Cosine { length, least } => (length, least),
            ScheduleKind::WarmUp { length, start } => (length, start),
        };
        if length == 0 {
            let message = format!("the schedule {:?} has a length of 0", self.name());
            return Err(Fault::new(message, "use a whole number of at least 1"));
        }
        if !(factor >= 0.0 && factor.is_finite()) {
            let message = format!("the schedule {:?} can't take {factor}", self.name());
            return Err(Fault::new(message, "use a finite number of at least 0"));
        }
        Ok(())
    }
}

impl Schedule {
    /// The rate of a step, from the rate of the run.
    pub fn rate(&self, rate: f64, step: u64, epoch: u64) -> f64 {
        let time = match self.unit {
            ScheduleUnit::Epoch => epoch,
            ScheduleUnit::Step => step,
        };
        match self.kind {
            ScheduleKind::Step { every, factor } => {
                rate * libm::pow(factor, (time / every.max(1)) as f64)
            }
            ScheduleKind::Exponential { factor } => rate * libm::pow(factor, time as f64),
            ScheduleKind::Cosine { length, least } => {
                let part = time.min(length) as f64 / length.max(1) as f64;
                least + (rate - least) * (1.0 + libm::cos(PI * part)) / 2.0
            }
            ScheduleKind::WarmUp { length, start } => {
                let part = time.min(length) as f64 / length.max(1) as f64;
                rate * (start + (1.0 - start) * part)
            }
        }
    }
}
