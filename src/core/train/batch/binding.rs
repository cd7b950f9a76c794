//! The sources of a graph that take columns of a table.

use crate::core::fault::Fault;
use crate::core::graph::{Graph, Node, NodeId};
use crate::core::nearest::nearest;
use crate::core::op::{Op, SourceKind};
use crate::core::problem::{Problem, ProblemKind};
use crate::core::tensor::{Shape, Tensor};
use crate::core::train::rows::DataRows;

/// A source that takes columns.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// The source.
    pub node: NodeId,
    /// How many numbers it takes a row.
    pub width: usize,
}

pub(super) fn dims_of(graph: &Graph, node: NodeId) -> Vec<usize> {
    let value = graph.get(node).and_then(|node| node.value());
    value.map_or_else(Vec::new, |value| value.shape().dims().collect())
}

/// Gives a source zeros of a shape.
pub(super) fn set_zeros(graph: &mut Graph, node: NodeId, dims: &[usize]) -> Result<(), Problem> {
    let fail = |graph: &Graph, message: String| {
        let fault = Fault::new(message, "use a smaller batch");
        Problem::at(node, graph.name(node), ProblemKind::Limit, fault)
    };
    let zeros = Shape::new(dims).and_then(|shape| {
        let zeros = vec![0.0; shape.elements()];
        Tensor::new(shape, zeros)
    });
    let zeros = zeros.map_err(|error| fail(graph, error.to_string()))?;
    let set = graph.set_value(node, zeros);
    set.map_err(|error| fail(graph, error.to_string()))
}

/// The sources of the data, in its order.
pub(super) fn bind(graph: &Graph, rows: &DataRows) -> Result<Vec<Binding>, Problem> {
    let mut bindings = Vec::with_capacity(rows.sources.len());
    for source in &rows.sources {
        let node = data_source(graph, &source.name)?;
        let width = source.width;
        bindings.push(Binding { node, width });
    }
    Ok(bindings)
}

/// The source of this name that data can be given to.
///
/// # Errors
/// There is none, or it is no `input`.
pub fn data_source(graph: &Graph, name: &str) -> Result<NodeId, Problem> {
    let Some(node) = graph.find(name) else {
        let inputs = graph.iter().filter(|(_, node)| is_input(node));
        let help = match nearest(name, inputs.map(|(_, node)| node.name())) {
            Some(near) => format!("did you mean {near:?}?"),
            None => "add an input of that name, or take it out of the data".to_owned(),
        };
        let fault = Fault::new(
            format!("the data is for {name:?}, which no node is called"),
            help,
        );
        return Err(Problem::of_graph(ProblemKind::Value, fault));
    };
    if graph.get(node).is_some_and(is_input) {
        return Ok(node);
    }
    let fault = Fault::new("it can't take data", "make it an input, or name one");
    Err(Problem::at(node, name, ProblemKind::Value, fault))
}

fn is_input(node: &Node) -> bool {
    let kind = node.op().and_then(Op::source_kind);
    kind == Some(SourceKind::Input)
}
