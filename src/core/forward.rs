//! The forward sweep: every value, from the sources to the sinks.

use super::elementwise::{LANES, UnaryKernel};
use super::instruction::{Code, Instruction, Level, Link, NO_PARAMS};
use super::program::{Program, Step, Work};

/// How many nodes of a run are gathered at a time.
const GATHER: usize = 64;

/// Computes every value from the values of the sources; and, if they are wanted, the
/// slopes of the runs of ops of one number, laid out as their inputs in the program. The
/// values are the same with and without.
pub(crate) fn forward(program: &Program, values: &mut [f64], mut slopes: Option<&mut [f64]>) {
    for step in &program.steps {
        match &step.work {
            Work::Chain(first, range) => {
                follow(*first, &program.links[range.clone()], step.start, values);
            }
            Work::Level(level) => sweep_level(program, level, step.start, values),
            _ => sweep_step(program, step, values, slopes.as_deref_mut()),
        }
    }
}

/// The plain nodes of a level.
#[inline(always)] // these and the chains are the most frequent steps by far
fn sweep_level(program: &Program, level: &Level, start: usize, values: &mut [f64]) {
    let [sums, differences, products] = level.runs().map(|run| &program.binary[run]);
    let at = run_arithmetic(sums, start, values, |a, b| a + b);
    let at = run_arithmetic(differences, at, values, |a, b| a - b);
    run_arithmetic(products, at, values, |a, b| a * b);
}

/// Any other step.
#[inline(never)] // so that the loop over the most frequent ones is small
fn sweep_step(program: &Program, step: &Step, values: &mut [f64], slopes: Option<&mut [f64]>) {
    let start = step.start;
    match &step.work {
        Work::Unary(kernel, _, range) => {
            let whole = range.start..range.start + range.len().next_multiple_of(LANES);
            let inputs = &program.unary[whole.clone()];
            match slopes {
                Some(slopes) => run_both(kernel, inputs, start, values, &mut slopes[whole]),
                None => run(kernel, inputs, start, values),
            }
        }
        Work::Binary(kernel, _, range) => {
            let inputs = &program.binary[range.clone()];
            let (before, results) = values.split_at_mut(start);
            (kernel.run_forward)(before, inputs, &mut results[..inputs.len()]);
        }
        Work::Direct(range) => interpret(&program.instructions[range.clone()], start, values),
        Work::Single(index) => {
            let single = &program.singles[*index];
            let (before, results) = values.split_at_mut(start);
            single.forward(before, &mut results[..single.result.shape.elements()]);
        }
        Work::Level(_) | Work::Chain(..) => {}
    }
}

/// A run of plain arithmetic; says where it ends.
#[inline(always)]
fn run_arithmetic(
    inputs: &[[u32; 2]],
    start: usize,
    values: &mut [f64],
    op: impl Fn(f64, f64) -> f64,
) -> usize {
    let (before, results) = values.split_at_mut(start);
    for (result, &[a, b]) in results.iter_mut().zip(inputs) {
        *result = op(before[a as usize], before[b as usize]);
    }
    start + inputs.len()
}

/// A run of an op of one number. Behind its results the arena has room for a whole
/// vector.
fn run(kernel: &UnaryKernel, inputs: &[u32], start: usize, values: &mut [f64]) {
    let (before, results) = values.split_at_mut(start);
    let mut gathered = [0.0; GATHER];
    let blocks = inputs.chunks(GATHER).zip(results.chunks_mut(GATHER));
    for (inputs, results) in blocks {
        let x = gather(before, inputs, &mut gathered);
        (kernel.map)(NO_PARAMS, x, &mut results[..x.len()]);
    }
}

/// The same with its slopes.
fn run_both(
    kernel: &UnaryKernel,
    inputs: &[u32],
    start: usize,
    values: &mut [f64],
    slopes: &mut [f64],
) {
    let (before, results) = values.split_at_mut(start);
    let mut gathered = [0.0; GATHER];
    let blocks = inputs.chunks(GATHER).zip(slopes.chunks_mut(GATHER));
    for ((inputs, slopes), results) in blocks.zip(results.chunks_mut(GATHER)) {
        let x = gather(before, inputs, &mut gathered);
        (kernel.map_both)(NO_PARAMS, x, &mut results[..x.len()], slopes);
    }
}

/// The inputs of a block of a run, side by side.
#[inline(always)]
fn gather<'a>(before: &[f64], inputs: &[u32], to: &'a mut [f64; GATHER]) -> &'a [f64] {
    let x = &mut to[..inputs.len()];
    for (x, place) in x.iter_mut().zip(inputs) {
        *x = before[*place as usize];
    }
    x
}

/// Carries out instructions one by one; results lie side by side from `start`.
fn interpret(instructions: &[Instruction], start: usize, values: &mut [f64]) {
    for (place, instruction) in (start..).zip(instructions) {
        values[place] = instruction.value(values);
    }
}

/// Carries out a chain that goes on from the value at `first`.
fn follow(first: u32, links: &[Link], start: usize, values: &mut [f64]) {
    let mut last = values[first as usize];
    for (place, link) in (start..).zip(links) {
        let other = values[link.other as usize];
        last = match link.code {
            Code::Multiply => last * other,
            Code::Subtract => last - other,
            _ => last + other,
        };
        values[place] = last;
    }
}
