//! The backward pass: every gradient, from the target back to the sources.
//!
//! A node's gradient is the sum over the wires that leave it, each wire's
//! contribution being the local derivative times the gradient of the node that it
//! ends at. Contributions arrive in the reverse order of the program, an earlier
//! input before a later one, and are added in that order; every way to compute a
//! gradient here keeps to it, so all give the same bits.

use crate::core::go_on::{ALWAYS, GoOn};
use crate::core::op::elementwise::Code;
use crate::core::op::{Accumulation, Contributions, Upstream};
use crate::core::program::instruction::{ChainLink, Instruction, Level};
use crate::core::program::{Program, Segment, SegmentKind, TensorOp};

/// Starts the gradients that are added up from 0.
pub(crate) fn clear(program: &Program, gradients: &mut [f64]) {
    for range in &program.zeroed {
        gradients[range.clone()].fill(0.0);
    }
}

/// Computes the gradient of everything that reaches the target, with the local
/// derivatives that the forward pass kept. `scratch` must be as long as
/// [`Program::scratch_len`] says.
pub(crate) fn reverse(
    program: &Program,
    values: &[f64],
    derivatives: &[f64],
    gradients: &mut [f64],
    scratch: &mut [f64],
) {
    if seed(program, gradients) {
        let known = (values, derivatives);
        reverse_part(
            program,
            &program.segments,
            known,
            gradients,
            scratch,
            ALWAYS,
        );
    }
}

/// Begins the pass: the target's own gradient is 1. False if there is no target.
#[inline(always)]
pub(crate) fn seed(program: &Program, gradients: &mut [f64]) -> bool {
    let Some(target) = program.target_slot else {
        return false;
    };
    gradients[target] = 1.0;
    true
}

/// The pass over some of the segments, after those behind them. Ops that take long ask
/// `go_on`.
#[inline(always)]
pub(crate) fn reverse_part(
    program: &Program,
    segments: &[Segment],
    (values, derivatives): (&[f64], &[f64]),
    gradients: &mut [f64],
    scratch: &mut [f64],
    go_on: GoOn<'_>,
) {
    for segment in live(segments) {
        match &segment.kind {
            SegmentKind::Chain(first, range) => {
                let links = &program.links[range.clone()];
                follow(*first, links, segment.start, values, gradients);
            }
            SegmentKind::Level(level) => {
                sweep_level(program, level, segment.start, values, gradients);
            }
            _ => {
                let known = (values, derivatives);
                sweep_segment(program, segment, known, gradients, scratch, go_on);
            }
        }
    }
}

/// The segments that the pass visits, from the last to the first.
#[inline(always)]
pub(crate) fn segments(program: &Program) -> impl Iterator<Item = &Segment> {
    live(&program.segments)
}

#[inline(always)]
fn live(segments: &[Segment]) -> impl Iterator<Item = &Segment> {
    segments.iter().rev().filter(|segment| segment.live)
}

/// Any segment but a chain or a level.
#[inline(never)] // as in the forward pass
fn sweep_segment(
    program: &Program,
    segment: &Segment,
    (values, derivatives): (&[f64], &[f64]),
    gradients: &mut [f64],
    scratch: &mut [f64],
    go_on: GoOn<'_>,
) {
    let start = segment.start;
    match &segment.kind {
        SegmentKind::Unary(_, _, range) => {
            let (inputs, derivatives) =
                (&program.unary[range.clone()], &derivatives[range.clone()]);
            let (into, own) = gradients.split_at_mut(start);
            let own = &own[..inputs.len()];
            for nth in (0..inputs.len()).rev() {
                into[inputs[nth] as usize] += own[nth] * derivatives[nth];
            }
        }
        SegmentKind::Binary(kernel, _, range) => {
            let inputs = &program.binary[range.clone()];
            let (into, own) = gradients.split_at_mut(start);
            let (before, results) = values.split_at(start);
            let (results, own) = (&results[..inputs.len()], &own[..inputs.len()]);
            (kernel.group_backward)(before, results, own, inputs, into);
        }
        SegmentKind::Direct(range) => {
            let instructions = &program.instructions[range.clone()];
            interpret(instructions, start, values, gradients);
        }
        SegmentKind::TensorOp(index) => {
            let tensor_op = &program.tensor_ops[*index];
            let plan = (tensor_op, &*tensor_op.accumulations);
            reverse_tensor_op(plan, values, gradients, scratch, go_on);
        }
        SegmentKind::Level(_) | SegmentKind::Chain(..) => {}
    }
}

