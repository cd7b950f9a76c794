//! One step of a [`Trainer`]: value, gradient, update. A step allocates nothing.

use std::array::from_fn;
use std::ops::Range;

use super::advance::Advance;
use super::optimizer::StepSize;
use super::slices::{Kept, are_finite};
use super::stop::{self, NotFinite};
use super::trainer::Trainer;

/// What a step was like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The loss of its batch, before the update.
    pub loss: f64,
    /// Whether it was the last of its epoch.
    pub ends_epoch: bool,
}

impl Trainer {
    /// Takes one step: a batch, its loss and gradients, an update. Inside of
    /// [`Threads::run`](crate::core::threads::Threads::run) threads share its work; the
    /// numbers are the same to the bit.
    ///
    /// # Errors
    /// The loss or a gradient isn't finite; then nothing was updated.
    pub fn step(&mut self) -> Result<Step, NotFinite> {
        let start = self.progress.rows_done;
        let end = self.order.len().min(start + self.main.rows);
        let (count, step) = (end - start, self.progress.step + 1);
        let tail = self.others.iter().position(|it| it.rows == count);
        let tail = tail.filter(|_| count != self.main.rows);
        self.compute(start..end, tail);
        let loss = tail.map_or(&self.main, |at| &self.others[at]).loss();
        self.take_back(tail);
        if !(loss.is_finite() && self.gradients_are_finite()) {
            return Err(self.not_finite(start..end, tail));
        }
        self.advance(step, end);
        let progress = &mut self.progress;
        progress.step = step;
        progress.rows_done = end;
        progress.loss_sum += loss * count as f64;
        let ends_epoch = end == self.order.len();
        Ok(Step { loss, ends_epoch })
    }

    /// Computes the loss of rows of the epoch and its gradients. `tail` is the evaluation
    /// for fewer rows than usual; it has the memory of `main` then.
    fn compute(&mut self, rows: Range<usize>, tail: Option<usize>) {
        let (bindings, data) = (self.batches.bindings(), &self.data);
        let rows = &self.order[rows];
        let batch = match tail {
            None => &mut self.main,
            Some(at) => {
                let tail = &mut self.others[at];
                self.main.evaluation.hand_over(&mut tail.evaluation);
                self.is_fed = false;
                tail
            }
        };
        if !self.is_fed {
            batch.feed(bindings, data, rows);
        }
        batch.evaluation.sweep();
    }

    /// Hands the memory back to `main`, with the parameters and their gradients.
    fn take_back(&mut self, tail: Option<usize>) {
        if let Some(at) = tail {
            let tail = &mut self.others[at].evaluation;
            tail.hand_over(&mut self.main.evaluation);
        }
    }

    /// Why the loss of these rows or its gradients aren't finite.
    fn not_finite(&mut self, rows: Range<usize>, tail: Option<usize>) -> NotFinite {
        // The memory is back in `main`, and what the tail had computed is lost.
        self.is_fed = false;
        self.compute(rows.clone(), tail);
        let batch = tail.map_or(&self.main, |at| &self.others[at]);
        let rows = &self.order[rows];
        let (batches, data) = (&self.batches, &self.data);
        let step = self.progress.step + 1;
        let found = stop::find(batches, data, batch, rows, &self.ids, step);
        self.take_back(tail);
        found
    }

    /// Whether all gradients of the step are finite.
    fn gradients_are_finite(&mut self) -> bool {
        let (_, gradients) = self.main.evaluation.sources_mut();
        let mut places = self.parameter_places.iter();
        places.all(|range| are_finite(&gradients[range.clone()]))
    }

    /// Changes the parameters, and puts the next batch in place if it is a whole one of
    /// this epoch, which goes on at `next`.
    fn advance(&mut self, step: u64, next: usize) {
        let after = next + self.main.rows;
        let rows = self.order.get(next..after).unwrap_or_default();
        let size = StepSize {
            rate: self.plan.rate_at(step, self.progress.epoch),
            number: step,
        };
        let (values, gradients) = self.main.evaluation.sources_mut();
        let mut rule = self.plan.gradient;
        if rule.clip_norm.is_some() {
            let mut squares = 0.0;
            for range in &self.parameter_places {
                squares += rule.squares(&values[range.clone()], &gradients[range.clone()]);
            }
            rule = rule.at_norm(squares.sqrt());
        }
        let advance = Advance {
            update: &*self.plan.update,
            size,
            rule,
            gradients,
            data: &self.data,
            rows,
        };
        let mut arrays = self.state.iter_mut();
        let kept: Kept<'_> = from_fn(|_| arrays.next().map_or(&mut [][..], |it| &mut it[..]));
        advance.run(&self.places, values, kept);
        self.is_fed = !rows.is_empty();
    }
}
