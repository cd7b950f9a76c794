//! The rules of the house: what may use what, how long files and functions may be,
//! what every row of the op table says, and that the docs list the same ops.
//!
//! The plan of rooms is in ARCHITECTURE.md. What is read here are the sources
//! themselves, so a rule holds for code that no test runs.

mod contents;
mod graph;
mod limits;
mod op_table;
mod pending;
mod plan;
mod rows;
mod sources;
mod tokens;

use std::collections::BTreeSet;

use graph::FileGraph;
use pending::PENDING;
use plan::Plan;
use sources::{Source, read, sources};

/// All folders with Rust sources.
const FOLDERS: [&str; 5] = ["src", "tests", "benches", "examples", "fuzz"];

#[test]
fn the_house_stands_as_it_is_planned() {
    let program = sources("src");
    let all: Vec<Source> = FOLDERS.iter().flat_map(|folder| sources(folder)).collect();
    let graph = FileGraph::of(&program);
    let plan = Plan::of(&read("ARCHITECTURE.md")).expect("the plan of rooms");
    let mut found = plan.violations(&graph);
    found.extend(plan::circles(&graph));
    found.extend(limits::misplaced(&program));
    found.extend(limits::too_long(&all));
    let found: BTreeSet<String> = found.into_iter().collect();
    let pending: BTreeSet<String> = PENDING.iter().map(|line| (*line).to_owned()).collect();
    let new: Vec<&String> = found.difference(&pending).collect();
    assert!(new.is_empty(), "against the rules: {new:#?}");
    let mended: Vec<&String> = pending.difference(&found).collect();
    assert!(
        mended.is_empty(),
        "take these out of `PENDING`: {mended:#?}"
    );
}
