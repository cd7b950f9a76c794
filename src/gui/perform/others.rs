//! What is carried out elsewhere: by files and by pictures.

use std::path::PathBuf;

use eframe::egui::Context;

use crate::gui::app::App;
use crate::gui::command::Command;
use crate::gui::files::Request;
use crate::gui::learn::frozen::Frozen;
use crate::gui::picture::{Format, GraphPicture, Part};

impl App {
    /// Carries out a command about files; false if it is about something else.
    pub(super) fn file_command(&mut self, command: Command) -> bool {
        let request = match command {
            Command::New => Request::New,
            Command::Open => Request::Open,
            Command::OpenPath => Request::TypePath,
            Command::Save => Request::Save,
            Command::SaveAs => Request::SaveAs,
            Command::Quit => Request::Quit,
            Command::ToggleSystemDialogs => {
                self.life.toggle_system_dialogs();
                return true;
            }
            Command::Start => {
                self.life.toggle_start();
                return true;
            }
            _ => return false,
        };
        self.life.files.ask(request);
        true
    }

    /// Carries out a command about pictures; false if it is about something else.
    pub(super) fn picture_command(&mut self, ctx: &Context, command: Command) -> bool {
        let request = match command {
            Command::PictureOfAll => Request::Picture(self.picture(ctx, true), Format::Png),
            Command::PictureAsSvg => Request::Picture(self.picture(ctx, true), Format::Svg),
            Command::PictureOfView => Request::Picture(self.picture(ctx, false), Format::Png),
            Command::PictureToClipboard => Request::CopyPicture(self.picture(ctx, false)),
            _ => return false,
        };
        self.life.files.ask(request);
        true
    }

    /// The graph as it is now: all of it, fit for a slide, or what is seen, as it is seen.
    fn picture(&self, ctx: &Context, all: bool) -> Box<GraphPicture> {
        let document = self.editor.document();
        let lens = Frozen::new(&self.learn.lens(), document.graph());
        let mut picture = GraphPicture::new(document.clone(), ctx.theme());
        picture.lens = lens;
        picture.scheme = self.scheme;
        picture.options.magnitude = self.options.magnitude;
        if let Some(canvas) = self.canvas.rect().filter(|_| !all) {
            picture.part = Part::View(self.canvas.view, canvas.size());
            picture.options.grid = self.options.grid;
            picture.selection = self.editor.selection.clone();
        }
        Box::new(picture)
    }

    /// Opens a file.
    pub(super) fn open_file(&mut self, path: PathBuf) {
        self.life.files.ask(Request::OpenFile(path));
    }
}
