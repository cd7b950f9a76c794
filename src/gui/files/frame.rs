//! What [`Files`] does in each frame.

use std::time::Duration;

use eframe::egui::{Context, ViewportCommand};

use super::state::{Files, FrameContext};
use crate::document::history::History;
use crate::gui::action::Action;
use crate::gui::open_edits::OpenEdits;
use crate::gui::settings::Settings;

/// How long a sentence stays in the status line.
const SAID_FOR: Duration = Duration::from_secs(5);

impl Files {
    /// Begins what was asked for, takes up what is done, shows dialogs. To be called
    /// once every frame, after the panels.
    pub fn frame(
        &mut self,
        ctx: &Context,
        (history, open): (&History, &OpenEdits),
        settings: &mut Settings,
        actions: &mut Vec<Action>,
    ) {
        let mut at = FrameContext {
            ctx,
            history,
            open,
            settings,
            actions,
        };
        self.take_drops(ctx);
        self.take_data(at.actions);
        self.take_requests(&mut at);
        self.take_results(&mut at);
        self.take_choices(&mut at);
        self.take_changes(&mut at);
        self.take_replies(&mut at);
        self.keep_copy(&at);
        self.keep_title(&at);
        self.let_sentence_fade(ctx);
    }

    /// What is going on, for the status line.
    pub fn note(&self) -> Option<String> {
        let said = || self.said.as_ref().map(|(said, _)| said.clone());
        self.jobs.status().or_else(said)
    }

    /// Why unsaved work isn't safe from a crash, for the status line.
    pub fn warning(&self) -> Option<String> {
        self.autosave.as_ref()?.trouble()
    }

    fn let_sentence_fade(&mut self, ctx: &Context) {
        let Some((_, since)) = &self.said else { return };
        let left = SAID_FOR.saturating_sub(since.elapsed());
        if left.is_zero() {
            self.said = None;
        } else {
            ctx.request_repaint_after(left);
        }
    }

    fn keep_copy(&mut self, at: &FrameContext<'_>) {
        let shows = |action: &Action| matches!(action, Action::Show { .. });
        if at.actions.iter().any(shows) {
            return; // the history still is that of the document before
        }
        if self.is_quitting_for_good(at) || at.is_saved() {
            self.drop_copies();
        } else if let Some(autosave) = &mut self.autosave {
            let document = || at.open.applied_to(at.history.document());
            autosave.note(at.ctx, at.state(), document, self.path.as_deref());
        }
    }

    fn keep_title(&mut self, at: &FrameContext<'_>) {
        let mark = if at.is_saved() { "" } else { "● " };
        let name = self.name(at.history.document());
        let title = format!("{mark}{name} — wiregrad");
        if title != self.title {
            self.title.clone_from(&title);
            at.ctx.send_viewport_cmd(ViewportCommand::Title(title));
        }
    }
}
