//! What a player shows: order, look-ups, and what each step says.

use std::collections::{HashMap, HashSet};

use fastrand::Rng;
use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::explain::notation::Notation;
use wiregrad::core::explain::outgoing::Outgoing;
use wiregrad::core::explain::paths::Paths;
use wiregrad::core::explain::steps::{Step, StepScope, Steps};
use wiregrad::core::explain::text::Explainer;
use wiregrad::core::graph::{Graph, Wire};

use super::each;
use crate::drawn::{graph_of, node, source};
use crate::graphs::Swept;

#[test]
fn the_player_visits_each_wire_once_in_each_direction() {
    each(120, |graph, evaluation, rng| {
        let steps = Steps::new(graph, evaluation.program(), StepScope::Everything);
        values_come_after_their_inputs(&steps, graph, evaluation);
        contributions_come_after_their_gradients(&steps, graph, evaluation);
        what_is_reached_is_what_was_shown(&steps, graph, rng);
    });
}

fn values_come_after_their_inputs(steps: &Steps, graph: &Graph, evaluation: &Evaluation) {
    let mut carried = HashSet::new();
    let mut valued = HashSet::new();
    for step in &steps.all()[..steps.end_of_forward()] {
        match *step {
            Step::Value(id) => {
                let inputs = graph.get(id).expect("a node").inputs().iter().enumerate();
                for (input, _) in inputs {
                    assert!(carried.contains(&Wire { to: id, input }));
                }
                assert!(valued.insert(id));
            }
            Step::Carry(wire) => {
                assert!(valued.contains(&graph.start_of(wire).expect("a wire")));
                assert!(carried.insert(wire));
            }
            other => panic!("{other:?} in the forward pass"),
        }
    }
    assert_eq!(valued.len(), evaluation.program().order().len());
    assert_eq!(carried, graph.wires().map(|(_, wire)| wire).collect());
}

fn contributions_come_after_their_gradients(steps: &Steps, graph: &Graph, evaluation: &Evaluation) {
    let program = evaluation.program();
    let end = steps.end_of_forward();
    let mut back = HashMap::new();
    for (nth, step) in steps.all()[end..].iter().enumerate() {
        match *step {
            Step::Seed(target) => assert_eq!((nth, Some(target)), (0, program.target())),
            Step::Contribution(wire) => {
                let known = steps.has_gradient(wire.to, end + nth);
                assert!(known, "{wire:?} came too early");
                assert_eq!(back.insert(wire, nth), None, "{wire:?} came twice");
            }
            Step::Sum(id) => assert_eq!(steps.to_gradient(id), Some(end + nth + 1)),
            other => panic!("{other:?} in the backward pass"),
        }
    }
    let wires = graph.wires().map(|(_, wire)| wire);
    let live: HashSet<Wire> = wires
        .filter(|wire| program.reaches_target(wire.to))
        .collect();
    assert_eq!(back.keys().copied().collect::<HashSet<_>>(), live);
    for (id, _) in graph.iter() {
        let ends = steps.to_gradient(id).is_some();
        assert_eq!(ends, evaluation.gradient(id).is_some());
    }
}

/// The look-ups by position against a walk over the steps.
fn what_is_reached_is_what_was_shown(steps: &Steps, graph: &Graph, rng: &mut Rng) {
    let position = rng.usize(0..=steps.len());
    let taken: HashSet<Step> = steps.all()[..position].iter().copied().collect();
    for (id, _) in graph.iter() {
        assert_eq!(
            steps.has_value(id, position),
            taken.contains(&Step::Value(id))
        );
    }
    for (_, wire) in graph.wires() {
        assert_eq!(
            steps.is_carried(wire, position),
            taken.contains(&Step::Carry(wire))
        );
        let contributed = taken.contains(&Step::Contribution(wire));
        assert_eq!(steps.has_contribution(wire, position), contributed);
    }
    assert_eq!(steps.at(position), steps.all()[..position].last().copied());
    let next = steps.next_node(position);
    assert!(next > position || position == steps.len());
    assert!(steps.previous_node(next) <= position);
}

