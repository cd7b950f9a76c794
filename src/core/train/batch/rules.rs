//! How each kind of op takes rows side by side: the column `side_by_side` of its row, done.

use super::lifted::{Lifted, lengths};
use super::linear::reaches_linearly;
use super::product::product;
use super::taken::taken;
use crate::core::graph::{GraphError, NodeId};
use crate::core::op::SideBySide;
use crate::core::op::attributes::{AttributeValue, axis_of};
use crate::core::tensor::Shape;

/// What becomes of a node.
pub(super) enum Outcome {
    /// It has the rows as its first axis.
    Rows,
    /// It is the mean over the rows, which is all that the target needs of it.
    Mean,
    /// It can't take rows side by side.
    Unknown,
}

type Done = Result<(), GraphError>;

/// Lets a node take rows side by side, some of whose inputs have them.
pub(super) fn apply(lifted: &mut Lifted<'_>, id: NodeId) -> Result<Outcome, GraphError> {
    let Some(op) = lifted.op(id) else {
        return Ok(Outcome::Unknown);
    };
    match op.side_by_side {
        SideBySide::Elements => align(lifted, id),
        SideBySide::LastAxis => Ok(()),
        SideBySide::Axis => shift_axis(lifted, id),
        SideBySide::Axes => shift_axes(lifted, id),
        SideBySide::Order => reorder(lifted, id),
        SideBySide::Shape => set_shape(lifted, id),
        SideBySide::Repeated => align(lifted, id).and_then(|()| set_shape(lifted, id)),
        SideBySide::Product => product(lifted, id),
        SideBySide::Taken => taken(lifted, id),
        // How many elements count differs from row to row: not the mean of their means.
        SideBySide::Loss if leaves_elements_out(lifted, id) => return Ok(Outcome::Unknown),
        SideBySide::Loss if reaches_linearly(lifted, id) => {
            return loss(lifted, id).map(|()| Outcome::Mean);
        }
        SideBySide::Loss => return Ok(Outcome::Unknown),
    }
    .map(|()| Outcome::Rows)
}

/// Brings the inputs that have rows to the rank of the result.
fn align(lifted: &mut Lifted<'_>, id: NodeId) -> Done {
    let rank = lifted.row_shape(id).rank();
    for (nth, input) in lifted.inputs(id).into_iter().enumerate() {
        let aligned = lifted.with_rank(input, rank)?;
        if aligned != input {
            lifted.connect(aligned, id, nth)?;
        }
    }
    Ok(())
}

/// Repeats the inputs that have no rows, once a row.
fn repeat(lifted: &mut Lifted<'_>, id: NodeId) -> Done {
    for (nth, input) in lifted.inputs(id).into_iter().enumerate() {
        let repeated = lifted.repeated(input)?;
        if repeated != input {
            lifted.connect(repeated, id, nth)?;
        }
    }
    Ok(())
}

/// A loss is a mean of its own, over all that it is given: over the rows, too.
fn loss(lifted: &mut Lifted<'_>, id: NodeId) -> Done {
    repeat(lifted, id)?;
    // A pair of numbers a row becomes a row of one pair: the last axis may matter.
    let drawn = lifted.drawn_inputs(id);
    if drawn.iter().any(|it| lifted.row_shape(*it).rank() > 0) {
        return Ok(());
    }
    let inputs = lifted.inputs(id);
    for (nth, input) in inputs.into_iter().enumerate() {
        let row = lifted.reshaped(input, &[1])?;
        lifted.connect(row, id, nth)?;
    }
    Ok(())
}

/// Whether a loss doesn't count the elements of some class.
fn leaves_elements_out(lifted: &Lifted<'_>, id: NodeId) -> bool {
    let node = lifted.graph.get(id);
    let ignored = node.and_then(|node| node.attribute_reader()?.integer("ignore_index"));
    ignored.is_some()
}

/// The attribute `axis` lists axes of a row.
fn shift_axes(lifted: &mut Lifted<'_>, id: NodeId) -> Done {
    let inputs = lifted.inputs(id);
    let shape = inputs
        .first()
        .map_or(Shape::SCALAR, |input| lifted.row_shape(*input));
    let node = lifted.graph.get(id);
    let given = node.and_then(|node| node.attribute_reader()?.integers("axis"));
    let axes: Vec<i64> = match given {
        None => (0..shape.rank()).map(|axis| axis as i64 + 1).collect(),
        Some(list) => {
            let axes = list.iter().filter_map(|axis| axis_of(&shape, *axis).ok());
            axes.map(|axis| axis as i64 + 1).collect()
        }
    };
    lifted.set(id, "axis", &AttributeValue::Integers(axes.into()))
}

/// The attribute `axis` names an axis of a row. All inputs must have rows, then.
fn shift_axis(lifted: &mut Lifted<'_>, id: NodeId) -> Done {
    repeat(lifted, id)?;
    let node = lifted.graph.get(id);
    let axis = node.and_then(|node| node.attribute_reader()?.integer("axis"));
    match axis.filter(|axis| *axis >= 0) {
        Some(axis) => lifted.set(id, "axis", &AttributeValue::Integer(axis + 1)),
        None => Ok(()), // it is counted from the end
    }
}

/// The attribute `axes` is the order of a row's axes.
fn reorder(lifted: &mut Lifted<'_>, id: NodeId) -> Done {
    let shape = lifted.row_shape(id);
    let node = lifted.graph.get(id);
    let given = node.and_then(|node| node.attribute_reader()?.integers("axes"));
    let axes: Vec<i64> = match given {
        None => (0..shape.rank()).rev().map(|axis| axis as i64).collect(),
        Some(list) => {
            let axes = list.iter().filter_map(|axis| axis_of(&shape, *axis).ok());
            axes.map(|axis| axis as i64).collect()
        }
    };
    let all = std::iter::once(0).chain(axes.into_iter().map(|axis| axis + 1));
    lifted.set(id, "axes", &AttributeValue::Integers(all.collect()))
}

/// The attribute `shape` is the shape of a row's result.
fn set_shape(lifted: &mut Lifted<'_>, id: NodeId) -> Done {
    let dims: Vec<usize> = lifted.row_shape(id).dims().collect();
    lifted.set(id, "shape", &lengths(lifted.rows, &dims))
}
