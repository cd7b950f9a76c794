//! New nodes as a block of their own, beside others that stay where they are.

use hashbrown::HashSet;

use super::area::{Area, GRID, NODE_WIDTH, node_size};
use super::pack::{self, COLUMN, NodeBlock};
use super::room::free_corner;
use crate::core::graph::{Node, NodeId};
use crate::document::content::Document;
use crate::document::position::Position;

/// Where a block of new nodes goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BlockPlace {
    /// With its upper left corner here.
    At(Position),
    /// Before what uses it, else with its upper left corner here or as near below or above
    /// as there is room.
    Near(Position),
    /// Before what uses it, else behind what it uses, else below all other nodes.
    Anywhere,
}

/// From a column of nodes to the next.
const STEP_X: f32 = COLUMN as f32 * GRID;
/// How far up and down room is looked for, and in what steps.
const TRIES: i32 = 64;
const STEP_Y: f32 = 3.0 * GRID;
/// The room that stays free between nodes.
const GAP: f32 = GRID;

/// Places for nodes that have none, laid out around one another, in the order given. No
/// other node moves, and none is covered, unless the place was given exactly.
pub fn place_block(
    document: &Document,
    nodes: &[NodeId],
    place: BlockPlace,
) -> Vec<(NodeId, Position)> {
    if nodes.is_empty() {
        return Vec::new();
    }
    let block = pack::lay_out(document.graph(), nodes.to_vec());
    let corner = match place {
        BlockPlace::At(at) => (at.x(), at.y()),
        BlockPlace::Near(_) | BlockPlace::Anywhere => corner(document, nodes, &block, place),
    };
    let at =
        |x: i32, y: i32| Position::nearest(corner.0 + x as f32 * GRID, corner.1 + y as f32 * GRID);
    let mut places: Vec<(NodeId, Position)> = block
        .places
        .iter()
        .map(|&(id, x, y)| (id, at(x, y)))
        .collect();
    places.sort_by_key(|(id, _)| *id);
    places
}

fn corner(
    document: &Document,
    nodes: &[NodeId],
    block: &NodeBlock,
    place: BlockPlace,
) -> (f32, f32) {
    let (width, height) = (block.width as f32 * GRID, block.height as f32 * GRID);
    let wired = Neighbours::of(document, nodes);
    let wish = match (wired.users, place, wired.inputs) {
        (Some((left, middle)), _, _) => (left - STEP_X + NODE_WIDTH - width, middle - height / 2.0),
        (None, BlockPlace::Near(at) | BlockPlace::At(at), _) => (at.x(), at.y()),
        (None, BlockPlace::Anywhere, Some((right, middle))) => {
            (right + STEP_X, middle - height / 2.0)
        }
        (None, BlockPlace::Anywhere, None) => return free_corner(document, height),
    };
    let snapped = |c: f32| (c / GRID).round() * GRID;
    let wish = (snapped(wish.0), snapped(wish.1));
    let others = others(document, nodes, wish, (width, height));
    let tries = (0..TRIES).flat_map(|step| [step, -step]);
    let mut corners = tries.map(|step| (wish.0, wish.1 + step as f32 * STEP_Y));
    let free = corners.find(|corner| is_free(document, block, *corner, &others));
    free.unwrap_or_else(|| free_corner(document, height))
}

/// Where the neighbours of new nodes are that have a place.
struct Neighbours {
    /// The left edge of the leftmost that uses a new node, and the middle of those.
    users: Option<(f32, f32)>,
    /// The left edge of the rightmost that a new node uses, and the middle of those.
    inputs: Option<(f32, f32)>,
}

impl Neighbours {
    fn of(document: &Document, nodes: &[NodeId]) -> Neighbours {
        let new: HashSet<NodeId> = nodes.iter().copied().collect();
        let graph = document.graph();
        let area = |id: NodeId| Area::of(document, id).filter(|_| !new.contains(&id));
        let wires = graph.wires().filter(|(from, _)| new.contains(from));
        let users: Vec<Area> = wires.filter_map(|(_, wire)| area(wire.to)).collect();
        let inputs = nodes.iter().filter_map(|id| graph.get(*id));
        let inputs = inputs.flat_map(Node::inputs).flatten();
        let inputs: Vec<Area> = inputs.filter_map(|id| area(*id)).collect();
        let middle = |all: &[Area]| {
            let sum: f32 = all.iter().map(|it| it.at.y() + it.size.1 / 2.0).sum();
            sum / all.len() as f32
        };
        let edge = |all: &[Area], pick: fn(f32, f32) -> f32| {
            let edges = all.iter().map(|area| area.at.x());
            edges.reduce(pick).map(|edge| (edge, middle(all)))
        };
        Neighbours {
            users: edge(&users, f32::min),
            inputs: edge(&inputs, f32::max),
        }
    }
}

/// The areas of all other nodes that a block could meet on its way up and down.
fn others(
    document: &Document,
    nodes: &[NodeId],
    wish: (f32, f32),
    (width, height): (f32, f32),
) -> Vec<Area> {
    let new: HashSet<NodeId> = nodes.iter().copied().collect();
    let reach = TRIES as f32 * STEP_Y + GAP;
    let (left, right) = (wish.0 - GAP, wish.0 + width + GAP);
    let (top, bottom) = (wish.1 - reach, wish.1 + height + reach);
    let ids = document.graph().iter().map(|(id, _)| id);
    ids.filter(|id| !new.contains(id))
        .filter_map(|id| Area::of(document, id))
        .filter(|area| {
            let (x, y) = (area.at.x(), area.at.y());
            x < right && x + area.size.0 > left && y < bottom && y + area.size.1 > top
        })
        .collect()
}

/// Whether the nodes of a block cover none of these areas, with some room around each.
fn is_free(document: &Document, block: &NodeBlock, corner: (f32, f32), others: &[Area]) -> bool {
    let areas = block.places.iter().map(|&(id, x, y)| {
        let inputs = document.graph().get(id).map_or(0, |it| it.inputs().len());
        let (width, height) = node_size(inputs);
        let (x, y) = (corner.0 + x as f32 * GRID, corner.1 + y as f32 * GRID);
        Area {
            at: Position::nearest(x - GAP, y - GAP),
            size: (width + 2.0 * GAP, height + 2.0 * GAP),
        }
    });
    areas
        .into_iter()
        .all(|area| others.iter().all(|other| !area.overlaps(other)))
}
