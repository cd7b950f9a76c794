//! What flows back into a target: any gradient, not just 1, and so into a tensor, too.
//!
//! The backward pass starts with 1 at a scalar. So the graph gets a new target, the sum
//! over target × upstream: its gradient by the old target is the upstream gradient.

use crate::core::graph::{Graph, GraphError, NodeId, NodeOp, NodeParts, fresh_name};
use crate::core::program::Program;
use crate::core::tensor::{Shape, Tensor};

/// What was added to a graph, and for which node.
pub(super) struct Upstream {
    /// The node that was the target.
    pub(super) of: NodeId,
    /// The nodes that were added: no result is shown of them.
    pub(super) added: Vec<NodeId>,
}

impl Upstream {
    /// Adds the new target.
    ///
    /// # Errors
    /// There is no target, or the shape is another.
    pub(super) fn add(
        graph: &mut Graph,
        program: &Program,
        gradient: &Tensor,
    ) -> Result<Upstream, String> {
        let of = graph.target().or(program.target());
        let of = of.ok_or("--upstream flows into the target: name one with --target")?;
        let shape = program.shape(of).unwrap_or(Shape::SCALAR);
        let given = gradient.shape();
        if !given.is_scalar() && given != shape {
            return Err(format!(
                "--upstream has shape {given}, but {:?} has {shape}: give it the same shape, or \
                 one number for all",
                graph.name(of)
            ));
        }
        let added = extend(graph, of, gradient, shape).map_err(|error| error.to_string())?;
        graph
            .set_target(added.last().copied())
            .map_err(|error| error.to_string())?;
        Ok(Upstream { of, added })
    }
}

fn extend(
    graph: &mut Graph,
    of: NodeId,
    gradient: &Tensor,
    shape: Shape,
) -> Result<Vec<NodeId>, GraphError> {
    let upstream = add(graph, "constant", &[], Some(gradient.clone()))?;
    let product = add(graph, "multiply", &[of, upstream], None)?;
    let mut added = vec![upstream, product];
    if !shape.is_scalar() {
        added.push(add(graph, "sum", &[product], None)?);
    }
    Ok(added)
}

fn add(
    graph: &mut Graph,
    op: &str,
    inputs: &[NodeId],
    value: Option<Tensor>,
) -> Result<NodeId, GraphError> {
    let name = fresh_name("upstream", |name| graph.find(name).is_some());
    graph.add(NodeParts {
        name,
        op: NodeOp::named(op),
        inputs: inputs.iter().copied().map(Some).collect(),
        attributes: Default::default(),
        value,
    })
}
