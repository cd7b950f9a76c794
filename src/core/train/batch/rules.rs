//! How each kind of op takes rows side by side.
//!
//! Elementwise ops do so as they are, once the ranks of their inputs agree. Others need
//! their axes counted from the second on. A loss averages over whatever it is given: as
//! the target, over the rows too. What isn't here has to be drawn with a batch axis.

use super::lifted::{Lifted, lengths};
use crate::core::graph::{GraphError, NodeId};
use crate::core::op::Rule;
use crate::core::op::attributes::{AttributeValue, axis_of};

/// What becomes of a node.
pub(super) enum Outcome {
    /// It has the rows as its first axis.
    Rows,
    /// It is the target, and the mean over the rows.
    Mean,
    /// It can't take rows side by side.
    Unknown,
}

type Done = Result<Outcome, GraphError>;

/// Lets a node take rows side by side, some of whose inputs have them.
pub(super) fn apply(lifted: &mut Lifted<'_>, id: NodeId) -> Done {
    let Some(op) = lifted.op(id) else {
        return Ok(Outcome::Unknown);
    };
    match (&op.rule, op.name) {
        (Rule::Unary(_), _) => Ok(Outcome::Rows),
        (Rule::Binary(_), _) => align(lifted, id),
        (_, "matmul") => matmul(lifted, id),
        (_, "sum" | "mean" | "max" | "min") => reduction(lifted, id),
        (_, "softmax" | "log_softmax" | "slice") => shift_axis(lifted, id),
        (_, "concatenate") => {
            let inputs = lifted.inputs(id);
            match inputs.iter().all(|input| lifted.is_batched(*input)) {
                true => shift_axis(lifted, id),
                false => Ok(Outcome::Unknown),
            }
        }
        (_, "transpose") => transpose(lifted, id),
        (_, "reshape") => {
            let dims: Vec<usize> = lifted.row_shape(id).dims().collect();
            lifted.set(id, "shape", &lengths(lifted.rows, &dims))?;
            Ok(Outcome::Rows)
        }
        (_, "broadcast_to") => broadcast_to(lifted, id),
        (
            _,
            "mean_squared_error"
            | "mean_absolute_error"
            | "binary_cross_entropy"
            | "binary_cross_entropy_with_logits"
            | "cross_entropy",
        ) => loss(lifted, id),
        _ => Ok(Outcome::Unknown),
    }
}

/// Brings the inputs of an elementwise op to the rank of its result.
fn align(lifted: &mut Lifted<'_>, id: NodeId) -> Done {
    let rank = lifted.row_shape(id).rank();
    for (nth, input) in lifted.inputs(id).into_iter().enumerate() {
        let aligned = lifted.with_rank(input, rank)?;
        if aligned != input {
            lifted.connect(aligned, id, nth)?;
        }
    }
    Ok(Outcome::Rows)
}

/// A loss is a mean of its own, over all that it is given.
fn loss(lifted: &mut Lifted<'_>, id: NodeId) -> Done {
    let inputs = lifted.inputs(id);
    let all = inputs.iter().all(|input| lifted.is_batched(*input));
    match all && Some(id) == lifted.loss {
        true => Ok(Outcome::Mean),
        false => Ok(Outcome::Unknown),
    }
}

fn reduction(lifted: &mut Lifted<'_>, id: NodeId) -> Done {
    let inputs = lifted.inputs(id);
    let [input] = inputs[..] else {
        return Ok(Outcome::Unknown);
    };
    let shape = lifted.row_shape(input);
    let node = lifted.graph.get(id);
    let given = node.and_then(|node| node.attribute_reader()?.integers("axis"));
    let axes: Vec<i64> = match given {
        None => (0..shape.rank()).map(|axis| axis as i64 + 1).collect(),
        Some(list) => {
            let axes = list.iter().filter_map(|axis| axis_of(&shape, *axis).ok());
            axes.map(|axis| axis as i64 + 1).collect()
        }
    };
    lifted.set(id, "axis", &AttributeValue::Integers(axes.into()))?;
    Ok(Outcome::Rows)
}

