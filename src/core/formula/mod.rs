//! Formulas and graphs: a text that a graph computes, `J = 1/2 (w*x + b - y)^2`, read into
//! nodes and written from them.
//!
//! ```text
//! text ─parse→ Formula ─build→ Plan (new nodes, changed nodes, a target)
//! Graph ─from_graph→ Formula ─write→ text
//! ```
//!
//! The language itself, its parser and its printer, is in [`expression`](super::expression).

mod build;
mod from_graph;
mod made;
mod plan;

pub use super::expression::{
    Formula, FormulaError, Statement, Style, initial_kind, parse, quoted, write,
};
pub use build::{plan, plan_anew};
pub(crate) use from_graph::statements_of;
pub use from_graph::{behind, full, of_node, of_nodes, short};
pub use made::is_made;
pub use plan::{Change, Content, End, NameOrigin, NewNode, Plan, PlannedTarget};
