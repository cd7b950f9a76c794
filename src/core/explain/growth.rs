//! Graphs that grow, for the plot of what derivatives cost.

use crate::core::graph::{Graph, GraphError, NodeId, NodeOp, NodeParts};
use crate::core::limits::MAX_NODES;
use crate::core::op::attributes::Attributes;
use crate::core::tensor::Tensor;

/// How a graph grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrowthKind {
    /// One node after another: h becomes tanh(w × h), again and again.
    Chain,
    /// Layers as wide as they are many: each unit takes two of the layer before.
    Layers,
}

/// The sizes of the plot, in nodes.
pub const SIZES: [usize; 5] = [10, 100, 1_000, 10_000, 100_000];

/// A graph of about so many nodes, a third or a quarter of them parameters.
///
/// # Errors
/// More nodes than a graph may have.
pub fn graph(kind: GrowthKind, nodes: usize) -> Result<Graph, GraphError> {
    if nodes > MAX_NODES {
        return Err(GraphError::TooManyNodes);
    }
    let mut parts = Parts(Vec::with_capacity(nodes + 8));
    match kind {
        GrowthKind::Chain => chain(&mut parts, nodes),
        GrowthKind::Layers => layers(&mut parts, nodes),
    }
    Graph::from_parts(parts.0).map_err(|(_, error)| error)
}

fn chain(parts: &mut Parts, nodes: usize) {
    const LINK: usize = 3; // parameter, product, tanh
    let mut h = parts.source("input", 0.5);
    for nth in 0..(nodes.saturating_sub(1) / LINK).max(1) {
        let w = parts.source("parameter", weight(nth));
        let product = parts.op("multiply", &[w, h]);
        h = parts.op("tanh", &[product]);
    }
}

fn layers(parts: &mut Parts, nodes: usize) {
    const UNIT: usize = 4; // parameter, sum, product, tanh
    let units = (nodes / UNIT).max(2);
    let width = units.isqrt().max(2);
    let mut layer: Vec<usize> = (0..width)
        .map(|nth| parts.source("input", weight(nth)))
        .collect();
    for nth in 0..(units / width).max(1) {
        let unit = |parts: &mut Parts, place: usize| {
            let w = parts.source("parameter", weight(nth + place));
            let (a, b) = (layer[place], layer[(place + 1) % width]);
            let sum = parts.op("add", &[a, b]);
            let product = parts.op("multiply", &[w, sum]);
            parts.op("tanh", &[product])
        };
        layer = (0..width).map(|place| unit(parts, place)).collect();
    }
    let mut total = layer[0];
    for unit in &layer[1..] {
        total = parts.op("add", &[total, *unit]);
    }
}

/// Weights of either sign above 1, so that nothing dies out.
fn weight(nth: usize) -> f64 {
    let size = 1.2 + 0.1 * (nth % 5) as f64;
    if nth % 3 == 2 { -size } else { size }
}

/// Nodes that are wired by index.
struct Parts(Vec<NodeParts>);

impl Parts {
    fn source(&mut self, op: &str, value: f64) -> usize {
        self.push(op, &[], Some(value))
    }

    fn op(&mut self, op: &str, inputs: &[usize]) -> usize {
        self.push(op, inputs, None)
    }

    fn push(&mut self, op: &str, inputs: &[usize], value: Option<f64>) -> usize {
        let index = self.0.len();
        self.0.push(NodeParts {
            name: format!("n{index}"),
            op: NodeOp::named(op),
            inputs: inputs
                .iter()
                .map(|input| NodeId::from_index(*input))
                .collect(),
            attributes: Attributes::default(),
            value: value.map(Tensor::scalar),
        });
        index
    }
}
