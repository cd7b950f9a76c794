//! Carrying out actions: the one place where what was asked for happens.

mod applicable;
mod arrange;
mod clipboard;
mod edit;
mod go;
mod others;

use eframe::egui::{self, Pos2};

use super::action::{Action, PaletteRequest, Wiring};
use super::app::App;
use super::command::Command;
use super::files::Request;
use super::selection::Selection;
use crate::core::graph::NodeId;
use crate::core::ops::OpId;
use crate::document::layout::{GRID, NODE_WIDTH, node_size};
use crate::document::{EditError, Position};

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
        let say = |error: EditError| error.to_string();
        let editor = &mut self.editor;
        match action {
            Action::Command(command) => self.command(ctx, command)?,
            Action::Edit(edit) => editor.edit(edit).map_err(say)?,
            Action::EditIn(gesture, edit) => editor.edit_in(gesture, edit).map_err(say)?,
            Action::EndGesture => editor.end_gesture(),
            Action::CancelGesture(gesture) => editor.cancel_gesture(gesture),
            Action::Select(selection) => {
                editor.select(selection);
                self.learn.selected(&self.editor, &self.editor.selection);
            }
            Action::AddNode(new) => drop(editor.add_node(&new).map_err(say)?),
            Action::Reveal(id) => {
                editor.select(Selection::node(id));
                self.canvas.reveal(&self.editor, &[id]);
            }
            Action::BringIntoView(ids) => self.canvas.reveal(&self.editor, &ids),
            Action::PasteText(text, at) => self.paste(&text, at)?,
            Action::PasteCopy(things, by) => self.paste_copy(&things, by)?,
            Action::NewNote(at) => self.canvas.new_note(at),
            Action::TypeOver(what, text) => {
                self.canvas.edit(&self.editor, what, Some(text.as_str()));
            }
            Action::Say(text) => self.said = text,
            Action::OpenPalette(request) => self.panels.open_palette(ctx, &self.canvas, request),
            Action::OpenOpChoice(nodes, at) => self.open_op_choice(ctx, nodes, at),
            Action::ChangeOp(nodes, op) => {
                let lost = editor.change_op(&nodes, op).map_err(say)?;
                if lost > 0 {
                    self.said = lost_text(lost, op);
                }
            }
            Action::OpenTable(id) => self.panels.open_table(ctx, id),
            Action::OpenFile(path) => self.open_file(path),
            Action::ShowLessons => self.life.show_start(),
            Action::OpenLesson(index) => self.life.files.ask(Request::Lesson(index)),
        }
        Ok(())
    }

    /// Carries out a command of the table.
    fn command(&mut self, ctx: &egui::Context, command: Command) -> Result<(), String> {
        if let Some(why) = self.why_not(command) {
            return Err(why.to_owned());
        }
        let is_done = self.edit_command(ctx, command)?
            || self.arrange_command(command)?
            || self.view_command(command)
            || self.panel_command(command)
            || self.file_command(command)
            || self.learn_command(command)
            || self.picture_command(ctx, command);
        debug_assert!(is_done, "{command:?} does nothing");
        Ok(())
    }

    /// Where a node goes that is asked for without a place: beside the selected one, and
    /// wired to it, or else at the pointer.
    pub(super) fn palette_request(&self, ctx: &egui::Context) -> PaletteRequest {
        let beside = self.editor.selection.only_node().and_then(|id| {
            let rect = self.canvas.scene.node(id)?;
            let gap = 4.0 * GRID;
            let place = rect.min + egui::vec2(NODE_WIDTH + gap, 0.0);
            Some((self.free_place(place), Wiring::From(id)))
        });
        let (at, wired) = beside.unwrap_or_else(|| {
            let at = self.on_grid(self.canvas.pointed_at(ctx));
            (at, Wiring::None)
        });
        PaletteRequest {
            at,
            wired,
            text: String::new(),
        }
    }

    /// The first place from here downward where no node stands.
    fn free_place(&self, from: Pos2) -> Position {
        let is_free = |at: &Pos2| {
            let room = egui::Rect::from_min_size(*at, node_size(2).into());
            self.canvas.scene.nodes_in(room.shrink(1.0)).is_empty()
        };
        let mut places = (0..20).map(|step| from + egui::vec2(0.0, step as f32 * 6.0 * GRID));
        self.on_grid(places.find(is_free).unwrap_or(from))
    }

    /// A point of the graph as a position, on the grid if nodes snap to it.
    fn on_grid(&self, at: Pos2) -> Position {
        super::canvas::gestures::snapped(at, self.options.snap)
    }

    /// Where what is on the clipboard goes.
    pub(super) fn paste_place(&self, ctx: &egui::Context) -> Position {
        self.on_grid(self.canvas.pointed_at(ctx))
    }

    /// Opens the search palette for another op for these nodes.
    pub(super) fn open_op_choice(
        &mut self,
        ctx: &egui::Context,
        nodes: Vec<NodeId>,
        at: Option<Pos2>,
    ) {
        let first = nodes.first().and_then(|id| self.canvas.scene.node(*id));
        let beside = |rect: egui::Rect| {
            let corner = self.canvas.screen_point(rect.right_top())?;
            Some(corner + egui::vec2(12.0, 0.0))
        };
        let at = at.or_else(|| first.and_then(beside)).unwrap_or_default();
        let editor = &self.editor;
        self.panels.open_op_choice(ctx, editor, nodes, at);
    }
}

/// What is said of wires for which a new op has no input.
fn lost_text(lost: usize, op: OpId) -> String {
    let wires = match lost {
        1 => "One wire was".to_owned(),
        lost => format!("{lost} wires were"),
    };
    let name = op.op().name;
    format!("{wires} taken off: {name} has no input for more. Undo brings all back.")
}
