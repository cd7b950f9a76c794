//! Formulas: a text that a graph computes, `J = 1/2 (w*x + b - y)^2`, read and written.
//!
//! ```text
//! text ─tokens→ ─parse→ Formula ─build→ Plan (new nodes, changed nodes, a target)
//! Graph ─from_graph→ Formula ─write→ text
//! ```
//!
//! A [`Formula`] is a list of statements over one arena of expressions. It is parsed for
//! a set of known names, as `wx` is a product only where `w` and `x` are nodes. Nothing
//! here recurses: a formula of 100,000 brackets takes no more stack than one of two.
//! docs/formula.md has the grammar.

mod build;
mod cursor;
mod error;
mod expression;
mod from_graph;
mod latex;
mod lexer;
mod literal;
mod names;
mod parse;
mod plan;
mod token;
mod write;

pub use build::plan;
pub use error::FormulaError;
pub use expression::{Formula, Statement};
pub use from_graph::{full, short};
pub use names::initial_kind;
pub use parse::parse;
pub use plan::{Change, End, NewNode, Plan, PlannedTarget};
pub use write::{Style, write};
