//! The reverse sweep: every gradient, from the target back to the sources.
//!
//! A node's gradient is the sum over the wires that leave it, each wire's
//! contribution being the local derivative times the gradient of the node that it
//! ends at. Contributions arrive in the reverse order of the program, an earlier
//! input before a later one, and are added in that order; every way to compute a
//! gradient here keeps to it, so all give the same bits.

use super::instruction::{Code, Instruction, Level, Link};
use super::op::Upstream;
use super::program::{Program, Single, SingleInput, Step, Work};

/// Starts the gradients that are added up from 0.
pub(crate) fn clear(program: &Program, gradients: &mut [f64]) {
    for range in &program.zeroed {
        gradients[range.clone()].fill(0.0);
    }
}

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
    gradients[target] = 1.0;
    for step in steps(program) {
        match &step.work {
            Work::Chain(first, range) => {
                let links = &program.links[range.clone()];
                follow(*first, links, step.start, values, gradients);
            }
            Work::Level(level) => sweep_level(program, level, step.start, values, gradients),
            _ => sweep_step(program, step, values, slopes, gradients, scratch),
        }
    }
}

/// What the sweep goes over, from the last to the first.
#[inline(always)]
pub(crate) fn steps(program: &Program) -> impl Iterator<Item = &Step> {
    program.steps.iter().rev().filter(|step| step.live)
}

/// Any step but a chain or a level.
#[inline(never)] // as in the forward sweep
fn sweep_step(
    program: &Program,
    step: &Step,
    values: &[f64],
    slopes: &[f64],
    gradients: &mut [f64],
    scratch: &mut [f64],
) {
    let start = step.start;
    match &step.work {
        Work::Unary(_, _, range) => {
            let (inputs, slopes) = (&program.unary[range.clone()], &slopes[range.clone()]);
            let (into, own) = gradients.split_at_mut(start);
            let nodes = inputs.iter().zip(slopes).zip(&own[..inputs.len()]);
            for ((&place, slope), gradient) in nodes.rev() {
                into[place as usize] += gradient * slope;
            }
        }
        Work::Binary(kernel, _, range) => {
            let inputs = &program.binary[range.clone()];
            let (into, own) = gradients.split_at_mut(start);
            let (before, results) = values.split_at(start);
            let (results, own) = (&results[..inputs.len()], &own[..inputs.len()]);
            (kernel.run_reverse)(before, results, own, inputs, into);
        }
        Work::Direct(range) => {
            let instructions = &program.instructions[range.clone()];
            interpret(instructions, start, values, gradients);
        }
        Work::Single(index) => {
            let single = &program.singles[*index];
            for input in 0..single.operands.len() {
                reverse_input(single, input, values, gradients, scratch);
            }
        }
        Work::Level(_) | Work::Chain(..) => {}
    }
}

/// The plain nodes of a level.
#[inline(always)] // as in the forward sweep
fn sweep_level(
    program: &Program,
    level: &Level,
    start: usize,
    values: &[f64],
    gradients: &mut [f64],
) {
    let [sums, differences, products] = level.runs().map(|run| &program.binary[run]);
    let at = [
        start,
        start + sums.len(),
        start + sums.len() + differences.len(),
    ];
    run_arithmetic(products, at[2], gradients, |into, a, b, gradient| {
        let values = &values[..into.len()]; // one length: one check serves both
        into[a] += gradient * values[b];
        into[b] += gradient * values[a];
    });
    run_arithmetic(differences, at[1], gradients, |into, a, b, gradient| {
        into[a] += gradient;
        into[b] -= gradient;
    });
    run_arithmetic(sums, at[0], gradients, |into, a, b, gradient| {
        into[a] += gradient;
        into[b] += gradient;
    });
}

/// A run of plain arithmetic, last node first: `contribute` adds what a node with
/// inputs a and b contributes to the gradients before the run.
#[inline(always)]
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

/// Carries out a chain backward, last link first.
fn follow(first: u32, links: &[Link], start: usize, values: &[f64], gradients: &mut [f64]) {
    // What the link after this one hands to it, before memory has it.
    let mut handed = 0.0;
    let mut place = start + links.len();
    for link in links.iter().rev() {
        place -= 1;
        let other = link.other as usize;
        let gradient = gradients[place] + handed;
        gradients[place] = gradient;
        handed = gradient;
        match link.code {
            Code::Multiply => {
                let last = if place == start {
                    first as usize
                } else {
                    place - 1
                };
                gradients[other] += gradient * values[last];
                handed = gradient * values[other];
            }
            Code::Subtract => gradients[other] -= gradient,
            _ => gradients[other] += gradient,
        }
    }
    gradients[first as usize] += handed;
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
