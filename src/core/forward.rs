//! The forward sweep: every value, from the sources to the sinks.

use super::elementwise::{LANES, UnaryKernel};
use super::program::{Code, Instruction, NO_PARAMS, Program, Step, Work};

/// How many nodes of a run are gathered at a time.
const GATHER: usize = 64;

/// Computes every value from the values of the sources, and the slopes of the runs of
/// ops of one number, laid out as their inputs in the program.
pub(crate) fn forward(program: &Program, values: &mut [f64], slopes: &mut [f64]) {
    for step in &program.steps {
        match &step.work {
            Work::Chain(range) => follow(&program.instructions[range.clone()], step.start, values),
            Work::Direct(range) => {
                interpret(&program.instructions[range.clone()], step.start, values);
            }
            Work::Level(level) => {
                let [sums, differences, products] = level.runs().map(|run| &program.binary[run]);
                let at = run_arithmetic(sums, step.start, values, |a, b| a + b);
                let at = run_arithmetic(differences, at, values, |a, b| a - b);
                run_arithmetic(products, at, values, |a, b| a * b);
            }
            _ => wide(program, step, values, slopes),
        }
    }
}

/// A run of plain arithmetic; says where it ends.
#[inline(always)] // short runs are the most frequent by far
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

/// A step that works on many numbers at once.
#[inline(never)] // so that small programs, which have none, have a small loop
fn wide(program: &Program, step: &Step, values: &mut [f64], slopes: &mut [f64]) {
    let (before, results) = values.split_at_mut(step.start);
    match &step.work {
        Work::Unary(kernel, _, range) => {
            let whole = range.start..range.start + range.len().next_multiple_of(LANES);
            let inputs = &program.unary[whole.clone()];
            run(kernel, inputs, before, results, &mut slopes[whole]);
        }
        Work::Binary(kernel, _, range) => {
            let inputs = &program.binary[range.clone()];
            (kernel.run_forward)(before, inputs, &mut results[..inputs.len()]);
        }
        Work::Single(index) => {
            let single = &program.singles[*index];
            single.forward(before, &mut results[..single.result.shape.elements()]);
        }
        Work::Level(_) | Work::Direct(_) | Work::Chain(_) => {}
    }
}

/// A run of an op of one number. Behind its results the arena has room for a whole
/// vector.
fn run(
    kernel: &UnaryKernel,
    inputs: &[u32],
    before: &[f64],
    results: &mut [f64],
    slopes: &mut [f64],
) {
    let mut gathered = [0.0; GATHER];
    let blocks = inputs.chunks(GATHER).zip(slopes.chunks_mut(GATHER));
    for ((inputs, slopes), results) in blocks.zip(results.chunks_mut(GATHER)) {
        let x = &mut gathered[..inputs.len()];
        for (x, place) in x.iter_mut().zip(inputs) {
            *x = before[*place as usize];
        }
        (kernel.map_both)(NO_PARAMS, x, &mut results[..x.len()], slopes);
    }
}

/// Carries out instructions one by one; results lie side by side from `start`.
fn interpret(instructions: &[Instruction], start: usize, values: &mut [f64]) {
    for (place, instruction) in (start..).zip(instructions) {
        values[place] = instruction.value(values);
    }
}

/// Carries out a chain, from its first instruction's first input.
fn follow(instructions: &[Instruction], start: usize, values: &mut [f64]) {
    let Some(first) = instructions.first() else {
        return;
    };
    let mut last = values[first.inputs[0] as usize];
    let mut rest = instructions;
    let mut place = start;
    while let [instruction, after @ ..] = rest {
        let b = values[instruction.inputs[1] as usize];
        if let (true, [sum, after @ ..]) = (instruction.paired, after) {
            let product = last * b;
            last = product + values[sum.inputs[1] as usize];
            values[place] = product;
            values[place + 1] = last;
            (rest, place) = (after, place + 2);
            continue;
        }
        last = if instruction.code == Code::Multiply {
            last * b
        } else {
            last + instruction.signed(b)
        };
        values[place] = last;
        (rest, place) = (after, place + 1);
    }
}
