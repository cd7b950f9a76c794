//! [`Learn`]: the mode that is on, and the lesson that is open.

use std::any::Any;
use std::ptr;

use eframe::egui::Rect;

use super::lesson::LessonSession;
use super::lesson_editor::LessonEditor;
use super::mode::{Mode, ModeRow};
use super::registry::opened_by;
use super::results::QuizResults;
use crate::core::graph::NodeId;
use crate::gui::command::Command;
use crate::gui::editor::Editor;
use crate::gui::overlay::stacked::Stacked;
use crate::gui::overlay::{Overlay, ShowAll};

/// What explains the document: at most one mode, and beside it at most one lesson.
#[derive(Default)]
pub struct Learn {
    pub(super) mode: Option<OpenMode>,
    /// How often a mode was opened: each card has an identity of its own.
    pub(super) opened: u64,
    pub(super) lesson: Option<LessonSession>,
    pub(super) lesson_editor: Option<LessonEditor>,
    /// What the view was last asked to show, and the canvas that a card stood on.
    pub(super) shown: (Vec<NodeId>, Option<Rect>),
}

/// The mode that is on.
pub(super) struct OpenMode {
    pub(super) row: &'static ModeRow,
    pub(super) mode: Box<dyn Mode>,
}

impl Learn {
    /// The mode that is on, if it is of this type.
    pub fn mode<M: Mode>(&self) -> Option<&M> {
        let mode: &dyn Any = self.mode.as_ref()?.mode.as_ref();
        mode.downcast_ref()
    }

    /// The mode that is on, if it is of this type, to be changed.
    pub(in crate::gui) fn mode_mut<M: Mode>(&mut self) -> Option<&mut M> {
        let mode: &mut dyn Any = self.mode.as_mut()?.mode.as_mut();
        mode.downcast_mut()
    }

    /// Whether a mode is on.
    pub fn is_explaining(&self) -> bool {
        self.mode.is_some()
    }

    /// The lesson that is open.
    pub fn lesson(&self) -> Option<&LessonSession> {
        self.lesson.as_ref()
    }

    /// The lesson that is open, to be changed.
    pub(in crate::gui) fn lesson_mut(&mut self) -> Option<&mut LessonSession> {
        self.lesson.as_mut()
    }

    /// Whether the lesson editor is open.
    pub fn is_editing_lesson(&self) -> bool {
        self.lesson_editor.is_some()
    }

    /// Starts again with another document: with its lesson, if it has one.
    pub(in crate::gui) fn open_document(&mut self, editor: &Editor) {
        let has_lesson = !editor.document().lesson().is_empty();
        *self = Learn {
            lesson: has_lesson.then(|| LessonSession::new(editor)),
            ..Learn::default()
        };
    }

    /// Opens the mode of a command in place of the one that is on. Closes it instead if it is
    /// on and its command toggles it. True if the canvas must be zoomed so that its numbers
    /// are legible.
    pub(in crate::gui) fn open_mode(&mut self, editor: &Editor, command: Command) -> bool {
        let Some(row) = opened_by(command) else {
            return false;
        };
        let reads_canvas = |open: &OpenMode| open.row.reads_canvas;
        let was_legible = self.mode.as_ref().is_some_and(reads_canvas);
        let is_on = self
            .mode
            .as_ref()
            .is_some_and(|open| ptr::eq(open.row, row));
        let mode = (row.open)(editor).filter(|_| !(is_on && row.toggles));
        self.set_mode(mode.map(|mode| OpenMode { row, mode }));
        !was_legible && self.mode.as_ref().is_some_and(reads_canvas)
    }

    /// Closes the mode that is on.
    pub(in crate::gui) fn close_mode(&mut self) {
        self.set_mode(None);
    }

    fn set_mode(&mut self, mode: Option<OpenMode>) {
        self.mode = mode;
        self.opened += 1;
        self.shown = Default::default();
    }

    /// Opens the document's lesson, or closes it.
    pub(in crate::gui) fn toggle_lesson(&mut self, editor: &Editor) {
        self.lesson = self.lesson.is_none().then(|| LessonSession::new(editor));
        self.lesson_editor = None;
    }

    /// Opens the lesson editor, with the lesson, or closes it.
    pub(in crate::gui) fn toggle_lesson_editor(&mut self, editor: &Editor) {
        self.lesson_editor = match self.lesson_editor {
            Some(_) => None,
            None => Some(LessonEditor::default()),
        };
        let lesson = self
            .lesson
            .get_or_insert_with(|| LessonSession::new(editor));
        lesson.follow(editor);
    }

    /// How the learner answered the quiz, or else the lesson.
    pub(in crate::gui) fn results(&self, editor: &Editor) -> Option<QuizResults> {
        let mode = self.mode.as_ref();
        let of_mode = mode.and_then(|open| open.mode.results(editor));
        of_mode.or_else(|| self.lesson.as_ref()?.results(editor))
    }

    /// What the canvas and the panels may show, and what stands out.
    pub fn overlay(&self) -> Stacked<'_> {
        let lesson = self.lesson_overlay();
        let mode = self.mode.as_ref().and_then(|open| open.mode.overlay());
        Stacked {
            top: mode.unwrap_or(lesson),
            bottom: match self.replaces_lesson() {
                true => &ShowAll,
                false => lesson,
            },
        }
    }

    /// What the lesson redacts and highlights.
    pub(super) fn lesson_overlay(&self) -> &dyn Overlay {
        let lesson = self.lesson.as_ref();
        lesson.map_or(&ShowAll, LessonSession::overlay)
    }

    /// Whether the mode that is on hides the lesson.
    pub(super) fn replaces_lesson(&self) -> bool {
        let mode = self.mode.as_ref();
        mode.is_some_and(|open| open.mode.replaces_lesson())
    }
}
