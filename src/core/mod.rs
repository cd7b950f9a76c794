//! Numbers and graphs: tensors, ops, graphs, programs and their evaluation.
//!
//! No files, no clock, no serde, no window in here: everything is a function of
//! its arguments. Threads share work only where [`threads`] says so.

mod bad_values;
mod bits;
pub mod check;
mod compile;
pub mod evaluation;
pub mod explain;
pub mod expression;
pub mod fault;
pub mod formula;
pub mod go_on;
pub mod graph;
mod kink;
pub(crate) mod latex;
pub mod limits;
pub mod maths;
pub mod nearest;
mod nonfinite;
pub mod number;
pub mod op;
pub mod ops;
pub mod plot;
pub mod problem;
pub mod program;
mod sweep;
pub mod tensor;
pub mod threads;
pub mod train;
