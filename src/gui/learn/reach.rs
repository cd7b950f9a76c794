//! [`Reach`]: an overlay on what one number reaches. There other numbers stand in the place of
//! gradients, and perhaps of values; the rest is dimmed.

use std::sync::Arc;

use hashbrown::HashMap;

use crate::core::graph::{Graph, Node, NodeId, Wire};
use crate::gui::overlay::{Emphasis, Overlay, Shown};

/// What stands at a node in the place of its own numbers.
pub(super) struct Replacement {
    /// In the place of the value, if it has another.
    pub(super) value: Option<Arc<str>>,
    /// And on the wires that leave the node.
    pub(super) wire_value: Option<Arc<str>>,
    /// In the place of the gradient, there and on the wires.
    pub(super) gradient: Arc<str>,
    /// The name of what stands in the place of the gradient.
    pub(super) gradient_name: Arc<str>,
}

/// The nodes and wires that a number reaches, with what stands there.
pub(super) struct Reach {
    from: NodeId,
    /// The mark before what stands in the place of gradients.
    sign: &'static str,
    nodes: HashMap<NodeId, Replacement>,
    /// Each with where it starts.
    wires: HashMap<Wire, NodeId>,
    dimmed_revision: u64,
}

impl Reach {
    /// Reaches nothing yet.
    pub(super) fn new(from: NodeId, sign: &'static str) -> Reach {
        Reach {
            from,
            sign,
            nodes: HashMap::new(),
            wires: HashMap::new(),
            dimmed_revision: 0,
        }
    }

    /// These nodes are reached from this one, and the wires between them. What flows into
    /// the node that it starts from doesn't count.
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

    /// Other numbers at the same nodes.
    pub(super) fn tell(&mut self, nodes: HashMap<NodeId, Replacement>) {
        self.nodes = nodes;
    }
}

impl Overlay for Reach {
    fn value(&self, node: NodeId) -> Shown {
        let instead = self.nodes.get(&node).and_then(|it| it.value.clone());
        instead.map_or(Shown::AsIs, Shown::Text)
    }

    fn gradient(&self, node: NodeId) -> Shown {
        // Nothing is kept back where nothing is: it doesn't get there.
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
