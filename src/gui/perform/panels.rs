//! What the commands about panels do.

use crate::gui::app::App;

impl App {
    /// Shows the inspector or hides it; one that gave way comes back.
    pub(super) fn toggle_inspector(&mut self) {
        let shown = &mut self.panels.state.inspector.shown;
        if self.panels.inspector_gives_way {
            *shown = true;
            self.panels.inspector_wanted = true;
        } else {
            *shown = !*shown;
        }
    }
}
