//! How the backward pass accumulates gradients: what is written, what is added, what is
//! deferred until somebody asks.

use crate::core::graph::{Graph, Node};
use crate::core::op::{Accumulation, Op};
use crate::core::program::{Program, SegmentKind, TensorOp};

/// Decides for every wire into a tensor op how the backward pass treats its contribution,
/// and which gradients have to start from 0.
///
/// Only tensor ops contribute to a tensor's gradient. The first of them, in the order of
/// the backward pass, writes; so nothing is cleared and then added to.
pub(super) fn plan_gradients(graph: &Graph, program: &mut Program) {
    let offsets: Vec<usize> = program.tensors.iter().map(|t| t.offset).collect();
    let mut plans = vec![Accumulation::Write; offsets.len()];
    for &id in &program.order[..program.sources] {
        let trained = graph.get(id).and_then(Node::op).is_some_and(Op::is_trained);
        if let (false, Some(number)) = (trained, program.slots[id.index()].tensor_number()) {
            plans[number] = Accumulation::Skip;
        }
    }
    for segment in program.segments.iter().rev().filter(|segment| segment.live) {
        let SegmentKind::TensorOp(index) = segment.kind else {
            continue;
        };
        let TensorOp {
            accumulations,
            operands,
            ..
        } = &mut program.tensor_ops[index];
        for (plan, operand) in accumulations.iter_mut().zip(operands) {
            if let Ok(number) = offsets.binary_search(&operand.offset)
                && !operand.shape.is_scalar()
            {
                *plan = plans[number];
                if *plan == Accumulation::Write {
                    plans[number] = Accumulation::Add;
                }
            }
        }
    }
    zero_scalars(program);
}

/// Scalars' gradients are added up from 0; neighbours are cleared together.
fn zero_scalars(program: &mut Program) {
    let mut start = 0;
    let gaps: Vec<_> = program
        .tensors
        .iter()
        .map(|t| (t.offset, t.offset + t.shape.elements()))
        .collect();
    for (gap, end) in gaps
        .into_iter()
        .chain([(program.arena_len, program.arena_len)])
    {
        if start < gap {
            program.zeroed.push(start..gap);
        }
        start = end;
    }
}
