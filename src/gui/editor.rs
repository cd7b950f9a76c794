//! [`Editor`]: one open document with its history, its evaluation and its selection.
//!
//! It knows nothing of windows and widgets: the app changes it as
//! [actions](super::action::Action) ask, and UI code reads it.

mod add;
mod applicable;
pub mod formula;
mod lookup;

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;

use eframe::egui::Context;

use crate::core::evaluation::Evaluation;
use crate::document::history::{History, UndoGroup};
use crate::document::{Document, Edit, EditError};

use super::live::Live;
use super::selection::Selection;

/// One open document.
pub struct Editor {
    history: History,
    live: Live,
    /// What is selected.
    pub selection: Selection,
    last_gesture: Cell<u64>,
    small_moves: Option<UndoGroup>,
}

impl Editor {
    /// An editor for a document as it was loaded, or a new one.
    pub fn new(document: Document) -> Editor {
        let live = Live::new(&document);
        Editor::with(document, live)
    }

    /// An editor for a document whose last evaluation did not return: there are no numbers
    /// until the user asks for them, if they take long.
    pub fn paused(document: Document) -> Editor {
        let live = Live::paused(&document);
        Editor::with(document, live)
    }

    /// An editor with numbers that are known; nothing more is computed. If they aren't those
    /// of the document as it is, they are shown in grey.
    pub fn with_numbers(document: Document, numbers: Arc<Evaluation>, is_current: bool) -> Editor {
        let live = Live::known(&document, numbers, is_current);
        Editor::with(document, live)
    }

    fn with(document: Document, live: Live) -> Editor {
        Editor {
            live,
            history: History::new(document),
            selection: Selection::default(),
            last_gesture: Cell::new(0),
            small_moves: None,
        }
    }

    /// The document as it is now.
    pub fn document(&self) -> &Document {
        self.history.document()
    }

    /// The values and gradients of the document as it is now; all are absent while they are
    /// being computed.
    pub fn evaluation(&self) -> &Evaluation {
        self.live.evaluation()
    }

    /// The evaluation with its problems and its time.
    pub fn live(&self) -> &Live {
        &self.live
    }

    /// Takes what threads have computed, and starts what is to be computed. Once a frame.
    pub(in crate::gui) fn follow_evaluation(&mut self, ctx: &Context, recovery: Option<&Path>) {
        self.live.follow(ctx, self.history.document(), recovery);
    }

    /// Stops the evaluation that runs.
    pub(in crate::gui) fn cancel_evaluation(&mut self) {
        self.live.cancel();
    }

    /// Evaluates after a pause.
    pub(in crate::gui) fn resume_evaluation(&mut self) {
        self.live.resume();
    }

    /// Stops what runs: the program ends.
    pub(in crate::gui) fn end(&mut self) {
        self.live.end();
    }

    /// What can be undone and redone.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// A name for a gesture that is about to begin.
    pub fn new_gesture(&self) -> UndoGroup {
        self.last_gesture.set(self.last_gesture.get() + 1);
        UndoGroup::Gesture(self.last_gesture.get())
    }

    /// Selects something.
    pub fn select(&mut self, selection: Selection) {
        self.small_moves = None;
        self.selection = selection;
    }

    /// The gesture that small moves of one selection join, one after another.
    pub fn move_gesture(&mut self) -> UndoGroup {
        let gesture = self.small_moves.unwrap_or_else(|| self.new_gesture());
        self.small_moves = Some(gesture);
        gesture
    }

    /// Carries out an edit as a step of its own.
    ///
    /// # Errors
    /// The document refuses it, and is as it was.
    pub fn edit(&mut self, edit: Edit) -> Result<(), EditError> {
        self.history.apply(edit)?;
        self.follow();
        Ok(())
    }

    /// Carries out an edit that belongs to a gesture.
    ///
    /// # Errors
    /// The document refuses it, and is as it was.
    pub fn edit_in(&mut self, gesture: UndoGroup, edit: Edit) -> Result<(), EditError> {
        self.history.apply_in(gesture, edit)?;
        self.follow();
        Ok(())
    }

    /// Ends the gesture that edits joined.
    pub fn end_gesture(&mut self) {
        self.history.end_gesture();
    }

    /// Takes back what a gesture that is under way has done, as if it had never begun.
    pub fn cancel_gesture(&mut self, gesture: UndoGroup) {
        self.history.cancel_gesture(gesture);
        self.follow();
    }

    /// Undoes the last step; false if there is none.
    pub fn undo(&mut self) -> bool {
        let done = self.history.undo();
        self.follow();
        done
    }

    /// Redoes the step that was undone last; false if there is none.
    pub fn redo(&mut self) -> bool {
        let done = self.history.redo();
        self.follow();
        done
    }

    /// Records that this state of the history is in its file.
    pub fn mark_state_saved(&mut self, state: u64) {
        self.history.mark_state_saved(state);
    }

    /// Records that no file holds the document.
    pub fn mark_unsaved(&mut self) {
        self.history.mark_unsaved();
    }

    fn follow(&mut self) {
        self.live.update(self.history.document());
        self.selection.keep_existing(self.history.document());
    }
}
