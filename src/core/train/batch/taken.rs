//! Rows taken by their numbers, of rows of data.

use super::lifted::{Lifted, lengths};
use crate::core::graph::{GraphError, NodeId};
use crate::core::op::attributes::{AttributeValue, axis_of};
use crate::core::tensor::Tensor;

/// Lets `take` take rows side by side: the axis that is taken from comes first, those of
/// all rows end to end if each has its own, and the axes are put back behind the node.
pub(super) fn taken(lifted: &mut Lifted<'_>, id: NodeId) -> Result<(), GraphError> {
    let inputs = lifted.inputs(id);
    let [x, index] = inputs[..] else {
        return Ok(());
    };
    let shape = lifted.row_shape(x);
    let node = lifted.graph.get(id);
    let axis = node.and_then(|node| node.attribute_reader()?.integer("axis"));
    let axis = axis_of(&shape, axis.unwrap_or(0)).unwrap_or(0);
    if !lifted.is_batched(index) {
        return lifted.set(id, "axis", &AttributeValue::Integer(axis as i64 + 1));
    }
    let others = (0..shape.rank()).filter(|other| *other != axis);
    let order: Vec<usize> = std::iter::once(axis).chain(others).collect();
    let name = lifted.graph.name(id).to_owned();
    let (from, index) = match lifted.is_batched(x) {
        false => (lifted.ordered(x, &order)?, index),
        true => {
            let shifted = order.iter().map(|axis| axis + 1);
            let order: Vec<usize> = std::iter::once(0).chain(shifted).collect();
            let ordered = lifted.ordered(x, &order)?;
            end_to_end(lifted, (x, ordered), axis, index)?
        }
    };
    let taken = lifted.add(&name, "take", &[Some(from), Some(index)], &[])?;
    // The axes are now: the rows, those of the index, and the others of x.
    let of_index = lifted.row_shape(lifted.inputs(id)[1]).rank();
    let first = 1 + of_index;
    let before = first..first + axis;
    let after = first + axis..first + shape.rank() - 1;
    let order = std::iter::once(0)
        .chain(before)
        .chain(1..first)
        .chain(after);
    let order: Vec<i64> = order.map(|axis| axis as i64).collect();
    let axes = ("axes", &AttributeValue::Integers(order.into()));
    lifted.become_op(id, "transpose", &[taken], axes)
}

/// All rows of x end to end, and the numbers counted through.
fn end_to_end(
    lifted: &mut Lifted<'_>,
    (x, ordered): (NodeId, NodeId),
    axis: usize,
    index: NodeId,
) -> Result<(NodeId, NodeId), GraphError> {
    let rows = lifted.rows;
    let shape = lifted.row_shape(x);
    let length = shape.dim(axis);
    let others = shape.dims().enumerate().filter(|(other, _)| *other != axis);
    let others: Vec<usize> = others.map(|(_, length)| length).collect();
    let all = [("shape", lengths(rows * length, &others))];
    let name = lifted.graph.name(x).to_owned();
    let from = lifted.add(&name, "reshape", &[Some(ordered)], &all)?;
    let rank = lifted.row_shape(index).rank();
    let name = lifted.graph.name(index).to_owned();
    let counted = within(lifted, &name, index, length)?;
    let starts = lifted.row_starts(&name, length, rank)?;
    let index = lifted.add(&name, "add", &[Some(counted), Some(starts)], &[])?;
    Ok((from, index))
}

/// Numbers within a row of this length, counted from its start. One that is none stays
/// none, and doesn't name a place of another row: something huge is added to it.
fn within(
    lifted: &mut Lifted<'_>,
    name: &str,
    index: NodeId,
    length: usize,
) -> Result<NodeId, GraphError> {
    const HUGE: f64 = 1e300;
    let numbers = [0.0, length as f64, HUGE].map(Tensor::scalar);
    let mut constants = Vec::with_capacity(3);
    for number in numbers {
        constants.push(lifted.constant(name, number)?);
    }
    let [zero, length, huge] = constants[..] else {
        return Ok(index);
    };
    let mut of = |op: &str, a, b| lifted.add(name, op, &[Some(a), Some(b)], &[]);
    let from_end = of("less", index, zero)?;
    let more = of("multiply", from_end, length)?;
    let counted = of("add", index, more)?;
    let below = of("less", counted, zero)?;
    let above = of("greater_equal", counted, length)?;
    let outside = of("add", below, above)?;
    let far = of("multiply", outside, huge)?;
    of("add", counted, far)
}
