//! wiregrad: computation graphs whose every wire shows the value that flows
//! forward and the derivative that flows back.
//!
//! ```
//! use wiregrad::{core::evaluation::Evaluation, file};
//!
//! let text = r#"(version: 1, nodes: [
//!     (name: "w", op: "parameter", value: 3.0),
//!     (name: "x", op: "input", value: -2.0),
//!     (name: "c", op: "multiply", inputs: ["w", "x"]),
//!     (name: "J", op: "square", inputs: ["c"]),
//! ])"#;
//! let document = file::load_bytes(text.as_bytes())?;
//! let evaluation = Evaluation::new(document.graph());
//! let w = document.graph().find("w").ok_or("no node is called w")?;
//! let gradient = evaluation.gradient(w).and_then(|gradient| gradient.as_scalar());
//! assert_eq!(gradient, Some(24.0)); // ∂J/∂w = 2 × c × x = 2 × −6 × −2
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A [`Document`](document::Document) is what a file holds. Its
//! [`Graph`](core::graph::Graph) is compiled to a
//! [`Program`](core::program::Program), which an
//! [`Evaluation`](core::evaluation::Evaluation) runs;
//! [`check`](core::check::check) holds its gradients against differences.

pub mod cli;
pub mod core;
pub mod data;
pub mod document;
pub mod export;
pub mod file;
#[cfg(feature = "gui")]
pub mod gui;
