//! Carrying out actions: the one place where what was asked for happens.

use eframe::egui;

use crate::document::Position;

use super::action::Action;
use super::app::App;
use super::command::Command;
use super::selection::Selection;

impl App {
    /// Carries out what a frame asked for, in order.
    pub fn perform(&mut self, ctx: &egui::Context, actions: Vec<Action>) {
        for action in actions {
            if let Err(message) = self.act(ctx, action) {
                self.said = message;
            }
        }
        if let Some(text) = self.copy_next.take() {
            ctx.copy_text(text);
        }
    }

    fn act(&mut self, ctx: &egui::Context, action: Action) -> Result<(), String> {
        let editor = &mut self.editor;
        match action {
            Action::Command(command) => self.command(ctx, command)?,
            Action::Edit(edit) => editor.edit(edit).map_err(|e| e.to_string())?,
            Action::EditIn(gesture, edit) => {
                editor.edit_in(gesture, edit).map_err(|e| e.to_string())?;
            }
            Action::EndGesture => editor.end_gesture(),
            Action::Select(selection) => editor.selection = selection,
            Action::AddNode(new) => drop(editor.add_node(&new).map_err(|e| e.to_string())?),
            Action::Reveal(id) => {
                editor.selection = Selection::node(id);
                self.canvas.reveal(&self.editor, &[id]);
            }
            Action::PasteText(text, at) => self.paste(&text, at)?,
            Action::Say(text) => self.said = text,
            Action::OpenPalette(_) | Action::OpenFile(_) => {}
        }
        Ok(())
    }

    fn paste(&mut self, _text: &str, _at: Option<Position>) -> Result<(), String> {
        Ok(())
    }

    fn command(&mut self, _ctx: &egui::Context, command: Command) -> Result<(), String> {
        match command {
            Command::Undo => drop(self.editor.undo()),
            Command::Redo => drop(self.editor.redo()),
            Command::SelectAll => {
                let graph = self.editor.document().graph();
                self.editor.selection = Selection::nodes(graph.iter().map(|(id, _)| id));
            }
            Command::SelectNone => self.editor.selection = Selection::default(),
            Command::ZoomToFit => self.canvas.fit(),
            _ => {}
        }
        Ok(())
    }
}
