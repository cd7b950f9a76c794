//! [`Action`]: what a frame asks for. UI code only emits actions; the app carries them
//! out once, at the end of the frame, and nothing else changes the document.

use std::path::PathBuf;

use eframe::egui::{Pos2, Vec2};

use crate::core::graph::{NodeId, Wire};
use crate::core::ops::OpId;
use crate::document::history::UndoGroup;
use crate::document::{Document, Edit, FrameId, Position, TextId};
use crate::file::RecoveryCopy;

use super::command::Command;
use super::open_edits::OpenEdit;
use super::selection::Selection;

/// One thing to be done at the end of the frame.
#[derive(Clone, Debug)]
pub enum Action {
    /// A command of the table.
    Command(Command),
    /// An edit, a step of its own.
    Edit(Edit),
    /// An edit that belongs to a gesture: all of one gesture are one step.
    EditIn(UndoGroup, Edit),
    /// The gesture is over.
    EndGesture,
    /// The gesture is cancelled: what its edits did is taken back.
    CancelGesture(UndoGroup),
    /// What an open field would change if it were finished now. It says so in every
    /// frame; nothing is changed by it.
    Open(OpenEdit),
    /// Selects.
    Select(Selection),
    /// Adds a node of an op, with a wire if one is asked for, and selects it.
    AddNode(NewNode),
    /// Opens the search palette.
    OpenPalette(PaletteRequest),
    /// Opens the formula bar, with a text.
    OpenFormulaBar(String),
    /// Carries out a formula, beside what is selected.
    AddFormula(String),
    /// Starts an empty graph, and opens the formula bar on it.
    StartWithFormula,
    /// Opens the search palette for another op for these nodes, at a point of the
    /// screen or else beside the first of them.
    OpenOpChoice(Vec<NodeId>, Option<Pos2>),
    /// Gives nodes another op.
    ChangeOp(Vec<NodeId>, OpId),
    /// Opens the table of a node's value and gradient.
    OpenTable(NodeId),
    /// Shows a node: selects it and brings it into view.
    Reveal(NodeId),
    /// Brings nodes into view, without selecting them.
    BringIntoView(Vec<NodeId>),
    /// Adds what is in this selection once more, moved by so much.
    PasteCopy(Selection, Vec2),
    /// Starts a text note at this place.
    NewNote(Position),
    /// Takes text that was typed on the canvas: the number of the selected source, or a
    /// search for an op.
    Typed(String),
    /// Adds the nodes of this clipboard text, at the pointer.
    PasteText(String),
    /// Adds an input with the numbers of a text, from a file of this name.
    AddData {
        /// What the input is called.
        name: String,
        /// Rows of numbers.
        text: String,
    },
    /// Opens a file.
    OpenFile(PathBuf),
    /// Opens a copy of unsaved work.
    Recover(Box<RecoveryCopy>),
    /// Deletes a copy of unsaved work.
    Discard(Box<RecoveryCopy>),
    /// A copy of unsaved work is open or deleted: it is offered no longer.
    CopyTaken(Box<RecoveryCopy>),
    /// Puts another document in the place of the open one, with a history of its own.
    Show {
        /// The document.
        document: Box<Document>,
        /// Whether it is what its file holds; a recovered one isn't.
        saved: bool,
        /// Whether its last evaluation did not return: it isn't evaluated until that is
        /// asked for, if that takes long.
        paused: bool,
    },
    /// This state of the history is in the file.
    MarkSaved(u64),
    /// The file no longer holds what was saved.
    MarkUnsaved,
    /// Takes a file out of the list of recent ones.
    ForgetRecent(PathBuf),
    /// Says whether the start panel is shown when no file is opened.
    SetStartPanel(bool),
    /// Remembers that a lesson was finished, with its score.
    FinishLesson {
        /// Its name.
        name: &'static str,
        /// How many questions were answered.
        right: usize,
        /// How many questions it has.
        asked: usize,
    },
    /// Opens a lesson that ships, by its place in the list.
    OpenLesson(usize),
    /// Shows the list of lessons.
    ShowLessons,
    /// A sentence for the status line.
    Say(String),
}

/// A node to be added.
#[derive(Clone, Debug)]
pub struct NewNode {
    /// Its op.
    pub op: OpId,
    /// The value, for a source; 0 if none is given.
    pub value: Option<f64>,
    /// Where its upper left corner is.
    pub at: Position,
    /// Wired right away.
    pub wired: Wiring,
}

/// What a new node is wired to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wiring {
    /// Nothing.
    #[default]
    None,
    /// Its first input is wired to this node.
    From(NodeId),
    /// It is wired to this input, which is added first if it is the one after the last.
    To(Wire),
}

/// Where the search palette opens, and what a chosen node is wired to.
#[derive(Clone, Debug, PartialEq)]
pub struct PaletteRequest {
    /// Where the new node goes.
    pub at: Position,
    /// What it is wired to.
    pub wired: Wiring,
    /// What the search starts with.
    pub text: String,
}

/// What is edited in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Editable {
    /// The name of a node.
    Name(NodeId),
    /// The number of a scalar source.
    Value(NodeId),
    /// The range of a scalar source's slider.
    Range(NodeId),
    /// The title of a frame; the edit joins this gesture, if there is one.
    Title(FrameId, Option<UndoGroup>),
    /// A free text note.
    Note(TextId),
}
