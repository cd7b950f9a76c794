//! Pictures of the graph, to a file or to the clipboard. They are drawn on a thread, as
//! a large one takes its time.

use std::path::{Path, PathBuf};

use eframe::egui::ColorImage;

use super::dialogs::Choice;
use super::messages::Message;
use super::{At, Files, shown};
use crate::gui::picture::{Format, GraphPicture, PictureError, for_clipboard};

/// A picture that is to be saved.
#[derive(Clone, Debug)]
pub(super) struct PictureSave {
    pub(super) picture: Box<GraphPicture>,
    pub(super) path: PathBuf,
    pub(super) format: Format,
    /// Whether a file that is there may be replaced.
    pub(super) over: bool,
}

/// What became of a picture.
pub(super) enum Drawn {
    Saved(PathBuf),
    ForClipboard(ColorImage),
    /// A file is there that the person may not know of; it is as it was.
    InTheWay(Box<PictureSave>),
    Failed(PictureError),
}

impl PictureSave {
    /// Draws it and saves it.
    pub(super) fn carry_out(self) -> Drawn {
        if !self.over && self.path.exists() {
            return Drawn::InTheWay(Box::new(self));
        }
        match self.picture.save(&self.path, self.format) {
            Ok(()) => Drawn::Saved(self.path),
            Err(error) => Drawn::Failed(error),
        }
    }
}

/// Draws a picture for the clipboard.
pub(super) fn for_copy(picture: &GraphPicture) -> Drawn {
    match picture.image() {
        Ok(image) => Drawn::ForClipboard(for_clipboard(&image)),
        Err(error) => Drawn::Failed(error),
    }
}

impl Files {
    /// Asks for a name for a picture.
    pub(super) fn choose_for(
        &mut self,
        at: &mut At<'_>,
        picture: Box<GraphPicture>,
        format: Format,
    ) {
        self.picture = Some(picture);
        self.choose(at, Choice::Picture(format));
    }

    /// Draws the picture whose name was chosen.
    pub(super) fn save_picture(&mut self, at: &At<'_>, format: Format, path: PathBuf, asked: bool) {
        let Some(picture) = self.picture.take() else {
            return;
        };
        let (path, format, same) = match Format::of(&path) {
            Some(named) => (path, named, true),
            None => (with_ending(&path, format), format, false),
        };
        let over = asked && same; // nobody was asked about another name
        self.start_picture(
            at,
            PictureSave {
                picture,
                path,
                format,
                over,
            },
        );
    }

    pub(super) fn start_picture(&mut self, at: &At<'_>, save: PictureSave) {
        let what = shown(&save.path);
        let started = self.jobs.draw(at.ctx, what, move || save.carry_out());
        self.complain_unless_started(started);
    }

    pub(super) fn copy_picture(&mut self, at: &At<'_>, picture: Box<GraphPicture>) {
        let what = "a picture for the clipboard".to_owned();
        let started = self.jobs.draw(at.ctx, what, move || for_copy(&picture));
        self.complain_unless_started(started);
    }

    /// Takes up what was drawn.
    pub(super) fn drawn(&mut self, at: &At<'_>, drawn: Drawn) {
        match drawn {
            Drawn::Saved(path) => self.say(format!("Saved {}", path.display())),
            Drawn::ForClipboard(image) => {
                at.ctx.copy_image(image);
                self.say("The picture is on the clipboard".to_owned());
            }
            Drawn::InTheWay(save) => self.message = Some(Message::ReplacePicture(save)),
            Drawn::Failed(error) => self.message = Some(Message::NoPicture(error)),
        }
        at.ctx.request_repaint();
    }
}

/// The name with the ending of a format after all that it has: `net.ron` is a graph, and
/// `net.ron.png` a picture of it.
fn with_ending(path: &Path, format: Format) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(format.extension());
    PathBuf::from(name)
}
