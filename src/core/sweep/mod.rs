//! The passes over a program: forward, backward, and forward mode; what a small
//! program runs instead; and the part that a changed value needs.

pub(crate) mod cone;
pub(crate) mod forward;
pub(crate) mod pieces;
pub(crate) mod reverse;
pub(crate) mod small;
pub(crate) mod tangent;
pub(crate) mod tensor_op;
