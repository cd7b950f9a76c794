//! Where there is room between nodes that are placed already.

use std::collections::HashMap;

use crate::core::graph::{Node, NodeId};
use crate::core::limits::MAX_COORDINATE;

use super::area::{Area, GRID, NODE_WIDTH, node_size};
use super::net::{Adjacency, LocalNumbers, Net};
use super::pack::COLUMN;
use crate::document::content::Document;
use crate::document::position::Position;

/// From a column of nodes to the next.
const STEP_X: f32 = COLUMN as f32 * GRID;
/// Where a graph starts, from the origin, and what stays free around a new block.
pub(super) const MARGIN: f32 = 2.0 * GRID;
// How far down a node looks for room next to its neighbours, and in what steps.
const TRIES: usize = 64;
const STEP_Y: f32 = 3.0 * GRID;
/// The room that stays free between nodes.
const GAP: f32 = GRID;

/// Puts nodes to the right of their inputs, or to the left of what uses them,
/// where there is room. Returns those for which there was none.
pub(super) fn place_near_neighbours(document: &mut Document, nodes: Vec<NodeId>) -> Vec<NodeId> {
    let graph = document.graph();
    let users = graph
        .wires()
        .map(|(from, wire)| (from.index() as u32, Some(wire.to)));
    let users: Vec<_> = users.collect();
    let users = Adjacency::new(graph.index_bound(), users.iter().copied());
    let net = Net::new(graph, nodes, &mut LocalNumbers::new(graph));
    // Inputs first, so that a new chain goes on from what is there.
    let mut nodes: Vec<_> = net.layers().into_iter().zip(net.ids).collect();
    nodes.sort_by_key(|(layer, _)| *layer);
    let mut room = TakenAreas::default();
    for (id, _) in graph.iter() {
        Area::of(document, id)
            .into_iter()
            .for_each(|area| room.take(area));
    }
    let mut left = Vec::new();
    for (_, id) in nodes {
        let inputs = document.graph().get(id).map_or(&[][..], Node::inputs);
        let size = node_size(inputs.len());
        let wish = near(document, inputs, users.of(id.index() as u32));
        match wish.and_then(|wish| room.find(wish, size)) {
            Some(area) => {
                room.take(area);
                document.place(id, Some(area.at));
            }
            None => left.push(id),
        }
    }
    left
}

/// Where a node would best stand, by its neighbours that are placed.
fn near(
    document: &Document,
    inputs: &[Option<NodeId>],
    users: &[Option<NodeId>],
) -> Option<(f32, f32)> {
    let places = |ids: &[Option<NodeId>]| -> Vec<Position> {
        let ids = ids.iter().flatten();
        ids.filter_map(|id| document.position(*id)).collect()
    };
    let mean = |all: &[Position]| all.iter().map(|p| p.y()).sum::<f32>() / all.len() as f32;
    let inputs = places(inputs);
    if let Some(right) = inputs.iter().map(|p| p.x()).reduce(f32::max) {
        return Some((right + STEP_X, mean(&inputs)));
    }
    let users = places(users);
    let left = users.iter().map(|p| p.x()).reduce(f32::min)?;
    Some((left - STEP_X, mean(&users)))
}

/// Which parts of the canvas are taken: areas by the cells that they touch, so that
/// two that overlap have a cell in common.
#[derive(Default)]
struct TakenAreas {
    cells: HashMap<(i32, i32), Vec<Area>>,
}

impl TakenAreas {
    fn cells(area: &Area) -> impl Iterator<Item = (i32, i32)> + use<> {
        let cell = |c: f32| (c / NODE_WIDTH).floor() as i32;
        let (x, y) = (area.at.x(), area.at.y());
        let columns = cell(x)..=cell(x + area.size.0);
        let rows = cell(y)..=cell(y + area.size.1);
        columns.flat_map(move |column| rows.clone().map(move |row| (column, row)))
    }

    fn take(&mut self, area: Area) {
        for cell in Self::cells(&area) {
            self.cells.entry(cell).or_default().push(area);
        }
    }

    fn is_free(&self, area: &Area) -> bool {
        let mut taken = Self::cells(area)
            .filter_map(|cell| self.cells.get(&cell))
            .flatten();
        !taken.any(|other| other.overlaps(area))
    }

    /// The first free place from the wish downward, with some room around it.
    fn find(&self, (x, y): (f32, f32), size: (f32, f32)) -> Option<Area> {
        let snapped = |c: f32| (c / GRID).round() * GRID;
        let down = (0..TRIES).map(|step| snapped(y) + step as f32 * STEP_Y);
        let mut places = down.filter_map(|y| Position::new(snapped(x), y));
        let at = places.find(|at| {
            let at = Position::nearest(at.x() - GAP, at.y() - GAP);
            let size = (size.0 + 2.0 * GAP, size.1 + 2.0 * GAP);
            self.is_free(&Area { at, size })
        })?;
        Some(Area { at, size })
    }
}

/// The upper left corner of a band across the canvas that holds no node and is
/// this high: below all nodes if there is room, else in the lowest gap.
pub(super) fn free_corner(document: &Document, height: f32) -> (f32, f32) {
    let ids = document.graph().iter().map(|(id, _)| id);
    let mut taken: Vec<Area> = ids.filter_map(|id| Area::of(document, id)).collect();
    if taken.is_empty() {
        return (MARGIN, MARGIN);
    }
    taken.sort_by(|a, b| a.at.y().total_cmp(&b.at.y()));
    // The block must not leave the canvas to the right.
    let left = taken.iter().map(|area| area.at.x()).fold(MARGIN, f32::min);
    let left = (left / GRID).floor() * GRID;
    // What is free from the top down: between the lowest end so far and the next start.
    let mut end = -MAX_COORDINATE;
    let mut corner = None;
    let mut look = |end: f32, next: f32| {
        let start = (end / GRID).ceil() * GRID;
        if start + height <= next {
            corner = Some(start);
        }
    };
    for area in &taken {
        look(end, area.at.y() - MARGIN);
        end = end.max(area.at.y() + area.size.1 + MARGIN);
    }
    look(end, MAX_COORDINATE);
    // Only a canvas that is full from top to bottom has none.
    (left, corner.unwrap_or(-MAX_COORDINATE))
}
