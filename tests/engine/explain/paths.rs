//! The chain rule along every path: counts, products, and their sum.

use std::collections::{HashMap, HashSet};

use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::explain::outgoing::Outgoing;
use wiregrad::core::explain::paths::{self, Paths};
use wiregrad::core::graph::{Graph, NodeId, Wire};

use super::each;
use crate::drawn::{graph_of, id, node, source};
use crate::graphs::Swept;

/// How many paths there are, by walking them all; `None` past 1,000.
fn brute_force(graph: &Graph, from: NodeId, target: NodeId) -> Option<usize> {
    let mut users: HashMap<NodeId, Vec<NodeId>> = HashMap::new();
    graph
        .wires()
        .for_each(|(from, wire)| users.entry(from).or_default().push(wire.to));
    let (mut found, mut walked) = (0, 0);
    let mut stack = vec![from];
    while let Some(here) = stack.pop() {
        walked += 1;
        if here == target {
            found += 1; // what lies behind the target doesn't lead back to it
            continue;
        }
        stack.extend(users.get(&here).into_iter().flatten());
        if found > 1_000 || walked > 1_000_000 {
            return None;
        }
    }
    Some(found)
}

#[test]
fn paths_are_counted_exactly_and_add_up_to_the_gradient() {
    let (mut compared, mut several, mut many) = (0, 0, 0);
    each(40, |graph, evaluation, _| {
        let target = evaluation.program().target().expect("a target");
        let outgoing = Outgoing::to_target(graph, evaluation.program());
        for (id, _) in graph.iter() {
            let count = paths::count(graph, evaluation, id);
            let Some(expected) = brute_force(graph, id, target) else {
                many += 1;
                continue;
            };
            assert_eq!(count, expected.into());
            if expected >= 1_000 {
                continue;
            }
            let found: Vec<Vec<Wire>> = Paths::new(evaluation, &outgoing, id).collect();
            assert_eq!(found.len(), expected);
            assert_eq!(found.iter().collect::<HashSet<_>>().len(), expected);
            let Some(gradient) = evaluation.gradient(id) else {
                assert_eq!(expected, 0);
                continue;
            };
            let mut sum = vec![0.0; gradient.data.len()];
            let mut size = vec![0.0; gradient.data.len()];
            for path in &found {
                let share = paths::product(evaluation, path).expect("a path to the target");
                assert_eq!(share.shape, gradient.shape);
                for (i, x) in share.data.iter().enumerate() {
                    sum[i] += x;
                    size[i] += f64::abs(*x);
                }
            }
            for i in 0..sum.len() {
                let error = (sum[i] - gradient.data[i]).abs();
                assert!(
                    error <= 1e-9 * size[i],
                    "{} and {}",
                    sum[i],
                    gradient.data[i]
                );
            }
            compared += 1;
            several += usize::from(expected > 1);
        }
    });
    assert!(
        compared > 10_000 && several > 3_000,
        "{compared}, {several}, {many}"
    );
}

#[test]
fn a_thousand_doublings_are_counted_and_not_walked() {
    let mut parts = vec![source("x", "parameter", 1.0)];
    parts.extend((1..=1_000).map(|i| node(&format!("n{i}"), "maximum", &[i - 1, i - 1])));
    let graph = graph_of(parts);
    let evaluation = Evaluation::new(&graph);
    let count = paths::count(&graph, &evaluation, id(0));
    assert_eq!(count.bits(), 1_001);
    assert_eq!(count.trailing_zeros(), Some(1_000));
    assert_eq!(paths::count_text(&count), "1.0715e301");
    assert_eq!(
        paths::count_text(&paths::count(&graph, &evaluation, id(990))),
        "1024"
    );
    // 2²⁰⁰⁰⁰: numbers grow no faster than paths need.
    let mut parts = vec![source("x", "parameter", 1.0)];
    parts.extend((1..=20_000).map(|i| node(&format!("n{i}"), "maximum", &[i - 1, i - 1])));
    let deep = graph_of(parts);
    let count = paths::count(&deep, &Evaluation::new(&deep), id(0));
    assert_eq!(count.trailing_zeros(), Some(20_000));
    let outgoing = Outgoing::to_target(&graph, evaluation.program());
    let some: Vec<_> = Paths::new(&evaluation, &outgoing, id(0)).take(5).collect();
    assert!(some.iter().all(|path| path.len() == 1_000));
    assert_eq!(some.iter().collect::<HashSet<_>>().len(), 5);
}

#[test]
fn what_does_not_reach_the_target_has_no_path() {
    let lecture = Swept::nodes(
        r#"(name: "x", op: "parameter", value: 1), (name: "J", op: "exp", inputs: ["x"]),
           (name: "aside", op: "sum", inputs: ["other"]), (name: "other", op: "input", value: [1, 2])"#,
    );
    let graph = {
        let mut graph = lecture.graph.clone();
        graph.set_target(Some(lecture.id("J"))).expect("a node");
        graph
    };
    let evaluation = Evaluation::new(&graph);
    let outgoing = Outgoing::to_target(&graph, evaluation.program());
    let aside = lecture.id("aside");
    assert_eq!(paths::count(&graph, &evaluation, aside), 0_u32.into());
    assert_eq!(Paths::new(&evaluation, &outgoing, aside).count(), 0);
    let target = lecture.id("J");
    let own: Vec<_> = Paths::new(&evaluation, &outgoing, target).collect();
    assert_eq!(own, [Vec::<Wire>::new()]);
    assert_eq!(paths::count(&graph, &evaluation, target), 1_u32.into());
}
