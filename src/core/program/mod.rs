//! [`Program`]: a graph after topological sorting, ready to run.
//!
//! All values lie in one arena of f64, each at its *slot*; gradients lie in a second
//! arena, laid out the same. A node's rank is above those of its inputs, and nodes of
//! one rank are of one op (`compile::survey`). They form a *vector group*: one loop, no
//! dispatch per node, and its inputs all lie before it. The groups of sums, differences
//! and products of one *level* are one segment. Where there are too few nodes for that,
//! a scalar node is an *instruction*, interpreted, and plain arithmetic of which each
//! node reads the one before is a *chain*. A node that works on tensors is a segment of
//! its own, a *tensor op*.
//!
//! Slots rise along the program, so what a segment reads and what it writes are two
//! halves of the arena: the borrow checker sees that they are disjoint.

pub(crate) mod instruction;
mod lookup;
mod segment;
mod work;

use std::ops::Range;

use super::bits::Bits;
use super::graph::NodeId;
use super::op::{Accumulation, Operand};
use super::problem::Problem;
use super::tensor::Shape;
use instruction::{ChainLink, Instruction};

pub(crate) use lookup::{Computation, ComputedNode};
pub(crate) use segment::{NodeSlot, Segment, SegmentKind, TensorOp};

/// A graph after topological sorting. Made by [`Program::new`], never changed.
pub struct Program {
    /// Where each node's value lies, by the node's index.
    pub(crate) slots: Vec<NodeSlot>,
    /// Evaluated nodes: sources first, then in the order of the segments.
    pub(crate) order: Vec<NodeId>,
    pub(crate) sources: usize,
    /// Where the sources' values end in the arena.
    pub(crate) sources_end: usize,
    pub(crate) segments: Vec<Segment>,
    /// The inputs of vector groups of unary ops. The last one of a group is repeated so
    /// as to fill whole vectors: what is left over would be computed one by one.
    pub(crate) unary: Vec<u32>,
    /// The inputs of levels and of vector groups of binary ops.
    pub(crate) binary: Vec<[u32; 2]>,
    pub(crate) instructions: Vec<Instruction>,
    pub(crate) links: Vec<ChainLink>,
    pub(crate) tensor_ops: Vec<TensorOp>,
    /// The tensors that are not scalars, and where they lie.
    pub(crate) tensors: Vec<Operand>,
    /// Where gradients have to start from 0, as what flows into them is added.
    pub(crate) zeroed: Vec<Range<usize>>,
    pub(crate) arena_len: usize,
    pub(crate) target: Option<NodeId>,
    pub(crate) target_slot: Option<usize>,
    pub(crate) live: Bits,
    pub(crate) problems: Vec<Problem>,
}

impl Program {
    /// What is wrong with the graph's structure, in the order of its nodes.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The scalar node that is differentiated: the graph's own choice, or its only
    /// scalar sink.
    pub fn target(&self) -> Option<NodeId> {
        self.target
    }

    /// The evaluated nodes in topological order.
    pub fn order(&self) -> &[NodeId] {
        &self.order
    }

    /// The sources among the evaluated nodes.
    pub fn sources(&self) -> &[NodeId] {
        &self.order[..self.sources]
    }

    /// The shape of a node's value; `None` if the node isn't evaluated.
    pub fn shape(&self, node: NodeId) -> Option<Shape> {
        self.operand(node).map(|operand| operand.shape)
    }

    /// Whether the target depends on a node (or is it), so that it has a gradient.
    pub fn reaches_target(&self, node: NodeId) -> bool {
        self.live.get(node.index())
    }

    /// How many bytes the program takes, without the arenas of values and
    /// gradients.
    pub fn bytes(&self) -> usize {
        size_of::<Program>()
            + size_of_val(&*self.slots)
            + size_of_val(&*self.order)
            + size_of_val(&*self.segments)
            + size_of_val(&*self.unary)
            + size_of_val(&*self.binary)
            + size_of_val(&*self.instructions)
            + size_of_val(&*self.links)
            + size_of_val(&*self.tensor_ops)
            + size_of_val(&*self.tensors)
            + size_of_val(&*self.zeroed)
            + self.live.bytes()
    }

    /// Where a scalar node's value lies.
    #[inline]
    pub(crate) fn scalar_slot(&self, node: NodeId) -> Option<usize> {
        self.slots.get(node.index())?.scalar_offset()
    }

    /// Where a node's value lies, with its shape.
    pub(crate) fn operand(&self, node: NodeId) -> Option<Operand> {
        let slot = *self.slots.get(node.index())?;
        if slot == NodeSlot::ABSENT {
            return None;
        }
        Some(match slot.tensor_number() {
            Some(number) => self.tensors[number],
            None => Operand {
                shape: Shape::SCALAR,
                offset: slot.offset() as usize,
            },
        })
    }

    /// How many numbers the backward pass needs as scratch memory: the contributions of
    /// one tensor op that are added.
    pub(crate) fn scratch_len(&self) -> usize {
        let added = |it: &TensorOp| {
            let operands = it.operands.iter().zip(&it.accumulations);
            let added = operands.filter(|(_, plan)| **plan == Accumulation::Add);
            added.map(|(operand, _)| operand.shape.elements()).sum()
        };
        self.tensor_ops.iter().map(added).max().unwrap_or(0)
    }
}
