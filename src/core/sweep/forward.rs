//! The forward pass: every value, from the sources to the sinks.
//!
//! The loops count: `zip` and `map` are calls wherever they are not inlined, which costs
//! more here than the work itself.
#![allow(clippy::needless_range_loop, clippy::explicit_counter_loop)]

use std::ops::Range;

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
    let [sums, differences, products] = level.groups();
    let at = map_arithmetic(&program.binary[sums], start, values, |a, b| a + b);
    let at = map_arithmetic(&program.binary[differences], at, values, |a, b| a - b);
    map_arithmetic(&program.binary[products], at, values, |a, b| a * b);
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
    let results = &mut results[..inputs.len()];
    for nth in 0..results.len() {
        let [a, b] = inputs[nth];
        results[nth] = op(before[a as usize], before[b as usize]);
    }
    start + inputs.len()
}

/// A vector group of a unary op. Behind its results the arena has room for a whole
/// vector.
fn map_group(kernel: &UnaryKernel, inputs: &[u32], start: usize, values: &mut [f64]) {
    let (before, results) = values.split_at_mut(start);
    let mut gathered = [0.0; GATHER];
    for (inputs, range) in blocks(inputs) {
        let x = gather(before, inputs, &mut gathered);
        (kernel.map)(NO_PARAMS, x, &mut results[range]);
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
    for (inputs, range) in blocks(inputs) {
        let x = gather(before, inputs, &mut gathered);
        let derivatives = &mut derivatives[range.clone()];
        (kernel.map_both)(NO_PARAMS, x, &mut results[range], derivatives);
    }
}

/// The inputs of a group in blocks, each with its place in the group.
#[inline(always)]
fn blocks(inputs: &[u32]) -> impl Iterator<Item = (&[u32], Range<usize>)> {
    let mut start = 0;
    std::iter::from_fn(
        #[inline(always)]
        move || {
            let range = start..inputs.len().min(start + GATHER);
            start = range.end;
            (!range.is_empty()).then(|| (&inputs[range.clone()], range))
        },
    )
}

/// The inputs of a block of a group, side by side.
#[inline(always)]
fn gather<'a>(before: &[f64], inputs: &[u32], to: &'a mut [f64; GATHER]) -> &'a [f64] {
    let x = &mut to[..inputs.len()];
    for nth in 0..x.len() {
        x[nth] = before[inputs[nth] as usize];
    }
    x
}

/// Carries out instructions one by one; results lie side by side from `start`.
fn interpret(instructions: &[Instruction], start: usize, values: &mut [f64]) {
    let mut slot = start;
    for instruction in instructions {
        values[slot] = instruction.value(values);
        slot += 1;
    }
}

/// Carries out a chain that goes on from the value at `first`.
fn follow(first: u32, links: &[ChainLink], start: usize, values: &mut [f64]) {
    let mut last = values[first as usize];
    let mut slot = start;
    for link in links {
        let other = values[link.other as usize];
        last = match link.code {
            Code::Multiply => last * other,
            Code::Subtract => last - other,
            _ => last + other,
        };
        values[slot] = last;
        slot += 1;
    }
}
