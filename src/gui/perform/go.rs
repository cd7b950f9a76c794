//! The commands that change what is seen, and what is selected on the way.

use crate::core::graph::NodeId;
use crate::gui::app::App;
use crate::gui::canvas::walk::{above, nearest_to};
use crate::gui::selection::Selection;

/// Which way the selection goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// To an input.
    Left,
    /// To a node that uses this one.
    Right,
    Up,
    Down,
}

impl App {
    /// Shows what is selected.
    pub(super) fn zoom_to_selection(&mut self) {
        if let Some(bounds) = self.selected_bounds() {
            self.canvas.show_part(bounds);
        }
    }

    /// Selects a neighbour of the selected node; with none selected, the node in the
    /// middle of what is seen.
    pub(super) fn go(&mut self, way: Direction) {
        self.canvas.scene.update(self.editor.document());
        let (scene, editor) = (&self.canvas.scene, &self.editor);
        let to = match self.editor.selection.first_node() {
            None => nearest_to(scene, self.canvas.view.center),
            Some(at) => match way {
                Direction::Left => self.walk.input_of(editor, at),
                Direction::Right => self.walk.user_of(scene, at),
                Direction::Up => above(scene, at, false),
                Direction::Down => above(scene, at, true),
            },
        };
        if let Some(to) = to {
            self.select_and_reveal(to);
        }
    }

    /// Selects a node and brings it into view.
    pub(super) fn select_and_reveal(&mut self, id: NodeId) {
        self.editor.select(Selection::node(id));
        self.canvas.reveal(&self.editor, &[id]);
    }
}
