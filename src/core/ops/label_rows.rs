//! The rows of logits with their truths, as the cross-entropy counts them, and the
//! logarithm of a row's sum of exponentials.

use crate::core::maths::{Maths, select};
use crate::core::op::Call;
use crate::core::tensor::strided::{largest, sum_of};

/// A truth t is taken as `keep × t + flat`.
#[derive(Clone, Copy)]
pub(super) struct Smoothing {
    pub(super) keep: f64,
    pub(super) flat: f64,
}

impl Smoothing {
    #[inline(always)]
    pub(super) fn of(self, truth: f64) -> f64 {
        self.keep * truth + self.flat
    }
}

/// The logits and the truth, row by row.
pub(super) struct Rows<'a> {
    pub(super) logits: &'a [f64],
    pub(super) truth: &'a [f64],
    pub(super) classes: usize,
    /// Whether the truth is one number a row.
    pub(super) numbered: bool,
    pub(super) smoothing: Smoothing,
    /// The class number whose rows don't count.
    pub(super) ignored: Option<f64>,
}

impl<'a> Rows<'a> {
    pub(super) fn of(call: &Call<'a>) -> Rows<'a> {
        let (logits, truth) = (call.input_shape(0), call.input_shape(1));
        let classes = logits.dims().next_back().unwrap_or(1);
        let smoothing = call.attributes.number("label_smoothing").unwrap_or(0.0);
        let ignored = call.attributes.integer("ignore_index");
        Rows {
            logits: call.input(0),
            truth: call.input(1),
            classes,
            numbered: truth.rank() < logits.rank(),
            smoothing: Smoothing {
                keep: 1.0 - smoothing,
                flat: smoothing / classes as f64,
            },
            ignored: ignored.map(|number| number as f64),
        }
    }

    /// Whether the row of a class number counts.
    #[inline(always)]
    pub(super) fn counts(&self, number: f64) -> bool {
        self.ignored != Some(number)
    }

    /// The rows of logits with their rows of probabilities.
    #[inline(always)]
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&'a [f64], &'a [f64])> {
        let logits = self.logits.chunks_exact(self.classes);
        logits.zip(self.truth.chunks_exact(self.classes))
    }

    /// How many rows count. Where none does the loss is 0, as in Keras (PyTorch has NaN).
    pub(super) fn count(&self) -> f64 {
        let rows = match self.ignored {
            Some(_) => self.truth.iter().filter(|it| self.counts(**it)).count(),
            None => self.logits.len() / self.classes,
        };
        rows.max(1) as f64
    }
}

/// A class number as an index, if it is one.
#[inline(always)]
pub(super) fn class(number: f64, classes: usize) -> Option<usize> {
    let index = number as usize; // saturates, and NaN becomes 0
    (index as f64 == number && index < classes).then_some(index)
}

/// Below this sum of a row's exponentials, of which the largest is 1, what is added to
/// that 1 is summed up alone: fewer than 46 of its 52 bits would be left of it.
pub(super) const NEARLY_ONE: f64 = 1.0 + 1.0 / 64.0;

/// For a row of logits: the largest, and the logarithm of the sum of the
/// exponentials of what all lie below it.
#[inline(always)]
pub(super) fn log_sum_exp<M: Maths>(row: &[f64]) -> (f64, f64) {
    let largest = largest(row);
    let sum = sum_of(
        row,
        row,
        #[inline(always)]
        |z, _| M::exp(z - largest),
    );
    if sum < NEARLY_ONE {
        let below = sum_of(
            row,
            row,
            #[inline(always)]
            |z, _| M::exp(z - largest) - select(z == largest, 1.0, 0.0),
        );
        return (largest, M::ln_1p(below));
    }
    (largest, M::ln(sum))
}
