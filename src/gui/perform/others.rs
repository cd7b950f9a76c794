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

    pub(super) fn open_palette(&mut self, ctx: &Context, request: PaletteRequest) {
        self.panels.open_palette(ctx, &self.canvas, request);
    }

    pub(super) fn open_table(&mut self, ctx: &Context, node: NodeId) {
        self.panels.open_table(ctx, node);
    }

    pub(super) fn open_file(&mut self, _path: PathBuf) {}
}
