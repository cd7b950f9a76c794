//! From a node back to what computes it: for explanations, checks and changes of
//! single values.

use super::Program;
use super::instruction::Instruction;
use super::segment::{Segment, SegmentKind, TensorOp};
use crate::core::graph::NodeId;
use crate::core::op::elementwise::Code;

/// What computes a node.
#[derive(Clone, Copy)]
pub(crate) enum Computation<'a> {
    /// Nothing: it carries its value.
    Source,
    /// An instruction, for a scalar node.
    Scalar(Instruction),
    /// A segment of its own.
    TensorOp(&'a TensorOp),
}

/// One evaluated node that isn't a source.
#[derive(Clone, Copy)]
pub(crate) struct ComputedNode<'a> {
    pub(crate) node: NodeId,
    /// The slot of its first element.
    pub(crate) slot: usize,
    /// Whether it reaches the target.
    pub(crate) live: bool,
    pub(crate) computation: Computation<'a>,
}

impl Computation<'_> {
    /// Whether its local derivatives are the same everywhere.
    pub(crate) fn is_linear(&self) -> bool {
        match self {
            Computation::Source => true,
            Computation::Scalar(instruction) => instruction.op.op().linear,
            Computation::TensorOp(tensor_op) => tensor_op.op.linear,
        }
    }
}

impl<'a> Computation<'a> {
    /// The slots of the node's inputs.
    pub(crate) fn input_slots(&self) -> impl Iterator<Item = usize> + use<'a> {
        let (scalar, operands) = match self {
            Computation::Source => (None, &[][..]),
            Computation::Scalar(instruction) => (Some(*instruction), &[][..]),
            Computation::TensorOp(tensor_op) => (None, &*tensor_op.operands),
        };
        let scalar = scalar.into_iter().flat_map(|instruction| {
            let count = instruction.slots().len();
            instruction.inputs.into_iter().take(count)
        });
        let scalar = scalar.map(|slot| slot as usize);
        scalar.chain(operands.iter().map(|operand| operand.offset))
    }
}

impl Program {
    /// What computes a node; `None` if it isn't evaluated.
    pub(crate) fn computation(&self, node: NodeId) -> Option<Computation<'_>> {
        let slot = self.operand(node)?.offset;
        let after = self.segments.partition_point(|part| part.start <= slot);
        Some(match self.segments[..after].last() {
            None => Computation::Source,
            Some(segment) => self.nth_of(segment, slot - segment.start),
        })
    }

    /// Every evaluated node with what computes it, in topological order, sources left
    /// out.
    pub(crate) fn computed(&self) -> impl DoubleEndedIterator<Item = ComputedNode<'_>> {
        self.segments
            .iter()
            .flat_map(move |segment| self.nodes_of(segment))
    }

    /// The nodes that a segment computes.
    pub(crate) fn nodes_of(
        &self,
        segment: &Segment,
    ) -> impl DoubleEndedIterator<Item = ComputedNode<'_>> {
        (0..segment.kind.nodes()).map(move |nth| ComputedNode {
            node: self.order[segment.first + nth],
            slot: segment.start + nth,
            live: segment.live,
            computation: self.nth_of(segment, nth),
        })
    }

    fn nth_of(&self, segment: &Segment, nth: usize) -> Computation<'_> {
        match &segment.kind {
            SegmentKind::Unary(_, op, range) => {
                let a = self.unary[range.start + nth];
                Computation::Scalar(Instruction::new(*op, Code::Unary, [a, a]))
            }
            SegmentKind::Binary(_, op, range) => {
                let inputs = self.binary[range.start + nth];
                Computation::Scalar(Instruction::new(*op, Code::Binary, inputs))
            }
            SegmentKind::Level(level) => Computation::Scalar(level.nth(nth, &self.binary)),
            SegmentKind::Direct(range) => Computation::Scalar(self.instructions[range.start + nth]),
            SegmentKind::Chain(first, range) => {
                let before = (segment.start + nth).wrapping_sub(1) as u32;
                let last = if nth == 0 { *first } else { before };
                Computation::Scalar(self.links[range.start + nth].instruction(last))
            }
            SegmentKind::TensorOp(index) => Computation::TensorOp(&self.tensor_ops[*index]),
        }
    }
}
