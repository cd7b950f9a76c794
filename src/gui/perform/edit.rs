//! What the commands of the Edit menu do.

use eframe::egui::{Context, Rect, Vec2, vec2};

use crate::core::graph::{NodeId, Wire};
use crate::document::layout::GRID;
use crate::document::{Edit, Frame, Position};
use crate::gui::action::Editable;
use crate::gui::app::App;
use crate::gui::canvas::geometry::{HEADER, frame_rect, text_rect};
use crate::gui::selection::Selection;

impl App {
    /// Copies what is selected, and deletes it.
    pub(super) fn cut(&mut self) -> Result<(), String> {
        self.copy();
        self.delete("cut")
    }

    /// Adds what is selected once more, a little further down.
    pub(super) fn duplicate(&mut self) -> Result<(), String> {
        let things = self.editor.selection.clone();
        self.paste_copy(&things, Vec2::splat(2.0 * GRID))
    }

    /// Deletes the selected nodes, and wires what they used to what used them.
    pub(super) fn delete_through(&mut self) -> Result<(), String> {
        let nodes = self.editor.selection.node_list();
        self.apply(self.editor.document().delete_through(&nodes))
    }

    /// Selects nothing, and clears the status line.
    pub(super) fn deselect(&mut self) {
        self.editor.select(Selection::default());
        self.said.clear();
    }

    /// Differentiates the selected node.
    pub(super) fn choose_target(&mut self) -> Result<(), String> {
        self.apply(Edit::SetTarget(self.editor.selection.only_node()))
    }

    /// Edits what is selected: a tensor in a table, all else where it stands.
    pub(super) fn edit_selected(&mut self, ctx: &Context) {
        match self.selected_tensor() {
            Some(id) => self.panels.open_table(ctx, id),
            None => self.edit_in_place(false),
        }
    }

    pub(super) fn apply(&mut self, edit: Edit) -> Result<(), String> {
        self.editor.edit(edit).map_err(|error| error.to_string())
    }

    pub(super) fn edit_in_place(&mut self, name: bool) {
        if let Some(what) = self.editable(name) {
            self.canvas.edit(&self.editor, what, None);
        }
    }

    /// The selected node, if it is a source with more than one number.
    fn selected_tensor(&self) -> Option<NodeId> {
        let id = self.editor.selection.only_node()?;
        let value = self.editor.node(id)?.value()?;
        value.as_scalar().is_none().then_some(id)
    }

    /// What is selected as something to be edited in place.
    fn editable(&self, name: bool) -> Option<Editable> {
        let selection = &self.editor.selection;
        if let Some(id) = selection.only_node() {
            let is_number = self.editor.source_number(id).is_some();
            return Some(match is_number && !name {
                true => Editable::Value(id),
                false => Editable::Name(id),
            });
        }
        let frame = selection
            .frames
            .first()
            .map(|id| Editable::Title(*id, None));
        frame.or_else(|| selection.texts.first().map(|id| Editable::Note(*id)))
    }

    /// Deletes all that is selected.
    pub(super) fn delete(&mut self, label: &'static str) -> Result<(), String> {
        let selection = &self.editor.selection;
        let mut edits = Vec::new();
        edits.extend(
            selection
                .wire
                .map(|wire| Edit::Connect { from: None, wire }),
        );
        if !selection.nodes.is_empty() {
            edits.push(Edit::Remove(selection.node_list()));
        }
        let frames = selection.frames.iter();
        edits.extend(frames.map(|&frame| Edit::SetFrame { frame, to: None }));
        let texts = selection.texts.iter();
        edits.extend(texts.map(|&text| Edit::SetText { text, to: None }));
        self.apply(Edit::All { label, edits })
    }

    /// Wires the first of two selected nodes to the other, or asks where the wire of a
    /// single one is to go.
    pub(super) fn connect_selected(&mut self) -> Result<(), String> {
        let selection = &self.editor.selection;
        let Some(from) = selection.first_node() else {
            return Ok(());
        };
        match selection.nodes.iter().find(|id| **id != from) {
            Some(to) => self.connect_to_free(from, *to),
            None => {
                self.panels
                    .ask_where_to(&self.editor, &self.canvas.scene, from);
                Ok(())
            }
        }
    }

    fn connect_to_free(&mut self, from: NodeId, to: NodeId) -> Result<(), String> {
        let node = self.editor.node(to).ok_or("the node was deleted")?;
        let free = node.inputs().iter().position(Option::is_none);
        let input = match free {
            Some(input) => input,
            None if self.editor.can_add_input(to) => node.inputs().len(),
            None => {
                let name = node.name();
                return Err(format!(
                    "{name} has no free input: take a wire off one first"
                ));
            }
        };
        let edits = self.editor.connecting(from, Wire { to, input });
        let label = "connect";
        self.apply(Edit::All { label, edits })
    }

    /// Draws a frame around what is selected, and asks for its title.
    pub(super) fn add_frame(&mut self, ctx: &Context) -> Result<(), String> {
        let around = match self.selected_bounds() {
            Some(bounds) => {
                let top = vec2(GRID, GRID + HEADER);
                Rect::from_min_max(bounds.min - top, bounds.max + Vec2::splat(GRID))
            }
            None => {
                let middle = self.canvas.pointed_at(ctx);
                Rect::from_center_size(middle, vec2(320.0, 240.0))
            }
        };
        let corner = (around.min.to_vec2() / GRID).floor() * GRID;
        let size = ((around.max.to_vec2() - corner) / GRID).ceil() * GRID;
        let at = Position::nearest(corner.x, corner.y);
        let frame = Frame::new("Frame", at, size.x, size.y);
        let frame = frame.ok_or("there is no room for a frame here: move the nodes inward")?;
        let id = self.editor.document().next_frame_id();
        let id = id.ok_or("there can be no more frames in this document")?;
        let gesture = self.editor.new_gesture();
        let done = self.editor.edit_in(gesture, Edit::AddFrame(frame));
        done.map_err(|error| error.to_string())?;
        self.editor.selection = Selection::frame(id);
        let what = Editable::Title(id, Some(gesture));
        self.canvas.edit(&self.editor, what, None);
        Ok(())
    }

    /// The bounds of all that is selected.
    pub(super) fn selected_bounds(&self) -> Option<Rect> {
        let (document, selection) = (self.editor.document(), &self.editor.selection);
        let scene = &self.canvas.scene;
        let wire = selection.wire.into_iter();
        let ends = wire.flat_map(|wire| [Some(wire.to), scene.start(wire)]);
        let nodes = selection.nodes.iter().copied().chain(ends.flatten());
        let frames = selection.frames.iter().filter_map(|id| document.frame(*id));
        let texts = selection.texts.iter().filter_map(|id| document.text(*id));
        let rects = nodes.filter_map(|id| scene.node(id));
        let all = rects
            .chain(frames.map(frame_rect))
            .chain(texts.map(text_rect));
        all.reduce(Rect::union)
    }
}
