//! How fast graph files are read and written: 100,000 nodes, and one tensor of
//! 10 million numbers. `cargo run --release --example file_speed`

#![allow(clippy::print_stdout)] // its purpose

use std::time::Instant;

use wiregrad::core::graph::{Graph, NodeId, NodeInputs, NodeOp, NodeParts};
use wiregrad::core::op::attributes::Attributes;
use wiregrad::core::tensor::{Shape, Tensor};
use wiregrad::document::{Document, layout};
use wiregrad::file;

const NODES: usize = 100_000;
const NUMBERS: usize = 10_000_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut document = Document::new(Graph::from_parts(nodes()).map_err(|(_, e)| e)?)?;
    let start = Instant::now();
    layout::place_missing(&mut document);
    report("lay out 100,000 nodes", start);
    time(&document, "100,000 nodes")?;
    let wrong = file::to_text(&document).replacen("\"n1\"", "\"gone\"", 1);
    let start = Instant::now();
    let error = file::load_bytes(wrong.as_bytes());
    report("find a fault in 100,000 nodes", start);
    assert!(error.is_err());

    let data = (0..NUMBERS).map(|i| (i as f64).sqrt()).collect();
    let tensor = Tensor::new(Shape::new(&[NUMBERS / 10, 10])?, data)?;
    let mut graph = Graph::new();
    graph.add(node(
        "x".to_owned(),
        "input",
        NodeInputs::new(),
        Some(tensor),
    ))?;
    time(&Document::new(graph)?, "10,000,000 numbers")
}

/// A hundred sources, and sums and products of what went before.
fn nodes() -> Vec<NodeParts> {
    let mut rng = fastrand::Rng::with_seed(1);
    let mut nodes = Vec::new();
    for i in 0..NODES {
        let name = format!("n{i}");
        nodes.push(if i < 100 {
            node(name, "input", NodeInputs::new(), Some(rng.f64().into()))
        } else {
            let mut wire = || NodeId::from_index(rng.usize(i.saturating_sub(1000)..i));
            node(
                name,
                "multiply",
                [wire(), wire()].into_iter().collect(),
                None,
            )
        });
    }
    nodes
}

fn node(name: String, op: &str, inputs: NodeInputs, value: Option<Tensor>) -> NodeParts {
    NodeParts {
        name,
        op: NodeOp::named(op),
        inputs,
        attributes: Attributes::default(),
        value,
    }
}

fn time(document: &Document, what: &str) -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("graph.ron");
    let start = Instant::now();
    let text = file::to_text(document);
    report(
        &format!("write {what} as {:.1} MB", text.len() as f64 / 1e6),
        start,
    );
    let start = Instant::now();
    file::save(&path, document)?;
    report(&format!("save {what}"), start);
    let start = Instant::now();
    let loaded = file::load(&path)?;
    report(&format!("load {what}"), start);
    assert_eq!(loaded.graph(), document.graph());
    Ok(())
}

fn report(what: &str, start: Instant) {
    println!("{what}: {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
}
