//! Positions for nodes that have none: in layers from left to right, so that every
//! wire runs to the right.
//!
//! A node's layer is the longest way to it from a source. Within a layer nodes are
//! ordered by the mean height of their neighbours (the barycentre heuristic of
//! Sugiyama, Tagawa and Toda, 1981), in a few passes to and fro. Nodes that have a
//! position keep it: a new one goes next to its neighbours if there is room, and
//! otherwise to a block of its own below. The work grows with nodes and wires, but
//! for sorting, and nothing recurses: graphs are deep.

use std::collections::HashMap;

use crate::core::graph::{Graph, NodeId};
use crate::core::limits::MAX_COORDINATE;

use super::{Document, Position};

/// How wide a node is, in points.
pub const NODE_WIDTH: f32 = 160.0;
/// Positions given here are multiples of this.
pub const GRID: f32 = 20.0;

// From one node to the next, with room for a wire's labels between.
const STEP_X: f32 = NODE_WIDTH + 4.0 * GRID;
const NODE_HEIGHT: f32 = 5.0 * GRID;
const STEP_Y: f32 = 6.0 * GRID;
const MARGIN: f32 = 2.0 * GRID;
const PASSES: usize = 4;
// How far down a node looks for room next to its neighbours.
const TRIES: usize = 64;

/// Width and height of a node with so many inputs, in points: 64 for its head and
/// its numbers and 20 an input, rounded up to the grid.
pub fn node_size(inputs: usize) -> (f32, f32) {
    let height = 64.0 + GRID * inputs.max(1) as f32;
    (NODE_WIDTH, (height / GRID).ceil() * GRID)
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

/// New places for all nodes, or for some: in layers from left to right, so that
/// every wire runs to the right. Nodes that don't exist are left out.
pub fn arrange(document: &Document, nodes: Option<&[NodeId]>) -> Vec<(NodeId, Position)> {
    let mut chosen = vec![nodes.is_none(); document.graph.index_bound()];
    for id in nodes.into_iter().flatten() {
        if let Some(chosen) = chosen.get_mut(id.index()) {
            *chosen = true;
        }
    }
    let mut layers = layers(&document.graph);
    for layer in &mut layers {
        layer.retain(|id| chosen[id.index()]);
    }
    layers.retain(|layer| !layer.is_empty());
    order(&document.graph, &mut layers);
    let (places, _) = columns(&layers);
    let place =
        |(id, dx, dy): (NodeId, f32, f32)| (id, Position::nearest(MARGIN + dx, MARGIN + dy));
    places.into_iter().map(place).collect()
}

/// Gives every node without a position one. Those that have one stay, and no new
/// node overlaps another.
pub fn place_missing(document: &mut Document) {
    let placed = |(id, _)| document.position(id).is_some();
    if document.graph.iter().all(placed) {
        return;
    }
    let layers = layers(&document.graph);
    let missing = |id: &NodeId| document.position(*id).is_none();
    let mut new: Vec<NodeId> = layers.iter().flatten().copied().filter(missing).collect();
    if new.len() < document.graph.len() {
        new = place_near_neighbours(document, new);
    }
    place_block(document, &layers, &new);
}

/// The nodes by the longest way to each from a source, in the order of their ids.
fn layers(graph: &Graph) -> Vec<Vec<NodeId>> {
    let users = users(graph);
    let mut waiting = vec![0_u32; graph.index_bound()];
    let mut layer = vec![0_usize; graph.index_bound()];
    let mut ready = Vec::new();
    for (id, node) in graph.iter() {
        waiting[id.index()] = node.inputs().iter().flatten().count() as u32;
        if waiting[id.index()] == 0 {
            ready.push(id);
        }
    }
    while let Some(id) = ready.pop() {
        for &user in users.of(id) {
            layer[user.index()] = layer[user.index()].max(layer[id.index()] + 1);
            waiting[user.index()] -= 1;
            if waiting[user.index()] == 0 {
                ready.push(user);
            }
        }
    }
    let count = layer.iter().max().map_or(0, |last| last + 1);
    let mut layers = vec![Vec::new(); count];
    for (id, _) in graph.iter() {
        layers[layer[id.index()]].push(id);
    }
    layers
}

/// For each node those that use it, in one array: `ends[i - 1]..ends[i]` of `list`.
struct Users {
    ends: Vec<usize>,
    list: Vec<NodeId>,
}

impl Users {
    fn of(&self, id: NodeId) -> &[NodeId] {
        let index = id.index();
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.list[start..self.ends[index]]
    }
}

fn users(graph: &Graph) -> Users {
    let mut next = vec![0_usize; graph.index_bound() + 1];
    for (from, _) in graph.wires() {
        next[from.index() + 1] += 1;
    }
    for index in 1..next.len() {
        next[index] += next[index - 1];
    }
    // Filling moves each start to its end.
    let mut list: Vec<NodeId> = graph.wires().map(|(_, wire)| wire.to).collect();
    for (from, wire) in graph.wires() {
        list[next[from.index()]] = wire.to;
        next[from.index()] += 1;
    }
    Users { ends: next, list }
}

/// Puts nodes to the right of their inputs, or to the left of what uses them,
/// where there is room. Returns those for which there was none.
fn place_near_neighbours(document: &mut Document, nodes: Vec<NodeId>) -> Vec<NodeId> {
    let users = users(&document.graph);
    let ids: Vec<NodeId> = document.graph.iter().map(|(id, _)| id).collect();
    let mut room = Room::default();
    for position in ids.iter().filter_map(|id| document.position(*id)) {
        room.take(position);
    }
    let mut left = Vec::new();
    for id in nodes {
        let place = near(document, &users, id).and_then(|wish| room.find(wish));
        match place {
            Some(position) => {
                room.take(position);
                document.place(id, Some(position));
            }
            None => left.push(id),
        }
    }
    left
}

/// Where a node would best stand, by its neighbours that are placed.
fn near(document: &Document, users: &Users, id: NodeId) -> Option<(f32, f32)> {
    let places = |ids: &mut dyn Iterator<Item = NodeId>| -> Vec<Position> {
        ids.filter_map(|id| document.position(id)).collect()
    };
    let mean = |all: &[Position]| all.iter().map(|p| p.y()).sum::<f32>() / all.len() as f32;
    let inputs = document.graph.get(id)?.inputs();
    let inputs = places(&mut inputs.iter().flatten().copied());
    if let Some(right) = inputs.iter().map(|p| p.x()).reduce(f32::max) {
        return Some((right + STEP_X, mean(&inputs)));
    }
    let users = places(&mut users.of(id).iter().copied());
    let left = users.iter().map(|p| p.x()).reduce(f32::min)?;
    Some((left - STEP_X, mean(&users)))
}

/// Which parts of the canvas are taken: positions by the cell they are in. A cell
/// is as large as a node, so a node overlaps none but those of the cells around.
#[derive(Default)]
struct Room {
    cells: HashMap<(i32, i32), Vec<Position>>,
}

impl Room {
    fn cell(position: Position) -> (i32, i32) {
        let (x, y) = (position.x() / NODE_WIDTH, position.y() / NODE_HEIGHT);
        (x.floor() as i32, y.floor() as i32)
    }

    fn take(&mut self, position: Position) {
        let cell = Self::cell(position);
        self.cells.entry(cell).or_default().push(position);
    }

    fn is_free(&self, wish: Position) -> bool {
        let (column, row) = Self::cell(wish);
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (column + dx, row + dy)));
        let mut taken = around.filter_map(|cell| self.cells.get(&cell)).flatten();
        !taken.any(|p| overlap(*p, wish))
    }

    /// The first free place from the wish downward.
    fn find(&self, (x, y): (f32, f32)) -> Option<Position> {
        let snapped = |c: f32| (c / GRID).round() * GRID;
        let down = (0..TRIES).map(|step| snapped(y) + step as f32 * STEP_Y);
        let mut places = down.filter_map(|y| Position::new(snapped(x), y));
        places.find(|place| self.is_free(*place))
    }
}

