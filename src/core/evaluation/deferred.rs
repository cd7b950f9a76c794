//! Gradients that the backward pass defers: those of tensors of data.

use crate::core::op::Accumulation;
use crate::core::program::{Program, SegmentKind, TensorOp};
use crate::core::sweep::reverse;

/// One wire out of a tensor of data. Its contribution is computed on demand.
pub(super) struct DeferredGradient {
    /// The slot of the tensor.
    pub(super) offset: usize,
    /// The tensor op that the wire ends at, and the input.
    pub(super) tensor_op: usize,
    pub(super) input: usize,
}

/// What the backward pass leaves out, by the slot of the tensor, and for each in the
/// order of the backward pass.
pub(super) fn deferred_gradients(program: &Program) -> Vec<DeferredGradient> {
    let mut wires = Vec::new();
    for segment in reverse::segments(program) {
        let SegmentKind::TensorOp(tensor_op) = segment.kind else {
            continue;
        };
        let TensorOp {
            accumulations,
            operands,
            ..
        } = &program.tensor_ops[tensor_op];
        for (input, (plan, operand)) in accumulations.iter().zip(operands).enumerate() {
            if *plan == Accumulation::Skip {
                let offset = operand.offset;
                wires.push(DeferredGradient {
                    offset,
                    tensor_op,
                    input,
                });
            }
        }
    }
    wires.sort_by_key(|wire| wire.offset); // keeps the order among equals
    wires
}
