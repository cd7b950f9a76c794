//! How the reverse sweep adds up: what is written, what is added, what waits until
//! somebody asks.

use super::super::graph::{Graph, Node};
use super::super::op::Op;
use super::super::program::{Program, Single, SingleInput, Work};

/// Decides for every wire into a single whether the reverse sweep writes or adds,
/// and which gradients have to start from 0.
///
/// A tensor's gradient receives only from singles. The first of them, in the order
/// of the reverse sweep, writes; so nothing is cleared and then added to.
pub(super) fn plan_gradients(graph: &Graph, program: &mut Program) {
    let offsets: Vec<usize> = program.tensors.iter().map(|t| t.offset).collect();
    let mut plans = vec![SingleInput::Write; offsets.len()];
    for &id in &program.order[..program.sources] {
        let trained = graph.get(id).and_then(Node::op).is_some_and(Op::is_trained);
        if let (false, Some(number)) = (trained, program.places[id.index()].tensor_number()) {
            plans[number] = SingleInput::OnDemand;
        }
    }
    for step in program.steps.iter().rev().filter(|step| step.live) {
        let Work::Single(index) = step.work else {
            continue;
        };
        let Single {
            inputs, operands, ..
        } = &mut program.singles[index];
        for (plan, operand) in inputs.iter_mut().zip(operands) {
            if let Ok(number) = offsets.binary_search(&operand.offset)
                && !operand.shape.is_scalar()
            {
                *plan = plans[number];
                if *plan == SingleInput::Write {
                    plans[number] = SingleInput::Add;
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
