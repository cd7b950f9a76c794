//! The order of the program, and which nodes in it may form runs.

use super::super::graph::NodeId;
use super::super::op::Rule;
use super::super::ops::OpId;
use super::super::program::Bits;
use super::survey::{Group, Rank, Survey};

/// Fewer nodes than this are no run: they are interpreted, or part of a chain.
pub(super) const SHORTEST_RUN: usize = 2;

/// The same for the plain nodes of a level.
pub(super) const SHORTEST_LEVEL: usize = 4;

/// A node with everything that decides its place in the order, the weightiest in the
/// highest bits: its level, levels numbered throughout, whether it misses the target,
/// its group, its id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u64);

impl Key {
    const ID_BITS: u32 = 31; // as in `Place`

    fn new(level: usize, live: bool, group: Group, index: usize) -> Key {
        let level = (level as u64) << 1 | u64::from(!live);
        let run = level << Group::BITS | group.bits();
        Key(run << Key::ID_BITS | index as u64)
    }

    /// The index of the node.
    fn index(self) -> usize {
        (self.0 & ((1 << Key::ID_BITS) - 1)) as usize
    }

    /// Whether the two nodes may stand in one step.
    fn joins(self, next: Key) -> bool {
        let [run, its] = [self, next].map(|key| key.0 >> Key::ID_BITS);
        let [level, its_level] = [run, its].map(|run| run >> Group::BITS);
        let plain = |key: Key| key.group().plain().is_some();
        run == its || (level == its_level && plain(self) && plain(next))
    }

    fn group(self) -> Group {
        Group::from_bits(self.0 >> Key::ID_BITS)
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
        let live = live.get(index) || rank.group() == Group::SOURCE;
        Key::new(level, live, rank.group(), index)
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

/// Nodes of one rank, which may form a run, or all plain nodes of one level.
pub(super) struct Stretch {
    /// The first of them, as an index into the order.
    pub(super) first: usize,
    pub(super) len: usize,
    /// The group of the first of them.
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
    let runs = keys.chunk_by(|a, b| a.joins(*b));
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
