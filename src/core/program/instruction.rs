//! What both passes read of scalar nodes: an instruction, a link of a chain, a level
//! of plain arithmetic.

use std::hint::select_unpredictable;
use std::ops::Range;

use crate::core::op::elementwise::{Code, NO_PARAMS};
use crate::core::ops::{self, OpId};

/// One scalar node, interpreted.
#[derive(Clone, Copy)]
pub(crate) struct Instruction {
    pub(crate) code: Code,
    pub(crate) op: OpId,
    /// The slots of the inputs; of a single input, the same twice.
    pub(crate) inputs: [u32; 2],
}

impl Instruction {
    pub(crate) fn new(op: OpId, code: Code, inputs: [u32; 2]) -> Instruction {
        Instruction { code, op, inputs }
    }

    /// The slots of its inputs: one or two.
    pub(crate) fn slots(&self) -> &[u32] {
        let count = if self.code == Code::Unary { 1 } else { 2 };
        &self.inputs[..count]
    }

    /// The result.
    #[inline(always)]
    pub(crate) fn value(self, values: &[f64]) -> f64 {
        let [a, b] = self.inputs;
        self.value_of(values[a as usize], values[b as usize])
    }

    /// The result for these inputs.
    ///
    /// Nothing is jumped over in arithmetic: in a random graph the next op can't be
    /// foreseen, and a wrong guess costs more than a product and a sum.
    #[inline(always)]
    pub(crate) fn value_of(self, a: f64, b: f64) -> f64 {
        if !self.code.is_arithmetic() {
            return self.call_value(a, b);
        }
        self.choose(a * b, a + self.signed(b))
    }

    /// The first number if this is a multiplication, else the second.
    #[inline(always)]
    fn choose(self, product: f64, sum: f64) -> f64 {
        let multiplies = self.code == Code::Multiply;
        f64::from_bits(select_unpredictable(
            multiplies,
            product.to_bits(),
            sum.to_bits(),
        ))
    }

    /// The number, negative if this is a subtraction: a − b is a + (−b).
    #[inline(always)]
    pub(crate) fn signed(self, b: f64) -> f64 {
        let sign = u64::from(self.code == Code::Subtract) << 63;
        f64::from_bits(b.to_bits() ^ sign)
    }

    /// The local derivatives, given the result.
    #[inline(always)]
    pub(crate) fn derivatives(self, values: &[f64], y: f64) -> (f64, f64) {
        let [a, b] = self.inputs;
        let (a, b) = (values[a as usize], values[b as usize]);
        if !self.code.is_arithmetic() {
            return self.call_derivatives(a, b, y);
        }
        (self.choose(b, 1.0), self.choose(a, self.signed(1.0)))
    }

    #[inline(never)]
    fn call_value(self, a: f64, b: f64) -> f64 {
        self.op.op().rule.value(NO_PARAMS, [a, b])
    }

    #[inline(never)]
    fn call_derivatives(self, a: f64, b: f64, y: f64) -> (f64, f64) {
        self.op.op().rule.derivatives(NO_PARAMS, [a, b], y)
    }
}

/// One node of a chain: last + other, last − other or last × other, where last is the
/// result of the node before.
#[derive(Clone, Copy)]
pub(crate) struct ChainLink {
    /// The slot of the other input.
    pub(crate) other: u32,
    pub(crate) code: Code,
    /// Whether the other input is the node's first.
    swapped: bool,
}

impl ChainLink {
    /// The instruction as a link after the node at `last`, if it can be one.
    pub(crate) fn after(last: u32, instruction: Instruction) -> Option<ChainLink> {
        let [a, b] = instruction.inputs;
        let swapped = a != last;
        let fits = match instruction.code {
            Code::Add | Code::Multiply => a == last || b == last,
            // x − x would add its two contributions in the other order.
            Code::Subtract => a == last && b != last,
            _ => false,
        };
        fits.then_some(ChainLink {
            other: if swapped { a } else { b },
            code: instruction.code,
            swapped,
        })
    }

    pub(crate) fn instruction(self, last: u32) -> Instruction {
        let (last, other) = (last, self.other);
        let inputs = if self.swapped {
            [other, last]
        } else {
            [last, other]
        };
        Instruction::new(ops::arithmetic(self.code as usize), self.code, inputs)
    }
}

/// The arithmetic nodes of one level, as three groups: its sums, its differences and
/// its products, in the order of their codes. A group may read the results of the one
/// before it.
pub(crate) struct Level {
    /// Where its inputs start in the table of pairs.
    from: u32,
    /// Where each group ends.
    ends: [u32; 3],
}

impl Level {
    /// A level of groups of these lengths, which take consecutive pairs.
    pub(crate) fn new(from: usize, lengths: [usize; 3]) -> Level {
        let mut end = from;
        let ends = lengths.map(|len| {
            end += len;
            end as u32 // below MAX_NODES
        });
        Level {
            from: from as u32,
            ends,
        }
    }

    /// The parts of the table of pairs that the groups take.
    #[inline(always)]
    pub(crate) fn groups(&self) -> [Range<usize>; 3] {
        let [a, b, c] = self.ends;
        let (a, b, c) = (a as usize, b as usize, c as usize);
        [self.from as usize..a, a..b, b..c]
    }

    pub(crate) fn len(&self) -> usize {
        (self.ends[2] - self.from) as usize
    }

    pub(crate) fn nth(&self, nth: usize, pairs: &[[u32; 2]]) -> Instruction {
        let at = self.from as usize + nth;
        let group = self.ends.iter().filter(|end| **end as usize <= at).count();
        let op = ops::arithmetic(group);
        Instruction::new(op, op.op().code(), pairs[at])
    }
}
