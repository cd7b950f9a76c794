//! [`History`]: a document that can be taken back.
//!
//! Every step keeps the document as it was before. Documents share what they have
//! in common, so a step costs what it changed. What one gesture does (a drag, a
//! held slider, a word typed) is one step, however many edits it takes.

use std::collections::VecDeque;

use crate::core::limits::{MAX_UNDO_BYTES, MAX_UNDO_STEPS};

use super::content::Document;
use super::edit::Edit;
use super::error::EditError;

/// Which edits join into one step of undo: those that follow one another with the
/// same group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UndoGroup {
    /// One gesture, such as a drag or a moved slider, by a number of its own.
    Gesture(u64),
    /// Typing in the note about the graph.
    GraphNote,
    /// Typing the value of a source.
    Value,
    /// Typing the range of a source.
    Range,
    /// Typing in the lesson.
    Lesson,
}

/// A document, what it was, and what it was before an undo.
#[derive(Clone, Debug)]
pub struct History {
    current: NumberedState,
    past: VecDeque<UndoStep>,
    /// What the steps before take in memory, about.
    past_bytes: usize,
    future: Vec<UndoStep>,
    /// What could be redone before the gesture that is under way.
    future_before: Vec<UndoStep>,
    gesture: Option<UndoGroup>,
    last_number: u64,
    // None if no state is.
    saved: Option<u64>,
}

/// A document that once was. Its number tells it from every other of this history.
#[derive(Clone, Debug)]
struct NumberedState {
    document: Document,
    number: u64,
}

/// A step away from a state: what was done there, or undone to get there.
#[derive(Clone, Debug)]
struct UndoStep {
    state: NumberedState,
    label: &'static str,
    /// What it keeps that its neighbour doesn't have, about.
    bytes: usize,
}

/// What every step keeps: the chunks of the shared vectors that it changed.
const STEP_BYTES: usize = 16 << 10;
/// What a step keeps for each node of the graph if nodes came or went with it: the
/// table of names is not shared then.
const NAME_BYTES: usize = 10;

impl NumberedState {
    /// What a step from here keeps, about. That wires changed without a node coming or
    /// going isn't told apart from that: too much is estimated, never too little.
    fn bytes_to(&self, after: &Document) -> usize {
        let before = &self.document;
        let changed = before.structure_revision() != after.structure_revision();
        let names = if changed {
            before.graph().index_bound() * NAME_BYTES
        } else {
            0
        };
        STEP_BYTES + names
    }
}

impl History {
    /// A history that starts with a document as it was loaded, or a new one.
    pub fn new(document: Document) -> History {
        History {
            current: NumberedState {
                document,
                number: 0,
            },
            past: VecDeque::new(),
            past_bytes: 0,
            future: Vec::new(),
            future_before: Vec::new(),
            gesture: None,
            last_number: 0,
            saved: Some(0),
        }
    }

    /// The document as it is now.
    pub fn document(&self) -> &Document {
        &self.current.document
    }

    /// Carries out an edit as a step of its own.
    ///
    /// # Errors
    /// The document refuses the edit; nothing has changed then.
    pub fn apply(&mut self, edit: Edit) -> Result<(), EditError> {
        self.step(edit, None)
    }

    /// Carries out an edit that belongs to a gesture: it joins the step before it
    /// if that is of the same gesture.
    ///
    /// # Errors
    /// The document refuses the edit; nothing has changed then.
    pub fn apply_in(&mut self, gesture: UndoGroup, edit: Edit) -> Result<(), EditError> {
        self.step(edit, Some(gesture))
    }

    /// Ends a gesture: the next edit is a new step even if it names the same one.
    pub fn end_gesture(&mut self) {
        self.gesture = None;
        self.future_before.clear();
    }

    /// Takes back what a gesture has done so far, if the last edit was one of it. It can't
    /// be redone; what could be redone before it can be again.
    pub fn cancel_gesture(&mut self, gesture: UndoGroup) {
        if self.gesture == Some(gesture)
            && let Some(UndoStep { state, bytes, .. }) = self.past.pop_back()
        {
            self.past_bytes -= bytes;
            self.current = state;
            self.future = std::mem::take(&mut self.future_before);
        }
        self.end_gesture();
    }

    fn step(&mut self, edit: Edit, gesture: Option<UndoGroup>) -> Result<(), EditError> {
        let label = edit.label();
        let joins = gesture.is_some() && gesture == self.gesture;
        // The state before is shared, not copied; a joining edit needs none.
        let before = (!joins).then(|| self.current.clone());
        self.current.document.apply(edit)?;
        self.last_number += 1;
        self.current.number = self.last_number;
        self.gesture = gesture;
        if let Some(state) = before {
            let future = std::mem::take(&mut self.future);
            self.future_before = if gesture.is_some() {
                future
            } else {
                Vec::new()
            };
            let bytes = state.bytes_to(&self.current.document);
            self.push(UndoStep {
                state,
                label,
                bytes,
            });
        }
        Ok(())
    }

    /// Adds a step to undo, and forgets the oldest if there are too many.
    fn push(&mut self, step: UndoStep) {
        self.past_bytes += step.bytes;
        self.past.push_back(step);
        while self.past.len() > 1
            && (self.past.len() > MAX_UNDO_STEPS || self.past_bytes > MAX_UNDO_BYTES)
        {
            self.past_bytes -= self.past.pop_front().map_or(0, |step| step.bytes);
        }
    }

    /// Takes the last step back; false if there is none.
    pub fn undo(&mut self) -> bool {
        self.end_gesture();
        let Some(mut step) = self.past.pop_back() else {
            return false;
        };
        self.past_bytes -= step.bytes;
        std::mem::swap(&mut self.current, &mut step.state);
        self.future.push(step);
        true
    }

    /// Does the last undone step again; false if there is none.
    pub fn redo(&mut self) -> bool {
        self.end_gesture();
        let Some(mut step) = self.future.pop() else {
            return false;
        };
        std::mem::swap(&mut self.current, &mut step.state);
        self.push(step);
        true
    }

    /// What [`History::undo`] would take back, for the menu.
    pub fn undo_label(&self) -> Option<&'static str> {
        self.past.back().map(|step| step.label)
    }

    /// What [`History::redo`] would do again, for the menu.
    pub fn redo_label(&self) -> Option<&'static str> {
        self.future.last().map(|step| step.label)
    }

    /// Says that the document as it is now has been saved. Edits after that don't
    /// join the step before it, so that undo can come back to it.
    pub fn mark_saved(&mut self) {
        self.mark_state_saved(self.current.number);
    }

    /// The state that the document is in, by a number that no other state of this
    /// history has.
    pub fn state(&self) -> u64 {
        self.current.number
    }

    /// Says that a state has been saved, which the document may no longer be in: a
    /// save takes its time. Edits from now on join no step before it.
    pub fn mark_state_saved(&mut self, state: u64) {
        self.end_gesture();
        self.saved = Some(state);
    }

    /// Says that no state is saved: the file is gone, or holds something else.
    pub fn mark_unsaved(&mut self) {
        self.saved = None;
    }

    /// Whether the document is the one that was last saved; an undo can make it so.
    pub fn is_saved(&self) -> bool {
        self.saved == Some(self.current.number)
    }
}