#[test]
fn a_player_can_go_by_nodes_and_hide_what_is_no_parameter_s() {
    let lecture = Swept::shipped("lecture_neuron");
    let program = lecture.evaluation.program();
    let all = Steps::new(&lecture.graph, program, StepScope::Everything);
    let mut shown = Vec::new();
    let mut position = 0;
    while position < all.len() {
        position = all.next_node(position);
        shown.push(all.at(position));
    }
    assert_eq!(
        shown.len(),
        10 + 1 + 5,
        "10 values, ∂J/∂J, and 5 nodes to go back through"
    );
    for _ in 0..shown.len() {
        position = all.previous_node(position);
    }
    assert_eq!(position, 0);
    let w = lecture.id("w");
    assert_eq!(all.to_value(w), Some(1), "w stands before its first user");
    let end = all.to_gradient(w).expect("w has a gradient");
    assert_eq!(
        all.at(end),
        Some(Step::Contribution(Wire {
            to: lecture.id("c"),
            input: 0
        }))
    );
    let step = all.at(end).expect("a step");
    assert_eq!(step.wire().map(|wire| wire.to), Some(step.node()));
    assert!(!all.has_gradient(w, end - 1) && all.has_gradient(w, end));

    let some = Steps::new(&lecture.graph, program, StepScope::ParametersToTarget);
    let names: Vec<&str> = some
        .all()
        .iter()
        .filter_map(|step| match step {
            Step::Value(id) => Some(lecture.graph.name(*id)),
            _ => None,
        })
        .collect();
    assert_eq!(names, ["w", "c", "b", "a", "d", "squared", "J"]);
    let x = lecture.id("x");
    assert!(some.has_value(x, 0) && some.to_value(x).is_none());
    assert_eq!(some.to_gradient(x), None);
    assert!(some.to_gradient(lecture.id("b")).is_some());
}

#[test]
fn ten_thousand_nodes_are_cheap_to_step_through() {
    let mut parts = vec![source("x", "parameter", 0.5)];
    parts.extend((1..10_000).map(|i| node(&format!("n{i}"), "sin", &[i - 1])));
    let graph = graph_of(parts);
    let evaluation = Evaluation::new(&graph);
    let steps = Steps::new(&graph, evaluation.program(), StepScope::Everything);
    assert_eq!(steps.len(), 10_000 + 9_999 + 1 + 9_999);
    let outgoing = Outgoing::to_target(&graph, evaluation.program());
    let explainer = Explainer::new(&graph, &evaluation, &outgoing, Notation::Text);
    let last = steps.at(steps.len()).expect("a last step");
    let said = explainer.step(last).equation.to_string();
    assert!(
        said.starts_with("∂n9999/∂x = ∂n9999/∂n1 · ∂n1/∂x = "),
        "{said}"
    );
}

#[test]
fn steps_say_the_lecture_s_sentences() {
    let lecture = Swept::shipped("lecture_neuron");
    let outgoing = Outgoing::to_target(&lecture.graph, lecture.evaluation.program());
    let explainer = Explainer::new(
        &lecture.graph,
        &lecture.evaluation,
        &outgoing,
        Notation::Text,
    );
    let steps = Steps::new(
        &lecture.graph,
        lecture.evaluation.program(),
        StepScope::Everything,
    );
    let said: Vec<String> = steps
        .all()
        .iter()
        .map(|step| explainer.step(*step).equation.to_string())
        .collect();
    for sentence in [
        "c = w × x = 2 × (−2) = −4",
        "a = c + b = −4 + 8 = 4",
        "d = a − y = 4 − 2 = 2",
        "J = half × squared = 0.5 × 4 = 2",
        "∂J/∂J = 1",
        "∂J/∂d = ∂J/∂squared · ∂squared/∂d = 0.5 · 4 = 2",
        "∂J/∂a = ∂J/∂d · ∂d/∂a = 2 · 1 = 2",
        "∂J/∂b = ∂J/∂a · ∂a/∂b = 2 · 1 = 2",
        "∂J/∂w = ∂J/∂c · ∂c/∂w = 2 · (−2) = −4",
    ] {
        assert!(
            said.iter().any(|it| it == sentence),
            "{sentence}: {said:#?}"
        );
    }
    let two = Swept::shipped("product_of_sum");
    let outgoing = Outgoing::to_target(&two.graph, two.evaluation.program());
    let explainer = Explainer::new(&two.graph, &two.evaluation, &outgoing, Notation::Text);
    assert!(explainer.seed().equation.to_string().ends_with(" = 1"));
}

