//! Training: optimisers, tables, batches and the loop.

#[path = "../common/mod.rs"]
mod common;
#[path = "../graphs/mod.rs"]
mod graphs;

mod batches;
mod file;
mod ops;
mod optimizers;
mod peers;
mod random;
mod runs;
mod sessions;
mod tables;

use wiregrad::core::graph::Graph;
use wiregrad::core::train::{DataRows, SourceRows};
use wiregrad::document::Document;
use wiregrad::file::load_bytes;

/// A document of these nodes, as they stand in a file.
fn document(nodes: &str) -> Document {
    let text = format!("(version: 1, nodes: [{nodes}])");
    load_bytes(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

fn graph(nodes: &str) -> Graph {
    document(nodes).graph().clone()
}

/// Rows for training that these sources take: a name, how many numbers a row has, and the
/// numbers.
fn rows(sources: &[(&str, usize, Vec<f64>)]) -> DataRows {
    let (_, width, data) = &sources[0];
    let count = data.len() / width;
    let sources = sources.iter().map(|(name, width, data)| SourceRows {
        name: (*name).to_owned(),
        width: *width,
        data: data.clone(),
        classes: Vec::new(),
    });
    DataRows {
        sources: sources.collect(),
        count,
        parts: [(0..count as u32).collect(), Vec::new(), Vec::new()],
        lines: Vec::new(),
    }
}

/// Numbers that look random and are the same everywhere.
fn sines(count: usize, step: f64) -> Vec<f64> {
    (0..count).map(|i| (1.0 + i as f64 * step).sin()).collect()
}
