//! Right gradients at points where differences are hard to take: each was once called an
//! error.

use super::{assert_all_fine, check_of, checks, go_on};
use crate::graphs::Swept;
use wiregrad::core::check::{Reason, Verdict, check};

/// One op of one number, or a few nodes more, as lines of a file.
fn nodes(lines: &str) -> Swept {
    Swept::nodes(lines)
}

fn unary(op: &str, x: f64) -> Swept {
    nodes(&format!(
        r#"(name: "x", op: "input", value: {x:?}), (name: "J", op: "{op}", inputs: ["x"])"#
    ))
}

fn binary(op: &str, a: f64, b: f64) -> Swept {
    nodes(&format!(
        r#"(name: "a", op: "input", value: {a:?}), (name: "b", op: "input", value: {b:?}),
           (name: "J", op: "{op}", inputs: ["a", "b"])"#
    ))
}

#[test]
fn a_gradient_of_zero_at_a_minimum() {
    assert_all_fine(&nodes(
        r#"(name: "x", op: "parameter", value: 0), (name: "a", op: "square", inputs: ["x"]),
           (name: "b", op: "square", inputs: ["a"]),
           (name: "J", op: "multiply", inputs: ["b", "x"])"#,
    ));
    assert_all_fine(&nodes(
        r#"(name: "x", op: "parameter", value: 0), (name: "k", op: "constant", value: 20),
           (name: "kx", op: "multiply", inputs: ["k", "x"]),
           (name: "e", op: "exp", inputs: ["kx"]),
           (name: "J", op: "subtract", inputs: ["e", "kx"])"#,
    ));
    for op in ["square", "cos", "cosh", "gelu", "silu"] {
        assert_all_fine(&unary(op, 0.0));
    }
}

#[test]
fn a_perfect_fit() {
    let graph = nodes(
        r#"(name: "w", op: "parameter", value: 2), (name: "b", op: "parameter", value: 1),
           (name: "x", op: "input", value: [0.1, 0.2, 0.3]),
           (name: "y", op: "input", value: [1.2, 1.4, 1.6]),
           (name: "wx", op: "multiply", inputs: ["w", "x"]),
           (name: "line", op: "add", inputs: ["wx", "b"]),
           (name: "J", op: "mean_squared_error", inputs: ["line", "y"])"#,
    );
    assert_all_fine(&graph);
}

#[test]
fn small_and_large_units() {
    for x in [1e-12, -1e-12, 1e-30, 1e-100, 1e12, 1e100] {
        for op in [
            "reciprocal",
            "square",
            "log",
            "sqrt",
            "tanh",
            "log1p",
            "abs",
        ] {
            if x > 0.0 || !["log", "sqrt"].contains(&op) {
                assert!(
                    checks(&unary(op, x)).iter().all(|check| !check.failed()),
                    "{op} {x}"
                );
            }
        }
        assert_all_fine(&unary("reciprocal", x));
        assert_all_fine(&binary("divide", 3.0, x));
    }
    // Coulomb's law, and a current that decays through a resistor and a capacitor.
    assert_all_fine(&nodes(
        r#"(name: "k", op: "constant", value: 8.9875e9), (name: "q", op: "input", value: 1.6e-19),
           (name: "Q", op: "input", value: -1.6e-19), (name: "r", op: "input", value: 5.3e-11),
           (name: "qQ", op: "multiply", inputs: ["q", "Q"]),
           (name: "kqQ", op: "multiply", inputs: ["k", "qQ"]),
           (name: "rr", op: "square", inputs: ["r"]),
           (name: "F", op: "divide", inputs: ["kqQ", "rr"])"#,
    ));
    assert_all_fine(&nodes(
        r#"(name: "U", op: "input", value: 5), (name: "R", op: "input", value: 4.7e3),
           (name: "C", op: "input", value: 2.2e-11), (name: "t", op: "input", value: 1e-7),
           (name: "RC", op: "multiply", inputs: ["R", "C"]),
           (name: "q", op: "divide", inputs: ["t", "RC"]),
           (name: "n", op: "negative", inputs: ["q"]), (name: "e", op: "exp", inputs: ["n"]),
           (name: "UR", op: "divide", inputs: ["U", "R"]),
           (name: "I", op: "multiply", inputs: ["UR", "e"])"#,
    ));
}

#[test]
fn values_whose_squares_overflow_or_vanish() {
    assert_all_fine(&nodes(
        r#"(name: "x", op: "input", value: 360), (name: "h", op: "constant", value: 0.5),
           (name: "e", op: "exp", inputs: ["x"]), (name: "J", op: "add", inputs: ["e", "h"])"#,
    ));
    assert_all_fine(&nodes(
        r#"(name: "x", op: "input", value: [0.75, 0.8]), (name: "k", op: "constant", value: 2058),
           (name: "p", op: "power", inputs: ["x", "k"]), (name: "J", op: "sum", inputs: ["p"])"#,
    ));
    assert_all_fine(&nodes(
        r#"(name: "x", op: "input", value: 1e-5), (name: "a", op: "square", inputs: ["x"]),
           (name: "b", op: "square", inputs: ["a"]), (name: "c", op: "square", inputs: ["b"]),
           (name: "J", op: "square", inputs: ["c"])"#,
    ));
    assert_all_fine(&binary("power", 1e-5, 16.0));
}

