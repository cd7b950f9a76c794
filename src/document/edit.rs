//! [`Edit`]: everything that can be done to a document, and the only way to do it.

use crate::core::graph::{GraphError, NodeId, NodeParts, Wire};
use crate::core::limits::{MAX_FRAMES, MAX_LESSON_STEPS, MAX_NOTE_BYTES, MAX_NOTES};
use crate::core::op::attributes::AttributeValue;
use crate::core::ops::OpId;
use crate::core::tensor::Tensor;

use super::lesson::LessonStep;
use super::{Frame, FrameId, Position, TextId, TextNote};

/// One change of a document.
#[derive(Clone, Debug)]
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
    /// Adds a free text note. Ids are given in order, from
    /// [`next_text_id`](super::Document::next_text_id) on.
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
    /// A range that no slider can have.
    #[error("{node:?} can't have the range {:?} to {:?}: {reason}", .range.0, .range.1)]
    BadRange {
        /// The node's name.
        node: String,
        /// The range.
        range: (f64, f64),
        /// What is wrong, with the cure.
        reason: &'static str,
    },
    /// A step of a lesson that a file can't hold.
    #[error("step {} of the lesson: {fault}", .step + 1)]
    BadStep {
        /// Which, counted from 0.
        step: usize,
        /// What is wrong, and the cure.
        fault: String,
    },
    /// More steps than [`MAX_LESSON_STEPS`].
    #[error("a lesson has at most {MAX_LESSON_STEPS} steps: make several of it")]
    LongLesson,
    /// No such frame.
    #[error("there is no such frame: it was deleted")]
    NoFrame,
    /// No such text note.
    #[error("there is no such text note: it was deleted")]
    NoText,
    /// More frames than [`MAX_FRAMES`].
    #[error("a canvas has at most {MAX_FRAMES} frames: delete some")]
    TooManyFrames,
    /// More text notes than [`MAX_NOTES`].
    #[error("a canvas has at most {MAX_NOTES} text notes: delete some, or join them")]
    TooManyTexts,
    /// A text note longer than [`MAX_NOTE_BYTES`].
    #[error("the text note has {0} bytes: shorten it to {MAX_NOTE_BYTES}, or split it up")]
    LongText(usize),
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
            Edit::SetTarget(_) => "choose target",
            Edit::SetTitle(_) => "change title",
            Edit::SetNote(_) => "change note",
            Edit::All { label, .. } => label,
        }
    }
}
