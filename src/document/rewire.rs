//! Edits that keep wires whole when a node goes or comes: deleting nodes out of
//! their wires, and dropping a node on a wire.

use hashbrown::{HashMap, HashSet};

use crate::core::graph::{NodeId, Wire};

use super::content::Document;
use super::edit::Edit;

impl Document {
    /// An edit that deletes nodes and joins the wires at them: a wire that starts at
    /// a deleted node starts, from then on, at what was wired to that node's first
    /// wired input, or to that one's if it is deleted too. Where nothing was wired
    /// the wire goes. Nodes that don't exist are left out.
    pub fn delete_through(&self, nodes: &[NodeId]) -> Edit {
        let there = nodes.iter().filter(|id| self.graph.get(**id).is_some());
        let gone: HashSet<NodeId> = there.copied().collect();
        // What stands behind each deleted node, once it is known.
        let mut behind: HashMap<NodeId, Option<NodeId>> = HashMap::new();
        let mut edits = Vec::new();
        for (from, wire) in self.graph.wires() {
            if !gone.contains(&from) || gone.contains(&wire.to) {
                continue;
            }
            if let Some(from) = self.behind(from, &gone, &mut behind) {
                let from = Some(from);
                edits.push(Edit::Connect { from, wire });
            }
        }
        let mut gone: Vec<NodeId> = gone.into_iter().collect();
        gone.sort_unstable();
        edits.push(Edit::Remove(gone));
        let label = "delete and rewire";
        Edit::All { label, edits }
    }

    /// The first node that stays on the way back from a deleted one, along first
    /// wired inputs.
    fn behind(
        &self,
        start: NodeId,
        gone: &HashSet<NodeId>,
        known: &mut HashMap<NodeId, Option<NodeId>>,
    ) -> Option<NodeId> {
        let mut way = Vec::new();
        let mut at = Some(start);
        let found = loop {
            let Some(id) = at.filter(|id| gone.contains(id)) else {
                break at;
            };
            if let Some(found) = known.get(&id) {
                break *found;
            }
            way.push(id);
            at = self
                .graph
                .get(id)?
                .inputs()
                .iter()
                .flatten()
                .next()
                .copied();
        };
        known.extend(way.into_iter().map(|id| (id, found)));
        found
    }

    /// An edit that puts a node on a wire: what the wire starts at goes to the
    /// node's first free input, and the node to the wire's end.
    ///
    /// Nothing if that can't be: there is no such node or wire, the node has no free
    /// input, it is in use already (something is wired to its output, or the wire's
    /// start to one of its inputs), or a cycle would close.
    pub fn splice(&self, node: NodeId, wire: Wire) -> Option<Edit> {
        let ends_at = self.graph.get(wire.to)?;
        let from = (*ends_at.inputs().get(wire.input)?)?;
        let inputs = self.graph.get(node)?.inputs();
        let input = inputs.iter().position(Option::is_none)?;
        let in_use = node == from
            || inputs.contains(&Some(from))
            || self.graph.wires().any(|(start, _)| start == node);
        // Nothing uses the node, so a cycle can only close through its inputs.
        if in_use || node == wire.to || self.graph.path(wire.to, node).is_some() {
            return None;
        }
        let connect = |from, wire| Edit::Connect {
            from: Some(from),
            wire,
        };
        let edits = vec![connect(from, Wire { to: node, input }), connect(node, wire)];
        let label = "insert on wire";
        Some(Edit::All { label, edits })
    }
}
