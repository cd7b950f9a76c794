//! What is differentiated, and what it depends on.

use super::rank::OpClass;
use super::survey::Survey;
use crate::core::bits::Bits;
use crate::core::fault::Fault;
use crate::core::graph::{Graph, Node, NodeId};
use crate::core::problem::{Problem, ProblemKind};

/// The graph's own target, or its only scalar sink. Adds a problem if neither can
/// be differentiated.
///
/// A target that can't be evaluated yet has its place taken by the last scalar on the way to
/// it: what is finished is differentiated.
pub(super) fn choose_target(graph: &Graph, survey: &mut Survey) -> Option<NodeId> {
    let problem = |node: Option<NodeId>, message: String, help: &str| {
        let fault = Fault::new(message, help);
        match node {
            Some(id) => Problem::at(id, graph.name(id), ProblemKind::Target, fault),
            None => Problem::of_graph(ProblemKind::Target, fault),
        }
    };
    if let Some(target) = graph.target() {
        if !survey.evaluated(target) {
            // The problem is reported where it is.
            return last_scalar_before(graph, survey, target);
        }
        let shape = survey.shape(target);
        if shape.is_scalar() {
            return Some(target);
        }
        let message = format!("the target has shape {shape}, but only a scalar has a gradient");
        let help = "choose a scalar, or reduce it with sum or mean";
        survey.problems.push(problem(Some(target), message, help));
        return None;
    }
    let sink = |(id, _): &(NodeId, &Node)| !survey.used.get(id.index()) && survey.evaluated(*id);
    let scalar = |(id, _): &(NodeId, &Node)| survey.shape(*id).is_scalar();
    let computed = graph.iter().any(|(_, node)| !node.is_source());
    let sinks = graph.iter().filter(sink).filter(scalar);
    let sinks: Vec<NodeId> = sinks
        .filter(|(_, node)| !computed || !node.is_source())
        .map(|(id, _)| id)
        .take(4)
        .collect();
    match sinks[..] {
        [only] => return Some(only),
        // An empty graph has no problem, and one with a problem needs no second.
        [] if graph.is_empty() || !survey.problems.is_empty() => {}
        [] => survey.problems.push(problem(
            None,
            "there is no scalar to differentiate".to_owned(),
            "reduce the result with sum or mean",
        )),
        // Sources alone are a beginning, not a fault.
        _ if !computed => {}
        _ => {
            let names: Vec<_> = sinks.iter().take(3).map(|id| graph.name(*id)).collect();
            let more = if sinks.len() > 3 { ", …" } else { "" };
            let message = format!(
                "several nodes could be the target: {}{more}",
                names.join(", ")
            );
            survey
                .problems
                .push(problem(None, message, "choose one as the target"));
        }
    }
    None
}

/// Of the nodes that a target depends on, the scalar that is computed last and that nothing
/// else uses which can be evaluated.
fn last_scalar_before(graph: &Graph, survey: &Survey, target: NodeId) -> Option<NodeId> {
    let leads_there = graph.inputs_of(target);
    let found = graph.iter().filter(|(id, node)| {
        let leads = leads_there.get(id.index()) == Some(&true);
        let is_sink = !survey.used.get(id.index()) && survey.evaluated(*id);
        leads && is_sink && !node.is_source() && survey.shape(*id).is_scalar()
    });
    let found = found.max_by_key(|(id, _)| (survey.rank[id.index()], *id));
    found.map(|(id, _)| id)
}

/// The nodes that the target depends on, itself included.
pub(super) fn reaching(
    graph: &Graph,
    survey: &Survey,
    order: Option<&[NodeId]>,
    target: Option<NodeId>,
) -> Bits {
    let mut live = Bits::new(graph.index_bound());
    let Some(target) = target else { return live };
    live.set(target.index());
    let mut spread = |index: usize| {
        if !live.get(index) {
            return;
        }
        match survey.rank[index].class() {
            OpClass::SOURCE => {}
            OpClass::TENSOR_OP => {
                let node = NodeId::from_index(index).and_then(|id| graph.get(id));
                let inputs = node.map_or(&[][..], Node::inputs);
                inputs
                    .iter()
                    .flatten()
                    .for_each(|input| live.set(input.index()));
            }
            _ => survey.inputs[index]
                .iter()
                .for_each(|i| live.set(*i as usize)),
        }
    };
    match order {
        None => (0..=target.index()).rev().for_each(spread),
        Some(order) => order.iter().rev().for_each(|id| spread(id.index())),
    }
    live
}
