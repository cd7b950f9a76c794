//! The forward sweep: every value, from the sources to the sinks.

use super::elementwise::{LANES, UnaryKernel};
use super::program::{Code, Instruction, NO_PARAMS, Program, Step, Work};

/// How many nodes of a run are gathered at a time.
pub(crate) const GATHER: usize = 64;

/// Computes every value from the values of the sources.
pub(crate) fn forward(program: &Program, values: &mut [f64], scratch: &mut [f64]) {
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
            _ => wide(program, step, values, scratch),
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
fn wide(program: &Program, step: &Step, values: &mut [f64], scratch: &mut [f64]) {
    let (before, results) = values.split_at_mut(step.start);
    match &step.work {
        Work::Unary(kernel, _, range) => {
            let inputs = &program.unary[range.clone()];
            run(kernel, inputs, before, results, scratch);
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

/// Collects the inputs of nodes side by side, and repeats the last one so as to
/// fill whole vectors: what is left over would be computed one by one.
#[inline(always)]
pub(crate) fn gather<'a>(values: &[f64], places: &[u32], to: &'a mut [f64]) -> &'a [f64] {
    let whole = places.len().next_multiple_of(LANES);
    let to = &mut to[..whole];
    for (to, place) in to.iter_mut().zip(places) {
        *to = values[*place as usize];
    }
    if let Some(&last) = places.last() {
        for to in &mut to[places.len()..] {
            *to = values[last as usize];
        }
    }
    to
}

/// A run of an op of one number. Behind its results the arena has room for a whole
/// vector.
fn run(
    kernel: &UnaryKernel,
    inputs: &[u32],
    before: &[f64],
    results: &mut [f64],
    scratch: &mut [f64],
) {
    for (nth, inputs) in inputs.chunks(GATHER).enumerate() {
        let x = gather(before, inputs, scratch);
        (kernel.map)(NO_PARAMS, x, &mut results[nth * GATHER..][..x.len()]);
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
