//! [`Reach`]: an overlay on the nodes that one number influences. It shows other numbers there
//! in place of gradients, and perhaps of values; all else is dimmed.

use std::sync::Arc;

use hashbrown::HashMap;

use crate::core::graph::{Graph, Node, NodeId, Wire};
use crate::gui::overlay::{Emphasis, Overlay, Shown};

/// What is shown at a node in place of its own numbers.
pub(super) struct Replacement {
    /// In place of the value, if that is replaced.
    pub(super) value: Option<Arc<str>>,
    /// In place of the value on the wires that leave the node.
    pub(super) wire_value: Option<Arc<str>>,
    /// In place of the gradient, at the node and on the wires that leave it.
    pub(super) gradient: Arc<str>,
    /// The name of the quantity in place of the gradient.
    pub(super) gradient_name: Arc<str>,
}

/// The nodes and wires that a number influences, with what is shown there.
pub(super) struct Reach {
    from: NodeId,
    /// The sign before the numbers in place of gradients.
    sign: &'static str,
    nodes: HashMap<NodeId, Replacement>,
    /// Each with where it starts.
    wires: HashMap<Wire, NodeId>,
    dimmed_revision: u64,
}

impl Reach {
    /// Influences nothing yet.
    pub(super) fn new(from: NodeId, sign: &'static str) -> Reach {
        Reach {
            from,
            sign,
            nodes: HashMap::new(),
            wires: HashMap::new(),
            dimmed_revision: 0,
        }
    }

    /// Sets the nodes that are influenced from this one. Wires into the node that it starts
    /// from don't count.
    pub(super) fn set(&mut self, graph: &Graph, from: NodeId, nodes: HashMap<NodeId, Replacement>) {
        self.from = from;
        self.nodes = nodes;
        let ends = self.nodes.keys().filter(|id| **id != from);
        let inputs = ends.flat_map(|&to| {
            let inputs = graph.get(to).map_or(&[][..], Node::inputs);
            let wired = inputs.iter().enumerate();
            wired.filter_map(move |(input, start)| Some((Wire { to, input }, (*start)?)))
        });
        let reached = inputs.filter(|(_, start)| self.nodes.contains_key(start));
        self.wires = reached.collect();
        self.dimmed_revision += 1;
    }

    /// Sets other numbers for the same nodes.
    pub(super) fn replace(&mut self, nodes: HashMap<NodeId, Replacement>) {
        self.nodes = nodes;
    }
}

impl Overlay for Reach {
    fn value(&self, node: NodeId) -> Shown {
        let instead = self.nodes.get(&node).and_then(|it| it.value.clone());
        instead.map_or(Shown::AsIs, Shown::Text)
    }

    fn gradient(&self, node: NodeId) -> Shown {
        // There is no influence, so this is no redaction.
        let instead = self.nodes.get(&node).map(|it| it.gradient.clone());
        Shown::Text(instead.unwrap_or_else(|| "—".into()))
    }

    fn wire_value(&self, wire: Wire) -> Shown {
        let start = self.wires.get(&wire).and_then(|id| self.nodes.get(id));
        let instead = start.and_then(|it| it.wire_value.clone());
        instead.map_or(Shown::AsIs, Shown::Text)
    }

    fn wire_gradient(&self, wire: Wire) -> Shown {
        match self.wires.get(&wire) {
            Some(start) => self.gradient(*start),
            None => Shown::Text("—".into()),
        }
    }

    fn gradient_name(&self, node: NodeId) -> Option<Arc<str>> {
        let instead = self.nodes.get(&node);
        Some(instead.map_or_else(|| "".into(), |it| it.gradient_name.clone()))
    }

    fn gradient_sign(&self) -> Option<&'static str> {
        Some(self.sign)
    }

    fn node_emphasis(&self, node: NodeId) -> Emphasis {
        match () {
            () if node == self.from => Emphasis::Lit,
            () if self.nodes.contains_key(&node) => Emphasis::Plain,
            () => Emphasis::Dimmed,
        }
    }

    fn wire_emphasis(&self, wire: Wire) -> Emphasis {
        match self.wires.contains_key(&wire) {
            true => Emphasis::Plain,
            false => Emphasis::Dimmed,
        }
    }

    fn lit_nodes(&self) -> &[NodeId] {
        std::slice::from_ref(&self.from)
    }

    fn dimmed_revision(&self) -> u64 {
        self.dimmed_revision
    }
}
