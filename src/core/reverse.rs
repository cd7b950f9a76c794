//! The reverse sweep: every gradient, from the target back to the sources.
//!
//! A node's gradient is the sum over the wires that leave it, each wire's
//! contribution being the local derivative times the gradient of the node that it
//! ends at. Contributions arrive in the reverse order of the program, an earlier
//! input before a later one, and are added in that order; every way to compute a
//! gradient here keeps to it, so all give the same bits.

use super::op::Upstream;
use super::program::{Code, Instruction, Program, Single, SingleInput, Step, Work};

/// Computes the gradient of everything that reaches the target, with the slopes that
/// the forward sweep left. `scratch` must hold the largest operand of a single.
pub(crate) fn reverse(
    program: &Program,
    values: &[f64],
    slopes: &[f64],
    gradients: &mut [f64],
    scratch: &mut [f64],
) {
    let Some(target) = program.target_place else {
        return;
    };
    for range in &program.zeroed {
        gradients[range.clone()].fill(0.0);
    }
    gradients[target] = 1.0;
    for step in program.steps.iter().rev().filter(|step| step.live) {
        match &step.work {
            Work::Chain(range) => {
                let instructions = &program.instructions[range.clone()];
                follow(instructions, step.start, values, gradients);
            }
            Work::Direct(range) => {
                let instructions = &program.instructions[range.clone()];
                interpret(instructions, step.start, values, gradients);
            }
            Work::Level(level) => {
                let [sums, differences, products] = level.runs().map(|run| &program.binary[run]);
                let at = step.start + sums.len();
                run_arithmetic(
                    products,
                    at + differences.len(),
                    gradients,
                    |into, a, b, g| {
                        into[a] += g * values[b];
                        into[b] += g * values[a];
                    },
                );
                run_arithmetic(differences, at, gradients, |into, a, b, g| {
                    into[a] += g;
                    into[b] -= g;
                });
                run_arithmetic(sums, step.start, gradients, |into, a, b, g| {
                    into[a] += g;
                    into[b] += g;
                });
            }
            _ => wide(program, step, values, slopes, gradients, scratch),
        }
    }
}

/// A run of plain arithmetic, last node first: `contribute` adds what the gradient of
/// a node with inputs a and b contributes to the gradients before the run.
#[inline(always)] // as in the forward sweep
fn run_arithmetic(
    inputs: &[[u32; 2]],
    start: usize,
    gradients: &mut [f64],
    contribute: impl Fn(&mut [f64], usize, usize, f64),
) {
    let (into, own) = gradients.split_at_mut(start);
    for (&[a, b], &gradient) in inputs.iter().zip(&own[..inputs.len()]).rev() {
        contribute(into, a as usize, b as usize, gradient);
    }
}

/// A step that works on many numbers at once.
#[inline(never)] // as in the forward sweep
fn wide(
    program: &Program,
    step: &Step,
    values: &[f64],
    slopes: &[f64],
    gradients: &mut [f64],
    scratch: &mut [f64],
) {
    match &step.work {
        Work::Unary(_, _, range) => {
            let (inputs, slopes) = (&program.unary[range.clone()], &slopes[range.clone()]);
            let (into, own) = gradients.split_at_mut(step.start);
            for ((&place, slope), gradient) in
                inputs.iter().zip(slopes).zip(&own[..inputs.len()]).rev()
            {
                into[place as usize] += gradient * slope;
            }
        }
        Work::Binary(kernel, _, range) => {
            let inputs = &program.binary[range.clone()];
            let (into, own) = gradients.split_at_mut(step.start);
            let (before, results) = values.split_at(step.start);
            let (results, own) = (&results[..inputs.len()], &own[..inputs.len()]);
            (kernel.run_reverse)(before, results, own, inputs, into);
        }
        Work::Single(index) => {
            let single = &program.singles[*index];
            for input in 0..single.operands.len() {
                reverse_input(single, input, values, gradients, scratch);
            }
        }
        Work::Level(_) | Work::Direct(_) | Work::Chain(_) => {}
    }
}

/// Carries out instructions backward, last one first.
fn interpret(instructions: &[Instruction], start: usize, values: &[f64], gradients: &mut [f64]) {
    for (place, instruction) in (start..start + instructions.len()).zip(instructions).rev() {
        let [a, b] = instruction.inputs.map(|place| place as usize);
        let gradient = gradients[place];
        let (by_a, by_b) = instruction.derivatives(values, values[place]);
        gradients[a] += gradient * by_a;
        if instruction.code != Code::Unary {
            gradients[b] += gradient * by_b;
        }
    }
}

/// Carries out a chain backward, last instruction first.
fn follow(instructions: &[Instruction], start: usize, values: &[f64], gradients: &mut [f64]) {
    let Some(first) = instructions.first() else {
        return;
    };
    let first = first.inputs[0] as usize;
    // What the instruction after this one hands to it, before memory has it.
    let mut handed = 0.0;
    let mut rest = instructions;
    let mut place = start + instructions.len();
    while let [before @ .., instruction] = rest {
        let b = instruction.inputs[1] as usize;
        place -= 1;
        let gradient = gradients[place] + handed;
        gradients[place] = gradient;
        if let (true, [before @ .., product]) = (instruction.paired, before) {
            gradients[b] += gradient;
            place -= 1;
            let gradient = gradients[place] + gradient;
            gradients[place] = gradient;
            let b = product.inputs[1] as usize;
            let last = if before.is_empty() { first } else { place - 1 };
            gradients[b] += gradient * values[last];
            handed = gradient * values[b];
            rest = before;
            continue;
        }
        if instruction.code == Code::Multiply {
            let last = if before.is_empty() { first } else { place - 1 };
            gradients[b] += gradient * values[last];
            handed = gradient * values[b];
        } else {
            gradients[b] += instruction.signed(gradient);
            handed = gradient;
        }
        rest = before;
    }
    gradients[first] += handed;
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
