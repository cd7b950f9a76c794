//! The order of the program, and which nodes in it may form vector groups.

use super::rank::{OpClass, Rank};
use super::survey::Survey;
use crate::core::bits::Bits;
use crate::core::graph::NodeId;
use crate::core::op::kernel::GroupKernel;
use crate::core::ops::OpId;

/// The shortest vector group: fewer nodes are interpreted, or part of a chain.
pub(super) const SHORTEST_GROUP: usize = 2;

/// The same for the arithmetic nodes of a level.
pub(super) const SHORTEST_LEVEL: usize = 4;

/// A node with everything that decides its position in the order, from the highest bits
/// to the lowest: its level, levels numbered throughout, whether it misses the target,
/// its class, its index.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u64);

impl Key {
    const ID_BITS: u32 = 31; // as in `NodeSlot`

    fn new(level: usize, live: bool, class: OpClass, index: usize) -> Key {
        let level = (level as u64) << 1 | u64::from(!live);
        let upper = level << OpClass::BITS | class.bits();
        Key(upper << Key::ID_BITS | index as u64)
    }

    /// The index of the node.
    fn index(self) -> usize {
        (self.0 & ((1 << Key::ID_BITS) - 1)) as usize
    }

    /// Whether the two nodes may stand in one segment.
    fn joins(self, next: Key) -> bool {
        let [upper, its] = [self, next].map(|key| key.0 >> Key::ID_BITS);
        let [level, its_level] = [upper, its].map(|upper| upper >> OpClass::BITS);
        let plain = |key: Key| key.class().arithmetic().is_some();
        upper == its || (level == its_level && plain(self) && plain(next))
    }

    fn class(self) -> OpClass {
        OpClass::from_bits(self.0 >> Key::ID_BITS)
    }
}

/// The evaluated nodes in the order of their keys.
pub(super) fn sort(survey: &Survey, live: &Bits) -> Vec<Key> {
    let stages = stage_starts(survey);
    let ranked = survey.rank.iter().enumerate();
    let ranked = ranked.filter(|(_, rank)| **rank != Rank::NONE);
    let key = |(index, rank): (usize, &Rank)| {
        let stage = rank.stage() as usize;
        let level = match rank.level() {
            Rank::LATE => stages[stage + 1] - 1,
            level => stages[stage] + level as usize,
        };
        // All sources come first, whatever they reach.
        let live = live.get(index) || rank.class() == OpClass::SOURCE;
        Key::new(level, live, rank.class(), index)
    };
    let mut keys: Vec<Key> = Vec::with_capacity(survey.rank.len());
    keys.extend(ranked.map(key));
    keys.sort_unstable();
    keys
}

/// The nodes of some keys.
pub(super) fn nodes(keys: &[Key]) -> Vec<NodeId> {
    let mut nodes = Vec::with_capacity(keys.len());
    nodes.extend(
        keys.iter()
            .filter_map(|key| NodeId::from_index(key.index())),
    );
    nodes
}

/// Where each stage's levels start when all are numbered, and where the last ends.
fn stage_starts(survey: &Survey) -> Vec<usize> {
    let mut starts = vec![0];
    for rank in survey.rank.iter().filter(|rank| **rank != Rank::NONE) {
        let stage = rank.stage() as usize;
        if starts.len() < stage + 2 {
            starts.resize(stage + 2, 2);
        }
        if rank.level() != Rank::LATE {
            // Its levels, and one for the late nodes.
            starts[stage + 1] = starts[stage + 1].max(rank.level() as usize + 2);
        }
    }
    for stage in 1..starts.len() {
        starts[stage] += starts[stage - 1];
    }
    starts
}

/// Nodes of one rank, which may form a vector group, or all arithmetic nodes of one
/// level.
pub(super) struct NodeGroup {
    /// The first of them, as an index into the order.
    pub(super) first: usize,
    pub(super) len: usize,
    /// The class of the first of them.
    pub(super) class: OpClass,
}

impl NodeGroup {
    /// Whether the nodes form a vector group of a unary op, whose loops work on whole
    /// vectors and so may write a few numbers too many.
    pub(super) fn overruns(&self) -> bool {
        let late = |op: OpId| matches!(op.op().rule.group_kernel(), Some(GroupKernel::Unary(_)));
        self.class.op().is_some_and(late) && self.len >= SHORTEST_GROUP
    }
}

/// Cuts the order into groups.
pub(super) fn node_groups(keys: &[Key]) -> Vec<NodeGroup> {
    let mut first = 0;
    let chunks = keys.chunk_by(|a, b| a.joins(*b));
    let group = |chunk: &[Key]| {
        first += chunk.len();
        NodeGroup {
            first: first - chunk.len(),
            len: chunk.len(),
            class: chunk[0].class(),
        }
    };
    chunks.map(group).collect()
}
