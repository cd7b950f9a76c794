//! The parts of a program: where a value lies, and what a segment computes.

use std::ops::Range;
use std::sync::Arc;

use super::instruction::Level;
use crate::core::go_on::{ALWAYS, GoOn};
use crate::core::op::attributes::Attributes;
use crate::core::op::elementwise::{BinaryKernel, Params, UnaryKernel};
use crate::core::op::{Accumulation, Call, Op, Operand};
use crate::core::ops::OpId;

/// A node's slot in the arena if it is a scalar, else its number in the table of
/// tensors, or nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeSlot(u32);

impl NodeSlot {
    /// Of a node that isn't evaluated.
    pub(crate) const ABSENT: NodeSlot = NodeSlot(u32::MAX);
    const TENSOR: u32 = 1 << 31;

    pub(crate) fn scalar(slot: usize) -> NodeSlot {
        NodeSlot(slot as u32) // below MAX_TOTAL_ELEMENTS
    }

    pub(crate) fn tensor(number: usize) -> NodeSlot {
        NodeSlot(number as u32 | NodeSlot::TENSOR) // below MAX_NODES
    }

    /// The slot of a scalar; meaningless for anything else.
    pub(crate) fn offset(self) -> u32 {
        self.0
    }

    /// The slot, if it is a scalar.
    #[inline]
    pub(crate) fn scalar_offset(self) -> Option<usize> {
        (self.0 & NodeSlot::TENSOR == 0).then_some(self.0 as usize)
    }

    /// Its number among the tensors, unless it is a scalar or absent.
    pub(crate) fn tensor_number(self) -> Option<usize> {
        let tensor = self.0 & NodeSlot::TENSOR != 0 && self != NodeSlot::ABSENT;
        tensor.then_some((self.0 & !NodeSlot::TENSOR) as usize)
    }
}

/// A part of the program whose results lie side by side in the arena.
pub(crate) struct Segment {
    /// The slot of the first result.
    pub(crate) start: usize,
    /// The first node, as an index into the program's order.
    pub(crate) first: usize,
    /// Whether its nodes reach the target.
    pub(crate) live: bool,
    pub(crate) kind: SegmentKind,
}

/// What a segment computes. Ranges are into the program's table of that kind; results
/// lie in the same order.
pub(crate) enum SegmentKind {
    /// A vector group of a unary op.
    Unary(&'static UnaryKernel, OpId, Range<usize>),
    /// A vector group of a binary op.
    Binary(&'static BinaryKernel, OpId, Range<usize>),
    /// The arithmetic nodes of one level.
    Level(Level),
    /// Scalar nodes of any op, interpreted.
    Direct(Range<usize>),
    /// Scalar nodes of plain arithmetic, each an input of the next: the number that is
    /// passed on need not go through memory. The first one reads this slot.
    Chain(u32, Range<usize>),
    /// One node that works on tensors, or that has attributes.
    TensorOp(usize),
}

impl SegmentKind {
    /// How many nodes it computes.
    pub(crate) fn nodes(&self) -> usize {
        match self {
            SegmentKind::Unary(_, _, range)
            | SegmentKind::Binary(_, _, range)
            | SegmentKind::Direct(range)
            | SegmentKind::Chain(_, range) => range.len(),
            SegmentKind::Level(level) => level.len(),
            SegmentKind::TensorOp(_) => 1,
        }
    }
}

/// A node that is a segment of its own: it works on tensors, or has attributes.
pub(crate) struct TensorOp {
    pub(crate) op: &'static Op,
    pub(crate) attributes: Option<Arc<Attributes>>,
    /// Of an elementwise op with attributes.
    pub(crate) params: Params,
    /// For each input, what becomes of the contribution to its gradient. It is skipped if
    /// the input is a tensor of data: nothing further back needs that gradient, so it is
    /// computed on demand.
    pub(crate) accumulations: Box<[Accumulation]>,
    pub(crate) operands: Box<[Operand]>,
    pub(crate) result: Operand,
}

impl TensorOp {
    pub(crate) fn call<'a>(&'a self, arena: &'a [f64]) -> Call<'a> {
        self.call_while(arena, ALWAYS)
    }

    /// The same, to be stopped once `go_on` says so.
    pub(crate) fn call_while<'a>(&'a self, arena: &'a [f64], go_on: GoOn<'a>) -> Call<'a> {
        Call {
            arena,
            operands: &self.operands,
            shape: self.result.shape,
            attributes: self.op.attribute_reader(self.attributes.as_deref()),
            go_on,
        }
    }
}
