//! Walking over tensors whose axes lie apart by any strides, without allocating.
//!
//! Transposing, broadcasting, slicing and reducing are all the same walk: over the
//! axes of a shape, with one place in what is read and one in what is written. A
//! stride of 0 reads (or adds to) the same element again.

use super::Shape;
use crate::core::limits::MAX_RANK;

/// Strides, an axis each; those past the rank are not looked at.
pub(crate) type Strides = [usize; MAX_RANK];

/// Nested loops over a shape, with `N` places that move along. The innermost loop,
/// a *row*, is left to the caller, so that it can be a tight one.
///
/// Axes of length 1 are dropped, and neighbours that lie end to end for all places
/// are joined: a sum over everything, over the last axis or over the first comes
/// down to one or two loops whatever the rank.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nest<const N: usize> {
    /// How many loops there are around the row.
    outer: usize,
    lengths: [usize; MAX_RANK],
    steps: [[usize; N]; MAX_RANK],
    row: usize,
    row_steps: [usize; N],
}

impl<const N: usize> Nest<N> {
    /// The loops over axes of these lengths, outermost first, with these strides.
    pub(crate) fn new(lengths: impl Iterator<Item = usize>, strides: [&Strides; N]) -> Nest<N> {
        let mut nest = Nest {
            outer: 0,
            lengths: [1; MAX_RANK],
            steps: [[0; N]; MAX_RANK],
            row: 1,
            row_steps: [1; N],
        };
        let mut count = 0;
        for (axis, length) in lengths.enumerate().filter(|&(_, length)| length != 1) {
            let steps = strides.map(|strides| strides[axis]);
            let end_to_end = steps.map(|step| step * length);
            if count > 0 && nest.steps[count - 1] == end_to_end {
                nest.lengths[count - 1] *= length;
                nest.steps[count - 1] = steps;
            } else {
                nest.lengths[count] = length;
                nest.steps[count] = steps;
                count += 1;
            }
        }
        if count > 0 {
            nest.outer = count - 1;
            nest.row = nest.lengths[count - 1];
            nest.row_steps = nest.steps[count - 1];
        }
        nest
    }

    /// Calls `visit` with the places at which each row starts, in row-major order.
    #[inline]
    pub(crate) fn each_row(&self, mut visit: impl FnMut([usize; N])) {
        let mut at = [0; N];
        let mut index = [0; MAX_RANK];
        loop {
            visit(at);
            let mut axis = self.outer;
            loop {
                let Some(next) = axis.checked_sub(1) else {
                    return;
                };
                axis = next;
                index[axis] += 1;
                let steps = self.steps[axis];
                for (place, step) in at.iter_mut().zip(steps) {
                    *place += step;
                }
                if index[axis] < self.lengths[axis] {
                    break;
                }
                index[axis] = 0;
                for (place, step) in at.iter_mut().zip(steps) {
                    *place -= step * self.lengths[axis];
                }
            }
        }
    }

    /// Calls `visit` with the places of each element, in row-major order.
    #[inline]
    pub(crate) fn each(&self, mut visit: impl FnMut([usize; N])) {
        self.each_row(|mut at| {
            for _ in 0..self.row {
                visit(at);
                for (place, step) in at.iter_mut().zip(self.row_steps) {
                    *place += step;
                }
            }
        });
    }
}

impl Nest<2> {
    /// `to[second place] = from[first place]` over the whole walk.
    pub(crate) fn copy(&self, from: &[f64], to: &mut [f64]) {
        let row = self.row;
        match self.row_steps {
            [1, 1] => self.each_row(|[i, o]| {
                to[o..o + row].copy_from_slice(&from[i..i + row]);
            }),
            [0, 1] => self.each_row(|[i, o]| to[o..o + row].fill(from[i])),
            [step, 1] => self.each_row(|[i, o]| {
                let read = from[i..].iter().step_by(step);
                for (to, from) in to[o..o + row].iter_mut().zip(read) {
                    *to = *from;
                }
            }),
            _ => self.each(|[i, o]| to[o] = from[i]),
        }
    }

    /// Folds `from` into `to`: `to[second place] = pair(to[second place],
    /// from[first place])`, with `whole` for a row that lies together and goes into
    /// one element.
    pub(crate) fn fold(
        &self,
        from: &[f64],
        to: &mut [f64],
        pair: impl Fn(f64, f64) -> f64,
        whole: impl Fn(f64, &[f64]) -> f64,
    ) {
        let row = self.row;
        match self.row_steps {
            [1, 0] => self.each_row(|[i, o]| to[o] = whole(to[o], &from[i..i + row])),
            [1, 1] => self.each_row(|[i, o]| {
                for (to, from) in to[o..o + row].iter_mut().zip(&from[i..i + row]) {
                    *to = pair(*to, *from);
                }
            }),
            _ => self.each(|[i, o]| to[o] = pair(to[o], from[i])),
        }
    }

