//! [`Plan`]: what a formula asks of a graph: new nodes, changed nodes, a target.

use crate::core::graph::{Graph, GraphError, NodeId, NodeInputs, NodeOp, NodeParts};
use crate::core::op::attributes::Attributes;
use crate::core::ops::OpId;
use crate::core::tensor::Tensor;

/// Where a wire starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A node that is there.
    Node(NodeId),
    /// A new node, by its place in the plan.
    New(usize),
}

/// A node that a formula adds. Its wires start at nodes that are there or at new nodes
/// before it.
#[derive(Clone, Debug)]
pub struct NewNode {
    /// A name that no other node has.
    pub name: String,
    /// The name that it would have if all names were free.
    pub wish: String,
    /// Where its name comes from.
    pub origin: NameOrigin,
    /// What it is.
    pub content: Content,
}

/// Where the name of a new node comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameOrigin {
    /// The formula defines it.
    Defined,
    /// The formula only uses it: the node is a source with the value 1.
    Used,
    /// It was made from what the node computes.
    Made,
}

/// What a node is, apart from its name.
#[derive(Clone, Debug)]
pub struct Content {
    /// The op.
    pub op: OpId,
    /// Where its wires start; `None` is an input without a wire.
    pub inputs: Vec<Option<End>>,
    /// The attributes that it sets.
    pub attributes: Attributes,
    /// The value, if it is a source.
    pub value: Option<Tensor>,
}

/// A node that is there and becomes something else. Its name and its outgoing wires stay.
#[derive(Clone, Debug)]
pub struct Change {
    /// The node.
    pub node: NodeId,
    /// What it becomes.
    pub content: Content,
}

/// Which node is differentiated afterwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlannedTarget {
    /// As before.
    #[default]
    Keep,
    /// The program's choice.
    Automatic,
    /// This one, which the formula names.
    Node(End),
    /// What the last statement computes.
    Last(End),
}

/// What a formula asks of a graph.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Nodes to add, in an order in which each can be wired.
    pub nodes: Vec<NewNode>,
    /// Nodes to change, after all new ones are there.
    pub changes: Vec<Change>,
    /// The target.
    pub target: PlannedTarget,
}

impl Plan {
    /// The graph that the formula alone makes.
    ///
    /// # Errors
    /// The graph refuses a node: too many of them, or a name too long.
    pub fn graph(self) -> Result<Graph, GraphError> {
        let mut graph = Graph::new();
        let id = |end: End| match end {
            End::Node(id) => Some(id),
            End::New(index) => NodeId::from_index(index),
        };
        for NewNode { name, content, .. } in self.nodes {
            let inputs = content.inputs.iter().map(|end| end.and_then(id));
            let inputs: NodeInputs = inputs.collect();
            graph.add(NodeParts {
                name,
                op: NodeOp::Known(content.op),
                inputs,
                attributes: content.attributes,
                value: content.value,
            })?;
        }
        if let PlannedTarget::Node(end) | PlannedTarget::Last(end) = self.target {
            graph.set_target(id(end))?;
        }
        Ok(graph)
    }
}
