//! Formulas: how each is read, what graph it makes, and that a printed graph reads back.

mod errors;
#[path = "../../fuzz/formula_laws.rs"]
mod formula_laws;
mod made_up;
mod published;
mod python;
mod readings;
mod round_trip;
mod sympy;

use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::formula::{Style, parse, plan, write};
use wiregrad::core::graph::Graph;

/// The graph of a formula, which must be sound.
fn graph(text: &str) -> Graph {
    let formula = parse(text, &|_| false).unwrap_or_else(|error| panic!("{text}: {error}"));
    let plan = plan(&formula, &Graph::new()).unwrap_or_else(|error| panic!("{text}: {error}"));
    plan.graph()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// What is wrong with a formula.
fn error(text: &str) -> String {
    let formula = match parse(text, &|_| false) {
        Ok(formula) => formula,
        Err(error) => return error.to_string(),
    };
    match plan(&formula, &Graph::new()) {
        Ok(_) => panic!("{text:?} is read as {}", write(&formula, Style::Reading)),
        Err(error) => error.to_string(),
    }
}

/// How a formula is read, where these names are nodes.
fn reading(text: &str, nodes: &[&str]) -> String {
    let formula = parse(text, &|name| nodes.contains(&name));
    let formula = formula.unwrap_or_else(|error| panic!("{text}: {error}"));
    write(&formula, Style::Reading).trim_end().to_owned()
}

/// The value and the gradient of a node.
fn numbers(graph: &Graph, name: &str) -> (f64, Option<f64>) {
    let evaluation = Evaluation::new(graph);
    let id = graph.find(name).unwrap_or_else(|| panic!("no node {name}"));
    let value = evaluation.value(id).map(|it| it.data[0]);
    let gradient = evaluation.gradient(id).map(|it| it.data[0]);
    (value.expect("a value"), gradient)
}

#[test]
fn the_lecture_in_a_line() {
    let graph = graph("J = 1/2 (w*x + b - y)^2; w=2; x=-2; b=8; y=2");
    assert_eq!(numbers(&graph, "J"), (2.0, Some(1.0)));
    assert_eq!(numbers(&graph, "w"), (2.0, Some(-4.0)));
    assert_eq!(numbers(&graph, "x"), (-2.0, Some(4.0)));
    assert_eq!(numbers(&graph, "b"), (8.0, Some(2.0)));
}

#[test]
fn new_names_become_sources_of_the_kind_that_the_rule_says() {
    let graph = graph("J = w*x + b + theta - weight*y + wide + k; k = constant(3)");
    let kinds: Vec<(&str, &str)> = graph
        .iter()
        .filter(|(_, node)| node.is_source())
        .map(|(_, node)| (node.name(), node.op_name()))
        .collect();
    let expected = [
        ("w", "parameter"),
        ("x", "input"),
        ("b", "parameter"),
        ("theta", "parameter"),
        ("weight", "parameter"),
        ("y", "input"),
        ("wide", "input"),
        ("k", "constant"),
    ];
    assert_eq!(kinds, expected);
    assert_eq!(graph.name(graph.target().expect("a target")), "J");
}

#[test]
fn inner_nodes_are_named_by_what_they_compute() {
    let graph = graph("J = 1/2 (w*x + b - y)^2");
    let names: Vec<&str> = graph.iter().map(|(_, node)| node.name()).collect();
    let expected = [
        "1/2",
        "w",
        "x",
        "w·x",
        "b",
        "w·x + b",
        "y",
        "w·x + b − y",
        "(w·x + b − y)²",
        "J",
    ];
    assert_eq!(names, expected);
}
