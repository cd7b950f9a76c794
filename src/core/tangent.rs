//! Forward mode: the derivative of every node along a change of one node, in one
//! sweep from left to right. For showing the other way to apply the chain rule,
//! and for checking the reverse sweep against.

use super::graph::NodeId;
use super::instruction::{Level, NO_PARAMS};
use super::op::Tangents;
use super::program::{Computed, Found, Program, Step, Work};
use super::tensor::Tensor;

/// Fills an arena, laid out as the values are, with the tangents of all nodes, and tells
/// how many nodes it took a step for; `None` if the direction doesn't have the shape of
/// the node, or the node isn't evaluated.
pub(crate) fn tangents(
    program: &Program,
    values: &[f64],
    from: NodeId,
    direction: &Tensor,
    arena: &mut Vec<f64>,
) -> Option<usize> {
    let seed = program.operand(from)?;
    if seed.shape != direction.shape() {
        return None;
    }
    arena.clear();
    arena.resize(program.arena_len, 0.0);
    arena[seed.offset..][..seed.shape.elements()].copy_from_slice(direction.data());
    let mut steps = 0;
    for step in &program.steps {
        let nodes = step.work.nodes();
        let has_seed = (step.start..step.start + nodes).contains(&seed.offset);
        steps += nodes - usize::from(has_seed);
        match &step.work {
            Work::Level(level) if !has_seed => sweep_level(program, level, step, values, arena),
            Work::Unary(kernel, _, range) if !has_seed => {
                let places = (step.start..).zip(&program.unary[range.clone()]);
                for (place, &input) in places {
                    let input = input as usize;
                    let by = (kernel.derivative)(NO_PARAMS, values[input], values[place]);
                    arena[place] = part(by, arena[input]);
                }
            }
            _ => {
                for node in program.nodes_of(step).filter(|node| node.node != from) {
                    sweep_node(&node, values, arena);
                }
            }
        }
    }
    Some(steps)
}

/// What an input passes on. A direction of 0 adds nothing, even where a derivative is
/// infinite.
#[inline(always)]
fn part(by: f64, along: f64) -> f64 {
    if along == 0.0 { 0.0 } else { by * along }
}

/// The plain nodes of a level.
fn sweep_level(program: &Program, level: &Level, step: &Step, values: &[f64], arena: &mut [f64]) {
    let [sums, differences, products] = level.runs().map(|run| &program.binary[run]);
    let mut place = step.start;
    let mut run = |inputs: &[[u32; 2]], rule: fn(&[f64], [usize; 2], [f64; 2]) -> f64| {
        for inputs in inputs {
            let inputs = inputs.map(|input| input as usize);
            arena[place] = rule(values, inputs, inputs.map(|input| arena[input]));
            place += 1;
        }
    };
    run(sums, |_, _, [a, b]| a + b);
    run(differences, |_, _, [a, b]| a - b);
    run(products, |values, [x, y], [a, b]| {
        part(values[y], a) + part(values[x], b)
    });
}

/// One node, whatever it is.
fn sweep_node(node: &Computed<'_>, values: &[f64], arena: &mut [f64]) {
    match node.found {
        Found::Source => {}
        Found::Scalar(instruction) => {
            let [a, b] = instruction.inputs.map(|place| arena[place as usize]);
            let (by_a, by_b) = instruction.derivatives(values, values[node.place]);
            let second = match instruction.places().len() {
                2 => part(by_b, b),
                _ => 0.0,
            };
            arena[node.place] = part(by_a, a) + second;
        }
        Found::Single(single) => {
            let (before, results) = arena.split_at_mut(single.result.offset);
            let tangents = Tangents {
                value: single.result.of(values),
                arena: before,
            };
            let result = &mut results[..single.result.shape.elements()];
            single.tangent(values, &tangents, result);
        }
    }
}
