//! The commands that change what is seen, and what is selected on the way.

use crate::core::graph::NodeId;
use crate::gui::app::App;
use crate::gui::command::Command;
use crate::gui::selection::Selection;
use crate::gui::walk::{above, nearest_to};

/// What one step of zooming does.
const ZOOM_STEP: f32 = 1.25;

impl App {
    /// Carries out a command that changes the view; false if it is another one.
    pub(super) fn view_command(&mut self, command: Command) -> bool {
        match command {
            Command::ZoomIn => self.canvas.zoom_by(ZOOM_STEP),
            Command::ZoomOut => self.canvas.zoom_by(1.0 / ZOOM_STEP),
            Command::ZoomToFit => self.canvas.show_all(),
            Command::ZoomToSelection => {
                if let Some(bounds) = self.selected_bounds() {
                    self.canvas.show_part(bounds);
                }
            }
            Command::ZoomToActualSize => self.canvas.zoom_to_actual_size(),
            Command::GoLeft | Command::GoRight | Command::GoUp | Command::GoDown => {
                self.go(command);
            }
            _ => return false,
        }
        true
    }

    /// Selects a neighbour of the selected node; with none selected, the node in the
    /// middle of what is seen.
    fn go(&mut self, command: Command) {
        let (scene, graph) = (&self.canvas.scene, self.editor.document().graph());
        let to = match self.editor.selection.first_node() {
            None => nearest_to(scene, graph, self.canvas.view.center),
            Some(at) => match command {
                Command::GoLeft => self.walk.input_of(graph, at),
                Command::GoRight => self.walk.user_of(graph, at),
                _ => above(scene, graph, at, command == Command::GoDown),
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
