//! Forward mode: the derivative of every node along a change of one node, in one
//! sweep from left to right. For showing the other way to apply the chain rule,
//! and for checking the reverse sweep against.

use super::graph::NodeId;
use super::op::Tangents;
use super::program::{Found, Program};
use super::tensor::Tensor;

/// The tangents of all nodes, laid out as the values are, and how many nodes it took
/// a step for; `None` if the direction doesn't have the shape of the node, or the
/// node isn't evaluated.
pub(crate) fn tangents(
    program: &Program,
    values: &[f64],
    from: NodeId,
    direction: &Tensor,
) -> Option<(Vec<f64>, usize)> {
    let seed = program.operand(from)?;
    if seed.shape != direction.shape() {
        return None;
    }
    let mut arena = vec![0.0; program.arena_len];
    arena[seed.offset..][..seed.shape.elements()].copy_from_slice(direction.data());
    let mut steps = 0;
    for node in program.computed().filter(|node| node.node != from) {
        steps += 1;
        match node.found {
            Found::Source => {}
            Found::Scalar(instruction) => {
                let [a, b] = instruction.inputs.map(|place| arena[place as usize]);
                let (by_a, by_b) = instruction.derivatives(values, values[node.place]);
                // A direction of 0 adds nothing, even where a derivative is infinite.
                let part = |by: f64, along: f64| if along == 0.0 { 0.0 } else { by * along };
                let second = if instruction.places().len() == 2 {
                    part(by_b, b)
                } else {
                    0.0
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
    Some((arena, steps))
}