#[test]
fn sums_go_over_wires_and_over_paths() {
    let paths = Swept::nodes(
        r#"(name: "a", op: "parameter", value: 2), (name: "b", op: "parameter", value: 1),
           (name: "c", op: "add", inputs: ["a", "b"]), (name: "d", op: "square", inputs: ["b"]),
           (name: "e", op: "multiply", inputs: ["c", "d"])"#,
    );
    let outgoing = Outgoing::to_target(&paths.graph, paths.evaluation.program());
    let explainer = Explainer::new(&paths.graph, &paths.evaluation, &outgoing, Notation::Text);
    let b = paths.id("b");
    assert_eq!(
        explainer.sum(b).equation.to_string(),
        "∂e/∂b = ∂e/∂c · ∂c/∂b + ∂e/∂d · ∂d/∂b = 1 + 6 = 7"
    );
    let found: Vec<_> = Paths::new(&paths.evaluation, &outgoing, b).collect();
    let said = found.iter().map(|path| explainer.path(b, path));
    let said: Vec<String> = said
        .map(|it| format!("{}: {}", it.way, it.equation))
        .collect();
    assert_eq!(
        said,
        [
            "b → c → e: this path = ∂e/∂c · ∂c/∂b = 1 · 1 = 1",
            "b → d → e: this path = ∂e/∂d · ∂d/∂b = 3 · 2 = 6",
        ]
    );
    assert_eq!(
        explainer.sum_over_paths(b, &found).to_string(),
        "∂e/∂b = 1 + 6 = 7"
    );
}

#[test]
fn a_node_that_is_used_twice_says_as_what() {
    let square = Swept::nodes(
        r#"(name: "x", op: "parameter", value: -3), (name: "J", op: "multiply", inputs: ["x", "x"])"#,
    );
    let outgoing = Outgoing::to_target(&square.graph, square.evaluation.program());
    let explainer = Explainer::new(&square.graph, &square.evaluation, &outgoing, Notation::Text);
    assert_eq!(
        explainer.sum(square.id("x")).equation.to_string(),
        "∂J/∂x = 1 · x + 1 · x = −3 + (−3) = −6"
    );
    let wire = Wire {
        to: square.id("J"),
        input: 1,
    };
    let said = explainer.contribution(wire);
    assert_eq!(said.title, "Back from J to x (as b)");
}

#[test]
fn tensors_are_explained_in_the_usual_form() {
    let network = Swept::shipped("two_layer_network");
    let outgoing = Outgoing::to_target(&network.graph, network.evaluation.program());
    let explainer = Explainer::new(
        &network.graph,
        &network.evaluation,
        &outgoing,
        Notation::Text,
    );
    let said = |to: &str, input: usize| {
        let said = explainer.contribution(Wire {
            to: network.id(to),
            input,
        });
        (
            said.equation.left,
            said.equation.names,
            said.equation.numbers,
        )
    };
    let texts = |left: &str, names: &str, numbers: &str| {
        (left.to_owned(), names.to_owned(), numbers.to_owned())
    };
    assert_eq!(
        said("XW1", 1),
        texts(
            "dW1",
            "Xᵀ · dXW1",
            "[[0, 0], [0, 1], [1, 0], [1, 1]]ᵀ · ⟨4×3⟩"
        )
    );
    assert_eq!(
        said("XW1", 0),
        texts(
            "dX",
            "dXW1 · W1ᵀ",
            "⟨4×3⟩ · [[0.7, −0.6, 0.4], [0.5, 0.8, −0.9]]ᵀ"
        )
    );
    assert_eq!(said("z", 1), texts("db1", "sum(dz)", "sum(⟨4×3⟩)"));
    assert_eq!(
        said("h", 0),
        texts("dz", "dh × (1 if z is positive, else 0)", "⟨4×3⟩ × ⟨4×3⟩")
    );
}