/// Whether nodes at two places would overlap.
pub fn overlap(a: Position, b: Position) -> bool {
    (a.x() - b.x()).abs() < NODE_WIDTH && (a.y() - b.y()).abs() < NODE_HEIGHT
}

/// Lays nodes out in a block of their own, where no other node stands.
fn place_block(document: &mut Document, layers: &[Vec<NodeId>], nodes: &[NodeId]) {
    let mut chosen = vec![false; document.graph.index_bound()];
    for id in nodes {
        chosen[id.index()] = true;
    }
    let mut layers: Vec<Vec<NodeId>> = layers.to_vec();
    for layer in &mut layers {
        layer.retain(|id| chosen[id.index()]);
    }
    layers.retain(|layer| !layer.is_empty());
    order(&document.graph, &mut layers);
    let (places, height) = columns(&layers);
    let (left, top) = free_corner(document, height);
    for (id, x, y) in places {
        document.place(id, Position::new(left + x, top + y));
    }
}

/// Orders each layer by the mean height of each node's neighbours, measured from
/// the middle of a layer.
fn order(graph: &Graph, layers: &mut [Vec<NodeId>]) {
    let users = users(graph);
    let mut height = vec![f32::NAN; graph.index_bound()];
    let measure = |layer: &[NodeId], height: &mut [f32]| {
        let middle = (layer.len() as f32 - 1.0) / 2.0;
        for (rank, id) in layer.iter().enumerate() {
            height[id.index()] = rank as f32 - middle;
        }
    };
    for layer in layers.iter() {
        measure(layer, &mut height);
    }
    let mut wishes: Vec<(f32, NodeId)> = Vec::new();
    for pass in 0..PASSES {
        let rightward = pass % 2 == 0;
        for step in 0..layers.len() {
            let layer = if rightward {
                step
            } else {
                layers.len() - 1 - step
            };
            let layer = &mut layers[layer];
            wishes.clear();
            wishes.extend(layer.iter().map(|&id| {
                let inputs = graph.get(id).map_or(&[][..], |node| node.inputs());
                let wish = if rightward {
                    mean_height(inputs.iter().flatten(), &height)
                } else {
                    mean_height(users.of(id).iter(), &height)
                };
                (wish.unwrap_or(height[id.index()]), id)
            }));
            wishes.sort_by(|a, b| a.0.total_cmp(&b.0)); // stable: ties keep their order
            layer.clear();
            layer.extend(wishes.iter().map(|(_, id)| *id));
            measure(layer, &mut height);
        }
    }
}

