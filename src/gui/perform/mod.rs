//! Carrying out actions: the one place where what was asked for happens.

mod arrange;
mod clipboard;
mod dispatch;
mod edit;
mod files;
mod formula;
mod go;
mod learn;
mod panels;
mod plot;
mod train;

use eframe::egui::{self, Pos2};

use super::action::{Action, Editable, PaletteRequest, Wiring};
use super::app::App;
use super::files::Request;
use super::platform::clipboard::copy_text;
use super::selection::Selection;
use super::settings::LessonScore;
use crate::core::graph::NodeId;
use crate::core::number::is_number_start;
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
            copy_text(ctx, text);
        }
    }

    fn act(&mut self, ctx: &egui::Context, action: Action) -> Result<(), String> {
        let say = |error: EditError| error.to_string();
        let editor = &mut self.editor;
        match action {
            Action::Command(command) => self.command(ctx, command)?,
            Action::Edit(edit) => editor.edit(edit).map_err(say)?,
            Action::EditIn(gesture, edit) => editor.edit_in(gesture, edit).map_err(say)?,
            // The frame has taken these out.
            Action::Open(_) => {}
            Action::EndGesture => editor.end_gesture(),
            Action::CancelGesture(gesture) => editor.cancel_gesture(gesture),
            Action::Select(selection) => {
                editor.select(selection);
                self.learn.select(&self.editor, &self.editor.selection);
            }
            Action::AddNode(new) => {
                let id = editor.add_node(&new).map_err(say)?;
                self.canvas.reveal(&self.editor, &[id]);
            }
            Action::Reveal(id) => {
                editor.select(Selection::node(id));
                self.canvas.reveal(&self.editor, &[id]);
            }
            Action::BringIntoView(ids) => self.canvas.reveal(&self.editor, &ids),
            Action::PasteText(text) => {
                let at = self.paste_place(ctx);
                self.paste(&text, at)?;
            }
            Action::AddData { name, text } => {
                let at = self.paste_place(ctx);
                self.add_data(&name, &text, at)?;
            }
            Action::PasteCopy(things, by) => self.paste_copy(&things, by)?,
            Action::NewNote(at) => self.canvas.new_note(at),
            Action::Typed(text) => self.typed(ctx, text),
            Action::Say(text) => self.said = text,
            Action::OpenPalette(request) => self.open_palette(ctx, request),
            Action::OpenFormulaBar(text) => self.panels.open_formula(text),
            Action::AddFormula(text) => self.add_formula(&text)?,
            Action::StartWithFormula => self.start_with_formula()?,
            Action::OpenOpChoice(nodes, at) => self.open_op_choice(ctx, nodes, at),
            Action::ChangeOp(nodes, op) => {
                let lost = editor.change_op(&nodes, op).map_err(say)?;
                if lost > 0 {
                    self.said = lost_text(lost, op);
                }
            }
            Action::OpenTable(id) => self.panels.open_table(ctx, id),
            Action::OpenFile(path) => self.ask(Request::OpenFile(path))?,
            Action::Recover(copy) => self.ask(Request::Recover(copy))?,
            Action::Discard(copy) => self.ask(Request::Discard(copy))?,
            Action::CopyTaken(copy) => self.shell.forget_copy(&copy),
            Action::Show {
                document,
                saved,
                paused,
            } => self.show(*document, saved, paused),
            Action::MarkSaved(state) => editor.mark_state_saved(state),
            Action::MarkUnsaved => editor.mark_unsaved(),
            Action::ForgetRecent(path) => self.shell.settings.forget(&path),
            Action::SetStartPanel(on) => self.shell.settings.start_panel = on,
            Action::FinishLesson { name, right, asked } => {
                let score = LessonScore { right, asked };
                self.shell.settings.finish(name, score);
            }
            Action::ShowLessons => self.shell.show_start(),
            Action::OpenLesson(index) => self.ask(Request::Lesson(index))?,
        }
        Ok(())
    }

    /// Opens the search palette.
    fn open_palette(&mut self, ctx: &egui::Context, request: PaletteRequest) {
        self.panels.open_palette(ctx, &self.canvas, request);
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
    pub(super) fn free_place(&self, from: Pos2) -> Position {
        let is_free = |at: &Pos2| {
            let room = egui::Rect::from_min_size(*at, node_size(2).into());
            self.canvas.scene.nodes_in(room.shrink(1.0)).is_empty()
        };
        let mut places = (0..20).map(|step| from + egui::vec2(0.0, step as f32 * 6.0 * GRID));
        self.on_grid(places.find(is_free).unwrap_or(from))
    }

    /// A point of the graph as a position, on the grid if nodes snap to it.
    fn on_grid(&self, at: Pos2) -> Position {
        super::canvas::geometry::snapped(at, self.options.snap)
    }

    /// Where what is on the clipboard goes.
    pub(super) fn paste_place(&self, ctx: &egui::Context) -> Position {
        self.on_grid(self.canvas.pointed_at(ctx))
    }

    /// Takes text that was typed on the canvas: it replaces the number of the selected
    /// source, begins a formula, or a search for an op.
    fn typed(&mut self, ctx: &egui::Context, text: String) {
        if let Some(formula) = text.strip_prefix('=') {
            return self.panels.open_formula(formula.to_owned());
        }
        let selected = self.editor.selection.only_node();
        if let Some(id) = selected
            && is_number_start(&text)
            && self.editor.source_number(id).is_some()
        {
            let what = Editable::Value(id);
            self.canvas.edit(&self.editor, what, Some(text.as_str()));
            return;
        }
        let PaletteRequest { at, wired, .. } = self.palette_request(ctx);
        let wired = match is_number_start(&text) {
            true => Wiring::None,
            false => wired,
        };
        self.open_palette(ctx, PaletteRequest { at, wired, text });
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
