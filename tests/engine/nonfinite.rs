//! Numbers that aren't finite: where they arise, and why. Values first; then gradients of
//! values that are all finite.

use crate::drawn::{graph_of, id, node, source, tensor};
use crate::graphs::Swept;
use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::graph::NodeParts;
use wiregrad::core::problem::ProblemKind;

/// What is said about the first node that isn't finite.
pub(super) fn first_not_finite(parts: Vec<NodeParts>) -> Option<String> {
    let graph = graph_of(parts);
    let evaluation = Evaluation::new(&graph);
    let problem = evaluation.first_not_finite(&graph);
    problem.map(|problem| problem.to_string())
}

#[test]
fn the_first_node_that_is_not_finite_is_named() {
    let case = |op: &str, inputs: &[f64]| {
        let named = inputs.iter().enumerate();
        let mut parts: Vec<_> = named
            .map(|(i, x)| source(&format!("x{i}"), "input", *x))
            .collect();
        let all: Vec<usize> = (0..inputs.len()).collect();
        parts.push(node("y", op, &all));
        parts.push(node("later", "sin", &[inputs.len()]));
        first_not_finite(parts)
    };
    let cure = "; change what flows into it";
    let cases = [
        ("log", &[-1.0][..], "log(-1) is not a number"),
        ("log", &[0.0], "log(0) is minus infinity"),
        ("divide", &[1.0, 0.0], "1 ÷ 0 is infinite"),
        ("exp", &[1e3], "exp(1000) is infinite"),
        (
            "multiply",
            &[1e200, -1e200],
            "1e200 × (-1e200) is minus infinity",
        ),
    ];
    for (op, inputs, sentence) in cases {
        let expected = format!("\"y\": {sentence}{cure}");
        assert_eq!(case(op, inputs), Some(expected));
    }
    assert_eq!(case("log", &[1.0]), None);
    let source_is = r#""x0": its value is not a number; give it a finite one"#;
    assert_eq!(case("log", &[f64::NAN]).as_deref(), Some(source_is));

    let parts = vec![
        source("x", "input", tensor(&[3], &[1.0, -1.0, 2.0])),
        node("y", "log", &[0]),
        node("z", "sum", &[1]),
    ];
    let in_places =
        r#""y": log(x) is not a number in one of 3 places, in [1]; change what flows into it"#;
    assert_eq!(first_not_finite(parts).as_deref(), Some(in_places));
}

#[test]
fn what_is_not_finite_travels() {
    let graph = graph_of(vec![
        source("x", "parameter", -1.0),
        source("w", "parameter", 2.0),
        node("log", "log", &[0]),
        node("y", "multiply", &[2, 1]),
    ]);
    let mut evaluation = Evaluation::new(&graph);
    let number = |e: &Evaluation, i| e.number(id(i)).expect("evaluated");
    let gradient = |e: &Evaluation, i| e.gradient_number(id(i)).expect("reached");
    assert!(number(&evaluation, 3).is_nan() && gradient(&evaluation, 1).is_nan());
    assert_eq!(gradient(&evaluation, 2), 2.0);
    evaluation.set_number(id(0), 0.0).expect("a source");
    evaluation.refresh();
    assert_eq!(number(&evaluation, 3), f64::NEG_INFINITY);
    assert_eq!(gradient(&evaluation, 0), f64::INFINITY);
    // Once it is gone, no trace of it is left.
    evaluation.set_number(id(0), 1.0).expect("a source");
    evaluation.refresh();
    assert_eq!(
        (number(&evaluation, 3), gradient(&evaluation, 0)),
        (0.0, 2.0)
    );
    assert_eq!(evaluation.first_not_finite(&graph), None);
}

/// What is said of the gradients of a graph.
fn said(nodes: &str) -> Option<String> {
    let swept = Swept::nodes(nodes);
    assert_eq!(swept.evaluation.first_not_finite(&swept.graph), None);
    let problem = swept.evaluation.not_finite(&swept.graph)?;
    assert_eq!(problem.kind, ProblemKind::NotFiniteGradient);
    Some(problem.to_string())
}

#[track_caller]
fn assert_says(nodes: &str, sentence: &str) {
    let said = said(nodes).expect("a gradient that isn't finite");
    assert!(said.starts_with(sentence), "{said}");
}

#[test]
fn the_norm_at_zero() {
    for source in ["input", "parameter"] {
        assert_says(
            &format!(
                r#"(name: "x", op: "{source}", value: [0, 0]),
                   (name: "q", op: "square", inputs: ["x"]),
                   (name: "s", op: "sum", inputs: ["q"]),
                   (name: "n", op: "sqrt", inputs: ["s"])"#
            ),
            "\"n\": n → s: the derivative of √ at 0 is infinite; then ∞ × 0 at x; \
             keep s away from 0: add a small constant such as 1e-12 to it, or use maximum or clip",
        );
    }
}

