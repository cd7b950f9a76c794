//! Forward mode: the derivative of every node along a change of one node, in one pass
//! from left to right. It shows the other way to apply the chain rule, and checks the
//! backward pass.

use crate::core::graph::NodeId;
use crate::core::op::Tangents;
use crate::core::op::elementwise::NO_PARAMS;
use crate::core::program::instruction::Level;
use crate::core::program::{Computation, ComputedNode, Program, Segment, SegmentKind};
use crate::core::tensor::Tensor;

/// Fills an arena, laid out as the values are, with the tangents of all nodes, and returns
/// how many nodes it visited; `None` if the direction doesn't have the shape of
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
    let mut visited = 0;
    for segment in &program.segments {
        let nodes = segment.kind.nodes();
        let has_seed = (segment.start..segment.start + nodes).contains(&seed.offset);
        visited += nodes - usize::from(has_seed);
        match &segment.kind {
            SegmentKind::Level(level) if !has_seed => {
                sweep_level(program, level, segment, values, arena);
            }
            SegmentKind::Unary(kernel, _, range) if !has_seed => {
                let slots = (segment.start..).zip(&program.unary[range.clone()]);
                for (slot, &input) in slots {
                    let input = input as usize;
                    let by = (kernel.derivative)(NO_PARAMS, values[input], values[slot]);
                    arena[slot] = part(by, arena[input]);
                }
            }
            _ => {
                for node in program.nodes_of(segment).filter(|node| node.node != from) {
                    sweep_node(&node, values, arena);
                }
            }
        }
    }
    Some(visited)
}

/// What an input passes on. A direction of 0 adds nothing, even where a derivative is
/// infinite.
#[inline(always)]
fn part(by: f64, along: f64) -> f64 {
    if along == 0.0 { 0.0 } else { by * along }
}

/// The arithmetic nodes of a level.
fn sweep_level(
    program: &Program,
    level: &Level,
    segment: &Segment,
    values: &[f64],
    arena: &mut [f64],
) {
    let [sums, differences, products] = level.groups().map(|group| &program.binary[group]);
    let mut slot = segment.start;
    let mut group = |inputs: &[[u32; 2]], rule: fn(&[f64], [usize; 2], [f64; 2]) -> f64| {
        for inputs in inputs {
            let inputs = inputs.map(|input| input as usize);
            arena[slot] = rule(values, inputs, inputs.map(|input| arena[input]));
            slot += 1;
        }
    };
    group(sums, |_, _, [a, b]| a + b);
    group(differences, |_, _, [a, b]| a - b);
    group(products, |values, [x, y], [a, b]| {
        part(values[y], a) + part(values[x], b)
    });
}

/// One node, whatever it is.
fn sweep_node(node: &ComputedNode<'_>, values: &[f64], arena: &mut [f64]) {
    match node.computation {
        Computation::Source => {}
        Computation::Scalar(instruction) => {
            let [a, b] = instruction.inputs.map(|slot| arena[slot as usize]);
            let (by_a, by_b) = instruction.derivatives(values, values[node.slot]);
            let second = match instruction.slots().len() {
                2 => part(by_b, b),
                _ => 0.0,
            };
            arena[node.slot] = part(by_a, a) + second;
        }
        Computation::TensorOp(tensor_op) => {
            let (before, results) = arena.split_at_mut(tensor_op.result.offset);
            let tangents = Tangents {
                value: tensor_op.result.of(values),
                arena: before,
            };
            let result = &mut results[..tensor_op.result.shape.elements()];
            tensor_op.tangent(values, &tangents, result);
        }
    }
}