#[test]
fn a_function_that_varies_a_million_million_times_faster_than_its_argument() {
    assert_all_fine(&nodes(
        r#"(name: "x", op: "input", value: 1), (name: "k", op: "constant", value: 1e12),
           (name: "kx", op: "multiply", inputs: ["k", "x"]), (name: "J", op: "sin", inputs: ["kx"])"#,
    ));
}

#[test]
fn a_confident_cross_entropy() {
    for (logits, class) in [
        ("[50, 0, 0]", 0),
        ("[50, 0, 0]", 1),
        ("[800, -800]", 0),
        ("[12, 0.5, -3]", 0),
        ("[30, 0.5, -3]", 0),
    ] {
        let graph = nodes(&format!(
            r#"(name: "z", op: "input", value: {logits}), (name: "c", op: "input", value: {class}),
               (name: "J", op: "cross_entropy", inputs: ["z", "c"])"#
        ));
        assert!(
            checks(&graph).iter().all(|check| !check.failed()),
            "{logits}"
        );
    }
    for z in [-800.0, -40.0, -20.0, 20.0, 36.0, 40.0, 800.0] {
        for truth in [0.0, 1.0, 0.5] {
            let graph = binary("binary_cross_entropy_with_logits", z, truth);
            assert!(
                checks(&graph).iter().all(|check| !check.failed()),
                "{z} {truth}"
            );
        }
    }
}

#[test]
fn what_saturates_cannot_be_checked_and_says_why() {
    for (op, x) in [("sigmoid", 40.0), ("tanh", 12.0), ("tanh", -15.0)] {
        let graph = unary(op, x);
        let found = check_of(&graph, "x");
        let expected = Verdict::Unchecked {
            node: graph.id("J"),
            reason: Reason::Rounding,
        };
        assert_eq!(found.verdict, expected, "{op} {x}: {found:?}");
    }
    // Where the slope is still a thousandth of a millionth of the value, it can.
    for x in [6.5, 7.0, -8.0, 9.0] {
        assert_all_fine(&unary("tanh", x));
        assert_all_fine(&unary("sigmoid", 2.0 * x));
    }
    assert_all_fine(&unary("sigmoid", -40.0));
}

#[test]
fn smooth_points_are_not_called_kinks() {
    for (a, b) in [
        (0.0, 2.0),
        (0.0, 3.0),
        (0.0, 1.0),
        (3.0, 0.0),
        (3.0, -2.0),
        (1e-3, 0.5),
        (2.0, 1.0),
    ] {
        assert_all_fine(&binary("power", a, b));
    }
    assert_eq!(
        check_of(&binary("power", -2.0, 3.0), "a").verdict,
        Verdict::Fine
    );
    assert_eq!(
        check_of(&binary("power", -2.0, -3.0), "a").verdict,
        Verdict::Fine
    );
    assert_all_fine(&unary("elu", 0.0));
    for (op, attributes, x) in [
        ("elu", r#"{"alpha": 1.0}"#, 0.0),
        ("leaky_relu", r#"{"negative_slope": 1.0}"#, 0.0),
        ("clip", r#"{"min": 1.0, "max": -1.0}"#, -1.0),
    ] {
        assert_all_fine(&nodes(&format!(
            r#"(name: "x", op: "input", value: {x:?}),
               (name: "J", op: "{op}", inputs: ["x"], attributes: {attributes})"#
        )));
    }
    // A probability below 0 or above 1 has no value, so there is nothing to compare with.
    for end in [0.0, 1.0] {
        let verdict = check_of(&binary("binary_cross_entropy", end, end), "a").verdict;
        assert!(matches!(verdict, Verdict::Unchecked { .. }), "{verdict:?}");
    }
}

#[test]
fn kinks_are_still_called_kinks() {
    let kink =
        |graph: &Swept, name| matches!(check_of(graph, name).verdict, Verdict::AtKink { .. });
    for (a, b, name) in [
        (0.0, 0.5, "a"),
        (0.0, 2.5, "a"),
        (0.0, 0.0, "b"),
        (-2.0, 3.0, "b"),
    ] {
        assert!(kink(&binary("power", a, b), name), "{a} {b}");
    }
    assert!(kink(&binary("maximum", 2.0, 2.0), "a"));
    assert!(kink(&binary("binary_cross_entropy", 0.0, 0.0), "b"));
    assert!(kink(&unary("relu", 0.0), "x"));
    assert!(kink(&unary("sqrt", 0.0), "x"));
    let elu = nodes(
        r#"(name: "x", op: "input", value: 0),
           (name: "J", op: "elu", inputs: ["x"], attributes: {"alpha": 0.5})"#,
    );
    assert!(kink(&elu, "x"));
}

#[test]
fn a_product_of_matrices_that_takes_too_long_is_not_tried() {
    let graph = |side: usize| {
        nodes(&format!(
            r#"(name: "s", op: "input", value: 0.5),
               (name: "a", op: "broadcast_to", inputs: ["s"], attributes: {{"shape": [{side}, {side}]}}),
               (name: "p", op: "matmul", inputs: ["a", "a"]), (name: "J", op: "mean", inputs: ["p"])"#
        ))
    };
    assert_all_fine(&graph(100));
    let large = graph(1_300);
    let expected = Verdict::Unchecked {
        node: large.id("p"),
        reason: Reason::TooLarge,
    };
    let found = check(&large.graph, &large.evaluation, 1, go_on).expect("not cancelled");
    let of_a = found.iter().find(|check| check.node == large.id("a"));
    assert_eq!(of_a.map(|check| check.verdict), Some(expected));
}
