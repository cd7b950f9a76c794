//! The part of a graph that is laid out, by numbers from 0.

use crate::core::graph::{Graph, Node, NodeId};

use super::area::height_of;

/// A wire between two of the nodes, by number.
#[derive(Clone, Copy)]
pub(super) struct Link {
    pub(super) from: u32,
    pub(super) to: u32,
}

/// Some nodes of a graph and the wires between them, in the order of the nodes that
/// they end at and of those nodes' inputs.
pub(super) struct Net {
    pub(super) ids: Vec<NodeId>,
    /// How high each node is, in steps of the grid.
    pub(super) heights: Vec<i32>,
    pub(super) edges: Vec<Link>,
}

/// Which number a node has at the moment, by its index: room that many nets use one
/// after another.
pub(super) struct LocalNumbers(Vec<u32>);

const NONE: u32 = u32::MAX;

impl LocalNumbers {
    pub(super) fn new(graph: &Graph) -> LocalNumbers {
        LocalNumbers(vec![NONE; graph.index_bound()])
    }
}

impl Net {
    /// The nodes must be there, each once.
    pub(super) fn new(graph: &Graph, ids: Vec<NodeId>, numbers: &mut LocalNumbers) -> Net {
        for (number, id) in (0..).zip(&ids) {
            numbers.0[id.index()] = number;
        }
        let (mut heights, mut edges) = (Vec::with_capacity(ids.len()), Vec::new());
        for (to, id) in (0..).zip(&ids) {
            let inputs = graph.get(*id).map_or(&[][..], Node::inputs);
            heights.push(height_of(inputs.len()));
            let from = inputs.iter().flatten().map(|id| numbers.0[id.index()]);
            edges.extend(from.filter(|n| *n != NONE).map(|from| Link { from, to }));
        }
        for id in &ids {
            numbers.0[id.index()] = NONE;
        }
        Net {
            ids,
            heights,
            edges,
        }
    }

    /// The nodes in groups that no wire joins, by their first nodes and each in the
    /// order that it has here.
    pub(super) fn groups(&self) -> Vec<Vec<NodeId>> {
        // Each node points to an earlier one of its group, and the first to itself.
        let mut earlier: Vec<u32> = (0..self.ids.len() as u32).collect();
        for edge in &self.edges {
            let (a, b) = (first(&mut earlier, edge.from), first(&mut earlier, edge.to));
            earlier[a.max(b) as usize] = a.min(b);
        }
        let mut groups: Vec<Vec<NodeId>> = Vec::new();
        let mut group = vec![0; self.ids.len()];
        for (number, id) in (0..).zip(&self.ids) {
            let first = first(&mut earlier, number);
            if first == number {
                group[number as usize] = groups.len();
                groups.push(Vec::new());
            }
            groups[group[first as usize]].push(*id);
        }
        groups
    }

    /// The column of each node, counted from the left: one more than the last of its
    /// inputs, but for sources, which stand just before the first that uses them.
    pub(super) fn layers(&self) -> Vec<u32> {
        let count = self.ids.len();
        let users = Adjacency::new(count, self.edges.iter().map(|l| (l.from, l.to)));
        let mut waiting = vec![0_u32; count];
        for edge in &self.edges {
            waiting[edge.to as usize] += 1;
        }
        let sources: Vec<u32> = (0..count as u32)
            .filter(|n| waiting[*n as usize] == 0)
            .collect();
        let mut layer = vec![0_u32; count];
        let mut ready = sources.clone();
        while let Some(node) = ready.pop() {
            for &user in users.of(node) {
                let (to, from) = (user as usize, node as usize);
                layer[to] = layer[to].max(layer[from] + 1);
                waiting[to] -= 1;
                if waiting[to] == 0 {
                    ready.push(user);
                }
            }
        }
        for source in sources {
            let users = users.of(source).iter().map(|user| layer[*user as usize]);
            layer[source as usize] = users.min().map_or(0, |first| first - 1);
        }
        layer
    }
}

/// The first of a group, and shorter ways to it for the next question.
fn first(earlier: &mut [u32], mut node: u32) -> u32 {
    while earlier[node as usize] != node {
        let next = earlier[earlier[node as usize] as usize];
        earlier[node as usize] = next;
        node = next;
    }
    node
}

/// For each of so many items, a list of others, all in one array.
pub(super) struct Adjacency<T> {
    /// Where each list ends.
    ends: Vec<usize>,
    list: Vec<T>,
}

impl<T: Copy + Default> Adjacency<T> {
    /// From pairs of a item and an entry of its list, which keep their order.
    pub(super) fn new(count: usize, pairs: impl Iterator<Item = (u32, T)> + Clone) -> Adjacency<T> {
        let mut next = vec![0_usize; count + 1];
        for (of, _) in pairs.clone() {
            next[of as usize + 1] += 1;
        }
        for index in 1..next.len() {
            next[index] += next[index - 1];
        }
        let mut list = vec![T::default(); next[count]];
        // Filling moves each start to its end.
        for (of, entry) in pairs {
            list[next[of as usize]] = entry;
            next[of as usize] += 1;
        }
        Adjacency { ends: next, list }
    }

    pub(super) fn of(&self, item: u32) -> &[T] {
        let item = item as usize;
        let start = if item == 0 { 0 } else { self.ends[item - 1] };
        &self.list[start..self.ends[item]]
    }
}
