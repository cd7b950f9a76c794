//! [`Selection`]: what the next command is about.

use std::collections::BTreeSet;

use crate::core::graph::{NodeId, Wire};
use crate::document::{Document, FrameId, TextId};

/// The chosen nodes, frames and text notes, or the chosen wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The nodes.
    pub nodes: BTreeSet<NodeId>,
    /// The frames. What lies in one moves with it.
    pub frames: BTreeSet<FrameId>,
    /// The free text notes.
    pub texts: BTreeSet<TextId>,
    /// The wire. While one is chosen, nothing else is.
    pub wire: Option<Wire>,
    /// The node that was selected before the others: a new wire starts there.
    pub first: Option<NodeId>,
}

impl Selection {
    /// One node.
    pub fn node(id: NodeId) -> Selection {
        Selection {
            nodes: BTreeSet::from([id]),
            first: Some(id),
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

    /// One frame.
    pub fn frame(id: FrameId) -> Selection {
        Selection {
            frames: BTreeSet::from([id]),
            ..Selection::default()
        }
    }

    /// One free text note.
    pub fn text(id: TextId) -> Selection {
        Selection {
            texts: BTreeSet::from([id]),
            ..Selection::default()
        }
    }

    /// All that a document holds.
    pub fn all(document: &Document) -> Selection {
        Selection {
            nodes: document.graph().iter().map(|(id, _)| id).collect(),
            frames: document.frames().map(|(id, _)| id).collect(),
            texts: document.texts().map(|(id, _)| id).collect(),
            ..Selection::default()
        }
    }

    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        self.has_no_things() && self.wire.is_none()
    }

    /// Whether no node, no frame and no text note is chosen.
    pub fn has_no_things(&self) -> bool {
        self.nodes.is_empty() && self.frames.is_empty() && self.texts.is_empty()
    }

    /// The node, if it is a single one and nothing else is chosen.
    pub fn only_node(&self) -> Option<NodeId> {
        let alone = self.frames.is_empty() && self.texts.is_empty();
        match self.nodes.len() {
            1 if alone => self.nodes.first().copied(),
            _ => None,
        }
    }

    /// The nodes in order.
    pub fn node_list(&self) -> Vec<NodeId> {
        self.nodes.iter().copied().collect()
    }

    /// The node that was chosen first, if it is known, else the one with the lowest id.
    pub fn first_node(&self) -> Option<NodeId> {
        let first = self.first.filter(|id| self.nodes.contains(id));
        first.or_else(|| self.nodes.first().copied())
    }

    /// Adds a node, or takes it out if it is in.
    pub fn toggle(&mut self, id: NodeId) {
        self.wire = None;
        if !self.nodes.remove(&id) {
            if self.nodes.is_empty() {
                self.first = Some(id);
            }
            self.nodes.insert(id);
        }
    }

    /// Adds a frame, or takes it out if it is in.
    pub fn toggle_frame(&mut self, id: FrameId) {
        self.wire = None;
        if !self.frames.remove(&id) {
            self.frames.insert(id);
        }
    }

    /// Adds a text note, or takes it out if it is in.
    pub fn toggle_text(&mut self, id: TextId) {
        self.wire = None;
        if !self.texts.remove(&id) {
            self.texts.insert(id);
        }
    }

    /// Adds all that another one holds.
    pub fn extend(&mut self, other: &Selection) {
        self.wire = None;
        self.nodes.extend(&other.nodes);
        self.frames.extend(&other.frames);
        self.texts.extend(&other.texts);
    }

    /// Whether another one holds all of its nodes, frames and text notes.
    pub fn is_within(&self, other: &Selection) -> bool {
        self.nodes.is_subset(&other.nodes)
            && self.frames.is_subset(&other.frames)
            && self.texts.is_subset(&other.texts)
    }

    /// Takes out the nodes, frames and text notes that another one holds.
    pub fn remove(&mut self, other: &Selection) {
        self.nodes.retain(|id| !other.nodes.contains(id));
        self.frames.retain(|id| !other.frames.contains(id));
        self.texts.retain(|id| !other.texts.contains(id));
    }

    /// Drops what the document doesn't hold: an undo may have taken it away.
    pub fn keep_existing(&mut self, document: &Document) {
        let graph = document.graph();
        self.nodes.retain(|id| graph.get(*id).is_some());
        self.frames.retain(|id| document.frame(*id).is_some());
        self.texts.retain(|id| document.text(*id).is_some());
        self.first = self.first.filter(|id| self.nodes.contains(id));
        self.wire = self.wire.filter(|wire| {
            let node = graph.get(wire.to);
            let input = node.and_then(|node| node.inputs().get(wire.input));
            input.is_some_and(Option::is_some)
        });
    }
}
