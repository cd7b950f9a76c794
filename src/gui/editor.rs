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

/// Generations of numbers that are shown instead are none that the document's have.
const FIRST_INSTEAD: u64 = 1 << 63;
/// And leave room for those that come of looking at large tensors.
const INSTEAD_STEP: u64 = 1 << 20;

/// One open document.
pub struct Editor {
    history: History,
    live: Live,
    /// Numbers shown in place of those of the document: a state of its training.
    instead: Option<Live>,
    /// The generation and the compilation that such numbers had last.
    last_instead: (u64, u64),
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
            instead: None,
            last_instead: (FIRST_INSTEAD, FIRST_INSTEAD),
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
        self.live().evaluation()
    }

    /// The evaluation with its problems and its time; that of a training while one is shown.
    pub fn live(&self) -> &Live {
        self.instead.as_ref().unwrap_or(&self.live)
    }

    /// Shows other numbers of the same graph in place of those of the document, or no longer.
    pub(in crate::gui) fn show_instead(&mut self, numbers: Option<&Arc<Evaluation>>) {
        let Some(numbers) = numbers else {
            self.instead = None;
            return;
        };
        let before = self.instead.as_ref();
        if before.is_some_and(|before| Arc::ptr_eq(before.shown(), numbers)) {
            return;
        }
        let is_same = |live: &Live| Arc::ptr_eq(live.shown().program(), numbers.program());
        let (generation, compilation) = &mut self.last_instead;
        *generation += INSTEAD_STEP;
        *compilation += u64::from(!before.is_some_and(is_same));
        let document = self.history.document();
        let numbered = (*generation, *compilation);
        self.instead = Some(Live::instead(document, numbers.clone(), numbered));
    }

    /// Whether numbers of a training are shown in place of those of the document.
    pub fn shows_training(&self) -> bool {
        self.instead.is_some()
    }

    /// Takes what threads have computed, and starts what is to be computed. Once a frame.
    pub(in crate::gui) fn follow_evaluation(&mut self, ctx: &Context, recovery: Option<&Path>) {
        self.live.follow(ctx, self.history.document(), recovery);
        if let Some(instead) = &mut self.instead {
            instead.follow(ctx, self.history.document(), None);
        }
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
        // They may be of another graph.
        self.instead = None;
        self.live.update(self.history.document());
        self.selection.keep_existing(self.history.document());
    }
}
