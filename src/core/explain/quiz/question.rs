//! What is asked, in which order, and the true numbers.

use crate::core::evaluation::{Evaluation, Numbers};
use crate::core::explain::steps::{StepScope, Steps};
use crate::core::graph::{Graph, Node, NodeId};
use crate::core::op::SourceKind;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuizSubject {
    /// ∂J/∂node.
    Gradients,
    /// What each node computes.
    Values,
}

/// One number that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuizQuestion {
    /// The node.
    pub node: NodeId,
    /// The element of a tensor, in row-major order; `None` for a scalar.
    pub element: Option<usize>,
}

/// The nodes that may be asked about, in order.
pub(super) fn order(graph: &Graph, evaluation: &Evaluation, subject: QuizSubject) -> Vec<NodeId> {
    let steps = Steps::new(graph, evaluation.program(), StepScope::Everything);
    let constant = |id: NodeId| {
        let op = graph.get(id).and_then(Node::op);
        op.is_some_and(|op| op.source_kind() == Some(SourceKind::Constant))
    };
    let source = |id: NodeId| graph.get(id).is_none_or(Node::is_source);
    let target = evaluation.program().target();
    let position = |id: NodeId| match subject {
        QuizSubject::Values => steps.to_value(id).filter(|_| !source(id)),
        QuizSubject::Gradients => {
            let asked = Some(id) != target && !constant(id);
            steps.to_gradient(id).filter(|_| asked)
        }
    };
    let ids = graph.iter().filter_map(|(id, _)| Some((position(id)?, id)));
    let mut ids: Vec<(usize, NodeId)> = ids.collect();
    ids.sort_unstable();
    ids.into_iter().map(|(_, id)| id).collect()
}

fn numbers(evaluation: &Evaluation, subject: QuizSubject, node: NodeId) -> Option<Numbers<'_>> {
    match subject {
        QuizSubject::Gradients => evaluation.gradient(node),
        QuizSubject::Values => evaluation.value(node),
    }
}

pub(super) fn question(
    evaluation: &Evaluation,
    subject: QuizSubject,
    node: NodeId,
) -> Option<QuizQuestion> {
    const LARGEST: usize = 64;
    let numbers = numbers(evaluation, subject, node)?;
    if numbers.data.len() > LARGEST || numbers.data.iter().any(|x| !x.is_finite()) {
        return None;
    }
    let mut largest = 0;
    for (nth, x) in numbers.data.iter().enumerate() {
        if x.abs() > numbers.data[largest].abs() {
            largest = nth;
        }
    }
    let element = (!numbers.shape.is_scalar()).then_some(largest);
    Some(QuizQuestion { node, element })
}

pub(super) fn truth(
    evaluation: &Evaluation,
    subject: QuizSubject,
    question: QuizQuestion,
) -> Option<f64> {
    let numbers = numbers(evaluation, subject, question.node)?;
    numbers.data.get(question.element.unwrap_or(0)).copied()
}
