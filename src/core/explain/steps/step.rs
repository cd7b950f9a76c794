//! [`Step`]: one thing that happens.

use crate::core::graph::{NodeId, Wire};

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// A node's value is computed, or a source's is read.
    Value(NodeId),
    /// The value of the node that the wire starts at arrives where the wire ends.
    Carry(Wire),
    /// The backward pass begins: ∂target/∂target = 1.
    Seed(NodeId),
    /// The wire's contribution arrives at the node that it starts at.
    Contribution(Wire),
    /// The contributions of several wires are added up to the node's gradient.
    Sum(NodeId),
}

impl Step {
    /// The node at which it happens: for a value that arrives, and for what flows back
    /// from it, the node that the wire ends at.
    pub fn node(self) -> NodeId {
        match self {
            Step::Value(node) | Step::Seed(node) | Step::Sum(node) => node,
            Step::Carry(wire) | Step::Contribution(wire) => wire.to,
        }
    }

    /// The wire along which something moves.
    pub fn wire(self) -> Option<Wire> {
        match self {
            Step::Carry(wire) | Step::Contribution(wire) => Some(wire),
            _ => None,
        }
    }
}
