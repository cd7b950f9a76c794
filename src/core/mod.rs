//! Numbers and graphs: tensors, ops, graphs, programs and sweeps.
//!
//! No files, no clock, no serde, no window in here: everything is a function of
//! its arguments.

pub mod attributes;
mod broadcast;
pub mod check;
mod compile;
mod cone;
pub mod elementwise;
pub mod evaluation;
pub mod explain;
mod forward;
pub mod graph;
pub mod instruction;
mod kink;
pub mod limits;
pub mod maths;
pub mod number;
pub mod op;
pub mod ops;
pub mod problem;
mod product;
pub mod program;
mod reverse;
mod single;
mod small;
mod strided;
mod tangent;
pub mod tensor;
