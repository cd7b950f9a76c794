//! The root of a sum of squares, where the squares could overflow or vanish.

use super::axes::add_up;
use crate::core::tensor::strided::Nest;

/// A length as `root / factor`: the root of the sum of the squares of all numbers times
/// the factor, a power of 2 that keeps the squares in range.
#[derive(Clone, Copy, Debug)]
pub(super) struct Length {
    root: f64,
    factor: f64,
    /// Whether the largest number is infinite; the root is then that of how many are.
    infinite: bool,
}

/// 2⁶⁰⁰: brings the square of any number that needs it into range.
const SHIFT: f64 = 4.149_515_568_880_993e180;
/// Squares of larger numbers, and sums of as many as a tensor has, could overflow; those
/// of smaller ones than its inverse lose digits.
const LARGE: f64 = 1e140;

impl Length {
    /// Of the numbers of a group, as `number` gives them at its places.
    #[inline(always)]
    pub(super) fn of(members: &Nest<1>, number: impl Fn(usize) -> f64) -> Length {
        let mut largest = 0.0_f64;
        members.each(|[i]| {
            let size = number(i).abs();
            // NaN wins, and is not replaced.
            if size > largest || size.is_nan() {
                largest = if largest.is_nan() { largest } else { size };
            }
        });
        let infinite = largest.is_infinite();
        let factor = match largest {
            large if large > LARGE && !infinite => 1.0 / SHIFT,
            small if small < 1.0 / LARGE => SHIFT,
            _ => 1.0,
        };
        let square = |i: usize| {
            let x = number(i);
            let part = match infinite {
                true => f64::from(u8::from(x.is_infinite())),
                false => x * factor,
            };
            part * part
        };
        Length {
            root: add_up(members, square).sqrt(),
            factor,
            infinite,
        }
    }

    /// The length.
    pub(super) fn value(self) -> f64 {
        if self.infinite {
            f64::INFINITY
        } else {
            self.root / self.factor
        }
    }

    /// Whether all numbers are 0.
    pub(super) fn is_zero(self) -> bool {
        self.root == 0.0
    }

    /// One of the numbers over the length: its local derivative. 0 where the length is 0;
    /// infinite numbers count as equally large, and as 1 beside all others.
    #[inline(always)]
    pub(super) fn share(self, x: f64) -> f64 {
        if self.is_zero() {
            return 0.0;
        }
        let part = match self.infinite {
            true if x.is_infinite() => 1.0_f64.copysign(x),
            true => 0.0,
            false => x * self.factor,
        };
        part / self.root
    }
}
