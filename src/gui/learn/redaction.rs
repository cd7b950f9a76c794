//! [`Redaction`]: an overlay that hides the numbers that are asked for, and those from which
//! they could be read.

use hashbrown::{HashMap, HashSet};

use crate::core::explain::outgoing::Outgoing;
use crate::core::graph::{Graph, NodeId, Wire};
use crate::gui::editor::Editor;
use crate::gui::overlay::{Emphasis, Overlay, Shown};

/// Which values are hidden, or which gradients.
#[derive(Clone, Debug, Default)]
pub(super) struct Redacted {
    /// All of them.
    pub(super) all: bool,
    nodes: HashMap<NodeId, RedactionReason>,
}

/// Why a number is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RedactionReason {
    /// It is asked for: "?".
    Asked,
    /// It is computed from one that is asked for: "—".
    Later,
}

impl Redacted {
    /// Hides every number.
    pub(super) fn everything() -> Redacted {
        Redacted {
            all: true,
            ..Redacted::default()
        }
    }

    /// Hides these numbers.
    pub(super) fn of(nodes: HashMap<NodeId, RedactionReason>) -> Redacted {
        Redacted { all: false, nodes }
    }

    /// Hides a node's value, and the values computed from it.
    pub(super) fn value_of(editor: &Editor, node: NodeId) -> Redacted {
        let graph = editor.document().graph();
        let outgoing = Outgoing::new(graph, editor.live().program());
        let next = |id: NodeId| outgoing.of(id).iter().map(|wire| wire.to).collect();
        Redacted::from(node, next)
    }

    /// Hides a node's gradient, and the gradients computed from it.
    pub(super) fn gradient_of(editor: &Editor, node: NodeId) -> Redacted {
        let next = |id: NodeId| editor.inputs(id).iter().copied().flatten().collect();
        Redacted::from(node, next)
    }

    fn from(node: NodeId, next: impl Fn(NodeId) -> Vec<NodeId>) -> Redacted {
        let mut nodes = HashMap::from([(node, RedactionReason::Asked)]);
        let mut open = vec![node];
        while let Some(id) = open.pop() {
            for id in next(id) {
                if !nodes.contains_key(&id) {
                    nodes.insert(id, RedactionReason::Later);
                    open.push(id);
                }
            }
        }
        Redacted { all: false, nodes }
    }

    /// Hides these numbers too.
    pub(super) fn add_later(&mut self, nodes: impl Iterator<Item = NodeId>) {
        for node in nodes {
            self.nodes.entry(node).or_insert(RedactionReason::Later);
        }
    }

    /// Why a node's number is hidden, if it is.
    fn get(&self, node: NodeId) -> Option<RedactionReason> {
        let one = self.nodes.get(&node).copied();
        one.or(self.all.then_some(RedactionReason::Later))
    }

    /// How a node's number is shown.
    fn node(&self, node: NodeId) -> Shown {
        match self.get(node) {
            Some(RedactionReason::Asked) => Shown::Hidden,
            Some(RedactionReason::Later) => Shown::Absent,
            None => Shown::AsIs,
        }
    }

    fn is_empty(&self) -> bool {
        !self.all && self.nodes.is_empty()
    }
}

/// What a quiz or a step of a lesson hides, and what it highlights.
#[derive(Clone, Debug, Default)]
pub(super) struct Redaction {
    values: Redacted,
    gradients: Redacted,
    /// Where wires start: an overlay is asked about wires, and has no access to the graph.
    starts: HashMap<Wire, NodeId>,
    lit_nodes: Vec<NodeId>,
    lit_wires: Vec<Wire>,
    revision: u64,
    simple: bool,
}

impl Redaction {
    /// Hides nothing yet.
    pub(super) fn new(graph: &Graph) -> Redaction {
        Redaction {
            starts: graph.wires().map(|(from, wire)| (wire, from)).collect(),
            ..Redaction::default()
        }
    }

    /// Hides these values and these gradients, and no others.
    pub(super) fn redact(&mut self, values: Redacted, gradients: Redacted) {
        (self.values, self.gradients) = (values, gradients);
        self.revision += 1;
    }

    /// Shows only names and values, or gradients and the names of inputs too.
    pub(super) fn simplify(&mut self, simple: bool) {
        self.simple = simple;
    }

    /// Highlights these nodes and wires, and no others.
    pub(super) fn light(&mut self, nodes: Vec<NodeId>, wires: Vec<Wire>) {
        (self.lit_nodes, self.lit_wires) = (nodes, wires);
    }

    /// Whether it hides any number.
    pub(super) fn redacts_anything(&self) -> bool {
        !self.values.is_empty() || !self.gradients.is_empty()
    }

    /// Where a wire starts.
    pub(super) fn start_of(&self, wire: Wire) -> Option<NodeId> {
        self.starts.get(&wire).copied()
    }
}

impl Overlay for Redaction {
    fn value(&self, node: NodeId) -> Shown {
        self.values.node(node)
    }

    fn gradient(&self, node: NodeId) -> Shown {
        self.gradients.node(node)
    }

    fn wire_value(&self, wire: Wire) -> Shown {
        let start = self.start_of(wire);
        start.map_or(Shown::AsIs, |start| self.values.node(start))
    }

    fn wire_gradient(&self, wire: Wire) -> Shown {
        // It is a part of its start's gradient, and is computed from its end's.
        match (self.gradients.node(wire.to), self.start_of(wire)) {
            (Shown::AsIs, Some(start)) => self.gradients.node(start),
            (Shown::AsIs, None) => Shown::AsIs,
            _ => Shown::Absent,
        }
    }

    fn node_emphasis(&self, node: NodeId) -> Emphasis {
        lit(self.lit_nodes.contains(&node))
    }

    fn wire_emphasis(&self, wire: Wire) -> Emphasis {
        lit(self.lit_wires.contains(&wire))
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

    fn shows_note(&self) -> bool {
        !self.redacts_anything()
    }

    fn redaction_revision(&self) -> u64 {
        match self.redacts_anything() {
            true => self.revision,
            false => 0,
        }
    }
}

fn lit(is_lit: bool) -> Emphasis {
    match is_lit {
        true => Emphasis::Lit,
        false => Emphasis::Plain,
    }
}

/// The numbers to hide while those in `open` are asked for: these, and all that are computed
/// from them and aren't `known`. In `order` a node comes after the nodes that its number is
/// computed from, which `before` lists.
pub(super) fn following(
    order: impl Iterator<Item = NodeId>,
    open: &HashSet<NodeId>,
    known: &HashSet<NodeId>,
    before: impl Fn(NodeId) -> Vec<NodeId>,
) -> HashMap<NodeId, RedactionReason> {
    let mut redacted = HashMap::new();
    for id in order {
        if open.contains(&id) {
            redacted.insert(id, RedactionReason::Asked);
        } else if !known.contains(&id) && before(id).iter().any(|it| redacted.contains_key(it)) {
            redacted.insert(id, RedactionReason::Later);
        }
    }
    redacted
}
