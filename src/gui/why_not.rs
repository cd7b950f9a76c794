//! Which commands can't be carried out now, and why.

use super::app::App;
use super::command::Command;
use super::editor::Editor;

impl App {
    /// Why a command can't be carried out now; nothing if it can.
    pub fn why_not(&self, command: Command) -> Option<&'static str> {
        self.editor.why_not(command)
    }
}

impl Editor {
    /// Why a command can't be carried out now; nothing if it can.
    pub fn why_not(&self, command: Command) -> Option<&'static str> {
        let history = self.history();
        match command {
            Command::Undo if history.undo_label().is_none() => Some("there is nothing to undo"),
            Command::Redo if history.redo_label().is_none() => Some("there is nothing to redo"),
            _ => None,
        }
    }
}
