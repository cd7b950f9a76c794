//! The order of the program, and which nodes in it may form runs.

use super::super::graph::NodeId;
use super::super::op::Rule;
use super::super::ops::OpId;
use super::super::program::Bits;
use super::survey::{Group, LATE, NOT_EVALUATED, Rank, Survey};

/// The same for ops of one number, whose loops are vector code.
pub(super) const SHORTEST_LATE_RUN: usize = 2;

/// The evaluated nodes by (rank, reaches the target?, group, id). Two counting
/// sorts, the less significant key first, as each keeps what is in order.
pub(super) fn sort(survey: &Survey, live: &Bits) -> Vec<NodeId> {
    let evaluated = |i: &u32| survey.rank[*i as usize] != NOT_EVALUATED;
    let nodes: Vec<u32> = (0..survey.rank.len() as u32).filter(evaluated).collect();
    let group = |i: u32| {
        let i = i as usize;
        usize::from(survey.group[i].0) + if live.get(i) { 0 } else { 256 }
    };
    let nodes = counting_sort(&nodes, group);
    let stages = stage_starts(survey, &nodes);
    let place = |i: u32| {
        let Rank { stage, level } = survey.rank[i as usize];
        let (start, end) = (stages[stage as usize], stages[stage as usize + 1]);
        if level == LATE {
            end - 1
        } else {
            start + level as usize
        }
    };
    let nodes = counting_sort(&nodes, place);
    let ids = nodes.iter();
    ids.filter_map(|i| NodeId::from_index(*i as usize))
        .collect()
}

/// Where each stage's ranks start when all are numbered, and where the last ends.
fn stage_starts(survey: &Survey, nodes: &[u32]) -> Vec<usize> {
    let mut starts = vec![0];
    for &node in nodes {
        let Rank { stage, level } = survey.rank[node as usize];
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

fn counting_sort(items: &[u32], key: impl Fn(u32) -> usize) -> Vec<u32> {
    let keys = items.iter().map(|i| key(*i) + 1).max().unwrap_or(0);
    let mut next = vec![0_u32; keys + 1];
    for &item in items {
        next[key(item) + 1] += 1;
    }
    for i in 1..next.len() {
        next[i] += next[i - 1];
    }
    let mut sorted = vec![0; items.len()];
    for &item in items {
        let at = &mut next[key(item)];
        sorted[*at as usize] = item;
        *at += 1;
    }
    sorted
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
        self.group.op().is_some_and(late) && self.len >= SHORTEST_LATE_RUN
    }
}

pub(super) fn stretches(survey: &Survey, live: &Bits, order: &[NodeId]) -> Vec<Stretch> {
    let key = |id: &NodeId| {
        let i = id.index();
        (survey.rank[i], survey.group[i], live.get(i))
    };
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut last = None;
    for (first, id) in order.iter().enumerate() {
        match stretches.last_mut() {
            Some(stretch) if last == Some(key(id)) => stretch.len += 1,
            _ => stretches.push(Stretch {
                first,
                len: 1,
                group: survey.group[id.index()],
            }),
        }
        last = Some(key(id));
    }
    stretches
}
