//! From a graph that is drawn for one row to one that computes many rows side by side:
//! whatever depends on the data gets the rows as its first axis.

use super::binding::{Binding, dims_of, set_zeros};
use super::lifted::Lifted;
use super::rules::{self, Outcome};
use crate::core::fault::Fault;
use crate::core::graph::{Graph, GraphError, NodeId};
use crate::core::problem::{Problem, ProblemKind};
use crate::core::program::Program;

/// The graph for so many rows; if there is a loss, the mean over them is the target.
pub(super) fn lift(
    graph: &Graph,
    loss: Option<NodeId>,
    bindings: &[Binding],
    rows: usize,
) -> Result<Graph, Problem> {
    let row = Program::new(graph);
    let mut lifted = Lifted {
        graph: graph.clone(),
        drawn: graph,
        row: &row,
        loss,
        rows,
        batched: vec![false; graph.index_bound()],
        depends: depends(graph, &row, bindings),
    };
    for binding in bindings {
        let mut dims = dims_of(graph, binding.node);
        dims.insert(0, rows);
        set_zeros(&mut lifted.graph, binding.node, &dims)?;
        lifted.batched[binding.node.index()] = true;
    }
    let mut averaged = false;
    for &id in row.order() {
        let inputs = graph.get(id).map_or(&[][..], |node| node.inputs());
        let batched = inputs
            .iter()
            .flatten()
            .any(|input| lifted.is_batched(*input));
        if !batched || lifted.graph.get(id).is_none() {
            continue;
        }
        lifted.note(id, true);
        match rules::apply(&mut lifted, id) {
            Ok(Outcome::Rows) => {}
            Ok(Outcome::Mean) => {
                lifted.note(id, false);
                averaged |= loss == Some(id);
            }
            Ok(Outcome::Unknown) if loss.is_none() || row.reaches_target(id) => {
                return Err(unsupported(graph, id));
            }
            Ok(Outcome::Unknown) => lifted.leave_out(id),
            Err(error) => return Err(refused(graph, id, &error)),
        }
    }
    let mut target = loss;
    if let Some(loss) = loss.filter(|loss| !averaged && lifted.is_batched(*loss)) {
        let mean = lifted.add("mean", "mean", &[Some(loss)], &[]);
        target = Some(mean.map_err(|error| refused(graph, loss, &error))?);
    }
    let mut graph = lifted.graph;
    // It is there.
    let _ = graph.set_target(target);
    Ok(graph)
}

/// By index: whether a node depends on the data.
fn depends(graph: &Graph, row: &Program, bindings: &[Binding]) -> Vec<bool> {
    let mut depends = vec![false; graph.index_bound()];
    for binding in bindings {
        depends[binding.node.index()] = true;
    }
    for &id in row.order() {
        let inputs = graph.get(id).map_or(&[][..], |node| node.inputs());
        let mut inputs = inputs.iter().flatten();
        depends[id.index()] |= inputs.any(|input| depends[input.index()]);
    }
    depends
}

fn unsupported(graph: &Graph, id: NodeId) -> Problem {
    let op = graph.get(id).map_or("", |node| node.op_name());
    let message = format!("{op} can't take rows side by side here: the target isn't linear in it");
    let help = "make it the target, or add up losses; or draw the graph with a batch axis: give \
                its data shapes [n] and [n, k]";
    Problem::at(
        id,
        graph.name(id),
        ProblemKind::Shape,
        Fault::new(message, help),
    )
}

fn refused(graph: &Graph, id: NodeId, error: &GraphError) -> Problem {
    let fault = Fault::new(error.to_string(), "draw the graph with a batch axis");
    Problem::at(id, graph.name(id), ProblemKind::Limit, fault)
}
