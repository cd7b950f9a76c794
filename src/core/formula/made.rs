//! Whether somebody chose a node's name, or it was made from what the node computes.

use crate::core::expression::is_plain;
use crate::core::graph::Node;

/// Whether nobody chose a node's name: it says what the node computes, as `w·x + b`, or it is
/// that of its op, as `tanh2`.
pub fn is_made(node: &Node) -> bool {
    let Some(op) = node.op() else { return false };
    let name = node.name();
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if stem.trim_end_matches('_') == op.name.trim_end_matches(|c: char| c.is_ascii_digit()) {
        return true;
    }
    // The signs of a formula, which no plain name has, or a number.
    let is_sign = |c: char| "·+−-/^@()[]²√|½π".contains(c);
    let is_number = name.starts_with(|c: char| c.is_ascii_digit());
    !is_plain(name) && (name.contains(is_sign) || is_number)
}
