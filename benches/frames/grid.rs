//! The graph that is drawn.

use wiregrad::core::graph::{Graph, NodeId, NodeInputs, NodeOp, NodeParts};
use wiregrad::core::op::attributes::Attributes;
use wiregrad::core::tensor::Tensor;
use wiregrad::document::{Document, Edit, Position};

use crate::SIZE;

const DX: f32 = 170.0;
const DY: f32 = 155.0;

/// The grid of the two published canvases' measurements.
pub(crate) fn grid(count: usize, spread: f32) -> Document {
    let (dx, dy) = (DX * spread, DY * spread);
    let columns = (count as f32 * (SIZE.x / dx) / (SIZE.y / dy)).sqrt().ceil() as usize;
    let ops = ["add", "multiply", "divide", "power", "subtract"];
    let mut parts: Vec<NodeParts> = Vec::new();
    let mut places = Vec::new();
    for i in 0..count {
        let (column, row) = (i % columns, i / columns);
        let left = (column > 0).then(|| i - 1);
        let above = (row > 0).then(|| i - columns);
        let inputs = [left, above].into_iter().flatten();
        let inputs: NodeInputs = inputs.map(NodeId::from_index).collect();
        parts.push(NodeParts {
            name: format!("n{i}"),
            op: NodeOp::named(match inputs.len() {
                0 => "parameter",
                1 => "tanh",
                _ => ops[i % ops.len()],
            }),
            value: inputs.is_empty().then(|| Tensor::scalar(1.01)),
            inputs,
            attributes: Attributes::default(),
        });
        places.push((column as f32 * dx, row as f32 * dy));
    }
    let graph = Graph::from_parts(parts).expect("it is lawful");
    let mut document = Document::new(graph).expect("its values are finite");
    let places = places
        .into_iter()
        .enumerate()
        .filter_map(|(i, (x, y))| Some((NodeId::from_index(i)?, Position::new(x, y)?)));
    let edit = Edit::Place(places.collect());
    document.apply(edit).expect("all are there");
    document
}
