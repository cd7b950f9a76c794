//! Graphs in other languages: [`TARGETS`] has a row for each.
//!
//! ```text
//! Subject (document, graph, numbers) ─Target::write→ Export (text, perhaps a file beside it)
//! ```
//!
//! An op says in its row how each language writes it ([`Python`](crate::core::op::python)).

mod python;
mod target;

pub use python::plain_program;
pub use target::{Export, Options, Subject, Target};

/// The languages.
pub static TARGETS: &[Target] = &[
    Target {
        name: "numpy",
        extension: "py",
        beside: "npz",
        distributes: false,
        help: "A function of NumPy with the backward pass written out, line by line",
        write: python::numpy::write,
    },
    Target {
        name: "jax",
        extension: "py",
        beside: "npz",
        distributes: true,
        help: "Functions of JAX",
        write: python::jax::write,
    },
    Target {
        name: "pytorch",
        extension: "py",
        beside: "npz",
        distributes: true,
        help: "A module of PyTorch",
        write: python::torch::write,
    },
];

/// The language of this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
