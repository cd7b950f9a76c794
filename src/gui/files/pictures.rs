//! What is saved besides the graph: pictures, to a file or to the clipboard, and the results
//! of quizzes and lessons. It happens on a thread, for a large picture takes long.

use std::path::PathBuf;

use image::RgbaImage;

use super::choice::Choice;
use super::message::Message;
use super::names::{file_name, with_added_extension};
use super::state::{Files, FrameContext};
use super::transfer::{Export, ExportSave, PictureResult};
use crate::gui::picture::{PictureError, for_clipboard};
use crate::gui::platform::clipboard;

impl Files {
    /// Asks for a name for a picture or for results.
    pub(super) fn choose_for(&mut self, at: &mut FrameContext<'_>, export: Export) {
        let choice = match &export {
            Export::Picture(_, format) => Choice::Picture(*format),
            Export::Results(_) => Choice::Results,
            Export::Plot(_) => Choice::Plot,
            Export::Parameters(_) => Choice::Parameters,
            Export::Curves(_) => Choice::Curves,
        };
        self.export = Some(export);
        self.choose(at, choice);
    }

    /// Saves what a name was chosen for, in the format that its extension asks for.
    pub(super) fn save_export(&mut self, at: &FrameContext<'_>, path: PathBuf, asked: bool) {
        let Some(export) = self.export.take() else {
            return;
        };
        let (export, missing) = export.named(&path);
        // The user was asked about that name only.
        let may_replace = asked && missing.is_none();
        let path = match missing {
            Some(extension) => with_added_extension(&path, extension),
            None => path,
        };
        let save = ExportSave {
            export,
            path,
            may_replace,
        };
        self.start_export(at, save);
    }

    pub(super) fn start_export(&mut self, at: &FrameContext<'_>, save: ExportSave) {
        let name = file_name(&save.path);
        let started = self.jobs.draw(at.ctx, name, move || save.carry_out());
        self.complain_unless_started(started);
    }

    /// Draws a picture for the clipboard.
    pub(super) fn copy_image(
        &mut self,
        at: &FrameContext<'_>,
        image: impl FnOnce() -> Result<RgbaImage, PictureError> + Send + 'static,
    ) {
        let name = "a picture for the clipboard".to_owned();
        let draw = move || match image() {
            Ok(image) => PictureResult::ForClipboard(for_clipboard(&image)),
            Err(error) => PictureResult::Failed(error),
        };
        let started = self.jobs.draw(at.ctx, name, draw);
        self.complain_unless_started(started);
    }

    /// Takes up what was drawn.
    pub(super) fn drawn(&mut self, at: &FrameContext<'_>, drawn: PictureResult) {
        match drawn {
            PictureResult::Saved(path) => self.say(format!("Saved {}", path.display())),
            PictureResult::ForClipboard(image) => {
                clipboard::copy_image(at.ctx, image);
                self.say("The picture is on the clipboard".to_owned());
            }
            PictureResult::InTheWay(save) => self.message = Some(Message::ReplacePicture(save)),
            PictureResult::NotSaved(what, error) => {
                let text = format!("The {what} aren't saved: {error}");
                self.message = Some(Message::Trouble(text));
            }
            PictureResult::Failed(error) => self.message = Some(Message::NoPicture(error)),
        }
        at.ctx.request_repaint();
    }
}
