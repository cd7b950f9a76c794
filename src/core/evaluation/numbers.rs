//! [`Numbers`]: what an evaluation answers with, and [`Directional`], the answer of
//! forward mode.

use std::borrow::Cow;

use crate::core::graph::NodeId;
use crate::core::program::Program;
use crate::core::tensor::{Shape, Tensor};

/// The numbers of a tensor: borrowed from the arena, or computed for the caller.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers<'a> {
    /// The lengths of the axes.
    pub shape: Shape,
    /// The elements in row-major order.
    pub data: Cow<'a, [f64]>,
}

impl Numbers<'_> {
    /// The number, if it is one.
    pub fn as_scalar(&self) -> Option<f64> {
        self.shape.is_scalar().then(|| self.data[0])
    }

    /// A copy that stands on its own.
    pub fn to_tensor(&self) -> Tensor {
        Tensor::new(self.shape, self.data.to_vec()).unwrap_or(Tensor::scalar(f64::NAN))
    }
}

/// The derivative of every node along a change of one of them.
pub struct Directional<'a> {
    pub(super) program: &'a Program,
    pub(super) arena: Vec<f64>,
    pub(super) visited: usize,
}

impl Directional<'_> {
    /// How many nodes the pass visited.
    pub fn visited(&self) -> usize {
        self.visited
    }

    /// The derivative of a node; 0 where nothing changes. `None` if the node isn't
    /// evaluated.
    pub fn get(&self, node: NodeId) -> Option<Numbers<'_>> {
        let operand = self.program.operand(node)?;
        Some(Numbers {
            shape: operand.shape,
            data: operand.of(&self.arena).into(),
        })
    }
}