/// The mean height of those that are in the block; nothing if none is.
fn mean_height<'a>(ids: impl Iterator<Item = &'a NodeId>, height: &[f32]) -> Option<f32> {
    let heights = ids.map(|id| height[id.index()]).filter(|h| !h.is_nan());
    let (sum, count) = heights.fold((0.0, 0_usize), |(s, n), h| (s + h, n + 1));
    (count > 0).then(|| sum / count as f32)
}

/// Offsets of all nodes, a column a layer, and the height of it all. A tall layer
/// takes several columns; many columns run on in a new band below, as lines of
/// text do, so that the block stays on the canvas.
fn columns(layers: &[Vec<NodeId>]) -> (Vec<(NodeId, f32, f32)>, f32) {
    let count: usize = layers.iter().map(Vec::len).sum();
    let side = (2 * count.isqrt()).max(60);
    let columns: Vec<&[NodeId]> = layers.iter().flat_map(|l| l.chunks(side)).collect();
    let mut places = Vec::with_capacity(count);
    let mut top = 0.0;
    for band in columns.chunks(side) {
        let tallest = band.iter().map(|column| column.len()).max().unwrap_or(0);
        for (column, nodes) in band.iter().enumerate() {
            // Shorter columns stand in the middle.
            let above = (tallest - nodes.len()) as f32 * STEP_Y / 2.0;
            let above = (above / GRID).floor() * GRID;
            for (row, id) in nodes.iter().enumerate() {
                let y = top + above + row as f32 * STEP_Y;
                places.push((*id, column as f32 * STEP_X, y));
            }
        }
        top += tallest as f32 * STEP_Y + STEP_Y;
    }
    if top > MAX_COORDINATE {
        return square(layers, side);
    }
    (places, top)
}

/// The offsets for a graph so long and so wide in places that columns would leave
/// the canvas: row by row, in the order of the layers.
fn square(layers: &[Vec<NodeId>], side: usize) -> (Vec<(NodeId, f32, f32)>, f32) {
    let all = layers.iter().flatten().enumerate();
    let place = |(i, id): (usize, &NodeId)| {
        let (column, row) = (i % side, i / side);
        (*id, column as f32 * STEP_X, row as f32 * STEP_Y)
    };
    let places: Vec<_> = all.map(place).collect();
    let rows = places.len().div_ceil(side);
    (places, rows as f32 * STEP_Y)
}

/// The upper left corner of a band across the canvas that holds no node and is
/// this high: below all nodes if there is room, else in the lowest gap.
fn free_corner(document: &Document, height: f32) -> (f32, f32) {
    let ids = document.graph.iter().map(|(id, _)| id);
    let placed: Vec<Position> = ids.filter_map(|id| document.position(id)).collect();
    if placed.is_empty() {
        return (MARGIN, MARGIN);
    }
    let mut tops: Vec<f32> = placed.iter().map(|p| p.y()).collect();
    tops.sort_by(f32::total_cmp);
    let left = placed.iter().map(|p| p.x()).fold(f32::INFINITY, f32::min);
    // The block must not leave the canvas to the right.
    let left = (left.min(MARGIN) / GRID).floor() * GRID;
    let mut below = MAX_COORDINATE;
    for &top in tops.iter().rev() {
        let start = ((top + NODE_HEIGHT + STEP_Y) / GRID).ceil() * GRID;
        if start + height <= below {
            return (left, start);
        }
        below = top;
    }
    // Above all of them; only a canvas that is full from top to bottom ends here.
    let start = ((below - height) / GRID).floor() * GRID;
    (left, start.max(-MAX_COORDINATE))
}
