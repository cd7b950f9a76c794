//! [`Selection`]: what the next command is about.

use std::collections::BTreeSet;

use crate::core::graph::{NodeId, Wire};
use crate::document::Document;

/// The chosen nodes, or the chosen wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The nodes.
    pub nodes: BTreeSet<NodeId>,
    /// The wire; choosing one lets the nodes go.
    pub wire: Option<Wire>,
}

impl Selection {
    /// One node.
    pub fn node(id: NodeId) -> Selection {
        Selection {
            nodes: BTreeSet::from([id]),
            ..Selection::default()
        }
    }

    /// Several nodes.
    pub fn nodes(ids: impl IntoIterator<Item = NodeId>) -> Selection {
        Selection {
            nodes: ids.into_iter().collect(),
            ..Selection::default()
        }
    }

    /// One wire.
    pub fn wire(wire: Wire) -> Selection {
        Selection {
            wire: Some(wire),
            ..Selection::default()
        }
    }

    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        *self == Selection::default()
    }

    /// The node, if it is a single one.
    pub fn only_node(&self) -> Option<NodeId> {
        match self.nodes.len() {
            1 => self.nodes.first().copied(),
            _ => None,
        }
    }

    /// The nodes in order.
    pub fn node_list(&self) -> Vec<NodeId> {
        self.nodes.iter().copied().collect()
    }

    /// Adds a node, or takes it out if it is in.
    pub fn toggle(&mut self, id: NodeId) {
        self.wire = None;
        if !self.nodes.remove(&id) {
            self.nodes.insert(id);
        }
    }

    /// Lets go what the document doesn't hold: an undo may have taken it away.
    pub fn keep_existing(&mut self, document: &Document) {
        let graph = document.graph();
        self.nodes.retain(|id| graph.get(*id).is_some());
        self.wire = self.wire.filter(|wire| {
            let node = graph.get(wire.to);
            let input = node.and_then(|node| node.inputs().get(wire.input));
            input.is_some_and(Option::is_some)
        });
    }
}
