//! [`Editor`]: one open document with its history, its evaluation and its selection.
//!
//! It knows nothing of windows and widgets: what a frame asks for comes in as an
//! [`Action`](super::action::Action), and what is drawn is read out.

mod applicable;

use std::cell::Cell;

use crate::core::evaluation::Evaluation;
use crate::core::graph::{NodeId, NodeInputs, NodeOp, NodeParts, Wire};
use crate::core::op::SourceKind;
use crate::core::op::attributes::Attributes;
use crate::core::ops::OpId;
use crate::core::tensor::Tensor;
use crate::document::history::{History, UndoGroup};
use crate::document::{Document, Edit, EditError};

use super::action::{NewNode, Wiring};
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
        Editor {
            live: Live::new(&document),
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

    /// The values and gradients of the document as it is now.
    pub fn evaluation(&self) -> &Evaluation {
        self.live.evaluation()
    }

    /// The evaluation with what else is known of it.
    pub fn live(&self) -> &Live {
        &self.live
    }

    /// What can be undone and redone.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The node that is differentiated, if there is one.
    pub fn target(&self) -> Option<NodeId> {
        self.evaluation().program().target()
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

    /// Takes back what a gesture that goes on has done, as if it had never begun.
    pub fn cancel_gesture(&mut self, gesture: UndoGroup) {
        self.history.cancel_gesture(gesture);
        self.follow();
    }

    /// Takes the last step back; false if there is none.
    pub fn undo(&mut self) -> bool {
        let done = self.history.undo();
        self.follow();
        done
    }

    /// Does the step again that was taken back; false if there is none.
    pub fn redo(&mut self) -> bool {
        let done = self.history.redo();
        self.follow();
        done
    }

    /// Says that this state of the history is in its file.
    pub fn mark_state_saved(&mut self, state: u64) {
        self.history.mark_state_saved(state);
    }

    /// Says that no file holds the document.
    pub fn mark_unsaved(&mut self) {
        self.history.mark_unsaved();
    }

    fn follow(&mut self) {
        self.live.update(self.history.document());
        self.selection.keep_existing(self.history.document());
    }

    /// Adds a node with a name of its own, wired as told, and selects it. Returns its
    /// id.
    ///
    /// # Errors
    /// The document refuses it, and is as it was.
    pub fn add_node(&mut self, new: &NewNode) -> Result<NodeId, EditError> {
        let document = self.document();
        let id = document.next_id();
        let id = id.ok_or(crate::core::graph::GraphError::TooManyNodes)?;
        let mut edits = vec![Edit::Add {
            node: self.parts(new),
            at: Some(new.at),
        }];
        if let Wiring::To(wire) = new.wired {
            let end = document.graph().get(wire.to);
            if end.is_some_and(|node| node.inputs().len() == wire.input) {
                edits.push(Edit::AddInput(wire.to));
            }
            edits.push(Edit::Connect {
                from: Some(id),
                wire,
            });
        }
        self.edit(Edit::All {
            label: "add",
            edits,
        })?;
        self.selection = Selection::node(id);
        Ok(id)
    }

    /// Gives nodes another op, in one step. Returns how many wires were taken off for
    /// want of an input.
    ///
    /// # Errors
    /// The document refuses it, and is as it was.
    pub fn change_op(&mut self, nodes: &[NodeId], op: OpId) -> Result<usize, EditError> {
        let wires = |editor: &Editor| {
            let graph = editor.document().graph();
            let inputs = nodes.iter().filter_map(|id| graph.get(*id));
            inputs
                .map(|node| node.inputs().iter().flatten().count())
                .sum()
        };
        let before: usize = wires(self);
        let edits = nodes.iter().map(|&node| Edit::SetOp { node, op });
        self.edit(Edit::All {
            label: "change op",
            edits: edits.collect(),
        })?;
        Ok(before.saturating_sub(wires(self)))
    }

    fn parts(&self, new: &NewNode) -> NodeParts {
        let op = new.op.op();
        let mut inputs = NodeInputs::from_elem(None, op.inputs.initial());
        if let (Wiring::From(from), Some(first)) = (new.wired, inputs.first_mut()) {
            *first = Some(from);
        }
        NodeParts {
            name: self.document().fresh_name(base_name(new.op)),
            op: NodeOp::Known(new.op),
            inputs,
            attributes: Attributes::default(),
            value: op
                .is_source()
                .then(|| Tensor::scalar(new.value.unwrap_or(0.0))),
        }
    }

    /// Why a wire can't be: it would close a cycle. Nothing if it can.
    pub fn refuses(&self, from: NodeId, wire: Wire) -> Option<String> {
        let graph = self.document().graph();
        graph.path(wire.to, from).map(|_| {
            let (from, to) = (graph.name(from), graph.name(wire.to));
            format!("{from} depends on {to}: a value can't depend on itself")
        })
    }
}

/// What a new node of an op is called, if nobody else is.
fn base_name(op: OpId) -> &'static str {
    match op.op().source_kind() {
        Some(SourceKind::Input) => "x",
        Some(SourceKind::Parameter) => "w",
        Some(SourceKind::Constant) => "k",
        None => op.op().name,
    }
}
