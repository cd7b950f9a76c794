//! From a graph to a [`Program`]: look at each node once, choose the target, sort,
//! lay out the arena, write the segments. Every pass is a loop: graphs are deep.

mod chains;
mod gradients;
mod rank;
mod segments;
mod sort;
mod survey;
mod target;

use super::bits::Bits;
use super::graph::{Graph, Node, NodeId};
use super::program::{NodeSlot, Program};
use survey::Survey;

impl Program {
    /// Sorts a graph. Always succeeds: what can't be evaluated is left out, and
    /// [`Program::problems`] says why.
    pub fn new(graph: &Graph) -> Program {
        // Most graphs were read or typed with every input before its user; only for
        // the others is an order looked for.
        let (order, mut survey) = match Survey::of(graph, None) {
            Some(survey) => (None, survey),
            None => {
                let order = topological_order(graph);
                let survey = Survey::of(graph, Some(&order)).unwrap_or_default();
                (Some(order), survey)
            }
        };
        let target = target::choose_target(graph, &mut survey);
        let live = target::reaching(graph, &survey, order.as_deref(), target);
        let keys = sort::sort(&survey, &live);
        let mut program = Program {
            slots: vec![NodeSlot::ABSENT; graph.index_bound()],
            order: sort::nodes(&keys),
            sources: 0,
            sources_end: 0,
            segments: Vec::new(),
            unary: Vec::new(),
            binary: Vec::new(),
            instructions: Vec::new(),
            links: Vec::new(),
            tensor_ops: Vec::new(),
            tensors: Vec::new(),
            zeroed: Vec::new(),
            arena_len: 0,
            target,
            target_slot: None,
            live,
            problems: std::mem::take(&mut survey.problems),
        };
        let groups = sort::node_groups(&keys);
        segments::assign_slots(&survey, &groups, &mut program);
        segments::write_segments(graph, &survey, &groups, &mut program);
        chains::find_chains(&mut program);
        gradients::plan_gradients(graph, &mut program);
        program
    }
}

/// The nodes with every input before its user.
fn topological_order(graph: &Graph) -> Vec<NodeId> {
    let mut order = Vec::with_capacity(graph.len());
    let mut seen = Bits::new(graph.index_bound());
    let mut stack: Vec<(NodeId, usize)> = Vec::new();
    for (root, _) in graph.iter() {
        if seen.get(root.index()) {
            continue;
        }
        seen.set(root.index());
        stack.push((root, 0));
        while let Some((id, at)) = stack.last_mut() {
            let inputs = graph.get(*id).map_or(&[][..], Node::inputs);
            let Some(input) = inputs.get(*at) else {
                order.push(*id);
                stack.pop();
                continue;
            };
            *at += 1;
            if let Some(input) = input.filter(|i| !seen.get(i.index())) {
                seen.set(input.index());
                stack.push((input, 0));
            }
        }
    }
    order
}
