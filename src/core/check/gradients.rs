//! Where the gradients that are checked come from.

use crate::core::evaluation::{Evaluation, Numbers};
use crate::core::graph::{NodeId, Wire};

/// Gradients of a graph: those of an evaluation, or, in a test of the check, wrong ones.
pub trait Gradients {
    /// ∂target/∂node, of the shape of the node's value; `None` if there is none.
    fn gradient(&self, node: NodeId) -> Option<Numbers<'_>>;

    /// What a wire contributes to the gradient of the node that it starts at, for some of
    /// that node's elements; `None` if it contributes nothing.
    fn contributions(&self, wire: Wire, elements: &[usize]) -> Option<Vec<f64>>;
}

impl Gradients for Evaluation {
    fn gradient(&self, node: NodeId) -> Option<Numbers<'_>> {
        Evaluation::gradient(self, node)
    }

    fn contributions(&self, wire: Wire, elements: &[usize]) -> Option<Vec<f64>> {
        let all = self.wire_gradient(wire)?.data;
        elements.iter().map(|&i| all.get(i).copied()).collect()
    }
}
