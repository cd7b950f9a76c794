//! [`EditError`]: why a document refuses an edit.

use crate::core::graph::GraphError;
use crate::core::limits::{
    MAX_FRAMES, MAX_LESSON_STEPS, MAX_NOTE_BYTES, MAX_NOTES, MAX_TITLE_BYTES,
};
use crate::core::tensor::Tensor;

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
    /// Something about training that a file can't hold.
    #[error("{message}: {help}")]
    Training {
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
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
    /// A title longer than [`MAX_TITLE_BYTES`].
    #[error("the title has {0} bytes: shorten it to {MAX_TITLE_BYTES}")]
    LongTitle(usize),
    /// A note about the graph longer than [`MAX_NOTE_BYTES`].
    #[error("the note has {0} bytes: shorten it to {MAX_NOTE_BYTES}")]
    LongNote(usize),
    /// A text note longer than [`MAX_NOTE_BYTES`].
    #[error("the text note has {0} bytes: shorten it to {MAX_NOTE_BYTES}, or split it up")]
    LongText(usize),
}

/// A value that a file can hold.
///
/// # Errors
/// One of its numbers is NaN or infinite.
pub(super) fn require_finite(name: &str, value: &Tensor) -> Result<(), EditError> {
    match value.data().iter().find(|x| !x.is_finite()) {
        None => Ok(()),
        Some(&found) => Err(EditError::NotFinite {
            node: name.to_owned(),
            found,
        }),
    }
}
