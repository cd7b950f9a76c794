//! [`Secrets`]: numbers that are kept back while they are asked for, with those that
//! would give them away.

use hashbrown::{HashMap, HashSet};

use super::lens::Shown;
use crate::core::explain::outgoing::Outgoing;
use crate::core::graph::{Graph, NodeId, Wire};
use crate::gui::editor::Editor;

/// Which numbers of one kind are kept back.
#[derive(Clone, Debug, Default)]
pub(super) struct Secrets {
    /// Every one.
    pub all: bool,
    nodes: HashMap<NodeId, Secret>,
}

/// Why a number is kept back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Secret {
    /// It is asked for: "?".
    Asked,
    /// It comes after one that is asked for: "—".
    Later,
}

impl Secrets {
    /// Keeps back every number.
    pub(super) fn everything() -> Secrets {
        Secrets {
            all: true,
            ..Secrets::default()
        }
    }

    /// Keeps back these numbers.
    pub(super) fn of(nodes: HashMap<NodeId, Secret>) -> Secrets {
        Secrets { all: false, nodes }
    }

    /// Keeps back a node's value, and all that is worked out from it.
    pub(super) fn value_of(editor: &Editor, node: NodeId) -> Secrets {
        let graph = editor.document().graph();
        let outgoing = Outgoing::new(graph, editor.evaluation().program());
        let next = |id: NodeId| outgoing.of(id).iter().map(|wire| wire.to).collect();
        Secrets::from(node, next)
    }

    /// Keeps back a node's gradient, and all that is worked out from it.
    pub(super) fn gradient_of(editor: &Editor, node: NodeId) -> Secrets {
        let graph = editor.document().graph();
        let inputs = |id: NodeId| graph.get(id).map_or(&[][..], |node| node.inputs());
        let next = |id: NodeId| inputs(id).iter().copied().flatten().collect();
        Secrets::from(node, next)
    }

    fn from(node: NodeId, next: impl Fn(NodeId) -> Vec<NodeId>) -> Secrets {
        let mut nodes = HashMap::from([(node, Secret::Asked)]);
        let mut open = vec![node];
        while let Some(id) = open.pop() {
            for id in next(id) {
                if !nodes.contains_key(&id) {
                    nodes.insert(id, Secret::Later);
                    open.push(id);
                }
            }
        }
        Secrets { all: false, nodes }
    }

    /// Keeps back these numbers too.
    pub(super) fn add_later(&mut self, nodes: impl Iterator<Item = NodeId>) {
        for node in nodes {
            self.nodes.entry(node).or_insert(Secret::Later);
        }
    }

    /// Why a node's number is kept back, if it is.
    pub(super) fn get(&self, node: NodeId) -> Option<Secret> {
        let one = self.nodes.get(&node).copied();
        one.or(self.all.then_some(Secret::Later))
    }

    /// How a node's number is shown.
    pub(super) fn node(&self, node: NodeId) -> Shown {
        match self.get(node) {
            Some(Secret::Asked) => Shown::Hidden,
            Some(Secret::Later) => Shown::Absent,
            None => Shown::AsIs,
        }
    }

    /// How the gradient on a wire is shown: it is a part of that of its start, and comes
    /// from that of its end.
    pub(super) fn wire_gradient(&self, wire: Wire, start: Option<NodeId>) -> Shown {
        match self.node(wire.to) {
            Shown::AsIs => start.map_or(Shown::AsIs, |start| self.node(start)),
            _ => Shown::Absent,
        }
    }
}

/// Where wires start: a lens is asked about wires, and has no graph to look at.
#[derive(Clone, Debug, Default)]
pub(super) struct Starts(HashMap<Wire, NodeId>);

impl Starts {
    pub(super) fn new(graph: &Graph) -> Starts {
        Starts(graph.wires().map(|(from, wire)| (wire, from)).collect())
    }

    pub(super) fn of(&self, wire: Wire) -> Option<NodeId> {
        self.0.get(&wire).copied()
    }
}

/// What the numbers of a quiz that are open keep back: what is worked out from them
/// stays away until they are known. `order` is such that a node comes after all that it
/// is worked out from, which `before` tells.
pub(super) fn following(
    order: impl Iterator<Item = NodeId>,
    open: &HashSet<NodeId>,
    known: &HashSet<NodeId>,
    before: impl Fn(NodeId) -> Vec<NodeId>,
) -> HashMap<NodeId, Secret> {
    let mut secrets = HashMap::new();
    for id in order {
        if open.contains(&id) {
            secrets.insert(id, Secret::Asked);
        } else if !known.contains(&id) && before(id).iter().any(|it| secrets.contains_key(it)) {
            secrets.insert(id, Secret::Later);
        }
    }
    secrets
}