    /// Adds up: `to[second place] += from[first place]`.
    pub(crate) fn add(&self, from: &[f64], to: &mut [f64]) {
        let sum = |so_far, row: &[f64]| so_far + total(row);
        self.fold(from, to, |a, b| a + b, sum);
    }
}

/// Fills a tensor of `narrow` shape with the sums of the elements of a `wide` one
/// that broadcasting made from each of its own.
pub(crate) fn sum_to(wide: &Shape, from: &[f64], narrow: &Shape, to: &mut [f64]) {
    let strides = [&wide.strides(), &narrow.strides_within(wide)];
    to.fill(0.0);
    Nest::new(wide.dims(), strides).add(from, to);
}

/// Fills a tensor of `wide` shape by broadcasting one of `narrow` shape.
pub(crate) fn broadcast(narrow: &Shape, from: &[f64], wide: &Shape, to: &mut [f64]) {
    let strides = [&narrow.strides_within(wide), &wide.strides()];
    Nest::new(wide.dims(), strides).copy(from, to);
}

/// How many running results a fold over a row keeps: enough to fill the vector unit.
const LANES: usize = 8;
/// How many numbers are added before their sum is set aside, so that rounding
/// errors grow with the number of blocks and not of numbers.
const BLOCK: usize = 1024;

/// The sum of many numbers.
pub(crate) fn total(x: &[f64]) -> f64 {
    sum_of(x, x, |x, _| x)
}

/// The sum of `f(a, b)` over pairs; the slices are of the same length. In
/// [`with_maths!`](super::maths) `f` may use the vector functions.
#[inline(always)]
pub(crate) fn sum_of(a: &[f64], b: &[f64], f: impl Fn(f64, f64) -> f64) -> f64 {
    let mut sum = 0.0;
    for (a, b) in a.chunks(BLOCK).zip(b.chunks(BLOCK)) {
        let mut lanes = [0.0; LANES];
        let (wide_a, rest_a) = a.as_chunks::<LANES>();
        let (wide_b, rest_b) = b.as_chunks::<LANES>();
        for (a, b) in wide_a.iter().zip(wide_b) {
            for ((lane, &a), &b) in lanes.iter_mut().zip(a).zip(b) {
                *lane += f(a, b);
            }
        }
        for ((lane, &a), &b) in lanes.iter_mut().zip(rest_a).zip(rest_b) {
            *lane += f(a, b);
        }
        let [p, q, r, s, t, u, v, w] = lanes;
        sum += ((p + t) + (r + v)) + ((q + u) + (s + w));
    }
    sum
}

/// The fold of `pick`, which chooses one of two numbers, over a row.
#[inline(always)]
pub(crate) fn pick_of(start: f64, row: &[f64], pick: impl Fn(f64, f64) -> f64) -> f64 {
    let mut lanes = [start; LANES];
    let (wide, rest) = row.as_chunks::<LANES>();
    for numbers in wide {
        for (lane, &x) in lanes.iter_mut().zip(numbers) {
            *lane = pick(*lane, x);
        }
    }
    for (lane, &x) in lanes.iter_mut().zip(rest) {
        *lane = pick(*lane, x);
    }
    lanes.into_iter().fold(start, pick)
}

/// The largest number of a row, NaN left aside; −∞ if there is none.
#[inline(always)]
pub(crate) fn largest(row: &[f64]) -> f64 {
    pick_of(f64::NEG_INFINITY, row, |a, b| if b > a { b } else { a })
}

/// The place of the first number above a bound.
#[inline(always)]
pub(crate) fn first_above(row: &[f64], bound: f64) -> Option<usize> {
    let above = |x: &f64| *x > bound;
    let (wide, rest) = row.as_chunks::<LANES>();
    // All lanes are compared: a loop that may stop at each is not made vector code of.
    let found = wide
        .iter()
        .position(|numbers| numbers.iter().fold(false, |any, x| any | above(x)));
    match found {
        Some(nth) => wide[nth].iter().position(above).map(|i| nth * LANES + i),
        None => rest.iter().position(above).map(|i| wide.len() * LANES + i),
    }
}
