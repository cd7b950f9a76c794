//! [`Results`]: what `eval` prints, in the order in which it prints it.

use super::upstream::Upstream;
use crate::core::evaluation::{Directional, Evaluation};
use crate::core::graph::{Graph, Node, NodeId, Wire};
use crate::core::problem::Problem;
use crate::core::tensor::Tensor;

/// The derivatives of forward mode, and by what they are taken.
pub(super) struct ForwardMode<'a> {
    pub(super) by: NodeId,
    /// Along which direction it changes.
    pub(super) direction: Tensor,
    pub(super) derivatives: Directional<'a>,
}

/// A graph with its results, and the order in which they are printed.
pub(super) struct Results<'a> {
    pub(super) graph: &'a Graph,
    pub(super) evaluation: &'a Evaluation,
    pub(super) problems: &'a [Problem],
    /// What flows back into the target, if it isn't 1.
    pub(super) upstream: Option<&'a Tensor>,
    /// The node that it flows into.
    upstream_target: Option<NodeId>,
    pub(super) forward: Option<ForwardMode<'a>>,
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
            upstream: None,
            upstream_target: None,
            forward: None,
            order,
        }
    }

    /// The same without the nodes that let something flow back.
    pub(super) fn with_upstream(mut self, by: &'a Tensor, added: &Upstream) -> Results<'a> {
        self.order.retain(|id| !added.added.contains(id));
        self.upstream = Some(by);
        self.upstream_target = Some(added.of);
        self
    }

    /// The node that is differentiated.
    pub(super) fn target(&self) -> Option<NodeId> {
        self.upstream_target.or(self.evaluation.program().target())
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