/// An op along one axis, named by the attribute `axis`.
fn shift_axis(lifted: &mut Lifted<'_>, id: NodeId) -> Done {
    let node = lifted.graph.get(id);
    let axis = node.and_then(|node| node.attribute_reader()?.integer("axis"));
    if let Some(axis) = axis.filter(|axis| *axis >= 0) {
        lifted.set(id, "axis", &AttributeValue::Integer(axis + 1))?;
    }
    Ok(Outcome::Rows)
}

fn transpose(lifted: &mut Lifted<'_>, id: NodeId) -> Done {
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
    lifted.set(id, "axes", &AttributeValue::Integers(all.collect()))?;
    Ok(Outcome::Rows)
}

fn broadcast_to(lifted: &mut Lifted<'_>, id: NodeId) -> Done {
    let dims: Vec<usize> = lifted.row_shape(id).dims().collect();
    let inputs = lifted.inputs(id);
    let [input] = inputs[..] else {
        return Ok(Outcome::Unknown);
    };
    let aligned = lifted.with_rank(input, dims.len())?;
    if aligned != input {
        lifted.connect(aligned, id, 0)?;
    }
    lifted.set(id, "shape", &lengths(lifted.rows, &dims))?;
    Ok(Outcome::Rows)
}

/// The matrix product. The rows are batches of matrices, or, where a row is a vector,
/// the rows of one matrix, which is faster.
fn matmul(lifted: &mut Lifted<'_>, id: NodeId) -> Done {
    let inputs = lifted.inputs(id);
    let [a, b] = inputs[..] else {
        return Ok(Outcome::Unknown);
    };
    let ranks = [a, b].map(|input| lifted.row_shape(input).rank());
    match ([a, b].map(|input| lifted.is_batched(input)), ranks) {
        // Row vectors from above, or matrices, times a matrix or a vector.
        ([true, false], [of_a, 1 | 2]) if of_a > 0 => {}
        // (M·b)ᵀ = bᵀ·Mᵀ: the rows b become the rows of a matrix.
        ([false, true], [1, 1]) => swap(lifted, id, a, b)?,
        ([false, true], [2, 1]) => {
            let name = lifted.graph.name(a).to_owned();
            let transposed = lifted.add(&name, "transpose", &[Some(a)], &[])?;
            swap(lifted, id, transposed, b)?;
        }
        ([false, true], [1 | 2, of_b]) if of_b > 1 => {}
        ([true, true], [1, 1]) => {
            let name = lifted.graph.name(id).to_owned();
            let products = lifted.add(&name, "multiply", &[Some(a), Some(b)], &[])?;
            let axis = ("axis", &AttributeValue::Integer(1));
            lifted.become_op(id, "sum", &[products], axis)?;
        }
        ([true, true], [1, 2]) => {
            let k: Vec<usize> = lifted.row_shape(a).dims().collect();
            let row = lifted.reshaped(a, &[1, k[0]])?;
            through_product(lifted, id, row, b)?;
        }
        ([true, true], [2, 1]) => {
            let k: Vec<usize> = lifted.row_shape(b).dims().collect();
            let column = lifted.reshaped(b, &[k[0], 1])?;
            through_product(lifted, id, a, column)?;
        }
        ([true, true], [of_a, of_b]) if of_a == of_b => {}
        _ => return Ok(Outcome::Unknown),
    }
    Ok(Outcome::Rows)
}

fn swap(lifted: &mut Lifted<'_>, id: NodeId, a: NodeId, b: NodeId) -> Result<(), GraphError> {
    lifted.connect(b, id, 0)?;
    lifted.connect(a, id, 1)
}

/// A product that has an axis of length 1 too many: the node takes it off.
fn through_product(
    lifted: &mut Lifted<'_>,
    id: NodeId,
    a: NodeId,
    b: NodeId,
) -> Result<(), GraphError> {
    let name = lifted.graph.name(id).to_owned();
    let dims: Vec<usize> = lifted.row_shape(id).dims().collect();
    let product = lifted.add(&name, "matmul", &[Some(a), Some(b)], &[])?;
    let shape = ("shape", &lengths(lifted.rows, &dims));
    lifted.become_op(id, "reshape", &[product], shape)
}