#[test]
fn a_derivative_that_is_infinite_or_no_number() {
    assert_says(
        r#"(name: "w", op: "parameter", value: 0), (name: "J", op: "sqrt", inputs: ["w"])"#,
        "\"J\": J → w: the derivative of √ at 0 is infinite; keep w away from 0",
    );
    assert_says(
        r#"(name: "x", op: "input", value: [0.5, 1]), (name: "y", op: "asin", inputs: ["x"]),
           (name: "J", op: "sum", inputs: ["y"])"#,
        "\"y\": y → x: the derivative of asin at 1 is infinite; keep x away from 1",
    );
    assert_says(
        r#"(name: "x", op: "input", value: [[4, 0.25], [-2, 1]]), (name: "k", op: "parameter", value: [2, 3]),
           (name: "y", op: "power", inputs: ["x", "k"]), (name: "J", op: "sum", inputs: ["y"])"#,
        "\"y\": y → k: the derivative of (-2) ^ 2 by k is not a number; make k a constant",
    );
}

#[test]
fn a_gradient_of_zero_does_not_help() {
    assert_says(
        r#"(name: "w", op: "parameter", value: 0), (name: "off", op: "constant", value: 0),
           (name: "n", op: "sqrt", inputs: ["w"]), (name: "J", op: "multiply", inputs: ["off", "n"])"#,
        "\"n\": n → w: the derivative of √ at 0 is infinite, and 0 × ∞ is not a number; \
         keep w away from 0: add a small constant such as 1e-12 to it, or use maximum or clip; \
         a factor of 0 after it doesn't help",
    );
}

#[test]
fn infinite_gradients_that_cancel() {
    assert_says(
        r#"(name: "w", op: "parameter", value: 0),
           (name: "a", op: "sqrt", inputs: ["w"]), (name: "b", op: "sqrt", inputs: ["w"]),
           (name: "J", op: "subtract", inputs: ["a", "b"])"#,
        "\"b\": b → w: the derivative of √ at 0 is infinite; then ∞ − ∞ at w",
    );
}

#[test]
fn products_and_sums_that_overflow() {
    assert_says(
        r#"(name: "w", op: "parameter", value: 1e-300), (name: "k", op: "constant", value: 1e200),
           (name: "a", op: "multiply", inputs: ["w", "k"]), (name: "J", op: "multiply", inputs: ["a", "k"])"#,
        "\"a\": a → w: 1e200 × 1e200 is larger than 1.8e308; scale the numbers down",
    );
    assert_says(
        r#"(name: "w", op: "parameter", value: 1e-10), (name: "k", op: "constant", value: 1e308),
           (name: "a", op: "multiply", inputs: ["w", "k"]), (name: "b", op: "multiply", inputs: ["k", "w"]),
           (name: "J", op: "add", inputs: ["a", "b"])"#,
        "\"w\": the contributions to the gradient of w add up beyond 1.8e308",
    );
}

#[test]
fn what_comes_to_constants_alone_is_no_problem() {
    let power = |op: &str, base: &str| {
        said(&format!(
            r#"(name: "x", op: "parameter", value: {base}), (name: "k", op: "{op}", value: 2),
               (name: "y", op: "power", inputs: ["x", "k"]), (name: "J", op: "sum", inputs: ["y"])"#
        ))
    };
    for base in ["-3", "[-3, 2]", "[0, -1]"] {
        assert_eq!(power("constant", base), None);
        assert!(power("parameter", base).is_some());
    }
    let root = r#"(name: "k", op: "constant", value: [0, 1]), (name: "w", op: "parameter", value: 2),
           (name: "r", op: "sqrt", inputs: ["k"]), (name: "y", op: "multiply", inputs: ["r", "w"]),
           (name: "J", op: "sum", inputs: ["y"])"#;
    assert_eq!(said(root), None);
}

#[test]
fn it_comes_and_goes_with_the_value() {
    let mut swept = Swept::nodes(
        r#"(name: "w", op: "parameter", value: 1), (name: "J", op: "sqrt", inputs: ["w"])"#,
    );
    for (value, is_wrong) in [(0.0, true), (4.0, false), (0.0, true), (1e-300, false)] {
        swept.set("w", value);
        let problem = swept.evaluation.not_finite(&swept.graph);
        assert_eq!(problem.is_some(), is_wrong, "{value}");
    }
    swept.set("w", -1.0);
    let problem = swept.evaluation.not_finite(&swept.graph);
    assert_eq!(problem.map(|it| it.kind), Some(ProblemKind::NotFinite));
}
