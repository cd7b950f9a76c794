//! [`Results`]: what `eval` prints, in the order in which it prints it.

use crate::core::evaluation::Evaluation;
use crate::core::graph::{Graph, Node, NodeId, Wire};
use crate::core::problem::Problem;

/// A graph with its results, and the order in which they are printed.
pub(super) struct Results<'a> {
    pub(super) graph: &'a Graph,
    pub(super) evaluation: &'a Evaluation,
    pub(super) problems: &'a [Problem],
    /// Every node: in topological order, and then those without a value.
    pub(super) order: Vec<NodeId>,
}

impl<'a> Results<'a> {
    pub(super) fn new(
        graph: &'a Graph,
        evaluation: &'a Evaluation,
        problems: &'a [Problem],
    ) -> Results<'a> {
        let mut order = evaluation.program().order().to_vec();
        let without = |(id, _): &(NodeId, &Node)| evaluation.program().shape(*id).is_none();
        order.extend(graph.iter().filter(without).map(|(id, _)| id));
        Results {
            graph,
            evaluation,
            problems,
            order,
        }
    }

    /// Every node in the order of printing.
    pub(super) fn nodes(&self) -> impl Iterator<Item = (NodeId, &'a Node)> {
        let graph = self.graph;
        let nodes = self.order.iter();
        nodes.filter_map(move |id| Some((*id, graph.get(*id)?)))
    }

    /// Every wire with the node that it starts at, by the node that it ends at and
    /// by input.
    pub(super) fn wires(&self) -> impl Iterator<Item = (NodeId, Wire)> {
        self.nodes().flat_map(|(to, node)| {
            let inputs = node.inputs().iter().enumerate();
            inputs.filter_map(move |(input, from)| Some(((*from)?, Wire { to, input })))
        })
    }
}
