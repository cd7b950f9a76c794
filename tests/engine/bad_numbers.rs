//! Numbers that aren't finite, and those that mean nothing to the op that uses them: what
//! is said, and where.

use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::graph::NodeParts;
use wiregrad::core::tensor::Tensor;

use super::nonfinite::first_not_finite;
use crate::drawn::{graph_of, node, source, tensor};

#[test]
fn where_numbers_are_not_finite_is_said() {
    let numbers = [1.0, 0.0, 2.0, 3.0, 0.0, 1.0];
    let parts = vec![
        source("x", "input", tensor(&[3, 2], &numbers)),
        node("y", "log", &[0]),
    ];
    let found = first_not_finite(parts).expect("infinite");
    let expected = "log(x) is minus infinity in 2 of 6 places, first in [0, 1];";
    assert!(found.contains(expected), "{found}");
}

#[test]
fn a_saturated_sigmoid_is_sent_to_logits() {
    let parts = vec![
        source("z", "parameter", 800.0),
        source("t", "input", 0.0),
        node("p", "sigmoid", &[0]),
        node("J", "binary_cross_entropy", &[2, 1]),
    ];
    let found = first_not_finite(parts).expect("infinite");
    assert!(found.contains("is infinite; "), "{found}");
    assert!(
        found.contains("use binary_cross_entropy_with_logits on"),
        "{found}"
    );
}

/// What is said about numbers that mean nothing to their ops, and the value of `J`.
fn bad_values(nodes: &[NodeParts]) -> (Vec<String>, f64) {
    let graph = graph_of(nodes.to_vec());
    let evaluation = Evaluation::new(&graph);
    let problems = evaluation.bad_values(&graph);
    assert!(problems.iter().all(|problem| problem.name == "J"));
    let said = problems.iter().map(|problem| problem.message.clone());
    let last = graph.find("J").expect("the loss");
    assert_eq!(evaluation.first_not_finite(&graph), None);
    (said.collect(), evaluation.number(last).expect("a scalar"))
}

#[test]
fn numbers_that_mean_nothing_to_a_loss_are_named() {
    let loss = |op: &str, first: Tensor, second: Tensor| {
        bad_values(&[
            source("a", "parameter", first),
            source("b", "input", second),
            node("J", op, &[0, 1]),
        ])
    };
    let logits = || tensor(&[2, 3], &[1.0, 2.0, 3.0, 3.0, 2.0, 1.0]);
    let (said, value) = loss("cross_entropy", logits(), tensor(&[2], &[0.0, 5.0]));
    let classes = "truth[1] is 5, but the classes are numbered from 0 to 2";
    assert_eq!(said, [classes]);
    assert!(value.is_nan());
    let (said, _) = loss(
        "cross_entropy",
        tensor(&[3], &[1.0; 3]),
        Tensor::scalar(1.5),
    );
    assert_eq!(
        said,
        ["truth is 1.5, but the classes are numbered from 0 to 2"]
    );
    let (said, _) = loss("cross_entropy", logits(), tensor(&[2], &[0.0, 2.0]));
    assert_eq!(said, [""; 0]);

    let bce = "binary_cross_entropy";
    let (said, value) = loss(bce, tensor(&[2], &[0.5, 1.2]), tensor(&[2], &[1.0, 1.0]));
    let probability = "probability[1] is 1.2, but a probability lies from 0 to 1";
    assert_eq!(said, [probability]);
    assert!(value.is_nan());
    let (said, value) = loss(bce, Tensor::scalar(0.5), Tensor::scalar(3.0));
    let truth = "truth is 3, but a truth lies from 0, for no, to 1, for yes";
    assert_eq!(said, [truth]);
    assert_eq!(value, -(3.0 * 0.5_f64.ln() - 2.0 * 0.5_f64.ln()));
    let logits = "binary_cross_entropy_with_logits";
    let (said, _) = loss(logits, Tensor::scalar(40.0), Tensor::scalar(-1.0));
    let truth = "truth is -1, but a truth lies from 0, for no, to 1, for yes";
    assert_eq!(said, [truth]);
    let (said, value) = loss(bce, tensor(&[2], &[1.0, 0.0]), tensor(&[2], &[1.0, 0.0]));
    assert_eq!((said.len(), value), (0, 0.0));
}
