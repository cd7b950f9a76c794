//! Walks along the wires, and cycles. Loops with a stack of their own: graphs are
//! deep.

use super::Graph;
use super::node::{Node, NodeId, Wire};

impl Graph {
    /// The node that a wire starts at.
    pub fn start_of(&self, wire: Wire) -> Option<NodeId> {
        *self.get(wire.to)?.inputs.get(wire.input)?
    }

    /// The wires that end at a node, with the node that each starts at.
    pub fn incoming(&self, to: NodeId) -> impl Iterator<Item = (NodeId, Wire)> {
        let inputs = self.get(to).map_or(&[][..], Node::inputs);
        let wires = inputs.iter().enumerate();
        wires.filter_map(move |(input, from)| Some(((*from)?, Wire { to, input })))
    }

    /// By index: a node and all that its value depends on.
    pub fn inputs_of(&self, start: NodeId) -> Vec<bool> {
        let mut found = vec![false; self.index_bound()];
        let mut stack = vec![start];
        while let Some(id) = stack.pop() {
            let Some(entry) = found.get_mut(id.index()) else {
                continue;
            };
            if !std::mem::replace(entry, true) {
                let inputs = self.get(id).map_or(&[][..], Node::inputs);
                stack.extend(inputs.iter().flatten());
            }
        }
        found
    }

    /// By index: a node and all whose values depend on it.
    pub fn users_of(&self, start: NodeId) -> Vec<bool> {
        // The users of each node as a list through `next`: one walk over the wires.
        let mut first = vec![usize::MAX; self.index_bound()];
        let mut next = Vec::new();
        for (from, wire) in self.wires() {
            if let Some(entry) = first.get_mut(from.index()) {
                let before = std::mem::replace(entry, next.len());
                next.push((wire.to, before));
            }
        }
        let mut found = vec![false; self.index_bound()];
        let mut stack = vec![start];
        while let Some(id) = stack.pop() {
            let Some(entry) = found.get_mut(id.index()) else {
                continue;
            };
            if std::mem::replace(entry, true) {
                continue;
            }
            let mut at = first[id.index()];
            while let Some((user, onward)) = next.get(at) {
                stack.push(*user);
                at = *onward;
            }
        }
        found
    }

    /// The nodes on a way along the wires from one node to another, both included,
    /// if there is one.
    pub fn path(&self, from: NodeId, to: NodeId) -> Option<Vec<NodeId>> {
        // Walks backward from `to`, as wires are stored where they end.
        let mut next = vec![None; self.index_bound()];
        let mut seen = vec![false; self.index_bound()];
        let mut stack = vec![to];
        *seen.get_mut(to.index())? = true;
        while let Some(id) = stack.pop() {
            if id == from {
                let onward = |id: &NodeId| next[id.index()];
                return Some(std::iter::successors(Some(from), onward).collect());
            }
            for &input in self.get(id)?.inputs.iter().flatten() {
                if !std::mem::replace(&mut seen[input.index()], true) {
                    next[input.index()] = Some(id);
                    stack.push(input);
                }
            }
        }
        None
    }

    /// The names along a cycle, the first again at the end.
    pub(super) fn closed_names(&self, cycle: &[NodeId]) -> Vec<String> {
        const SHOWN: usize = 20;
        let name = |id: &NodeId| self.name(*id).to_owned();
        let mut names: Vec<_> = cycle.iter().take(SHOWN).map(name).collect();
        if cycle.len() > SHOWN {
            names.push(format!("… ({} more)", cycle.len() - SHOWN));
        }
        names.extend(cycle.first().map(name));
        names
    }

    /// The nodes of one cycle in the direction of the wires, if there is one.
    pub(super) fn find_cycle(&self) -> Option<Vec<NodeId>> {
        // Depth first along the inputs, with a stack of our own: graphs are deep.
        const NEW: u8 = 0;
        const OPEN: u8 = 1;
        const DONE: u8 = 2;
        let mut state = vec![NEW; self.index_bound()];
        let mut stack: Vec<(NodeId, usize)> = Vec::new();
        for (root, _) in self.iter() {
            if state[root.index()] != NEW {
                continue;
            }
            state[root.index()] = OPEN;
            stack.push((root, 0));
            while let Some((id, at)) = stack.last_mut() {
                let inputs = self.get(*id).map_or(&[][..], Node::inputs);
                let Some(input) = inputs.get(*at) else {
                    state[id.index()] = DONE;
                    stack.pop();
                    continue;
                };
                *at += 1;
                let Some(input) = *input else { continue };
                match state[input.index()] {
                    NEW => {
                        state[input.index()] = OPEN;
                        stack.push((input, 0));
                    }
                    OPEN => {
                        let start = stack.iter().position(|(id, _)| *id == input)?;
                        return Some(stack[start..].iter().rev().map(|(id, _)| *id).collect());
                    }
                    _ => {}
                }
            }
        }
        None
    }
}
