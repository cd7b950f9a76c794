//! [`Record`]: the losses of a run, as a curve of a bounded number of points.

use std::fmt::Write;

use crate::core::train::trainer::Epoch;

/// The most points of the curve of steps; when there are more, each two become one.
const MOST_POINTS: usize = 1 << 14;
/// The most epochs; when there are more, every second one goes.
const MOST_EPOCHS: usize = 1 << 12;

/// The losses of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Means of the losses of `every` steps each.
    losses: Vec<f64>,
    every: u64,
    /// The sum and the number of losses that make no point yet.
    rest: (f64, u64),
    epochs: Vec<EpochRecord>,
    epoch_every: u64,
}

/// What is kept of an epoch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EpochRecord {
    /// Its number, counted from 1.
    pub number: u64,
    /// The steps that had been taken at its end.
    pub step: u64,
    /// The learning rate of its last step.
    pub rate: f64,
    /// The mean loss over its batches, each before its update.
    pub loss: f64,
    /// The loss on the validation rows after it.
    pub validation: Option<f64>,
    /// The part of the validation rows whose class is predicted right.
    pub accuracy: Option<f64>,
    /// R² on the validation rows.
    pub r_squared: Option<f64>,
}

impl Default for Record {
    fn default() -> Record {
        Record {
            losses: Vec::new(),
            every: 1,
            rest: (0.0, 0),
            epochs: Vec::new(),
            epoch_every: 1,
        }
    }
}

impl Record {
    pub(super) fn add_step(&mut self, loss: f64) {
        self.rest.0 += loss;
        self.rest.1 += 1;
        if self.rest.1 < self.every {
            return;
        }
        self.losses.push(self.rest.0 / self.rest.1 as f64);
        self.rest = (0.0, 0);
        if self.losses.len() > MOST_POINTS {
            let pairs = self.losses.chunks_exact(2);
            let odd = pairs.remainder().first().copied();
            self.rest = odd.map_or((0.0, 0), |odd| (odd * self.every as f64, self.every));
            self.losses = pairs.map(|pair| (pair[0] + pair[1]) / 2.0).collect();
            self.every *= 2;
        }
    }

    pub(super) fn add_epoch(&mut self, epoch: &Epoch, step: u64, rate: f64) {
        if !epoch.number.is_multiple_of(self.epoch_every) {
            return;
        }
        let validation = epoch.validation.as_ref();
        self.epochs.push(EpochRecord {
            number: epoch.number,
            step,
            rate,
            loss: epoch.loss,
            validation: validation.map(|it| it.loss),
            accuracy: validation.and_then(|it| it.accuracy),
            r_squared: validation.and_then(|it| it.r_squared),
        });
        if self.epochs.len() > MOST_EPOCHS {
            self.epoch_every *= 2;
            let every = self.epoch_every;
            self.epochs.retain(|it| it.number.is_multiple_of(every));
        }
    }

    /// The number of a step, and the loss of its batch before its update. In a long run a
    /// point is the mean of several steps, and stands at the last of them.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = (u64, f64)> + '_ {
        let numbered = self.losses.iter().enumerate();
        numbered.map(|(nth, loss)| ((nth as u64 + 1) * self.every, *loss))
    }

    /// How many steps one point of the curve stands for.
    pub fn steps_a_point(&self) -> u64 {
        self.every
    }

    /// The epochs that have ended; in a long run, some of them.
    pub fn epochs(&self) -> &[EpochRecord] {
        &self.epochs
    }

    /// All of it as CSV: a row a step, with what its epoch came to in the row of its last
    /// step.
    pub fn csv(&self) -> String {
        let header = "step,loss,epoch,rate,epoch_loss,validation_loss,accuracy,r_squared\n";
        let mut out = header.to_owned();
        let mut epochs = self.epochs.iter().peekable();
        let cell = |x: Option<f64>| x.map_or_else(String::new, |x| format!("{x:?}"));
        let mut line = |step: u64, loss: Option<f64>, epoch: Option<&EpochRecord>| {
            let _ = write!(out, "{step},{}", cell(loss)); // A string takes all.
            let _ = match epoch {
                None => writeln!(out, ",,,,,,"),
                Some(it) => writeln!(
                    out,
                    ",{},{:?},{:?},{},{},{}",
                    it.number,
                    it.rate,
                    it.loss,
                    cell(it.validation),
                    cell(it.accuracy),
                    cell(it.r_squared)
                ),
            };
        };
        for (step, loss) in self.steps() {
            while let Some(epoch) = epochs.next_if(|epoch| epoch.step < step) {
                line(epoch.step, None, Some(epoch));
            }
            line(step, Some(loss), epochs.next_if(|epoch| epoch.step == step));
        }
        for epoch in epochs {
            line(epoch.step, None, Some(epoch));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_EPOCHS, MOST_POINTS, Record};
    use crate::core::train::trainer::Epoch;

    #[test]
    fn a_long_run_keeps_its_shape_in_few_points() {
        let mut record = Record::default();
        let steps = 5 * MOST_POINTS as u64 + 3;
        for step in 1..=steps {
            record.add_step(step as f64);
        }
        assert!(record.steps().len() <= MOST_POINTS);
        for (step, loss) in record.steps() {
            // The mean of the steps up to this one.
            let every = record.steps_a_point();
            assert_eq!(loss, step as f64 - (every as f64 - 1.0) / 2.0);
        }
        let (last, _) = record.steps().last().expect("points");
        assert!(steps - last < 2 * record.steps_a_point());
        for number in 1..=3 * MOST_EPOCHS as u64 {
            let epoch = Epoch {
                number,
                loss: 0.5,
                validation: None,
                stops: false,
            };
            record.add_epoch(&epoch, number, 0.1);
        }
        assert!(record.epochs().len() <= MOST_EPOCHS);
    }

    #[test]
    fn csv_has_a_row_a_step_and_the_epoch_in_its_last() {
        let mut record = Record::default();
        for loss in [4.0, 2.0, 1.0] {
            record.add_step(loss);
        }
        let epoch = Epoch {
            number: 1,
            loss: 3.0,
            validation: None,
            stops: false,
        };
        record.add_epoch(&epoch, 2, 0.1);
        let text = record.csv();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "1,4.0,,,,,,");
        assert_eq!(lines[2], "2,2.0,1,0.1,3.0,,,");
        assert_eq!(lines[3], "3,1.0,,,,,,");
        assert_eq!(lines.len(), 4);
    }
}
