//! Graphs from files and texts, with their results by name, for tests of whole
//! graphs.

// Each test program uses a part of it.
#![allow(dead_code)]

use std::path::{Path, PathBuf};

use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::graph::{Graph, NodeId, Wire};
use wiregrad::core::tensor::Tensor;
use wiregrad::file;

/// The folder of the graphs that ship.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("saved_graphs")
}

/// A graph, swept.
pub(crate) struct Swept {
    pub(crate) graph: Graph,
    pub(crate) evaluation: Evaluation,
}

impl Swept {
    /// A graph that ships, by the name of its file.
    pub(crate) fn shipped(name: &str) -> Swept {
        let path = folder().join(name).with_extension("ron");
        let document = file::load(&path).expect("a graph that ships");
        Swept::new(document.graph().clone())
    }

    /// A graph from the lines of its nodes, as they stand in a file.
    pub(crate) fn nodes(lines: &str) -> Swept {
        let text = format!("(version: 1, nodes: [{lines}])");
        let document = file::load_bytes(text.as_bytes()).expect("a graph");
        Swept::new(document.graph().clone())
    }

    fn new(graph: Graph) -> Swept {
        let evaluation = Evaluation::new(&graph);
        Swept { graph, evaluation }
    }

    pub(crate) fn id(&self, name: &str) -> NodeId {
        let id = self.graph.find(name);
        id.unwrap_or_else(|| panic!("no node is called {name}"))
    }

    /// Gives a scalar source another value, and sweeps what depends on it.
    pub(crate) fn set(&mut self, name: &str, value: f64) {
        let set = self.evaluation.set_number(self.id(name), value);
        set.expect("a scalar source");
        self.evaluation.refresh();
    }

    pub(crate) fn value(&self, name: &str) -> f64 {
        let value = self.evaluation.value(self.id(name));
        value.and_then(|v| v.as_scalar()).expect("a scalar value")
    }

    pub(crate) fn gradient(&self, name: &str) -> f64 {
        let gradient = self.evaluation.gradient(self.id(name));
        gradient
            .and_then(|g| g.as_scalar())
            .expect("a scalar gradient")
    }

    /// What the wire into this input of a node contributes.
    pub(crate) fn wire(&self, to: &str, input: usize) -> f64 {
        let wire = Wire {
            to: self.id(to),
            input,
        };
        let gradient = self.evaluation.wire_gradient(wire);
        gradient
            .and_then(|g| g.as_scalar())
            .expect("a scalar gradient")
    }

    /// The forward-mode derivative of a node by a scalar node.
    pub(crate) fn tangent(&self, of: &str, by: &str) -> f64 {
        let one = Tensor::scalar(1.0);
        let all = self.evaluation.tangents(self.id(by), &one);
        let all = all.expect("a scalar node");
        let of = all.get(self.id(of));
        of.and_then(|t| t.as_scalar()).expect("a scalar")
    }
}
