//! Two operands under one result, by NumPy's broadcasting: the walk that binary
//! elementwise ops share.

use super::Shape;
use crate::core::limits::MAX_RANK;

/// The walk over a result and two operands that broadcast to it, with axes merged
/// wherever both operands allow it: a matrix and a row become two axes, two equal
/// shapes one.
pub(crate) struct Broadcast {
    rank: usize,
    dims: [usize; MAX_RANK],
    strides: [[usize; MAX_RANK]; 2],
}

/// One row of the result, `len` elements from `start`; operand `i`'s elements
/// are `offsets[i]` and on, or that one again and again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BroadcastRow {
    pub(crate) start: usize,
    pub(crate) len: usize,
    pub(crate) offsets: [usize; 2],
    pub(crate) repeated: [bool; 2],
}

impl Broadcast {
    pub(crate) fn new(result: &Shape, operands: [&Shape; 2]) -> Broadcast {
        let strides = operands.map(|shape| shape.strides_within(result));
        let mut walk = Broadcast {
            rank: 0,
            dims: [1; MAX_RANK],
            strides: [[0; MAX_RANK]; 2],
        };
        // From the innermost axis outwards; stored in that order too.
        for axis in (0..result.rank())
            .rev()
            .filter(|axis| result.dim(*axis) != 1)
        {
            let (dim, steps) = (result.dim(axis), strides.map(|s| s[axis]));
            let last = walk.rank.wrapping_sub(1);
            let continues = walk.rank > 0
                && (0..2).all(|i| steps[i] == walk.strides[i][last] * walk.dims[last]);
            if continues {
                walk.dims[last] *= dim;
            } else {
                walk.dims[walk.rank] = dim;
                for (own, step) in walk.strides.iter_mut().zip(steps) {
                    own[walk.rank] = step;
                }
                walk.rank += 1;
            }
        }
        walk
    }

    /// Calls a function with each row, in the order of the result.
    pub(crate) fn rows(&self, mut visit: impl FnMut(BroadcastRow)) {
        let len = self.dims[0];
        let total: usize = self.dims.iter().product();
        let mut counter = [0_usize; MAX_RANK];
        let mut offsets = [0_usize; 2];
        for start in (0..total).step_by(len) {
            let repeated = [0, 1].map(|i| self.strides[i][0] == 0 && len > 1);
            visit(BroadcastRow {
                start,
                len,
                offsets,
                repeated,
            });
            for axis in 1..self.rank {
                counter[axis] += 1;
                for (offset, strides) in offsets.iter_mut().zip(&self.strides) {
                    *offset += strides[axis];
                }
                if counter[axis] < self.dims[axis] {
                    break;
                }
                counter[axis] = 0;
                for (offset, strides) in offsets.iter_mut().zip(&self.strides) {
                    *offset -= strides[axis] * self.dims[axis];
                }
            }
        }
    }
}

/// How many elements are copied side by side at a time where they aren't yet.
pub(crate) const BLOCK: usize = 64;

impl BroadcastRow {
    /// Cuts the row into blocks: the function gets where in the result a block
    /// starts, and the block of each operand.
    pub(crate) fn blocks(self, operands: [&[f64]; 2], mut visit: impl FnMut(usize, [&[f64]; 2])) {
        if self.repeated == [false; 2] {
            let both = [0, 1].map(|i| &operands[i][self.offsets[i]..self.offsets[i] + self.len]);
            return visit(self.start, both);
        }
        let mut filled = [[0.0; BLOCK]; 2];
        for i in 0..2 {
            if self.repeated[i] {
                filled[i] = [operands[i][self.offsets[i]]; BLOCK];
            }
        }
        for done in (0..self.len).step_by(BLOCK) {
            let len = BLOCK.min(self.len - done);
            let block = |i: usize| {
                if self.repeated[i] {
                    &filled[i][..len]
                } else {
                    &operands[i][self.offsets[i] + done..self.offsets[i] + done + len]
                }
            };
            visit(self.start + done, [block(0), block(1)]);
        }
    }
}
