//! Graphs as programs of Python: with NumPy, JAX and PyTorch.
//!
//! ```text
//! Graph ─layout→ lines and what stands in place ─print→ expressions
//!       ─backward→ what flows back, line by line (NumPy)
//! ops that are called as functions ─functions→ their definitions
//! ```

mod arrays;
mod backward;
mod body;
mod check;
mod definition;
mod functions;
mod generic;
pub(super) mod jax;
mod language;
mod loops;
mod names;
pub(super) mod numpy;
mod parts;
mod plain;
mod print;
mod ruled;
mod template;
mod text;
pub(super) mod torch;
mod training;

pub use plain::plain_program;
