//! Nudges: the lecture's digits, and changes against whole sweeps.

use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::explain::nudge::{Nudge, nudge, shrinking};
use wiregrad::core::graph::NodeId;
use wiregrad::core::tensor::Tensor;

use super::each;
use crate::graphs::Swept;

fn nudged(swept: &Swept, name: &str, by: f64) -> Nudge {
    nudge(&swept.evaluation, swept.id(name), 0, by).expect("a value")
}

/// A node after a nudge.
fn after(swept: &Swept, nudge: &Nudge, name: &str) -> Option<f64> {
    let id = swept.id(name);
    let change = nudge.changes.iter().find(|change| change.node == id);
    change.and_then(|change| change.new.as_scalar())
}

#[test]
fn the_lecture_s_nudges_have_its_digits() {
    let lecture = Swept::shipped("lecture_neuron");
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} and {b}");

    let w = nudged(&lecture, "w", 0.001);
    let outcome = w.outcome.expect("J depends on w");
    close(after(&lecture, &w, "w").expect("w"), 2.001);
    close(after(&lecture, &w, "c").expect("c"), -4.002);
    close(after(&lecture, &w, "a").expect("a"), 3.998);
    close(after(&lecture, &w, "d").expect("d"), 1.998);
    close(outcome.new, 1.996_002);
    close(outcome.predicted(), -0.004);
    close(outcome.actual(), -0.003_998);
    close(outcome.error(), 2e-6);
    close(outcome.ratio().expect("a prediction"), 0.9995);

    // The lecture changes inner nodes too, whatever flows into them.
    for name in ["d", "a", "c", "b"] {
        let nudge = nudged(&lecture, name, 0.001);
        let outcome = nudge.outcome.expect("J depends on it");
        close(outcome.new, 2.002_000_5);
        close(outcome.predicted(), 0.002);
        close(outcome.actual(), 0.002_000_5);
        assert_eq!(after(&lecture, &nudge, "w"), None, "nothing flows back");
    }
    let c = nudged(&lecture, "c", 0.001);
    let names: Vec<&str> = c
        .changes
        .iter()
        .map(|it| lecture.graph.name(it.node))
        .collect();
    assert_eq!(names, ["c", "a", "d", "squared", "J"]);
    let lab = Swept::shipped("lab_cost");
    close(
        nudged(&lab, "w", 0.001).outcome.expect("J").predicted(),
        0.006,
    );
}

#[test]
fn the_error_shrinks_with_the_square_of_the_nudge() {
    let lecture = Swept::shipped("lecture_neuron");
    let series = shrinking(&lecture.evaluation, lecture.id("w"), 0, 4);
    assert_eq!(series.len(), 12 * 4 + 1);
    assert_eq!((series[0].by, series[48].by), (1.0, 1e-12));
    // From 1 to 10⁻⁵ rounding plays no part: (wx + b − y)² leaves ½x²ε².
    for outcome in &series[..=20] {
        let expected = 2.0 * outcome.by * outcome.by;
        let error = outcome.error();
        assert!(
            (error - expected).abs() < 1e-3 * expected,
            "{error} and {expected}"
        );
    }
    let other = Swept::nodes(r#"(name: "x", op: "input", value: 1)"#);
    assert_eq!(shrinking(&other.evaluation, other.id("x"), 1, 4), []);
}

/// Nudging a source is what setting it and sweeping everything gives, to the bit, and
/// a node that isn't listed doesn't change.
#[test]
fn a_nudge_is_a_sweep() {
    each(80, |graph, evaluation, rng| {
        let order = evaluation.program().order();
        let node = order[rng.usize(..order.len())];
        let old = evaluation.value(node).expect("a value").to_tensor();
        let element = rng.usize(..old.data().len());
        let by = 0.01 * (rng.f64() - 0.5);
        let nudge = nudge(evaluation, node, element, by).expect("a value");
        let mut data = old.data().to_vec();
        data[element] += by;
        let new = Tensor::new(old.shape(), data).expect("the same shape");
        assert_eq!(nudge.changes[0].new, new);
        assert_eq!(nudge.changes[0].old, old);
        let leads = evaluation.gradient(node).is_some();
        assert_eq!(nudge.outcome.is_some(), leads);
        if !graph.get(node).expect("a node").is_source() {
            return;
        }
        let mut swept = Evaluation::new(graph);
        swept.set(node, &new).expect("a source of that shape");
        swept.sweep();
        for (id, _) in graph.iter() {
            let now = swept.value(id).expect("a value").to_tensor();
            let change = nudge.changes.iter().find(|change| change.node == id);
            match change {
                Some(change) => assert_eq!(change.new, now),
                None => assert_eq!(evaluation.value(id).expect("a value").to_tensor(), now),
            }
        }
    });
}

#[test]
fn what_has_no_value_or_no_such_element_is_not_nudged() {
    let lecture = Swept::shipped("lecture_neuron");
    assert_eq!(nudge(&lecture.evaluation, lecture.id("w"), 1, 0.1), None);
    let gone = NodeId::from_index(99).expect("a small index");
    assert_eq!(nudge(&lecture.evaluation, gone, 0, 0.1), None);
    let half = nudged(&lecture, "half", f64::INFINITY);
    assert_eq!(half.outcome.expect("J depends on it").new, f64::INFINITY);
}
