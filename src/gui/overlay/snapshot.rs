//! [`Snapshot`]: a copy of an overlay, for a picture that is drawn on another thread.

use std::sync::Arc;

use hashbrown::HashMap;

use super::{Emphasis, Flight, Mark, Overlay, Shown};
use crate::core::graph::{Graph, NodeId, Wire};

/// What an overlay showed at one moment. It implements [`Overlay`] itself.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    nodes: HashMap<NodeId, NodeLook>,
    wires: HashMap<Wire, WireLook>,
    sign: Option<&'static str>,
    lit_nodes: Vec<NodeId>,
    lit_wires: Vec<Wire>,
    flights: Vec<Flight>,
    dimmed: u64,
    simple: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct NodeLook {
    value: Shown,
    gradient: Shown,
    gradient_name: Option<Arc<str>>,
    emphasis: Emphasis,
    mark: Option<Mark>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct WireLook {
    value: Shown,
    gradient: Shown,
    emphasis: Emphasis,
}

impl Snapshot {
    /// Copies what an overlay shows of a graph now. Only differences from the usual look are
    /// kept.
    pub fn new(overlay: &dyn Overlay, graph: &Graph) -> Snapshot {
        let node = |id| NodeLook {
            value: overlay.value(id),
            gradient: overlay.gradient(id),
            gradient_name: overlay.gradient_name(id),
            emphasis: overlay.node_emphasis(id),
            mark: overlay.mark(id),
        };
        let ends = |wire| WireLook {
            value: overlay.wire_value(wire),
            gradient: overlay.wire_gradient(wire),
            emphasis: overlay.wire_emphasis(wire),
        };
        let nodes = graph.iter().map(|(id, _)| (id, node(id)));
        let wires = graph.wires().map(|(_, wire)| (wire, ends(wire)));
        Snapshot {
            nodes: nodes.filter(|(_, it)| *it != NodeLook::default()).collect(),
            wires: wires.filter(|(_, it)| *it != WireLook::default()).collect(),
            sign: overlay.gradient_sign(),
            lit_nodes: overlay.lit_nodes().to_vec(),
            lit_wires: overlay.lit_wires().to_vec(),
            flights: overlay.flights(),
            dimmed: overlay.dimmed_revision(),
            simple: overlay.is_simple(),
        }
    }

    fn node<T: Default>(&self, id: NodeId, of: impl Fn(&NodeLook) -> T) -> T {
        self.nodes.get(&id).map(of).unwrap_or_default()
    }

    fn wire<T: Default>(&self, wire: Wire, of: impl Fn(&WireLook) -> T) -> T {
        self.wires.get(&wire).map(of).unwrap_or_default()
    }
}

impl Overlay for Snapshot {
    fn value(&self, node: NodeId) -> Shown {
        self.node(node, |it| it.value.clone())
    }

    fn gradient(&self, node: NodeId) -> Shown {
        self.node(node, |it| it.gradient.clone())
    }

    fn wire_value(&self, wire: Wire) -> Shown {
        self.wire(wire, |it| it.value.clone())
    }

    fn wire_gradient(&self, wire: Wire) -> Shown {
        self.wire(wire, |it| it.gradient.clone())
    }

    fn gradient_name(&self, node: NodeId) -> Option<Arc<str>> {
        self.node(node, |it| it.gradient_name.clone())
    }

    fn gradient_sign(&self) -> Option<&'static str> {
        self.sign
    }

    fn node_emphasis(&self, node: NodeId) -> Emphasis {
        self.node(node, |it| it.emphasis)
    }

    fn wire_emphasis(&self, wire: Wire) -> Emphasis {
        self.wire(wire, |it| it.emphasis)
    }

    fn lit_nodes(&self) -> &[NodeId] {
        &self.lit_nodes
    }

    fn lit_wires(&self) -> &[Wire] {
        &self.lit_wires
    }

    fn is_simple(&self) -> bool {
        self.simple
    }

    fn mark(&self, node: NodeId) -> Option<Mark> {
        self.node(node, |it| it.mark)
    }

    fn flights(&self) -> Vec<Flight> {
        self.flights.clone()
    }

    fn dimmed_revision(&self) -> u64 {
        self.dimmed
    }
}
