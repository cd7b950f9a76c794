//! What many numbers are like: [`Summary`] and [`norm`].

use crate::core::go_on::GoOn;
use crate::core::maths::for_vectors;

/// What many numbers are like. The mean, the least and the most are those of the finite
/// ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// How many numbers there are.
    pub count: usize,
    /// How many of them are NaN.
    pub nan: usize,
    /// How many of them are infinite.
    pub infinite: usize,
    /// The least finite one; ∞ if there is none.
    pub least: f64,
    /// The largest finite one; −∞ if there is none.
    pub most: f64,
    /// The mean of the finite ones.
    pub mean: f64,
}

impl Summary {
    /// Looks at each number once.
    pub fn of(data: &[f64]) -> Summary {
        let mut summary = Summary {
            count: data.len(),
            nan: 0,
            infinite: 0,
            least: f64::INFINITY,
            most: f64::NEG_INFINITY,
            mean: 0.0,
        };
        let mut sum = 0.0;
        for x in data {
            if x.is_finite() {
                summary.least = summary.least.min(*x);
                summary.most = summary.most.max(*x);
                sum += x;
            } else if x.is_nan() {
                summary.nan += 1;
            } else {
                summary.infinite += 1;
            }
        }
        summary.mean = sum / summary.finite() as f64;
        summary
    }

    /// How many of them are finite.
    pub fn finite(&self) -> usize {
        self.count - self.nan - self.infinite
    }

    /// The number that all of them are.
    pub fn only(&self) -> Option<f64> {
        (self.finite() == self.count && self.least == self.most).then_some(self.least)
    }

    /// In words: `from 1 to 9`; or, where some aren't finite, how many:
    /// `NaN in 3 of 30, the others from 1 to 9`.
    pub fn text(&self, number: impl Fn(f64) -> String) -> String {
        let [least, most] = [self.least, self.most].map(&number);
        if self.finite() == self.count {
            return format!("from {least} to {most}");
        }
        let of = format!("of {}", self.count);
        let mut text = match (self.nan, self.infinite) {
            (nan, 0) => format!("NaN in {nan} {of}"),
            (0, infinite) => format!("infinite in {infinite} {of}"),
            (nan, infinite) => format!("NaN in {nan} {of}, infinite in {infinite}"),
        };
        match self.finite() {
            0 => {}
            1 => text += &format!(", the other one is {least}"),
            _ if least == most => text += &format!(", the others are {least}"),
            _ => text += &format!(", the others from {least} to {most}"),
        }
        text
    }
}

/// Whether all numbers are finite. Without a jump a number: vectors of them at once.
pub fn all_finite(data: &[f64]) -> bool {
    const BLOCK: usize = 256;
    for_vectors!({
        let strange = |block: &[f64]| block.iter().fold(false, |any, x| any | !x.is_finite());
        !data.chunks(BLOCK).any(strange)
    })
}

/// The same, looked for as long as `go_on` says so; false if it was stopped.
pub fn all_finite_while(data: &[f64], go_on: GoOn<'_>) -> bool {
    const PIECE: usize = 1 << 20;
    let mut pieces = data.chunks(PIECE);
    pieces.all(|piece| go_on() && all_finite(piece))
}

/// The square root of the sum of squares, without overflow on the way. NaN if one of
/// the numbers is; else ∞ if one is infinite.
pub fn norm(data: &[f64]) -> f64 {
    let largest = data.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
    if largest == 0.0 || !largest.is_finite() || data.iter().any(|x| x.is_nan()) {
        return data.iter().map(|x| x.abs()).sum();
    }
    let sum: f64 = data.iter().map(|x| (x / largest) * (x / largest)).sum();
    largest * sum.sqrt()
}

#[cfg(test)]
mod tests {
    use super::{Summary, norm};

    #[test]
    fn a_norm_neither_overflows_nor_hides_what_is_not_finite() {
        assert_eq!(norm(&[3.0, -4.0]), 5.0);
        assert!((norm(&[3e200, 4e200]) / 5e200 - 1.0).abs() < 1e-15);
        assert!((norm(&[3e-200, 4e-200]) / 5e-200 - 1.0).abs() < 1e-15);
        assert_eq!(norm(&[]), 0.0);
        assert!(norm(&[1.0, f64::NAN]).is_nan());
        assert_eq!(norm(&[1.0, f64::NEG_INFINITY]), f64::INFINITY);
    }

    #[test]
    fn a_summary_counts_what_is_not_finite() {
        let text = |data: &[f64]| Summary::of(data).text(|x| x.to_string());
        assert_eq!(text(&[1.0, -2.0, 3.0]), "from -2 to 3");
        let mut thirty = [1.0; 30];
        thirty[..3].fill(f64::NAN);
        thirty[4] = 2.5;
        assert_eq!(text(&thirty), "NaN in 3 of 30, the others from 1 to 2.5");
        thirty[5..7].fill(f64::INFINITY);
        assert_eq!(
            text(&thirty),
            "NaN in 3 of 30, infinite in 2, the others from 1 to 2.5"
        );
        assert_eq!(text(&[f64::NAN; 4]), "NaN in 4 of 4");
        assert_eq!(
            text(&[1.0, f64::NEG_INFINITY]),
            "infinite in 1 of 2, the other one is 1"
        );
        assert_eq!(Summary::of(&[3.0; 9]).only(), Some(3.0));
        assert_eq!(Summary::of(&[f64::NAN; 9]).only(), None);
        assert_eq!(Summary::of(&[1.0, 2.0]).mean, 1.5);
    }
}
