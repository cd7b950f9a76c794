//! Graphs in other languages: [`TARGETS`] has a row for each.
//!
//! ```text
//! Subject (document, graph, numbers) ─Target::write→ Export (text, perhaps a file beside it)
//! ```
//!
//! An op says in its row how each language writes it ([`Python`](crate::core::op::python)).

mod handout;
mod picture;
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
        blanks: false,
        help: "A function of NumPy with the backward pass written out, line by line",
        write: python::numpy::write,
    },
    Target {
        name: "jax",
        extension: "py",
        beside: "npz",
        distributes: true,
        blanks: false,
        help: "Functions of JAX",
        write: python::jax::write,
    },
    Target {
        name: "pytorch",
        extension: "py",
        beside: "npz",
        distributes: true,
        blanks: false,
        help: "A module of PyTorch",
        write: python::torch::write,
    },
    Target {
        name: "tikz",
        extension: "tex",
        beside: "",
        distributes: false,
        blanks: false,
        help: "A picture for LaTeX, as the graph stands on the canvas",
        write: picture::tikz,
    },
    Target {
        name: "dot",
        extension: "dot",
        beside: "",
        distributes: false,
        blanks: false,
        help: "A picture that Graphviz lays out, frames as clusters",
        write: picture::dot,
    },
    Target {
        name: "mermaid",
        extension: "mmd",
        beside: "",
        distributes: false,
        blanks: false,
        help: "A picture that wikis draw from Markdown",
        write: picture::mermaid,
    },
    Target {
        name: "latex",
        extension: "tex",
        beside: "",
        distributes: false,
        blanks: true,
        help: "The derivation step by step, as a hand-out in LaTeX; see --exercise",
        write: handout::latex,
    },
    Target {
        name: "markdown",
        extension: "md",
        beside: "",
        distributes: false,
        blanks: true,
        help: "The derivation step by step, as a hand-out in Markdown; see --exercise",
        write: handout::markdown,
    },
];

/// The language of this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
