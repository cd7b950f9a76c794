//! [`Canvas`]: what the canvas remembers from frame to frame.

use eframe::egui::{self, Id, Pos2, Rect};

use super::caches::Caches;
use super::drawing::DrawnFrame;
use super::frames;
use super::geometry::snapped;
use super::gestures::Gestures;
use super::motion::{Drift, Glide};
use super::scene::Scene;
use super::view::View;
use crate::document::{Document, Position};
use crate::gui::action::Editable;
use crate::gui::editor::Editor;

/// The canvas and what it remembers from frame to frame.
#[derive(Default)]
pub struct Canvas {
    /// What is seen.
    pub view: View,
    /// Where everything is.
    pub scene: Scene,
    /// What covers a part of the canvas, on the screen, as of the last frame.
    pub covered: Option<Rect>,
    /// Whether something floats above the canvas, so that it doesn't say how to start.
    pub is_under: bool,
    pub(super) gestures: Gestures,
    pub(super) caches: Caches,
    pub(super) rect: Option<Rect>,
    pub(super) id: Option<Id>,
    pub(super) snap: bool,
    pub(super) fit_next: bool,
    /// The canvas and the view when all of the graph was last fitted into it.
    pub(super) fitted: Option<(Rect, View)>,
    /// The window and the canvas in it, as of the last frame.
    pub(super) placed: Option<(Rect, Rect)>,
    /// The view before a graph made room for a card, and the one with the room.
    pub(super) aside: Option<(View, View)>,
    pub(super) glide: Option<Glide>,
    pub(super) drift: Drift,
    pub(super) drawn: DrawnFrame,
}

impl Canvas {
    /// Shows the whole graph in the next frame.
    pub fn fit(&mut self) {
        self.fit_next = true;
    }

    /// The canvas on the screen, as of the last frame.
    pub fn rect(&self) -> Option<Rect> {
        self.rect
    }

    /// What the last frame drew.
    pub fn drawn(&self) -> &DrawnFrame {
        &self.drawn
    }

    /// The point of the graph under a point of the screen.
    pub fn graph_point(&self, screen: Pos2) -> Option<Pos2> {
        let canvas = self.rect?;
        Some(self.view.screen_from_graph(canvas).inverse() * screen)
    }

    /// Where the corner of a node goes that is put at a point of the graph: on the grid, if
    /// nodes snap to it.
    pub fn place(&self, corner: Pos2) -> Position {
        snapped(corner, self.snap)
    }

    /// Where a point of the graph is on the screen.
    pub fn screen_point(&self, graph: Pos2) -> Option<Pos2> {
        Some(self.view.screen_from_graph(self.rect?) * graph)
    }

    /// Starts to edit something in place; with a text, that replaces its own.
    pub fn edit(&mut self, editor: &Editor, what: Editable, typed: Option<&str>) {
        self.scene.update(editor.document());
        self.gestures.edit(editor, what, typed);
    }

    /// The open field's text is in the document now; it stays open.
    pub(in crate::gui) fn field_is_finished(&mut self, editor: &Editor) {
        self.gestures.field_is_finished(editor);
    }

    /// Ends what is under way without an effect: another document is open.
    pub fn end_gestures(&mut self) {
        self.gestures = Gestures::default();
    }

    /// Starts a text note.
    pub fn new_note(&mut self, at: Position) {
        self.gestures.new_note(at);
    }

    /// Opens the context menu of what is selected, or of the canvas.
    pub fn open_menu(&mut self, editor: &Editor) {
        self.scene.update(editor.document());
        let middle = self.view.center;
        self.gestures.open_menu(editor, &self.scene, middle);
    }

    /// Whether a gesture or an edit in place is under way.
    pub fn is_busy(&self) -> bool {
        self.gestures.is_busy()
    }

    /// Whether the canvas gets the keys: nothing else has the focus.
    pub fn has_keys(&self, ctx: &egui::Context) -> bool {
        let focused = ctx.memory(egui::Memory::focused);
        focused.is_none() || focused == self.id
    }

    /// Gives the keys to the canvas.
    pub fn take_keys(&self, ctx: &egui::Context) {
        if let Some(id) = self.id {
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
    }

    /// Where the pointer is in the graph, if it is over the canvas, else the middle of
    /// what is seen.
    pub fn pointed_at(&self, ctx: &egui::Context) -> Pos2 {
        let pointer = ctx.input(|input| input.pointer.latest_pos());
        let here = pointer.filter(|at| self.rect.is_some_and(|rect| rect.contains(*at)));
        here.and_then(|at| self.graph_point(at))
            .unwrap_or(self.view.center)
    }

    /// The bounds of all that a document has on the canvas, in graph space; nothing if
    /// it is empty.
    pub fn bounds(&mut self, document: &Document) -> Option<Rect> {
        self.scene.update(document);
        frames::bounds(&self.scene, document)
    }
}
