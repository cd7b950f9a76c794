//! [`TrainingSettings`]: how a graph is trained, as a file says it.

use super::optimizer::{Optimizer, OptionValue, Options, Update};
use super::optimizers;
use super::schedule::Schedule;
use super::slices::GradientRule;
use crate::core::fault::Fault;
use crate::core::limits::{MAX_BATCH_ROWS, MAX_EPOCHS};
use crate::core::nearest::nearest;

/// How a graph is trained. What isn't set has its default, and isn't written to a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrainingSettings {
    /// The optimiser's name; see [`optimizers::ALL`]. Default: sgd.
    pub optimizer: Option<String>,
    /// The learning rate. Default: the optimiser's own.
    pub rate: Option<f64>,
    /// Rows of one update. Default: 32, or all if there are fewer.
    pub batch: Option<usize>,
    /// Times through the training rows. Default: 100.
    pub epochs: Option<u64>,
    /// What settles every random number. Default: 0.
    pub seed: Option<u64>,
    /// The options of the optimiser that are set.
    pub options: Vec<(String, OptionValue)>,
    /// How the rate changes.
    pub schedule: Option<Schedule>,
    /// All gradients together are scaled down to this norm.
    pub clip_norm: Option<f64>,
    /// Every gradient is held between this and its negative.
    pub clip_value: Option<f64>,
    /// The loss has this times the sum of the parameters' absolute values more.
    pub l1: Option<f64>,
    /// The loss has this times the sum of the parameters' squares more.
    pub l2: Option<f64>,
    /// Stop after so many epochs without a better loss on the validation rows.
    pub early_stopping: Option<u64>,
    /// Keep the parameters of the epoch with the best loss on the validation rows, not
    /// those of the last step.
    pub best: bool,
    /// Parameters that stay as they are, by name.
    pub frozen: Vec<String>,
}

/// What a run does, worked out from the settings.
pub struct Plan {
    /// The optimiser.
    pub optimizer: &'static Optimizer,
    /// Its rule.
    pub update: Box<dyn Update>,
    /// The learning rate.
    pub rate: f64,
    /// Rows of one update.
    pub batch: usize,
    /// Times through the training rows.
    pub epochs: u64,
    /// What settles every random number.
    pub seed: u64,
    /// How the rate changes.
    pub schedule: Option<Schedule>,
    /// Penalties and limits of the gradient.
    pub gradient: GradientRule,
}

const BATCH: usize = 32;
const EPOCHS: u64 = 100;

impl TrainingSettings {
    /// What is wrong with them, if anything.
    ///
    /// # Errors
    /// An optimiser, an option or a number that can't be; says what to do.
    pub fn check(&self) -> Result<(), Fault> {
        self.plan().map(drop)
    }

    /// The optimiser.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn optimizer(&self) -> Result<&'static Optimizer, Fault> {
        let name = self.optimizer.as_deref().unwrap_or("sgd");
        optimizers::named(name).ok_or_else(|| {
            let names = || optimizers::ALL.iter().map(|row| row.name);
            let help = match nearest(name, names()) {
                Some(near) => format!("did you mean {near:?}?"),
                None => {
                    let names: Vec<&str> = names().collect();
                    format!("use one of {}", names.join(", "))
                }
            };
            Fault::new(format!("there is no optimizer {name:?}"), help)
        })
    }

    /// What a run does.
    ///
    /// # Errors
    /// An optimiser, an option or a number that can't be; says what to do.
    pub fn plan(&self) -> Result<Plan, Fault> {
        let optimizer = self.optimizer()?;
        let mut given = Vec::new();
        for (name, value) in &self.options {
            given.push(optimizer.option(name, *value)?);
        }
        let options = Options::new(optimizer.options, &given);
        if options.flag("nesterov")
            && (options.number("momentum") == 0.0 || options.number("dampening") != 0.0)
        {
            return Err(Fault::new(
                "nesterov needs momentum and no dampening",
                "set momentum, such as momentum: 0.9, and leave dampening out",
            ));
        }
        let rate = self.rate.unwrap_or(optimizer.rate);
        positive("rate", rate, "0.01")?;
        for (name, limit) in [
            ("clip_norm", self.clip_norm),
            ("clip_value", self.clip_value),
        ] {
            limit.map_or(Ok(()), |limit| positive(name, limit, "1"))?;
        }
        for (name, penalty) in [("l1", self.l1), ("l2", self.l2)] {
            let penalty = penalty.unwrap_or(0.0);
            if !(penalty >= 0.0 && penalty.is_finite()) {
                let message = format!("{name} can't be {penalty}");
                return Err(Fault::new(message, "use a finite number of at least 0"));
            }
        }
        if let Some(schedule) = &self.schedule {
            schedule.kind.check()?;
        }
        self.check_counts()?;
        let (l1, l2) = (self.l1.unwrap_or(0.0), self.l2.unwrap_or(0.0));
        Ok(Plan {
            optimizer,
            update: (optimizer.make)(&options),
            rate,
            batch: self.batch.unwrap_or(BATCH),
            epochs: self.epochs.unwrap_or(EPOCHS),
            seed: self.seed.unwrap_or(0),
            schedule: self.schedule,
            gradient: GradientRule::new(l1, l2, self.clip_value, self.clip_norm),
        })
    }

    fn check_counts(&self) -> Result<(), Fault> {
        let counts = [
            (
                "batch",
                self.batch.map(|it| it as u64),
                MAX_BATCH_ROWS as u64,
            ),
            ("epochs", self.epochs, MAX_EPOCHS),
            ("early_stopping", self.early_stopping, MAX_EPOCHS),
        ];
        for (name, count, most) in counts {
            let least = u64::from(name != "epochs");
            if count.is_some_and(|count| !(least..=most).contains(&count)) {
                let count = count.unwrap_or_default();
                let help = format!("use a whole number from {least} to {most}");
                return Err(Fault::new(format!("{name} can't be {count}"), help));
            }
        }
        Ok(())
    }
}

impl Plan {
    /// The rate of a step, counted from 1, in an epoch, counted from 0.
    pub fn rate_at(&self, step: u64, epoch: u64) -> f64 {
        let of = |schedule: &Schedule| schedule.rate(self.rate, step - 1, epoch);
        self.schedule.as_ref().map_or(self.rate, of)
    }
}

fn positive(name: &str, number: f64, example: &str) -> Result<(), Fault> {
    if number > 0.0 && number.is_finite() {
        return Ok(());
    }
    let message = format!("{name} can't be {number}");
    let help = format!("use a finite number above 0, such as {example}");
    Err(Fault::new(message, help))
}
