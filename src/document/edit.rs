//! [`Edit`]: everything that can be done to a document, and the only way to do it.

use crate::core::attributes::AttributeValue;
use crate::core::graph::{GraphError, NodeId, NodeParts, Wire};
use crate::core::tensor::Tensor;

use super::{Document, Position, Revision, require_finite};

/// One change of a document.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Adds a node. Ids are given in order, from [`Document::next_id`] on, so an
    /// edit that adds several can wire them to one another.
    Add {
        /// The node.
        node: NodeParts,
        /// Where it stands.
        at: Option<Position>,
    },
    /// Deletes nodes and the wires at them.
    Remove(Vec<NodeId>),
    /// Wires a node to an input, or unwires the input with `None`.
    Connect {
        /// Where the wire starts.
        from: Option<NodeId>,
        /// Where it ends.
        wire: Wire,
    },
    /// Gives a node of an op with any number of inputs one more.
    AddInput(NodeId),
    /// Takes one input away from such a node.
    RemoveInput(Wire),
    /// Gives a source another value.
    SetValue {
        /// The source.
        node: NodeId,
        /// A finite value.
        value: Tensor,
    },
    /// Sets an attribute, or with `None` leaves it to its default.
    SetAttribute {
        /// The node.
        node: NodeId,
        /// The attribute's name.
        name: String,
        /// What it is set to.
        value: Option<AttributeValue>,
    },
    /// Gives a node another name.
    Rename {
        /// The node.
        node: NodeId,
        /// A name that no other node has.
        name: String,
    },
    /// Puts a node somewhere else.
    Move {
        /// The node.
        node: NodeId,
        /// Its upper left corner.
        to: Position,
    },
    /// Chooses the node to differentiate, or leaves the choice to the program.
    SetTarget(Option<NodeId>),
    /// Gives the document another heading.
    SetTitle(String),
    /// Gives the document another note.
    SetNote(String),
    /// Several edits in their order: all of them, or none.
    All {
        /// What they are together, for the menu: `paste`.
        label: &'static str,
        /// The edits.
        edits: Vec<Edit>,
    },
}

/// Why a document refuses an edit. The document is as it was before.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EditError {
    /// The graph refuses it.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// A value that a file can't hold.
    #[error("{node:?} can't be given {found}: a value must be a finite number")]
    NotFinite {
        /// The node's name.
        node: String,
        /// The number.
        found: f64,
    },
}

impl Edit {
    /// What it does, for the menu: `move`, as in "Undo move".
    pub fn label(&self) -> &'static str {
        match self {
            Edit::Add { .. } => "add",
            Edit::Remove(_) => "delete",
            Edit::Connect { from: Some(_), .. } => "connect",
            Edit::Connect { from: None, .. } => "disconnect",
            Edit::AddInput(_) => "add input",
            Edit::RemoveInput(_) => "remove input",
            Edit::SetValue { .. } => "change value",
            Edit::SetAttribute { .. } => "change attribute",
            Edit::Rename { .. } => "rename",
            Edit::Move { .. } => "move",
            Edit::SetTarget(_) => "choose target",
            Edit::SetTitle(_) => "change title",
            Edit::SetNote(_) => "change note",
            Edit::All { label, .. } => label,
        }
    }
}

impl Document {
    /// The id that the next added node will have; nothing once the ids are used up.
    pub fn next_id(&self) -> Option<NodeId> {
        NodeId::from_index(self.graph.index_bound())
    }

    /// Carries out an edit, or refuses it and stays as it was.
    ///
    /// # Errors
    /// What [`Graph`](crate::core::graph::Graph) refuses, and values that are not
    /// finite.
    pub fn apply(&mut self, edit: Edit) -> Result<(), EditError> {
        match edit {
            Edit::All { edits, .. } => {
                let mut changed = self.clone();
                for edit in edits {
                    changed.apply(edit)?;
                }
                *self = changed;
                Ok(())
            }
            Edit::Move { node, to } => {
                self.graph.get(node).ok_or(GraphError::NoNode)?;
                self.place(node, Some(to));
                Ok(())
            }
            Edit::SetTitle(title) => {
                self.title = title.into();
                Ok(())
            }
            Edit::SetNote(note) => {
                self.note = note.into();
                Ok(())
            }
            Edit::SetValue { node, value } => self.set_value(node, value),
            edit => self.restructure(edit),
        }
    }

    fn set_value(&mut self, id: NodeId, value: Tensor) -> Result<(), EditError> {
        let node = self.graph.get(id).ok_or(GraphError::NoNode)?;
        require_finite(node.name(), &value)?;
        // A program is laid out by shapes: another shape is another structure.
        let reshaped = node.value().map(Tensor::shape) != Some(value.shape());
        self.graph.set_value(id, value)?;
        self.values = Revision::next();
        if reshaped {
            self.structure = Revision::next();
        }
        Ok(())
    }

    /// The edits that a program has to be compiled anew for.
    fn restructure(&mut self, edit: Edit) -> Result<(), EditError> {
        match edit {
            Edit::Add { node, at } => {
                if let Some(value) = &node.value {
                    require_finite(&node.name, value)?;
                }
                let id = self.graph.add(node)?;
                self.place(id, at);
            }
            Edit::Remove(ids) => {
                self.graph.remove_all(&ids)?;
                for id in ids {
                    self.place(id, None);
                }
            }
            Edit::Connect { from, wire } => drop(self.graph.connect(from, wire)?),
            Edit::AddInput(node) => self.graph.resize_inputs(node, None)?,
            Edit::RemoveInput(wire) => self.graph.resize_inputs(wire.to, Some(wire.input))?,
            Edit::SetAttribute { node, name, value } => {
                self.graph.set_attribute(node, &name, value.as_ref())?;
            }
            Edit::Rename { node, name } => self.graph.rename(node, &name)?,
            Edit::SetTarget(target) => self.graph.set_target(target)?,
            // The rest touches no structure; see `apply`.
            _ => return Ok(()),
        }
        self.structure = Revision::next();
        Ok(())
    }
}
