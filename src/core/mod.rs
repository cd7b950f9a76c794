//! Numbers and graphs: tensors, ops, graphs, programs and sweeps.
//!
//! No files, no clock, no serde, no window in here: everything is a function of
//! its arguments.

pub mod attributes;
pub mod elementwise;
pub mod graph;
pub mod limits;
pub mod maths;
pub mod op;
pub mod ops;
mod product;
mod strided;
pub mod tensor;
