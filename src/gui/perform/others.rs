//! What is carried out elsewhere: by files and by pictures.

use std::path::PathBuf;

use eframe::egui::Context;

use crate::gui::app::App;
use crate::gui::command::Command;
use crate::gui::files::Request;

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
    pub(super) fn picture_command(&mut self, _ctx: &Context, command: Command) -> bool {
        use Command as C;
        let whole = matches!(command, C::PictureOfAll | C::PictureAsSvg);
        whole || matches!(command, C::PictureOfView | C::PictureToClipboard)
    }

    /// Opens a file.
    pub(super) fn open_file(&mut self, path: PathBuf) {
        self.life.files.ask(Request::OpenFile(path));
    }
}
