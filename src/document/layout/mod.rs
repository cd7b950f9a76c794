//! Places for nodes: in layers from left to right, so that every wire runs to the
//! right.
//!
//! A node's layer is the longest way to it from a source; sources stand just before
//! their first user. What wires join is a block of its own: its layers are
//! ordered so that few wires cross, and each node is put level with its neighbours,
//! so that a chain runs straight; wires that pass a layer by have lanes there, and
//! nodes give way to them. Blocks are packed side by side.
//!
//! Nodes that have a position keep it unless they are to be arranged anew: a new one
//! goes next to its neighbours if there is room, and otherwise to a block of its
//! own below. The work grows with nodes and wires, but for sorting, and nothing
//! recurses: graphs are deep.

mod net;
mod order;
mod pack;
mod room;
mod settle;
mod sheet;

use crate::core::graph::NodeId;

use super::{Document, Position};

/// How wide a node is, in points.
pub const NODE_WIDTH: f32 = 160.0;
/// Positions given here are multiples of this, in points.
pub const GRID: f32 = 20.0;

/// From a column of nodes to the next.
const STEP_X: f32 = pack::COLUMN as f32 * GRID;
/// Where a graph starts, from the origin, and what stays free around a new block.
const MARGIN: f32 = 2.0 * GRID;

/// Width and height of a node with so many inputs, in points: 64 for its head and
/// its numbers and 20 an input, rounded up to the grid.
pub fn node_size(inputs: usize) -> (f32, f32) {
    (NODE_WIDTH, height_of(inputs) as f32 * GRID)
}

/// The height of a node with so many inputs, in steps of the grid.
fn height_of(inputs: usize) -> i32 {
    4 + inputs.max(1) as i32
}

/// The part of the canvas that a node covers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Its upper left corner.
    pub at: Position,
    /// Width and height, in points.
    pub size: (f32, f32),
}

impl Area {
    /// That of a node, if it exists and is placed.
    pub fn of(document: &Document, id: NodeId) -> Option<Area> {
        let inputs = document.graph.get(id)?.inputs().len();
        let (at, size) = (document.position(id)?, node_size(inputs));
        Some(Area { at, size })
    }

    /// Whether two share more than an edge.
    pub fn overlaps(&self, other: &Area) -> bool {
        let apart = |a: f32, a_side: f32, b: f32, b_side: f32| a + a_side <= b || b + b_side <= a;
        !apart(self.at.x(), self.size.0, other.at.x(), other.size.0)
            && !apart(self.at.y(), self.size.1, other.at.y(), other.size.1)
    }
}

/// Gives every node without a position one. Those that have one stay, and no new
/// node overlaps another.
pub fn place_missing(document: &mut Document) {
    let missing = document.graph.iter().map(|(id, _)| id);
    let missing = missing.filter(|id| document.position(*id).is_none());
    let mut missing: Vec<NodeId> = missing.collect();
    if missing.is_empty() {
        return;
    }
    if missing.len() < document.graph.len() {
        missing = room::place_near_neighbours(document, missing);
    }
    let block = pack::lay_out(&document.graph, missing);
    let (left, top) = room::free_corner(document, block.height as f32 * GRID);
    for (id, x, y) in block.places {
        let at = Position::nearest(left + x as f32 * GRID, top + y as f32 * GRID);
        document.place(id, Some(at));
    }
}

/// New places for all nodes, or for some, laid out as if they had none. Some keep
/// their middle where it was; the whole graph starts near the origin. Nodes that
/// don't exist are left out. For [`Edit::Place`](super::Edit::Place).
pub fn arrange(document: &Document, nodes: Option<&[NodeId]>) -> Vec<(NodeId, Position)> {
    let graph = &document.graph;
    let ids = match nodes {
        None => graph.iter().map(|(id, _)| id).collect(),
        Some(nodes) => {
            let there = nodes.iter().copied().filter(|id| graph.get(*id).is_some());
            let mut ids: Vec<NodeId> = there.collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        }
    };
    let middle = nodes.and_then(|_| middle(document, &ids));
    let block = pack::lay_out(graph, ids);
    let (width, height) = (block.width as f32 * GRID, block.height as f32 * GRID);
    let snapped = |c: f32| (c / GRID).round() * GRID;
    let (left, top) = middle.map_or((MARGIN, MARGIN), |(x, y)| {
        (snapped(x - width / 2.0), snapped(y - height / 2.0))
    });
    let place = |(id, x, y): (NodeId, i32, i32)| {
        let at = Position::nearest(left + x as f32 * GRID, top + y as f32 * GRID);
        (id, at)
    };
    block.places.into_iter().map(place).collect()
}

/// The middle of all that nodes cover; nothing if none is placed.
fn middle(document: &Document, ids: &[NodeId]) -> Option<(f32, f32)> {
    let areas = ids.iter().filter_map(|id| Area::of(document, *id));
    let sides = areas.map(|Area { at, size }| [at.x(), at.y(), at.x() + size.0, at.y() + size.1]);
    let around = sides.reduce(|a, b| {
        [
            a[0].min(b[0]),
            a[1].min(b[1]),
            a[2].max(b[2]),
            a[3].max(b[3]),
        ]
    })?;
    Some(((around[0] + around[2]) / 2.0, (around[1] + around[3]) / 2.0))
}
