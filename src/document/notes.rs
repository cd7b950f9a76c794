//! What the user puts on the canvas beside nodes: [`Frame`]s around groups of them,
//! and free [`TextNote`]s.

use std::num::NonZeroU32;

use crate::core::limits::{MAX_COORDINATE, MAX_NOTE_BYTES, MAX_TITLE_BYTES};

use super::error::EditError;
use super::position::Position;

/// A box with a title around a group of nodes.
///
/// It owns no nodes: those are in it that stand in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    title: String,
    at: Position,
    width: f32,
    height: f32,
}

impl Frame {
    /// A frame from its upper left corner and its size in points. Nothing if a side
    /// is not above 0, reaches over [`MAX_COORDINATE`], or the title is longer than
    /// [`MAX_TITLE_BYTES`].
    pub fn new(title: impl Into<String>, at: Position, width: f32, height: f32) -> Option<Frame> {
        let title = title.into();
        let valid = |start: f32, side: f32| side > 0.0 && start + side <= MAX_COORDINATE;
        let valid = valid(at.x(), width) && valid(at.y(), height);
        (valid && title.len() <= MAX_TITLE_BYTES).then_some(Frame {
            title,
            at,
            width,
            height,
        })
    }

    /// Its title; may be empty.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Its upper left corner.
    pub fn at(&self) -> Position {
        self.at
    }

    /// From its left side to its right, in points; above 0.
    pub fn width(&self) -> f32 {
        self.width
    }

    /// From its upper side to its lower, in points; above 0.
    pub fn height(&self) -> f32 {
        self.height
    }

    /// The same frame elsewhere, as near to this place as it still fits on the
    /// canvas.
    #[must_use]
    pub fn moved_to(&self, x: f32, y: f32) -> Frame {
        // Towards the origin, until the sum that `new` looks at is valid too.
        let fit = |start: f32, side: f32| {
            let mut start = start.min(MAX_COORDINATE - side);
            while start + side > MAX_COORDINATE {
                start = start.next_down();
            }
            start
        };
        Frame {
            at: Position::nearest(fit(x, self.width), fit(y, self.height)),
            ..self.clone()
        }
    }
}

/// A text that stands on the canvas by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct TextNote {
    /// What it says, in one or more lines: at most [`MAX_NOTE_BYTES`].
    pub text: String,
    /// Its upper left corner.
    pub at: Position,
}

impl TextNote {
    /// The note, if a file can hold it.
    pub(crate) fn checked(self) -> Result<TextNote, EditError> {
        match self.text.len() {
            length if length > MAX_NOTE_BYTES => Err(EditError::LongText(length)),
            _ => Ok(self),
        }
    }
}

/// A frame of a document. Like that of a node it is never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameId(NonZeroU32);

/// A text note of a document. Like that of a node it is never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(NonZeroU32);

impl FrameId {
    /// The frame at this index, in the order in which frames were added.
    pub fn from_index(index: usize) -> Option<FrameId> {
        number(index).map(FrameId)
    }

    /// Its place in the order in which frames were added.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

impl TextId {
    /// The text note at this index, in the order in which they were added.
    pub fn from_index(index: usize) -> Option<TextId> {
        number(index).map(TextId)
    }

    /// Its place in the order in which text notes were added.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

fn number(index: usize) -> Option<NonZeroU32> {
    NonZeroU32::new(u32::try_from(index).ok()?.checked_add(1)?)
}
