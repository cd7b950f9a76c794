//! Closing the editor: not with unsaved work, unless the user agrees to lose it.

use eframe::egui::{Context, ViewportCommand};

use super::request::Request;
use super::state::{Files, FrameContext};
use crate::document::history::History;
use crate::gui::open_edits::OpenEdits;

impl Files {
    /// Handles the close button of the window like any other way to quit. To be called
    /// every frame, also while the window is hidden: then it is shown first, for the
    /// question can't be seen in a hidden window.
    pub fn close(&mut self, ctx: &Context, history: &History, open: &OpenEdits) {
        let closing = ctx.input(|input| input.viewport().close_requested());
        if !closing || self.quitting {
            return;
        }
        if !self.is_at_risk(history, open) {
            self.quitting = true;
            return;
        }
        ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        if ctx.input(|input| input.viewport().visible() == Some(false)) {
            ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
            ctx.send_viewport_cmd(ViewportCommand::Focus);
        }
        self.ask(Request::Quit);
        ctx.request_repaint();
    }

    /// Whether closing would lose work that the user didn't agree to lose.
    pub(super) fn is_at_risk(&self, history: &History, open: &OpenEdits) -> bool {
        let is_saved = history.is_saved() && open.is_empty();
        !is_saved && self.agreed_to_lose != Some((history.state(), open.version()))
    }

    /// Whether the editor closes and no work is at risk.
    pub(super) fn is_quitting_for_good(&self, at: &FrameContext<'_>) -> bool {
        self.quitting && !self.is_at_risk(at.history, at.open)
    }

    pub(super) fn quit(&mut self, at: &FrameContext<'_>) {
        self.quitting = true;
        at.ctx.send_viewport_cmd(ViewportCommand::Close);
    }
}
