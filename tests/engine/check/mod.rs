//! The gradient check, on graphs where it must pass, must not, and can't say. A module a
//! subject.

mod every_op;
mod hard_points;
mod many_graphs;

use std::ops::ControlFlow;

use crate::graphs::Swept;
use wiregrad::core::check::{ELEMENTS, GOOD, NodeCheck, Progress, Reason, Verdict, check};
use wiregrad::core::evaluation::Evaluation;

fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn checks(of: &Swept) -> Vec<NodeCheck> {
    let found = check(&of.graph, &of.evaluation, ELEMENTS, go_on);
    found.expect("not cancelled")
}

fn check_of(of: &Swept, name: &str) -> NodeCheck {
    let id = of.id(name);
    let found = checks(of).into_iter().find(|check| check.node == id);
    found.unwrap_or_else(|| panic!("{name} was not checked"))
}

fn assert_all_fine(of: &Swept) {
    for check in checks(of) {
        assert_eq!(
            check.verdict,
            Verdict::Fine,
            "{}: {check:?}",
            of.graph.name(check.node)
        );
    }
}

#[test]
fn a_wrong_gradient_is_suspect_and_comes_first() {
    let mut graph = Swept::nodes(
        r#"(name: "x", op: "input", value: 2), (name: "k", op: "input", value: 1),
           (name: "xx", op: "square", inputs: ["x"]),
           (name: "y", op: "add", inputs: ["xx", "k"])"#,
    );
    assert_all_fine(&graph);
    // Not swept again: the gradient is still 2 × 2, the slope is 2 × 3 by now.
    let x = graph.id("x");
    graph.evaluation.set_number(x, 3.0).expect("a source");
    let found = checks(&graph);
    assert_eq!(found[0].node, x);
    assert_eq!(found[0].verdict, Verdict::Suspect);
    assert_eq!(found[0].comparison.gradient, 4.0);
    assert!((found[0].comparison.difference - 6.0).abs() < 1e-8);
    assert!(found[0].failed());
    assert_eq!(found[0].wire.map(|wire| wire.to), Some(graph.id("xx")));
    let others = found[1..]
        .iter()
        .all(|check| check.verdict == Verdict::Fine);
    assert!(others, "{found:?}");
}

#[test]
fn errors_are_as_small_as_differences_can_show() {
    let graph = Swept::nodes(
        r#"(name: "x", op: "input", value: [0.3, -1.2, 2.5]), (name: "w", op: "parameter", value: 1.7),
           (name: "a", op: "multiply", inputs: ["w", "x"]), (name: "b", op: "tanh", inputs: ["a"]),
           (name: "c", op: "exp", inputs: ["b"]), (name: "d", op: "sin", inputs: ["c"]),
           (name: "J", op: "mean", inputs: ["d"])"#,
    );
    let found = checks(&graph);
    assert_eq!(found.len(), 7);
    for check in &found {
        assert!(check.comparison.relative_error() <= GOOD, "{check:?}");
    }
}

#[test]
fn a_tensor_of_data_may_have_several_users() {
    let graph = Swept::nodes(
        r#"(name: "x", op: "input", value: [0.3, -1.2]), (name: "y", op: "input", value: [2, 5]),
           (name: "xy", op: "multiply", inputs: ["x", "y"]), (name: "a", op: "exp", inputs: ["x"]),
           (name: "b", op: "add", inputs: ["xy", "a"]), (name: "c", op: "multiply", inputs: ["b", "x"]),
           (name: "J", op: "sum", inputs: ["c"])"#,
    );
    assert_all_fine(&graph);
}

#[test]
fn a_steep_curve_takes_a_shorter_step() {
    let graph = Swept::nodes(
        r#"(name: "x", op: "input", value: 0.001), (name: "k", op: "constant", value: 1e5),
           (name: "kx", op: "multiply", inputs: ["k", "x"]), (name: "J", op: "sin", inputs: ["kx"])"#,
    );
    for check in checks(&graph) {
        assert!(check.comparison.relative_error() <= 1e-5, "{check:?}");
    }
}

#[test]
fn a_kink_is_named_with_its_node() {
    let graph = Swept::nodes(
        r#"(name: "x", op: "input", value: -1), (name: "one", op: "constant", value: 1),
           (name: "z", op: "add", inputs: ["x", "one"]), (name: "r", op: "relu", inputs: ["z"]),
           (name: "J", op: "add", inputs: ["r", "x"])"#,
    );
    let relu = graph.id("r");
    for name in ["x", "one", "z"] {
        let found = check_of(&graph, name);
        let Verdict::AtKink { node, text } = found.verdict else {
            panic!("{name}: {found:?}");
        };
        assert_eq!(node, relu);
        assert!(text.contains("at 0"), "{text}");
        assert!(!found.failed());
    }
    for name in ["r", "J"] {
        assert_eq!(check_of(&graph, name).verdict, Verdict::Fine, "{name}");
    }
}

#[test]
fn beside_a_kink_a_shorter_step_stays_on_one_side() {
    for x in [1e-6, -1e-9] {
        let graph = Swept::nodes(&format!(
            r#"(name: "x", op: "input", value: {x}), (name: "J", op: "relu", inputs: ["x"])"#
        ));
        assert_all_fine(&graph);
    }
}

#[test]
fn near_the_end_of_a_domain_a_shorter_step_stays_inside() {
    for (op, x) in [
        ("log", 1e-9),
        ("sqrt", 1e-7),
        ("reciprocal", 1e-6),
        ("asin", 0.999_999_99),
    ] {
        let graph = Swept::nodes(&format!(
            r#"(name: "x", op: "input", value: {x}), (name: "J", op: "{op}", inputs: ["x"])"#
        ));
        assert_all_fine(&graph);
    }
}

