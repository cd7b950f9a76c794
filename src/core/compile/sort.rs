//! The order of the program, and which nodes in it may form runs.

use super::super::graph::NodeId;
use super::super::op::Rule;
use super::super::ops::OpId;
use super::super::program::Bits;
use super::survey::{Group, LATE, NOT_EVALUATED, Rank, Survey};

/// Fewer nodes than this are no run: they are interpreted, or part of a chain.
pub(super) const SHORTEST_RUN: usize = 2;

/// A node with everything that decides its place in the order, the weightiest in the
/// highest bits: its rank's number, whether it misses the target, its group, its id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u64);

impl Key {
    const ID_BITS: u32 = 31; // as in `Place`
    const GROUP_BITS: u32 = 8;

    fn new(rank: usize, live: bool, group: Group, index: usize) -> Key {
        let rank = (rank as u64) << 1 | u64::from(!live);
        let group = rank << Key::GROUP_BITS | u64::from(group.0);
        Key(group << Key::ID_BITS | index as u64)
    }

    /// The index of the node.
    fn index(self) -> usize {
        (self.0 & ((1 << Key::ID_BITS) - 1)) as usize
    }

    /// What nodes that may form a run have in common.
    fn run(self) -> u64 {
        self.0 >> Key::ID_BITS
    }

    fn group(self) -> Group {
        Group(self.run() as u8)
    }
}

/// The evaluated nodes in the order of their keys.
pub(super) fn sort(survey: &Survey, live: &Bits) -> Vec<Key> {
    let stages = stage_starts(survey);
    let ranked = survey.rank.iter().zip(&survey.group).enumerate();
    let ranked = ranked.filter(|(_, (rank, _))| **rank != NOT_EVALUATED);
    let key = |(index, (rank, group)): (usize, (&Rank, &Group))| {
        let stage = rank.stage as usize;
        let number = match rank.level {
            LATE => stages[stage + 1] - 1,
            level => stages[stage] + level as usize,
        };
        Key::new(number, live.get(index), *group, index)
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

/// Where each stage's ranks start when all are numbered, and where the last ends.
fn stage_starts(survey: &Survey) -> Vec<usize> {
    let mut starts = vec![0];
    for &Rank { stage, level } in survey.rank.iter().filter(|rank| **rank != NOT_EVALUATED) {
        let stage = stage as usize;
        if starts.len() < stage + 2 {
            starts.resize(stage + 2, 2);
        }
        if level != LATE {
            // Its levels, and one for the late nodes.
            starts[stage + 1] = starts[stage + 1].max(level as usize + 2);
        }
    }
    for stage in 1..starts.len() {
        starts[stage] += starts[stage - 1];
    }
    starts
}

/// Nodes of one rank and group, which may form a run.
pub(super) struct Stretch {
    /// The first of them, as an index into the order.
    pub(super) first: usize,
    pub(super) len: usize,
    pub(super) group: Group,
}

impl Stretch {
    /// Whether the nodes form a run of an op of one number, whose loops work on
    /// whole vectors and so may write a few numbers too many.
    pub(super) fn overruns(&self) -> bool {
        let late = |op: OpId| matches!(op.op().rule, Rule::Unary(_));
        self.group.op().is_some_and(late) && self.len >= SHORTEST_RUN
    }
}

pub(super) fn stretches(keys: &[Key]) -> Vec<Stretch> {
    let mut first = 0;
    let runs = keys.chunk_by(|a, b| a.run() == b.run());
    let stretch = |run: &[Key]| {
        first += run.len();
        Stretch {
            first: first - run.len(),
            len: run.len(),
            group: run[0].group(),
        }
    };
    runs.map(stretch).collect()
}
