//! The commands of the menu "Learn".

use crate::gui::app::App;
use crate::gui::command::Command;
use crate::gui::learn::Learn;

impl App {
    /// Carries out a command of the menu "Learn"; false if it is about something else.
    pub(super) fn learn_command(&mut self, command: Command) -> bool {
        let is_read = |learn: &Learn| learn.player().is_some() || learn.quiz().is_some();
        let was_read = is_read(&self.learn);
        let is_done = self.learn.command(&self.editor, command);
        if !was_read && is_read(&self.learn) {
            self.canvas.make_readable(&self.editor);
        }
        is_done
    }
}