#[test]
fn at_the_end_of_a_domain_the_op_says_what_is_taken() {
    let graph = Swept::nodes(
        r#"(name: "x", op: "input", value: 0), (name: "J", op: "sqrt", inputs: ["x"])"#,
    );
    let verdict = check_of(&graph, "x").verdict;
    let at_root = matches!(verdict, Verdict::AtKink { node, .. } if node == graph.id("J"));
    assert!(at_root, "{verdict:?}");
}

#[test]
fn what_is_not_finite_cannot_be_checked() {
    let graph = Swept::nodes(
        r#"(name: "x", op: "input", value: -1), (name: "J", op: "log", inputs: ["x"])"#,
    );
    let found = check_of(&graph, "x");
    let expected = Verdict::Unchecked {
        node: graph.id("J"),
        reason: Reason::NotFinite,
    };
    assert_eq!(found.verdict, expected);
    assert!(!found.failed());
}

#[test]
fn class_numbers_are_no_quantity() {
    let lines = |truth: &str| {
        format!(
            r#"(name: "logits", op: "input", value: [[1, 2, 0], [0, 1, 3]]),
               (name: "truth", op: "input", value: {truth}),
               (name: "J", op: "cross_entropy", inputs: ["logits", "truth"])"#
        )
    };
    let numbers = Swept::nodes(&lines("[1, 2]"));
    let found = check_of(&numbers, "truth");
    let loss = numbers.id("J");
    assert!(
        matches!(found.verdict, Verdict::AtKink { node, text } if node == loss && text.contains("class numbers")),
        "{found:?}"
    );
    assert_eq!(check_of(&numbers, "logits").verdict, Verdict::Fine);
    // Rows of probabilities are a quantity.
    assert_all_fine(&Swept::nodes(&lines("[[0, 1, 0], [0, 0, 1]]")));
}

#[test]
fn a_small_gradient_of_a_large_target_is_not_called_wrong() {
    let graph = Swept::nodes(
        r#"(name: "x", op: "input", value: 3), (name: "small", op: "constant", value: 1e-9),
           (name: "large", op: "constant", value: 1e8), (name: "a", op: "multiply", inputs: ["small", "x"]),
           (name: "J", op: "add", inputs: ["a", "large"])"#,
    );
    assert_all_fine(&graph);
}

#[test]
fn cancelled_large_numbers_are_not_called_wrong() {
    let graph = Swept::nodes(
        r#"(name: "x", op: "input", value: 3), (name: "large", op: "constant", value: 1e12),
           (name: "a", op: "add", inputs: ["x", "large"]),
           (name: "b", op: "subtract", inputs: ["a", "large"]), (name: "J", op: "square", inputs: ["b"])"#,
    );
    assert_all_fine(&graph);
}

#[test]
fn elements_are_chosen_and_the_worst_is_kept() {
    let mut numbers = vec!["1"; 100];
    numbers[0] = "0";
    let graph = Swept::nodes(&format!(
        r#"(name: "x", op: "input", value: [{}]), (name: "a", op: "abs", inputs: ["x"]),
           (name: "J", op: "sum", inputs: ["a"])"#,
        numbers.join(", ")
    ));
    let found = check_of(&graph, "x");
    assert_eq!((found.checked, found.elements), (64, 100));
    assert_eq!(found.element, 0);
    assert!(matches!(found.verdict, Verdict::AtKink { .. }), "{found:?}");
}

#[test]
fn progress_counts_comparisons_and_can_stop_the_check() {
    let graph = Swept::nodes(
        r#"(name: "x", op: "input", value: [1, 2, 3]), (name: "s", op: "sum", inputs: ["x"]),
           (name: "J", op: "exp", inputs: ["s"])"#,
    );
    let mut seen = Vec::new();
    let told = |progress: Progress| {
        seen.push((progress.done, progress.total));
        ControlFlow::Continue(())
    };
    assert!(check(&graph.graph, &graph.evaluation, 2, told).is_some());
    assert_eq!(seen, [(1, 3), (2, 3), (3, 3)]);
    let stop = |progress: Progress| match progress.done {
        2 => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    assert_eq!(check(&graph.graph, &graph.evaluation, 2, stop), None);
}

#[test]
fn without_a_target_there_is_nothing_to_check() {
    let graph =
        Swept::nodes(r#"(name: "x", op: "input", value: 1), (name: "y", op: "input", value: 1)"#);
    assert_eq!(checks(&graph), []);
}

#[test]
fn inner_nodes_are_checked_after_one_another_without_a_trace() {
    // A chain in which each check would spoil the next if values were not put back.
    let mut lines = String::from(r#"(name: "n0", op: "input", value: 0.7),"#);
    for i in 1..40 {
        let before = i - 1;
        let op = if i % 3 == 0 { "sin" } else { "softplus" };
        lines += &format!(r#"(name: "n{i}", op: "{op}", inputs: ["n{before}"]),"#);
    }
    let graph = Swept::nodes(&lines);
    let again = Evaluation::new(&graph.graph);
    let found = checks(&graph);
    assert_eq!(found.len(), 40);
    assert_all_fine(&graph);
    let value = |evaluation: &Evaluation| evaluation.value(graph.id("n39")).map(|v| v.to_tensor());
    assert_eq!(value(&graph.evaluation), value(&again));
}
