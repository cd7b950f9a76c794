//! The graphs that ship: each opens, is a lesson, is sound, and looks tidy.

mod graphs;

use std::collections::HashMap;
use std::fs;

use graphs::folder;
use wiregrad::core::check::{ELEMENTS, Verdict, check};
use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::graph::{NodeId, Wire};
use wiregrad::document::Document;
use wiregrad::document::layout::{Area, GRID, NODE_WIDTH};
use wiregrad::file;

/// Runs a test on every graph, by name and text.
fn for_each(test: impl Fn(&str, &str, &Document)) {
    let mut count = 0;
    for entry in fs::read_dir(folder()).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        assert!(name.ends_with(".ron"), "{name} is no graph");
        let text = fs::read_to_string(&path).expect("a text");
        let document = file::load(&path).unwrap_or_else(|error| panic!("{error}"));
        test(&name, &text, &document);
        count += 1;
    }
    assert!(count >= 14, "only {count} graphs");
}

#[test]
fn every_graph_has_a_title_and_a_note_and_a_target() {
    for_each(|name, _, document| {
        assert!(!document.title().is_empty(), "{name}");
        assert!(document.note().len() > 80, "{name}");
        assert!(document.graph().target().is_some(), "{name}");
    });
}

#[test]
fn every_graph_is_saved_as_it_was() {
    for_each(|name, text, document| assert_eq!(file::to_text(document), text, "{name}"));
}

#[test]
fn no_graph_has_a_problem() {
    for_each(|name, _, document| {
        let evaluation = Evaluation::new(document.graph());
        assert_eq!(evaluation.program().problems(), [], "{name}");
        assert_eq!(
            evaluation.first_not_finite(document.graph()),
            None,
            "{name}"
        );
    });
}

#[test]
fn every_gradient_passes_the_check() {
    for_each(|name, _, document| {
        let graph = document.graph();
        let evaluation = Evaluation::new(graph);
        let checks = check(graph, &evaluation, ELEMENTS, |_, _| true).expect("not cancelled");
        assert!(!checks.is_empty(), "{name}");
        for check in &checks {
            let node = graph.name(check.node);
            // Class numbers have no derivative; nothing else is at a kink.
            let fine = match node {
                "classes" => !check.failed(),
                _ => check.verdict == Verdict::Fine,
            };
            assert!(fine, "{name}, {node}: {check:?}");
        }
    });
}

#[test]
fn the_contributions_of_the_wires_add_up() {
    for_each(|name, _, document| {
        let graph = document.graph();
        let evaluation = Evaluation::new(graph);
        let mut sums: HashMap<NodeId, Vec<f64>> = HashMap::new();
        for (from, wire) in graph.wires() {
            let Some(part) = evaluation.wire_gradient(wire) else {
                assert!(!evaluation.program().reaches_target(wire.to), "{name}");
                continue;
            };
            let sum = sums
                .entry(from)
                .or_insert_with(|| vec![0.0; part.data.len()]);
            sum.iter_mut().zip(&*part.data).for_each(|(to, x)| *to += x);
        }
        for (id, sum) in sums {
            let gradient = evaluation.gradient(id).expect("it reaches the target");
            let pairs = sum.iter().zip(&*gradient.data);
            let off = pairs.map(|(a, b)| (a - b).abs() / b.abs().max(1.0));
            let worst = off.fold(0.0, f64::max);
            // Three parts and more may be added in another order.
            assert!(worst <= 1e-14, "{name}, {}: {worst}", graph.name(id));
        }
    });
}

#[test]
fn nodes_stand_apart_on_the_grid_and_wires_run_to_the_right() {
    for_each(|name, _, document| {
        let graph = document.graph();
        let area = |id: NodeId| {
            let area = Area::of(document, id);
            area.unwrap_or_else(|| panic!("{name}: {} has no place", graph.name(id)))
        };
        let areas: Vec<_> = graph.iter().map(|(id, _)| (id, area(id))).collect();
        for (nth, (id, of)) in areas.iter().enumerate() {
            let at = [of.at.x(), of.at.y()].map(|c| c % GRID);
            assert_eq!(at, [0.0; 2], "{name}: {}", graph.name(*id));
            for (other, its) in &areas[..nth] {
                let beside = (of.at.x() - its.at.x()).abs() >= NODE_WIDTH + 4.0 * GRID;
                let (above, below) = if of.at.y() < its.at.y() {
                    (of, its)
                } else {
                    (its, of)
                };
                let apart = above.at.y() + above.size.1 + GRID <= below.at.y();
                let pair = [graph.name(*id), graph.name(*other)];
                assert!(beside || apart, "{name}: {pair:?} are too close");
            }
        }
        for (from, Wire { to, .. }) in graph.wires() {
            let runs = area(from).at.x() + NODE_WIDTH < area(to).at.x();
            let pair = [graph.name(from), graph.name(to)];
            assert!(runs, "{name}: the wire {pair:?} runs to the left");
        }
    });
}
