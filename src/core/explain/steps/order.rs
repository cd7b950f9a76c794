//! Which nodes are shown, and in which order.

use crate::core::graph::{Graph, Node, NodeId};
use crate::core::op::Op;
use crate::core::program::Program;

/// Which nodes are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepScope {
    /// Every evaluated node.
    #[default]
    Everything,
    /// What depends on a parameter and leads to the target; in a graph without
    /// parameters everything that leads to the target. Other values are there from
    /// the start, and other gradients never come.
    ParametersToTarget,
}

/// Which nodes are shown, by index.
pub(super) fn shown(graph: &Graph, program: &Program, show: StepScope) -> Vec<bool> {
    let mut shown = vec![false; graph.index_bound()];
    let trained = |id: NodeId| {
        let op = graph.get(id).and_then(Node::op);
        op.is_some_and(Op::is_trained)
    };
    let any = program.order().iter().any(|id| trained(*id));
    for &id in program.order() {
        shown[id.index()] = match show {
            StepScope::Everything => true,
            StepScope::ParametersToTarget => {
                !any || trained(id) || graph.incoming(id).any(|(from, _)| shown[from.index()])
            }
        };
    }
    if show == StepScope::ParametersToTarget {
        let ids = program.order().iter();
        ids.for_each(|id| shown[id.index()] &= program.reaches_target(*id));
    }
    shown
}

/// The nodes that are shown, column by column as on a drawing: a column holds
/// the nodes whose inputs all stand further left. Sources stand before their first
/// user.
pub(super) fn left_to_right(graph: &Graph, program: &Program, shown: &[bool]) -> Vec<NodeId> {
    let mut level = vec![0_u32; graph.index_bound()];
    for &id in program.order() {
        let inputs = graph.incoming(id).map(|(from, _)| level[from.index()] + 1);
        level[id.index()] = inputs.max().unwrap_or(0);
    }
    let visible = program.order().iter().filter(|id| shown[id.index()]);
    let mut columns: Vec<NodeId> = visible.copied().collect();
    columns.sort_by_key(|id| (level[id.index()], *id));
    let sources = columns.partition_point(|id| level[id.index()] == 0);
    let mut order = Vec::with_capacity(columns.len());
    let mut placed = vec![false; graph.index_bound()];
    for &id in &columns[sources..] {
        for (from, _) in graph.incoming(id) {
            let waits = shown[from.index()] && level[from.index()] == 0;
            if waits && !std::mem::replace(&mut placed[from.index()], true) {
                order.push(from);
            }
        }
        order.push(id);
    }
    // Sources that nothing uses.
    let unused = columns[..sources].iter().filter(|id| !placed[id.index()]);
    order.extend(unused);
    order
}
