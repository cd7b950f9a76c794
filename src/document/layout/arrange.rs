//! What the layout gives to the rest of the program: positions for nodes that have
//! none, and new ones for those that have.

use super::area::{Area, GRID};
use super::room::MARGIN;
use super::{pack, room};
use crate::core::graph::NodeId;
use crate::document::content::Document;
use crate::document::position::Position;

/// Gives every node without a position one. Those that have one stay, and no new
/// node overlaps another.
pub fn place_missing(document: &mut Document) {
    let missing = document.graph().iter().map(|(id, _)| id);
    let missing = missing.filter(|id| document.position(*id).is_none());
    let mut missing: Vec<NodeId> = missing.collect();
    if missing.is_empty() {
        return;
    }
    if missing.len() < document.graph().len() {
        missing = room::place_near_neighbours(document, missing);
    }
    let block = pack::lay_out(document.graph(), missing);
    let (left, top) = room::free_corner(document, block.height as f32 * GRID);
    for (id, x, y) in block.places {
        let at = Position::nearest(left + x as f32 * GRID, top + y as f32 * GRID);
        document.place(id, Some(at));
    }
}

/// New places for all nodes, or for some, laid out as if they had none. Some keep
/// their middle where it was; the whole graph starts near the origin. Nodes that
/// don't exist are left out. For [`Edit::Place`](crate::document::Edit::Place).
pub fn arrange(document: &Document, nodes: Option<&[NodeId]>) -> Vec<(NodeId, Position)> {
    let graph = document.graph();
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
