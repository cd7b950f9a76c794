//! The forward pass: every value, from the sources to the sinks.

use crate::core::go_on::{ALWAYS, GoOn};
use crate::core::op::elementwise::{Code, LANES, NO_PARAMS, UnaryKernel};
use crate::core::program::instruction::{ChainLink, Instruction, Level};
use crate::core::program::{Program, Segment, SegmentKind};

/// How many inputs of a vector group are gathered at a time.
const GATHER: usize = 64;

/// Computes every value from the values of the sources; and, if they are wanted, the
/// local derivatives of the vector groups of unary ops, laid out as their inputs in the
/// program. The values are the same with and without.
pub(crate) fn forward(program: &Program, values: &mut [f64], derivatives: Option<&mut [f64]>) {
    forward_part(program, &program.segments, values, derivatives, ALWAYS);
}

/// The same for some of the segments, after those before them. Ops that take long ask
/// `go_on`.
#[inline(always)]
pub(crate) fn forward_part(
    program: &Program,
    segments: &[Segment],
    values: &mut [f64],
    mut derivatives: Option<&mut [f64]>,
    go_on: GoOn<'_>,
) {
    for segment in segments {
        match &segment.kind {
            SegmentKind::Chain(first, range) => {
                follow(*first, &program.links[range.clone()], segment.start, values);
            }
            SegmentKind::Level(level) => sweep_level(program, level, segment.start, values),
            _ => sweep_segment(program, segment, values, derivatives.as_deref_mut(), go_on),
        }
    }
}

/// The arithmetic nodes of a level.
#[inline(always)] // these and the chains are the most frequent steps by far
fn sweep_level(program: &Program, level: &Level, start: usize, values: &mut [f64]) {
    let [sums, differences, products] = level.groups().map(|group| &program.binary[group]);
    let at = map_arithmetic(sums, start, values, |a, b| a + b);
    let at = map_arithmetic(differences, at, values, |a, b| a - b);
    map_arithmetic(products, at, values, |a, b| a * b);
}

/// Any other segment.
#[inline(never)] // so that the loop over the most frequent ones is small
fn sweep_segment(
    program: &Program,
    segment: &Segment,
    values: &mut [f64],
    derivatives: Option<&mut [f64]>,
    go_on: GoOn<'_>,
) {
    let start = segment.start;
    match &segment.kind {
        SegmentKind::Unary(kernel, _, range) => {
            let whole = range.start..range.start + range.len().next_multiple_of(LANES);
            let inputs = &program.unary[whole.clone()];
            match derivatives {
                Some(derivatives) => map_group_with_derivatives(
                    kernel,
                    inputs,
                    start,
                    values,
                    &mut derivatives[whole],
                ),
                None => map_group(kernel, inputs, start, values),
            }
        }
        SegmentKind::Binary(kernel, _, range) => {
            let inputs = &program.binary[range.clone()];
            let (before, results) = values.split_at_mut(start);
            (kernel.group_forward)(before, inputs, &mut results[..inputs.len()]);
        }
        SegmentKind::Direct(range) => {
            interpret(&program.instructions[range.clone()], start, values);
        }
        SegmentKind::TensorOp(index) => {
            let tensor_op = &program.tensor_ops[*index];
            let (before, results) = values.split_at_mut(start);
            let results = &mut results[..tensor_op.result.shape.elements()];
            tensor_op.forward(before, results, go_on);
        }
        SegmentKind::Level(_) | SegmentKind::Chain(..) => {}
    }
}

/// A group of plain arithmetic; returns where its results end.
#[inline(always)]
fn map_arithmetic(
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

/// A vector group of a unary op. Behind its results the arena has room for a whole
/// vector.
fn map_group(kernel: &UnaryKernel, inputs: &[u32], start: usize, values: &mut [f64]) {
    let (before, results) = values.split_at_mut(start);
    let mut gathered = [0.0; GATHER];
    let blocks = inputs.chunks(GATHER).zip(results.chunks_mut(GATHER));
    for (inputs, results) in blocks {
        let x = gather(before, inputs, &mut gathered);
        (kernel.map)(NO_PARAMS, x, &mut results[..x.len()]);
    }
}

/// The same with its local derivatives.
fn map_group_with_derivatives(
    kernel: &UnaryKernel,
    inputs: &[u32],
    start: usize,
    values: &mut [f64],
    derivatives: &mut [f64],
) {
    let (before, results) = values.split_at_mut(start);
    let mut gathered = [0.0; GATHER];
    let blocks = inputs.chunks(GATHER).zip(derivatives.chunks_mut(GATHER));
    for ((inputs, derivatives), results) in blocks.zip(results.chunks_mut(GATHER)) {
        let x = gather(before, inputs, &mut gathered);
        (kernel.map_both)(NO_PARAMS, x, &mut results[..x.len()], derivatives);
    }
}

/// The inputs of a block of a group, side by side.
#[inline(always)]
fn gather<'a>(before: &[f64], inputs: &[u32], to: &'a mut [f64; GATHER]) -> &'a [f64] {
    let x = &mut to[..inputs.len()];
    for (x, slot) in x.iter_mut().zip(inputs) {
        *x = before[*slot as usize];
    }
    x
}

/// Carries out instructions one by one; results lie side by side from `start`.
fn interpret(instructions: &[Instruction], start: usize, values: &mut [f64]) {
    for (slot, instruction) in (start..).zip(instructions) {
        values[slot] = instruction.value(values);
    }
}

/// Carries out a chain that goes on from the value at `first`.
fn follow(first: u32, links: &[ChainLink], start: usize, values: &mut [f64]) {
    let mut last = values[first as usize];
    for (slot, link) in (start..).zip(links) {
        let other = values[link.other as usize];
        last = match link.code {
            Code::Multiply => last * other,
            Code::Subtract => last - other,
            _ => last + other,
        };
        values[slot] = last;
    }
}
