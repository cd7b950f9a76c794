//! How long the passes over a program take, estimated from shapes alone.
//!
//! The numbers are nanoseconds on an ordinary machine, right within a factor of a few: they
//! tell what can be computed between two frames from what can't.

use super::{Program, Segment, SegmentKind, TensorOp};
use crate::core::graph::Wire;

/// A scalar node, in both passes.
const NODE: f64 = 6.0;
/// An element of an input or of a result, in both passes.
const ELEMENT: f64 = 3.0;
/// A multiplication of a matrix product, in both passes.
const MULTIPLICATION: f64 = 0.4;

impl TensorOp {
    /// Both passes over it.
    pub(crate) fn work(&self) -> f64 {
        let sizes = self.operands.iter().chain([&self.result]);
        let elements: usize = sizes.map(|operand| operand.shape.elements()).sum();
        let products = self.op.multiplications;
        let products = products.map_or(0.0, |of| of(&self.operands, &self.result.shape));
        ELEMENT * elements as f64 + MULTIPLICATION * products
    }
}

impl Program {
    /// How many nanoseconds both passes over a segment take, about.
    pub(crate) fn work_of(&self, segment: &Segment) -> f64 {
        match &segment.kind {
            SegmentKind::TensorOp(index) => self.tensor_ops[*index].work(),
            kind => NODE * kind.nodes() as f64,
        }
    }

    /// How many nanoseconds both passes take, about.
    pub fn work(&self) -> f64 {
        self.segments.iter().map(|it| self.work_of(it)).sum()
    }

    /// How many nanoseconds the contribution of a wire takes, about.
    pub fn wire_work(&self, wire: Wire) -> f64 {
        match self.computation(wire.to) {
            Some(super::Computation::TensorOp(tensor_op)) => tensor_op.work(),
            _ => 0.0,
        }
    }
}
