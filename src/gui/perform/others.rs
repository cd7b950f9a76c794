//! What is carried out elsewhere: by files and by pictures.

use std::path::PathBuf;

use eframe::egui::Context;

use crate::gui::app::App;
use crate::gui::command::Command;

impl App {
    /// Carries out a command about files; false if it is about something else.
    pub(super) fn file_command(&mut self, _ctx: &Context, command: Command) -> bool {
        use Command as C;
        matches!(
            command,
            C::New | C::Open | C::Save | C::SaveAs | C::Start | C::Quit
        )
    }

    /// Carries out a command about pictures; false if it is about something else.
    pub(super) fn picture_command(&mut self, _ctx: &Context, command: Command) -> bool {
        use Command as C;
        let whole = matches!(command, C::PictureOfAll | C::PictureAsSvg);
        whole || matches!(command, C::PictureOfView | C::PictureToClipboard)
    }

    /// Opens a file.
    pub(super) fn open_file(&mut self, _path: PathBuf) {}
}
