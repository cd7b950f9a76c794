//! [`Rank`] and [`OpClass`]: what the order of a program is made from.

use crate::core::limits::MAX_OPS;
use crate::core::op::Op;
use crate::core::ops::{self, OpId};

/// Where a node stands in the order: after all nodes of a lower rank. Nodes of the
/// same rank don't depend on each other and are of one class, so they may form a vector
/// group.
///
/// A rank is a stage, a level in it and a class in that, from the highest bits to the
/// lowest. A stage is first its arithmetic nodes and tensor ops, level by level, then its
/// *late* nodes: scalar nodes of any op but plain arithmetic. These gain most from long
/// groups, and so wait until no other node can be computed without them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(u64);

impl Rank {
    pub(super) const SOURCE: Rank = Rank::new(0, 0, OpClass::SOURCE);
    /// Of a node that can't be evaluated.
    pub(super) const NONE: Rank = Rank(u64::MAX);
    /// The level of the late nodes of every stage.
    pub(super) const LATE: u32 = (1 << Rank::LEVEL_BITS) - 1;
    const LEVEL_BITS: u32 = 24; // enough for MAX_NODES, as for stages

    const fn new(stage: u32, level: u32, class: OpClass) -> Rank {
        let level = (stage as u64) << Rank::LEVEL_BITS | level as u64;
        Rank(level << OpClass::BITS | class.bits())
    }

    pub(super) fn stage(self) -> u32 {
        (self.0 >> (Rank::LEVEL_BITS + OpClass::BITS)) as u32
    }

    pub(super) fn level(self) -> u32 {
        (self.0 >> OpClass::BITS) as u32 & Rank::LATE
    }

    pub(super) fn class(self) -> OpClass {
        OpClass::from_bits(self.0)
    }

    /// The lowest rank above this one that a node of a class can have if it isn't late.
    pub(super) fn early_after(self, class: OpClass) -> Rank {
        if self.level() == Rank::LATE {
            return Rank::new(self.stage() + 1, 0, class);
        }
        let next = u32::from(class <= self.class());
        Rank::new(self.stage(), self.level() + next, class)
    }

    /// The lowest rank above this one that a late node of a class can have.
    pub(super) fn late_after(self, class: OpClass) -> Rank {
        let next = self.level() == Rank::LATE && class <= self.class();
        Rank::new(self.stage() + u32::from(next), Rank::LATE, class)
    }
}

/// Sources first, then plain arithmetic in the order of the codes, then by its op's
/// number what else may be in a vector group, then tensor ops.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct OpClass(u16);

impl OpClass {
    pub(super) const BITS: u32 = 9;
    pub(super) const SOURCE: OpClass = OpClass(0);
    pub(super) const TENSOR_OP: OpClass = OpClass((1 << OpClass::BITS) - 1);
    const FIRST_LATE: u16 = 4;

    pub(super) const fn from_bits(bits: u64) -> OpClass {
        OpClass(bits as u16 & OpClass::TENSOR_OP.0)
    }

    pub(super) const fn bits(self) -> u64 {
        self.0 as u64
    }

    /// Of a scalar op that may be in a vector group.
    pub(super) fn of(id: OpId, op: &Op) -> OpClass {
        let code = op.code();
        let late = id.index() as u16 + OpClass::FIRST_LATE;
        OpClass(if code.is_arithmetic() {
            code as u16 + 1
        } else {
            late
        })
    }

    /// Which kind of plain arithmetic it is, if any.
    pub(super) fn arithmetic(self) -> Option<usize> {
        let arithmetic = (1..OpClass::FIRST_LATE).contains(&self.0);
        arithmetic.then(|| usize::from(self.0) - 1)
    }

    /// The op, if its nodes may form a vector group.
    pub(super) fn op(self) -> Option<OpId> {
        let late = self.0.checked_sub(OpClass::FIRST_LATE).map(usize::from);
        match self.arithmetic() {
            Some(code) => Some(ops::arithmetic(code)),
            None if self == OpClass::TENSOR_OP => None,
            None => late.map(OpId::at),
        }
    }
}

/// All classes have room.
const _: () = assert!(MAX_OPS + OpClass::FIRST_LATE as usize <= OpClass::TENSOR_OP.0 as usize);
