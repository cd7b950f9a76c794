//! Documents and their files: edits, layout, loading, saving, recovery, and the graphs
//! that ship.

#[path = "../documents/mod.rs"]
mod documents;
#[path = "../edits/mod.rs"]
mod edits;
#[path = "../graphs/mod.rs"]
mod graphs;

mod canvas;
mod edit;
mod file;
mod formula;
mod hostile;
mod layout;
mod lesson;
mod random_edits;
mod shipped;

use documents::id;
use fastrand::Rng;
use wiregrad::core::graph::{Graph, NodeId, NodeInputs, NodeOp, NodeParts};
use wiregrad::core::op::attributes::Attributes;
use wiregrad::core::tensor::Tensor;
use wiregrad::document::layout::place_missing;
use wiregrad::document::{Document, Position};
use wiregrad::file::load_bytes;

fn parts(name: &str, op: &str, inputs: &[usize], value: Option<f64>) -> NodeParts {
    NodeParts {
        name: name.to_owned(),
        op: NodeOp::named(op),
        inputs: inputs.iter().map(|i| Some(id(*i))).collect(),
        attributes: Attributes::default(),
        value: value.map(Tensor::scalar),
    }
}

/// A document of these nodes, as they stand in a file.
fn load(nodes: &str) -> Document {
    let text = format!("(version: 1, nodes: [{nodes}])");
    load_bytes(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

fn place(x: f32, y: f32) -> Position {
    Position::new(x, y).expect("on the canvas")
}

fn find(document: &Document, name: &str) -> NodeId {
    document
        .graph()
        .find(name)
        .unwrap_or_else(|| panic!("no {name}"))
}

/// So many nodes, a quarter of them sources, each wired to some of those before it.
fn large(count: usize, near: usize) -> Document {
    let mut rng = Rng::with_seed(5);
    let parts = (0..count).map(|i| {
        let source = i < 3 || rng.u8(..4) == 0;
        let mut wire = || Some(id(i - 1 - rng.usize(..near.min(i))));
        NodeParts {
            name: format!("n{i}"),
            op: NodeOp::named(if source { "parameter" } else { "multiply" }),
            inputs: if source {
                NodeInputs::new()
            } else {
                [wire(), wire()].into_iter().collect()
            },
            attributes: Attributes::default(),
            value: source.then(|| Tensor::scalar(1.0)),
        }
    });
    let graph = Graph::from_parts(parts.collect())
        .map_err(|(_, e)| e)
        .expect("lawful");
    let mut document = Document::new(graph).expect("finite");
    place_missing(&mut document);
    document
}
