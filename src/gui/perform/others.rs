//! What others carry out.

use std::path::PathBuf;

use eframe::egui::Context;

use crate::core::graph::NodeId;
use crate::gui::action::PaletteRequest;
use crate::gui::app::App;
use crate::gui::command::Command;
use crate::gui::files::Request;

impl App {
    pub(super) fn file_command(&mut self, command: Command) -> bool {
        let request = match command {
            Command::New => Request::New,
            Command::Open => Request::Open,
            Command::OpenPath => Request::TypePath,
            Command::Save => Request::Save,
            Command::SaveAs => Request::SaveAs,
            Command::Quit => Request::Quit,
            Command::Start => {
                self.life.toggle_start();
                return true;
            }
            _ => return false,
        };
        self.life.files.ask(request);
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

    pub(super) fn open_file(&mut self, path: PathBuf) {
        self.life.files.ask(Request::OpenFile(path));
    }
}
