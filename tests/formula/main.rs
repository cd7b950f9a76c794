//! Formulas: how each is read, what graph it makes, and that a printed graph reads back.

mod errors;
mod readings;
mod round_trip;

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

/// A node, its value and its gradient.
type Row = (&'static str, f64, f64);

/// Formulas, and what is printed of them.
const PUBLISHED: &[(&str, &[Row])] = &[
    (
        "J = (2+3w)^2; w = 3",
        &[("w", 3.0, 66.0), ("J", 121.0, 1.0)],
    ),
    (
        "J = 3(a+bc); a=5; b=3; c=2",
        &[
            ("a", 5.0, 3.0),
            ("b", 3.0, 6.0),
            ("c", 2.0, 9.0),
            ("J", 33.0, 1.0),
        ],
    ),
    (
        "f = (x+y)z; x=-2; y=5; z=-4",
        &[
            ("x", -2.0, -4.0),
            ("y", 5.0, -4.0),
            ("z", -4.0, 3.0),
            ("f", -12.0, 1.0),
        ],
    ),
    (
        "f = 2(xy+max(z,w)); x=3; y=-4; z=2; w=-1",
        &[
            ("x", 3.0, -8.0),
            ("y", -4.0, 6.0),
            ("z", 2.0, 2.0),
            ("w", -1.0, 0.0),
            ("f", -20.0, 1.0),
        ],
    ),
    (
        "e = (a+b)(b+1); a=2; b=1",
        &[("a", 2.0, 2.0), ("b", 1.0, 5.0), ("e", 6.0, 1.0)],
    ),
    (
        "L = (ab+c)f; a=2; b=-3; c=10; f=-2",
        &[
            ("a", 2.0, 6.0),
            ("b", -3.0, -4.0),
            ("c", 10.0, -2.0),
            ("f", -2.0, 4.0),
            ("L", -8.0, 1.0),
        ],
    ),
    (
        "J = \\frac{1}{2}(wx+b-y)^2\nw = 2\nx = -2\nb = 8\ny = 2",
        &[
            ("w", 2.0, -4.0),
            ("x", -2.0, 4.0),
            ("b", 8.0, 2.0),
            ("y", 2.0, -2.0),
        ],
    ),
    ("b = a + a; a = 3", &[("a", 3.0, 2.0), ("b", 6.0, 1.0)]),
];

#[test]
fn the_published_examples_as_they_are_printed_there() {
    for (text, expected) in PUBLISHED {
        let graph = graph(text);
        for (name, value, gradient) in *expected {
            assert_eq!(
                numbers(&graph, name),
                (*value, Some(*gradient)),
                "{name} in {text}"
            );
        }
    }
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
