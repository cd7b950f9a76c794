//! [`Edit`]: everything that can be done to a document, and the only way to do it.

use super::lesson::LessonStep;
use super::notes::{Frame, FrameId, TextId, TextNote};
use super::position::Position;
use crate::core::graph::{NodeId, NodeParts, Wire};
use crate::core::op::attributes::{AttributeValue, Attributes};
use crate::core::ops::OpId;
use crate::core::tensor::Tensor;
use crate::core::train::{DataSettings, Initial, TrainingSettings};

/// One change of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Adds a node. Ids are given in order, from [`next_id`](super::Document::next_id) on, so an
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
    /// Gives a node another op: a source becomes another kind of source, a node that
    /// computes computes something else. All stays that fits, see
    /// [`Graph::set_op`](crate::core::graph::Graph::set_op); a range stays too.
    SetOp {
        /// The node.
        node: NodeId,
        /// What it becomes.
        op: OpId,
    },
    /// Makes another node of one, see [`Graph::redefine`](crate::core::graph::Graph::redefine):
    /// a source may become a node that computes, and the other way round. Its inputs are to
    /// be wired anew; a range goes where the value isn't a single number.
    Redefine {
        /// The node.
        node: NodeId,
        /// What it becomes.
        op: OpId,
        /// How many inputs it has.
        inputs: usize,
        /// The attributes that it sets.
        attributes: Attributes,
        /// The value, if it is a source.
        value: Option<Tensor>,
    },
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
    /// Puts many nodes somewhere else: all of them, or none.
    Place(Vec<(NodeId, Position)>),
    /// Adds a frame. Ids are given in order, from [`next_frame_id`](super::Document::next_frame_id) on.
    AddFrame(Frame),
    /// Puts another frame in place of one, or deletes it.
    SetFrame {
        /// The frame.
        frame: FrameId,
        /// What it becomes; `None` deletes it.
        to: Option<Frame>,
    },
    /// Adds a free text note.
    AddText(TextNote),
    /// Puts another free text note in place of one, or deletes it.
    SetText {
        /// The note.
        text: TextId,
        /// What it becomes; `None` deletes it.
        to: Option<TextNote>,
    },
    /// Gives the slider of a source another range, or none. The source's value must
    /// be a single number; with a tensor for its value it loses its range.
    SetRange {
        /// The source.
        node: NodeId,
        /// From where to where: two finite numbers, the first the smaller one.
        range: Option<(f64, f64)>,
    },
    /// Gives the document another lesson.
    SetLesson(Vec<LessonStep>),
    /// Says which rows the graph is trained with, or no longer.
    SetData(Option<Box<DataSettings>>),
    /// Says how the graph is trained, or no longer.
    SetTraining(Option<Box<TrainingSettings>>),
    /// Says how the values of a parameter are drawn before a training, or no longer.
    SetInitial {
        /// The parameter.
        node: NodeId,
        /// How they are drawn.
        initial: Option<Initial>,
    },
    /// Chooses the node to differentiate, or leaves the choice to the program.
    SetTarget(Option<NodeId>),
    /// Gives the document another heading.
    SetTitle(String),
    /// Gives the document another note.
    SetNote(String),
    /// Several edits in their order: all of them, or none. Wires that change one
    /// after another are checked together: only the last state must be free of
    /// cycles.
    All {
        /// What they are together, for the menu: `paste`.
        label: &'static str,
        /// The edits.
        edits: Vec<Edit>,
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
            Edit::SetOp { .. } => "change op",
            Edit::Redefine { .. } => "change formula",
            Edit::SetValue { .. } => "change value",
            Edit::SetAttribute { .. } => "change attribute",
            Edit::Rename { .. } => "rename",
            Edit::Move { .. } | Edit::Place(_) => "move",
            Edit::AddFrame(_) => "add frame",
            Edit::SetFrame { to: Some(_), .. } => "change frame",
            Edit::SetFrame { to: None, .. } => "delete frame",
            Edit::AddText(_) => "add text",
            Edit::SetText { to: Some(_), .. } => "change text",
            Edit::SetText { to: None, .. } => "delete text",
            Edit::SetRange { .. } => "change range",
            Edit::SetLesson(_) => "change lesson",
            Edit::SetData(_) => "change data",
            Edit::SetTraining(_) => "change training",
            Edit::SetInitial { .. } => "change initial values",
            Edit::SetTarget(_) => "choose target",
            Edit::SetTitle(_) => "change title",
            Edit::SetNote(_) => "change note",
            Edit::All { label, .. } => label,
        }
    }
}
