//! What the commands about panels do.

use eframe::egui::{Context, ViewportCommand};

use crate::gui::app::App;

impl App {
    /// Shows the inspector or hides it; one that gave way comes back.
    pub(super) fn toggle_inspector(&mut self) {
        let panels = &mut self.panels;
        panels
            .inspector_fold
            .toggle(&mut panels.state.inspector.shown);
    }

    /// Shows the list of ops or hides it; one that gave way comes back.
    pub(super) fn toggle_ops(&mut self) {
        let panels = &mut self.panels;
        panels.ops_fold.toggle(&mut panels.state.ops.shown);
    }

    /// Begins a presentation, or ends it: then all is as it was before.
    pub(super) fn toggle_presentation(&mut self, ctx: &Context) {
        let begins = match self.before_presentation.take() {
            Some(view) => {
                self.canvas.set_view(view);
                false
            }
            None => {
                self.before_presentation = Some(self.canvas.view);
                self.canvas.fit();
                true
            }
        };
        ctx.send_viewport_cmd(ViewportCommand::Fullscreen(begins));
    }
}