/// The arithmetic nodes of a level.
#[inline(always)] // as in the forward pass
fn sweep_level(
    program: &Program,
    level: &Level,
    start: usize,
    values: &[f64],
    gradients: &mut [f64],
) {
    let [sums, differences, products] = level.groups();
    let (sums, differences) = (&program.binary[sums], &program.binary[differences]);
    let products = &program.binary[products];
    let at = [
        start,
        start + sums.len(),
        start + sums.len() + differences.len(),
    ];
    reverse_arithmetic(products, at[2], gradients, |into, a, b, gradient| {
        let values = &values[..into.len()]; // one length: one check serves both
        into[a] += gradient * values[b];
        into[b] += gradient * values[a];
    });
    reverse_arithmetic(differences, at[1], gradients, |into, a, b, gradient| {
        into[a] += gradient;
        into[b] -= gradient;
    });
    reverse_arithmetic(sums, at[0], gradients, |into, a, b, gradient| {
        into[a] += gradient;
        into[b] += gradient;
    });
}

/// A group of plain arithmetic, last node first: `contribute` adds what a node with
/// inputs a and b contributes to the gradients before the group.
#[inline(always)]
fn reverse_arithmetic(
    inputs: &[[u32; 2]],
    start: usize,
    gradients: &mut [f64],
    contribute: impl Fn(&mut [f64], usize, usize, f64),
) {
    let (into, own) = gradients.split_at_mut(start);
    let own = &own[..inputs.len()];
    for nth in (0..inputs.len()).rev() {
        let [a, b] = inputs[nth];
        contribute(into, a as usize, b as usize, own[nth]);
    }
}

/// Carries out instructions backward, last one first.
fn interpret(instructions: &[Instruction], start: usize, values: &[f64], gradients: &mut [f64]) {
    let mut slot = start + instructions.len();
    for instruction in instructions.iter().rev() {
        slot -= 1;
        let (a, b) = (
            instruction.inputs[0] as usize,
            instruction.inputs[1] as usize,
        );
        let gradient = gradients[slot];
        let (by_a, by_b) = instruction.derivatives(values, values[slot]);
        gradients[a] += gradient * by_a;
        if instruction.code != Code::Unary {
            gradients[b] += gradient * by_b;
        }
    }
}

/// Carries out a chain backward, last link first.
fn follow(first: u32, links: &[ChainLink], start: usize, values: &[f64], gradients: &mut [f64]) {
    // What the link after this one hands to it, before memory has it.
    let mut handed = 0.0;
    let mut slot = start + links.len();
    for link in links.iter().rev() {
        slot -= 1;
        let other = link.other as usize;
        let gradient = gradients[slot] + handed;
        gradients[slot] = gradient;
        handed = gradient;
        match link.code {
            Code::Multiply => {
                let last = if slot == start {
                    first as usize
                } else {
                    slot - 1
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

/// What a tensor op contributes to the gradients of its inputs, each as the plan for it
/// has it.
pub(crate) fn reverse_tensor_op(
    (tensor_op, accumulations): (&TensorOp, &[Accumulation]),
    values: &[f64],
    gradients: &mut [f64],
    scratch: &mut [f64],
    go_on: GoOn<'_>,
) {
    let result = tensor_op.result;
    let (before, own) = gradients.split_at_mut(result.offset);
    let upstream = Upstream {
        value: result.of(values),
        gradient: &own[..result.shape.elements()],
    };
    let operands = &tensor_op.operands;
    let mut contributions = Contributions::into_arena(before, operands, accumulations, scratch);
    tensor_op.vjp(values, &upstream, &mut contributions, go_on);
}
