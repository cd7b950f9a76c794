//! Blocks: groups of nodes laid out each by itself, then packed side by side.

use crate::core::graph::{Graph, NodeId};
use crate::core::limits::MAX_COORDINATE;

use super::area::{GRID, NODE_WIDTH, height_of};
use super::layering::Layering;
use super::net::{LocalNumbers, Net};
use super::order::order;
use super::settle::settle;

/// From a column to the next, in steps of the grid: a node and room for the labels
/// of a wire.
pub(super) const COLUMN: i32 = NODE_STEPS + 4;
const NODE_STEPS: i32 = (NODE_WIDTH / GRID) as i32;
/// Between blocks, and between bands of one block.
const GAP: i32 = 3;

/// Nodes laid out around one another, in steps of the grid: all places are to the
/// right of 0 and below it.
#[derive(Default)]
pub(super) struct NodeBlock {
    pub(super) places: Vec<(NodeId, i32, i32)>,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// Lays nodes out. They must be there, each once.
pub(super) fn lay_out(graph: &Graph, ids: Vec<NodeId>) -> NodeBlock {
    let mut numbers = LocalNumbers::new(graph);
    let all = Net::new(graph, ids, &mut numbers);
    let (mut blocks, mut single) = (Vec::new(), Vec::new());
    for group in all.groups() {
        match group[..] {
            [alone] => single.push(alone),
            _ => blocks.push(block(&Net::new(graph, group, &mut numbers))),
        }
    }
    blocks.extend((!single.is_empty()).then(|| rows(graph, &single)));
    let packed = pack(blocks);
    // More than half of the canvas, and it would hardly fit anywhere.
    let most = (MAX_COORDINATE / GRID) as i32;
    if packed.height > most || packed.width > most {
        return rows(graph, &all.ids);
    }
    packed
}

/// A group of nodes, a column a layer. A tall layer takes several columns; many
/// columns run on in a new band below, as lines of text do, so that the block stays
/// on the canvas.
fn block(net: &Net) -> NodeBlock {
    let side = (2 * net.ids.len().isqrt()).max(60);
    let mut layering = Layering::new(net);
    order(&mut layering);
    let is_node = |item: &u32| (*item as usize) < net.ids.len();
    let nodes_in = |column: &Vec<u32>| column.iter().filter(|item| is_node(item)).count();
    if layering.columns.iter().map(nodes_in).max() > Some(side) {
        let nodes = |column: Vec<u32>| -> Vec<u32> { column.into_iter().filter(is_node).collect() };
        let columns = layering.columns.into_iter().map(nodes);
        let parts =
            |c: Vec<u32>| -> Vec<Vec<u32>> { c.chunks(side).map(<[u32]>::to_vec).collect() };
        layering.columns = columns.flat_map(parts).collect();
    }
    let tops = settle(&layering);
    let mut block = NodeBlock::default();
    for band in layering.columns.chunks(side) {
        let nodes = || band.iter().flatten().filter(|item| is_node(item));
        let top = nodes().map(|item| tops[*item as usize]).min().unwrap_or(0);
        let start = match block.height {
            0 => 0,
            above => above.saturating_add(GAP),
        };
        for (x, column) in (0..).step_by(COLUMN as usize).zip(band) {
            for &item in column.iter().filter(|item| is_node(item)) {
                let y = start.saturating_add(tops[item as usize].saturating_sub(top));
                block.places.push((net.ids[item as usize], x, y));
                let bottom = y.saturating_add(net.heights[item as usize]);
                block.height = block.height.max(bottom);
                block.width = block.width.max(x + NODE_STEPS);
            }
        }
    }
    block
}

/// Row by row: nodes without wires, or so many that columns would leave the canvas.
fn rows(graph: &Graph, ids: &[NodeId]) -> NodeBlock {
    let side = ids.len().isqrt().max(1);
    let mut block = NodeBlock::default();
    for row in ids.chunks(side) {
        let y = block.height + i32::from(block.height > 0);
        for (x, &id) in (0..).step_by(COLUMN as usize).zip(row) {
            let height = height_of(graph.get(id).map_or(0, |node| node.inputs().len()));
            block.places.push((id, x, y));
            block.height = block.height.max(y + height);
            block.width = block.width.max(x + NODE_STEPS);
        }
    }
    block
}

/// Blocks side by side in rows, in their order, about as wide as all are high.
fn pack(blocks: Vec<NodeBlock>) -> NodeBlock {
    let area = |block: &NodeBlock| f64::from(block.width) * f64::from(block.height);
    let side = (1.6 * blocks.iter().map(area).sum::<f64>().sqrt()) as i32;
    let side = blocks.iter().map(|block| block.width).fold(side, i32::max);
    let mut packed = NodeBlock::default();
    let (mut left, mut top) = (0, 0);
    for block in blocks {
        if left > 0 && left + block.width > side {
            (left, top) = (0, packed.height.saturating_add(GAP));
        }
        let moved = block.places.into_iter();
        packed
            .places
            .extend(moved.map(|(id, x, y)| (id, left + x, top.saturating_add(y))));
        packed.width = packed.width.max(left + block.width);
        packed.height = packed.height.max(top.saturating_add(block.height));
        left += block.width + COLUMN - NODE_STEPS;
    }
    packed
}
