//! Whether the batch axis of a graph stays an axis of rows: a graph that is drawn with
//! one must work for any length, and no row may meet another.

use std::collections::BTreeSet;

use super::binding::{Binding, dims_of, set_zeros};
use crate::core::fault::Fault;
use crate::core::graph::{Graph, NodeId};
use crate::core::op::attributes::{AttributeValue, Attributes};
use crate::core::problem::{Problem, ProblemKind};
use crate::core::program::Program;
use crate::core::tensor::Shape;

/// Compiles the graph for batches of two lengths that are no other axis's, and compares
/// the shapes: an axis that changes is the batch axis.
///
/// # Errors
/// A node that doesn't work for any length, or at which rows meet rows.
pub(super) fn check(graph: &Graph, bindings: &[Binding]) -> Result<(), Problem> {
    let taken = lengths(graph);
    let free: Vec<usize> = (2..).filter(|n| !taken.contains(n)).take(2).collect();
    let [first, second] = free[..] else {
        return Ok(());
    };
    let programs = [first, second].map(|rows| {
        let graph = lengthened(graph, bindings, rows)?;
        Ok((Program::new(&graph), rows))
    });
    let [one, other] = programs;
    let ((one, rows), (other, _)) = (one?, other?);
    let mut problems = one.problems().iter().chain(other.problems());
    if let Some(problem) = problems.find(|it| it.kind != ProblemKind::Target) {
        return Err(fixed_length(graph, problem, rows));
    }
    for &id in one.order() {
        let (Some(a), Some(b)) = (one.shape(id), other.shape(id)) else {
            continue;
        };
        let changed = a.dims().zip(b.dims()).filter(|(a, b)| a != b).count();
        if changed > 1 {
            return Err(rows_meet_rows(graph, &one, id, first));
        }
    }
    Ok(())
}

/// All lengths that stand in the graph but for those of the batch axis.
fn lengths(graph: &Graph) -> BTreeSet<usize> {
    let mut lengths = BTreeSet::new();
    for (_, node) in graph.iter() {
        if let Some(value) = node.value() {
            lengths.extend(value.shape().dims());
        }
        for (_, value) in node.attributes().into_iter().flat_map(Attributes::iter) {
            match value {
                AttributeValue::Integers(list) => {
                    let lengths_of = list.iter().filter_map(|it| usize::try_from(*it).ok());
                    lengths.extend(lengths_of);
                }
                AttributeValue::Integer(it) => lengths.extend(usize::try_from(*it).ok()),
                _ => {}
            }
        }
    }
    lengths
}

/// A node at which the length of the batch as it was drawn matters.
fn fixed_length(graph: &Graph, problem: &Problem, rows: usize) -> Problem {
    let message = format!(
        "it doesn't work for a batch of any length (tried with {rows} rows): {}",
        problem.message
    );
    let help = "let the batch axis pass through: -1 in a reshape, and no other length that is the \
                batch's";
    let fault = Fault::new(message, help);
    match problem.node {
        Some(node) => Problem::at(node, graph.name(node), ProblemKind::Shape, fault),
        None => Problem::of_graph(problem.kind, fault),
    }
}

fn rows_meet_rows(graph: &Graph, program: &Program, id: NodeId, rows: usize) -> Problem {
    let text = |shape: Shape| {
        let dims: Vec<String> = shape
            .dims()
            .map(|length| {
                if length == rows {
                    "n".to_owned()
                } else {
                    length.to_string()
                }
            })
            .collect();
        format!("[{}]", dims.join(", "))
    };
    let inputs = graph.get(id).map_or(&[][..], |node| node.inputs());
    let inputs: Vec<String> = inputs
        .iter()
        .flatten()
        .filter_map(|input| {
            let shape = program.shape(*input)?;
            Some(format!("{:?} {}", graph.name(*input), text(shape)))
        })
        .collect();
    let message = format!("every row meets every other: {}", inputs.join(" with "));
    let help = "give both the same shape, [n] or [n, 1]: the batch axis of one must not meet \
                another axis of the other";
    let fault = Fault::new(message, help);
    Problem::at(id, graph.name(id), ProblemKind::Shape, fault)
}

/// A graph that is drawn with a batch axis, for so many rows.
pub(super) fn lengthened(
    graph: &Graph,
    bindings: &[Binding],
    rows: usize,
) -> Result<Graph, Problem> {
    let mut graph = graph.clone();
    for binding in bindings {
        let mut dims = dims_of(&graph, binding.node);
        if let Some(first) = dims.first_mut() {
            *first = rows;
        }
        set_zeros(&mut graph, binding.node, &dims)?;
    }
    Ok(graph)
}
