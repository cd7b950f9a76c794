//! Expressions: one language for the formulas that a person types and for the texts in
//! the rows of the op table.
//!
//! ```text
//! text ─lexer→ words ─parse→ Formula (statements over one arena of expressions)
//! Formula ─print→ text, typeset text, a reading with all brackets, LaTeX
//! ```
//!
//! A text is parsed for a set of known names, as `wx` is a product only where `w` and `x`
//! are names. Nothing here recurses: a formula of 100,000 brackets takes no more stack than
//! one of two. docs/formula.md has the grammar.

pub mod condition;
mod cursor;
mod error;
pub mod help;
mod latex;
mod lexer;
mod literal;
mod names;
mod parse;
pub(crate) mod print;
pub mod row;
pub mod single;
mod token;
pub(crate) mod tree;
mod write;

pub use error::FormulaError;
pub(crate) use names::is_plain;
pub use names::{initial_kind, quoted};
pub use parse::parse;
pub use print::Style;
pub use tree::{Formula, Statement};
pub use write::write;
