//! Pictures of the graph, to a file or to the clipboard. They are drawn on a thread, for
//! a large one takes long.

use std::path::PathBuf;

use super::choice::Choice;
use super::message::Message;
use super::names::{file_name, with_added_extension};
use super::state::{Files, FrameContext};
use super::transfer::{PictureResult, PictureSave, draw_for_clipboard};
use crate::gui::picture::{GraphPicture, PictureFormat};
use crate::gui::platform::clipboard;

impl Files {
    /// Asks for a name for a picture.
    pub(super) fn choose_for(
        &mut self,
        at: &mut FrameContext<'_>,
        picture: Box<GraphPicture>,
        format: PictureFormat,
    ) {
        self.picture = Some(picture);
        self.choose(at, Choice::Picture(format));
    }

    /// Draws the picture whose name was chosen.
    pub(super) fn save_picture(
        &mut self,
        at: &FrameContext<'_>,
        format: PictureFormat,
        path: PathBuf,
        asked: bool,
    ) {
        let Some(picture) = self.picture.take() else {
            return;
        };
        let (path, format, same) = match PictureFormat::of(&path) {
            Some(named) => (path, named, true),
            None => (
                with_added_extension(&path, format.extension()),
                format,
                false,
            ),
        };
        // The user was asked about that name only.
        let may_replace = asked && same;
        self.start_picture(
            at,
            PictureSave {
                picture,
                path,
                format,
                may_replace,
            },
        );
    }

    pub(super) fn start_picture(&mut self, at: &FrameContext<'_>, save: PictureSave) {
        let name = file_name(&save.path);
        let started = self.jobs.draw(at.ctx, name, move || save.carry_out());
        self.complain_unless_started(started);
    }

    pub(super) fn copy_picture(&mut self, at: &FrameContext<'_>, picture: Box<GraphPicture>) {
        let name = "a picture for the clipboard".to_owned();
        let started = self
            .jobs
            .draw(at.ctx, name, move || draw_for_clipboard(&picture));
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
            PictureResult::Failed(error) => self.message = Some(Message::NoPicture(error)),
        }
        at.ctx.request_repaint();
    }
}
