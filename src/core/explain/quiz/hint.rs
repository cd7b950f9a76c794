//! Hints: which rule, with names, with numbers.

use super::question::{QuizQuestion, QuizSubject};
use crate::core::explain::text::{Explainer, Explanation};
use crate::core::graph::{Node, NodeId};

/// The hint of a level from 1 to 3.
pub(super) fn hint(
    explainer: &Explainer<'_>,
    subject: QuizSubject,
    question: QuizQuestion,
    level: usize,
) -> String {
    let node = question.node;
    match (subject, level) {
        (QuizSubject::Values, 1) => {
            let op = explainer.graph.get(node).and_then(Node::op);
            let name = explainer.graph.name(node);
            op.map_or_else(String::new, |op| {
                format!("{name} is a node {:?}: {}", op.name, op.help)
            })
        }
        (QuizSubject::Values, level) => {
            let equation = explainer.value(node).equation;
            let right = match level {
                3.. if !equation.numbers.is_empty() => equation.numbers,
                _ => equation.names,
            };
            format!("{} = {right}{}", equation.left, equation.reason)
        }
        (QuizSubject::Gradients, 1) => rule(explainer, node),
        (QuizSubject::Gradients, 2) => {
            let equation = explainer.sum(node).equation;
            format!("{} = {}", equation.left, equation.names)
        }
        (QuizSubject::Gradients, _) => {
            let wires = explainer.outgoing.of(node).iter();
            let numbers = wires.map(|wire| numbers_of(explainer.contribution(*wire)));
            let numbers: Vec<String> = numbers.collect();
            format!("{} = {}", explainer.derivative(node), numbers.join(" + "))
        }
    }
}

/// A contribution with numbers, or as much of it as can be said without its result.
fn numbers_of(said: Explanation) -> String {
    let parts = [said.equation.numbers, said.equation.names];
    let part = parts.into_iter().find(|part| !part.is_empty());
    part.or(said.note).unwrap_or_default()
}

/// Which rule gives a gradient.
fn rule(explainer: &Explainer<'_>, node: NodeId) -> String {
    const SHOWN: usize = 6;
    let graph = explainer.graph;
    let name = graph.name(node);
    let wires = explainer.outgoing.of(node);
    if let [wire] = wires {
        let to = graph.name(wire.to);
        let op = graph.get(wire.to).map_or("", Node::op_name);
        return format!(
            "{name} goes into {to} ({op}): the gradient of {to}, times the local derivative of {op}"
        );
    }
    let mut users: Vec<&str> = wires
        .iter()
        .take(SHOWN)
        .map(|wire| graph.name(wire.to))
        .collect();
    if wires.len() > SHOWN {
        users.push("…");
    }
    let users = users.join(", ");
    format!(
        "{name} goes into {users}: add up what comes back along each of the {} wires",
        wires.len()
    )
}
