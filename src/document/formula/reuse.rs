//! Which nodes a changed formula needs no longer, and which new ones take their places.

use hashbrown::{HashMap, HashSet};

use crate::core::formula::{Content, End, NameOrigin, Plan, is_made};
use crate::core::graph::{Graph, Node, NodeId};

/// The nodes that nothing needs once the plan is carried out, in no order: only changed
/// nodes used them, or others of them, and nobody chose their names.
pub(super) fn orphans(graph: &Graph, plan: &Plan) -> HashSet<NodeId> {
    let changed: HashSet<NodeId> = plan.changes.iter().map(|change| change.node).collect();
    let mut orphans = HashSet::new();
    let inputs = |id: NodeId| graph.get(id).map_or(&[][..], Node::inputs);
    let mut open: Vec<NodeId> = changed
        .iter()
        .flat_map(|id| inputs(*id))
        .flatten()
        .copied()
        .collect();
    if open.is_empty() {
        return orphans;
    }
    let mut uses = uses_after(graph, plan, &changed);
    let may_go = |id: NodeId| {
        let known = graph.get(id).filter(|node| node.op().is_some());
        known.is_some_and(is_made) && graph.target() != Some(id) && !changed.contains(&id)
    };
    while let Some(id) = open.pop() {
        let is_unused = uses.get(&id).is_none_or(|uses| *uses == 0);
        if is_unused && may_go(id) && orphans.insert(id) {
            for input in inputs(id).iter().flatten() {
                if let Some(uses) = uses.get_mut(input) {
                    *uses -= 1;
                }
                open.push(*input);
            }
        }
    }
    orphans
}

/// How many wires start at each node once the plan is carried out.
fn uses_after(graph: &Graph, plan: &Plan, changed: &HashSet<NodeId>) -> HashMap<NodeId, usize> {
    let mut uses = HashMap::new();
    for (from, wire) in graph.wires() {
        if !changed.contains(&wire.to) {
            *uses.entry(from).or_default() += 1;
        }
    }
    let new = plan.nodes.iter().map(|node| &node.content);
    let changes = plan.changes.iter().map(|change| &change.content);
    for end in new.chain(changes).flat_map(|content| &content.inputs) {
        if let Some(End::Node(id)) = end {
            *uses.entry(*id).or_default() += 1;
        }
    }
    uses
}

/// For each new node of a plan, by its number, the orphan whose place it takes: one that is
/// at the same input, or another input of the same op.
pub(super) fn reused(graph: &Graph, plan: &Plan, orphans: &HashSet<NodeId>) -> Vec<Option<NodeId>> {
    let mut reuse = Reuse {
        graph,
        plan,
        free: orphans.clone(),
        of_new: vec![None; plan.nodes.len()],
    };
    if orphans.is_empty() {
        return reuse.of_new;
    }
    let changes = plan.changes.iter();
    let mut open: Vec<(NodeId, &Content)> = changes
        .map(|change| (change.node, &change.content))
        .collect();
    while let Some((old, content)) = open.pop() {
        for (input, end) in content.inputs.iter().enumerate() {
            if let Some(End::New(new)) = end
                && let Some(taken) = reuse.take(old, input, *new)
            {
                open.push((taken, &plan.nodes[*new].content));
            }
        }
    }
    reuse.of_new
}

struct Reuse<'a> {
    graph: &'a Graph,
    plan: &'a Plan,
    /// Orphans whose places nobody took.
    free: HashSet<NodeId>,
    of_new: Vec<Option<NodeId>>,
}

impl Reuse<'_> {
    /// Lets a new node, at this input of a node that was there, take the place of an orphan.
    fn take(&mut self, old: NodeId, input: usize, new: usize) -> Option<NodeId> {
        let node = self.plan.nodes.get(new)?;
        if node.origin != NameOrigin::Made || self.of_new[new].is_some() {
            return None;
        }
        let (wanted, free) = (node.content.op.op(), &self.free);
        let inputs = self.graph.get(old).map_or(&[][..], Node::inputs);
        let op_of = |id: NodeId| self.graph.get(id).and_then(Node::op);
        let same = |id: &NodeId| op_of(*id).is_some_and(|op| op.name == wanted.name);
        let alike = |id: &NodeId| op_of(*id).is_some_and(|op| op.is_source() == wanted.is_source());
        let at = inputs.get(input).copied().flatten();
        let at = at.filter(|id| free.contains(id));
        let mut all = inputs.iter().copied().flatten();
        let found = at
            .filter(same)
            .or_else(|| all.find(|id| free.contains(id) && same(id)))
            .or(at.filter(alike))?;
        self.free.remove(&found);
        self.of_new[new] = Some(found);
        Some(found)
    }
}
