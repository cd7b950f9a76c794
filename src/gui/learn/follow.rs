//! What [`Learn`] does in each frame before it is drawn: it follows the document, the clock,
//! background work and the selection, and asks the view to show what is explained.

use eframe::egui::{Context, Rect};

use super::card;
use super::lesson::LessonSession;
use super::mode::{WhileRedacted, why_not_explained};
use super::state::Learn;
use crate::core::graph::NodeId;
use crate::gui::action::Action;
use crate::gui::editor::Editor;
use crate::gui::selection::Selection;
use crate::gui::shipped::{SHIPPED, told_as};

/// The view follows this many nodes at once; more would take it from one end of a graph to
/// the other.
const MOST_SHOWN: usize = 25;

impl Learn {
    /// Follows the document, the clock, and the canvas on the screen. To be called once a
    /// frame, before anything is drawn.
    pub(in crate::gui) fn follow(
        &mut self,
        ctx: &Context,
        editor: &Editor,
        canvas: Option<Rect>,
        actions: &mut Vec<Action>,
    ) {
        self.close_without_numbers(editor, actions);
        let mode = self.mode.as_mut();
        let goes_on = mode.is_none_or(|open| open.mode.update(ctx, editor));
        if let Some(lesson) = &mut self.lesson {
            lesson.follow(editor);
            if let Some(score) = lesson.take_finish(editor)
                && let Some((nth, _)) = told_as(editor.document().title())
                && let Some(shipped) = SHIPPED.get(nth)
            {
                actions.push(Action::FinishLesson {
                    name: shipped.name(),
                    right: score.right,
                    asked: score.asked,
                });
            }
        }
        // The lesson may have gone on to a step that redacts numbers.
        let mode = self.mode.as_ref();
        let shows_all = mode.is_some_and(|open| open.row.redacted == WhileRedacted::Never);
        if !goes_on || shows_all && self.redaction_reason().is_some() {
            self.close_mode();
        }
        self.keep_in_view(ctx, editor, canvas, actions);
    }

    /// Asks the view to show what is explained, if that is new or a card covers it.
    fn keep_in_view(
        &mut self,
        ctx: &Context,
        editor: &Editor,
        canvas: Option<Rect>,
        actions: &mut Vec<Action>,
    ) {
        let has_card = self.card(ctx).is_some();
        let wanted = (self.subject_nodes(editor), canvas.filter(|_| has_card));
        if wanted != self.shown && !wanted.0.is_empty() {
            actions.push(Action::BringIntoView(wanted.0.clone()));
            self.shown = wanted;
        }
    }

    /// Where the card is on the screen, if one is open.
    pub(in crate::gui) fn card(&self, ctx: &Context) -> Option<Rect> {
        let mode = self.mode.as_ref();
        let has_card = mode.is_some_and(|open| open.mode.has_card());
        card::rect(ctx, self.opened).filter(|_| has_card)
    }

    /// Closes the mode that is on if an edit has made the graph too large for it. A mode that
    /// works on a thread says itself that its results are out of date.
    fn close_without_numbers(&mut self, editor: &Editor, actions: &mut Vec<Action>) {
        let Some(open) = &self.mode else { return };
        if let Some(why) = why_not_explained(editor, open.row).filter(|_| !open.row.on_thread) {
            self.close_mode();
            actions.push(Action::Say(format!("The explanation was closed: {why}")));
        }
    }

    /// The nodes that the mode explains, or else the lesson.
    pub(super) fn subject_nodes(&self, editor: &Editor) -> Vec<NodeId> {
        let mut nodes = match &self.mode {
            Some(open) => open.mode.subject_nodes(editor),
            None => self
                .lesson
                .as_ref()
                .map_or_else(Vec::new, LessonSession::nodes),
        };
        nodes.truncate(MOST_SHOWN);
        nodes
    }

    /// Follows a selection made by hand: the explanation moves to what was selected.
    pub(in crate::gui) fn select(&mut self, editor: &Editor, selection: &Selection) {
        if let Some(open) = &mut self.mode {
            open.mode.select(editor, selection);
        }
    }
}
