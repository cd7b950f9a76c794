//! The reverse sweep: every gradient, from the target back to the sources.
//!
//! A node's gradient is the sum over the wires that leave it, each wire's
//! contribution being the local derivative times the gradient of the node that it
//! ends at. Contributions arrive in the reverse order of the program, an earlier
//! input before a later one, and are added in that order; every way to compute a
//! gradient here keeps to it, so all give the same bits.

use super::forward::GATHER;
use super::op::Upstream;
use super::program::{Code, Instruction, NO_PARAMS, Program, Single, SingleInput, Work};

/// Computes the gradient of everything that reaches the target. `scratch` must
/// hold the largest operand of a single.
pub(crate) fn reverse(
    program: &Program,
    values: &[f64],
    gradients: &mut [f64],
    scratch: &mut [f64],
) {
    let Some(target) = program.target.and_then(|id| program.operand(id)) else {
        return;
    };
    for range in &program.zeroed {
        gradients[range.clone()].fill(0.0);
    }
    gradients[target.offset] = 1.0;
    for step in program.steps.iter().rev().filter(|step| step.live) {
        match &step.work {
            Work::Direct(range) => {
                let instructions = &program.instructions[range.clone()];
                interpret(instructions, step.start, values, gradients);
            }
            Work::Unary(kernel, _, range) => {
                let (into, own) = gradients.split_at_mut(step.start);
                let inputs = &program.unary[range.clone()];
                for first in (0..inputs.len()).step_by(GATHER).rev() {
                    let inputs = &inputs[first..inputs.len().min(first + GATHER)];
                    let mut x = [0.0; GATHER];
                    for (x, place) in x.iter_mut().zip(inputs) {
                        *x = values[*place as usize];
                    }
                    let y = &values[step.start + first..][..inputs.len()];
                    let g = &own[first..][..inputs.len()];
                    let mut parts = [0.0; GATHER];
                    (kernel.pull)(
                        NO_PARAMS,
                        &x[..inputs.len()],
                        y,
                        g,
                        &mut parts[..inputs.len()],
                    );
                    for (place, part) in inputs.iter().zip(parts).rev() {
                        into[*place as usize] += part;
                    }
                }
            }
            Work::Binary(kernel, _, range) => {
                let (into, own) = gradients.split_at_mut(step.start);
                let (before, results) = values.split_at(step.start);
                let inputs = &program.binary[range.clone()];
                let (results, own) = (&results[..range.len()], &own[..range.len()]);
                (kernel.run_reverse)(before, results, own, inputs, into);
            }
            Work::Single(index) => {
                let single = &program.singles[*index];
                for input in 0..single.operands.len() {
                    reverse_input(single, input, values, gradients, scratch);
                }
            }
        }
    }
}

/// Carries out instructions backward, last one first.
fn interpret(instructions: &[Instruction], start: usize, values: &[f64], gradients: &mut [f64]) {
    // What the sum after a product hands to it, before memory has it.
    let mut handed = 0.0;
    for (place, instruction) in (start..start + instructions.len()).zip(instructions).rev() {
        let [a, b] = instruction.inputs.map(|place| place as usize);
        let gradient = gradients[place];
        match instruction.code {
            Code::Add => {
                gradients[a] += gradient;
                gradients[b] += gradient;
            }
            Code::AddToProduct => {
                handed = gradient;
                gradients[b] += gradient;
            }
            Code::MultiplyThenAdd => {
                let gradient = gradient + handed;
                gradients[place] = gradient;
                gradients[a] += gradient * values[b];
                gradients[b] += gradient * values[a];
            }
            Code::Unary => {
                gradients[a] += gradient * instruction.derivatives(values, values[place]).0
            }
            _ => {
                let (by_a, by_b) = instruction.derivatives(values, values[place]);
                gradients[a] += gradient * by_a;
                gradients[b] += gradient * by_b;
            }
        }
    }
}

/// One input's share of a single's gradient, into that input's gradient.
pub(crate) fn reverse_input(
    single: &Single,
    input: usize,
    values: &[f64],
    gradients: &mut [f64],
    scratch: &mut [f64],
) {
    let plan = single.inputs[input];
    if plan == SingleInput::OnDemand {
        return;
    }
    let result = single.result;
    let (before, own) = gradients.split_at_mut(result.offset);
    let upstream = Upstream {
        value: result.of(values),
        gradient: &own[..result.shape.elements()],
        input,
    };
    let operand = single.operands[input];
    let into = &mut before[operand.offset..][..operand.shape.elements()];
    if plan == SingleInput::Write {
        single.backward(values, &upstream, into);
    } else {
        let scratch = &mut scratch[..into.len()];
        single.backward(values, &upstream, scratch);
        into.iter_mut()
            .zip(&*scratch)
            .for_each(|(to, part)| *to += *part);
    }
}
