//! Whether the mean over the rows of a node is all that the target needs of it.

use super::lifted::Lifted;
use crate::core::graph::{Node, NodeId};
use crate::core::op::Op;

/// Whether the target is linear in a node, with coefficients that are the same for all
/// rows: then the mean of the target over the rows is the target of the node's mean. So it
/// is for a loss to which penalties are added, but not for the logarithm of a loss.
pub(super) fn reaches_linearly(lifted: &Lifted<'_>, id: NodeId) -> bool {
    let Some(target) = lifted.loss else {
        return false;
    };
    let mut follows = vec![false; lifted.depends.len()];
    follows[id.index()] = true;
    for &user in lifted.row.order() {
        let inputs = lifted.drawn_inputs(user);
        let of: Vec<bool> = inputs.iter().map(|input| follows[input.index()]).collect();
        if !of.contains(&true) || !lifted.row.reaches_target(user) {
            continue;
        }
        let same = |nth: usize| !lifted.depends[inputs[nth].index()];
        let op = lifted.drawn.get(user).and_then(Node::op);
        let linear = match (op.map(|op| op.name), &of[..]) {
            (Some("multiply"), [true, false]) => same(1),
            (Some("multiply"), [false, true]) => same(0),
            (Some("divide"), [true, false]) => same(1),
            _ => op.is_some_and(|op: &Op| op.linear),
        };
        if !linear {
            return false;
        }
        follows[user.index()] = true;
    }
    follows[target.index()]
}
