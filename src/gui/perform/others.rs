//! What others carry out.

use std::path::PathBuf;

use eframe::egui::Context;

use crate::core::graph::NodeId;
use crate::gui::action::PaletteRequest;
use crate::gui::app::App;
use crate::gui::command::Command;

impl App {
    pub(super) fn file_command(&mut self, _ctx: &Context, _command: Command) -> bool {
        true
    }

    pub(super) fn picture_command(&mut self, _ctx: &Context, _command: Command) -> bool {
        true
    }

    pub(super) fn panel_command(&mut self, _command: Command) -> bool {
        false
    }

    pub(super) fn open_palette(&mut self, _ctx: &Context, request: PaletteRequest) {
        self.palette = Some(request);
    }

    pub(super) fn open_table(&mut self, _ctx: &Context, _node: NodeId) {}

    pub(super) fn open_file(&mut self, _path: PathBuf) {}
}
