//! [`Layering`]: columns of nodes, and of lanes for the wires that pass a column by.

use super::net::{Adjacency, Link, Net};

/// What stands in the columns, by number: the nodes of the net first, then lanes.
/// All wires that leave one node share its lanes.
pub(super) struct Layering {
    pub(super) columns: Vec<Vec<u32>>,
    /// How high each item is, in steps of the grid.
    pub(super) heights: Vec<i32>,
    pub(super) kinds: Vec<ItemKind>,
    pub(super) inputs: Adjacency<u32>,
    /// The users of each item, each with its place among that one's inputs.
    pub(super) users: Adjacency<(u32, u32)>,
    /// Whether every wire runs from a column to the next. There are no lanes where
    /// they would be many times as many as the nodes.
    pub(super) has_lanes: bool,
}

/// How much the place of a item says about where its neighbours belong: the last
/// kind the most. What feeds the main line of a graph thus stands beside it, and a
/// wire that passes nodes by is straight while those give way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ItemKind {
    /// A node without inputs, or its lane.
    Source,
    /// A node with inputs.
    Computed,
    /// A lane of a node with inputs.
    Lane,
}

/// How high a lane is, in steps of the grid: a wire comes in and goes out at other
/// heights.
const LANE: i32 = 2;

impl Layering {
    pub(super) fn new(net: &Net) -> Layering {
        let count = net.ids.len();
        let mut layer = net.layers();
        let mut kinds = vec![ItemKind::Source; count];
        for edge in &net.edges {
            kinds[edge.to as usize] = ItemKind::Computed;
        }
        let (edges, has_lanes) = with_lanes(net, &mut layer, &mut kinds);
        let mut heights = net.heights.clone();
        heights.resize(layer.len(), LANE);
        let columns = layer.iter().max().map_or(0, |last| *last as usize + 1);
        let mut columns = vec![Vec::new(); columns];
        for (item, layer) in (0..).zip(&layer) {
            columns[*layer as usize].push(item);
        }
        let mut filled = vec![0_u32; layer.len()];
        let mut place = |to: u32| {
            filled[to as usize] += 1;
            filled[to as usize] - 1
        };
        let places: Vec<u32> = edges.iter().map(|edge| place(edge.to)).collect();
        let inputs = edges.iter().map(|edge| (edge.to, edge.from));
        let users = edges.iter().zip(&places);
        let users = users.map(|(edge, place)| (edge.from, (edge.to, *place)));
        Layering {
            columns,
            heights,
            kinds,
            inputs: Adjacency::new(layer.len(), inputs),
            users: Adjacency::new(layer.len(), users),
            has_lanes,
        }
    }
}

/// The wires, cut up so that each runs from a column to the next: adds the lanes to
/// the layers and kinds. If they would be too many, the wires as they are.
fn with_lanes(net: &Net, layer: &mut Vec<u32>, kinds: &mut Vec<ItemKind>) -> (Vec<Link>, bool) {
    let count = net.ids.len();
    // The last column that each node's lanes reach.
    let mut last: Vec<u32> = layer.clone();
    for Link { from, to } in &net.edges {
        let reach = &mut last[*from as usize];
        *reach = (*reach).max(layer[*to as usize] - 1);
    }
    let lanes = layer.iter().zip(&last);
    let lanes: usize = lanes.map(|(own, last)| (last - own) as usize).sum();
    if lanes > 3 * count + 1_000 {
        return (net.edges.clone(), false);
    }
    let mut first_lane = vec![0; count];
    let mut edges = Vec::with_capacity(net.edges.len() + lanes);
    for node in 0..count {
        first_lane[node] = layer.len() as u32;
        let kind = match kinds[node] {
            ItemKind::Source => ItemKind::Source,
            _ => ItemKind::Lane,
        };
        let mut from = node as u32;
        for column in layer[node] + 1..=last[node] {
            let lane = layer.len() as u32;
            edges.push(Link { from, to: lane });
            layer.push(column);
            kinds.push(kind);
            from = lane;
        }
    }
    edges.extend(net.edges.iter().map(|&Link { from, to }| {
        let passed = layer[to as usize] - layer[from as usize] - 1;
        let lane = first_lane[from as usize] + passed.saturating_sub(1);
        let from = if passed == 0 { from } else { lane };
        Link { from, to }
    }));
    (edges, true)
}
