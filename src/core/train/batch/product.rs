//! The matrix product of rows of data.

use super::lifted::{Lifted, lengths};
use crate::core::graph::{GraphError, NodeId};
use crate::core::op::attributes::AttributeValue;

/// Lets a matrix product take rows side by side. They are batches of matrices or, where a
/// row is a vector, the rows of one matrix, which is faster.
pub(super) fn product(lifted: &mut Lifted<'_>, id: NodeId) -> Result<(), GraphError> {
    let inputs = lifted.inputs(id);
    let [a, b] = inputs[..] else {
        return Ok(());
    };
    let ranks = [a, b].map(|input| lifted.row_shape(input).rank());
    match ([a, b].map(|input| lifted.is_batched(input)), ranks) {
        // Row vectors from above, or matrices, times a matrix or a vector.
        ([true, false], [_, 1 | 2]) => Ok(()),
        // (M·b)ᵀ = bᵀ·Mᵀ: the rows b become the rows of a matrix.
        ([false, true], [1, 1]) => swap(lifted, id, a, b),
        ([false, true], [2, 1]) => {
            let name = lifted.graph.name(a).to_owned();
            let transposed = lifted.add(&name, "transpose", &[Some(a)], &[])?;
            swap(lifted, id, transposed, b)
        }
        ([true, true], [1, 1]) => {
            let name = lifted.graph.name(id).to_owned();
            let products = lifted.add(&name, "multiply", &[Some(a), Some(b)], &[])?;
            let axis = ("axis", &AttributeValue::Integer(1));
            lifted.become_op(id, "sum", &[products], axis)
        }
        ([true, true], [of_a, of_b]) if of_a == of_b => Ok(()),
        ([false, true], [2, of_b]) if of_b > 1 => Ok(()),
        _ => as_matrices(lifted, id, [a, b]),
    }
}

fn swap(lifted: &mut Lifted<'_>, id: NodeId, a: NodeId, b: NodeId) -> Result<(), GraphError> {
    lifted.connect(b, id, 0)?;
    lifted.connect(a, id, 1)
}

/// A product of any two: vectors become matrices of one row or one column, all get the
/// same rank, and the node takes the axes off that are too many.
fn as_matrices(lifted: &mut Lifted<'_>, id: NodeId, inputs: [NodeId; 2]) -> Result<(), GraphError> {
    let mut dims = inputs.map(|input| lifted.row_shape(input).dims().collect::<Vec<usize>>());
    if dims[0].len() == 1 {
        dims[0].insert(0, 1);
    }
    if dims[1].len() == 1 {
        dims[1].push(1);
    }
    let rank = dims[0].len().max(dims[1].len());
    let mut matrices = Vec::with_capacity(2);
    for (input, mut dims) in inputs.into_iter().zip(dims) {
        while dims.len() < rank {
            dims.insert(0, 1);
        }
        matrices.push(Some(lifted.reshaped(input, &dims)?));
    }
    let name = lifted.graph.name(id).to_owned();
    let product = lifted.add(&name, "matmul", &matrices, &[])?;
    let dims: Vec<usize> = lifted.row_shape(id).dims().collect();
    let shape = ("shape", &lengths(lifted.rows, &dims));
    lifted.become_op(id, "reshape", &[product], shape)
}
