//! Files that are dragged onto the window.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use eframe::egui::{Align2, Color32, Context, Id, LayerId, Order, TextStyle};

use super::message::Message;
use super::names::file_name;
use super::request::Request;
use super::state::{Files, FrameContext};
use crate::file;
use crate::gui::action::Action;
use crate::gui::background::{Task, take_result};
use crate::gui::platform::files::read_text;

impl Files {
    /// Files that are dragged over the window, and dropped on it.
    pub(super) fn take_drops(&mut self, ctx: &Context) {
        let (hovering, dropped) = ctx.input(|input| {
            let hovering = input
                .raw
                .hovered_files
                .first()
                .map(|file| file.path.clone());
            let dropped = input.raw.dropped_files.first();
            (hovering, dropped.map(|file| file.path().to_owned()))
        });
        if let Some(path) = dropped {
            match is_table(&path) {
                true => self.read_data(ctx, path),
                false => self.ask(Request::OpenFile(path)),
            }
        } else if let Some(path) = hovering {
            drop_hint(ctx, path.as_deref());
        }
    }
}

/// The largest file of numbers that is read, in bytes.
const MOST_DATA: u64 = 64 << 20;

/// Whether a file holds rows of numbers, by its ending.
fn is_table(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str);
    let endings = ["csv", "tsv", "txt"];
    ending.is_some_and(|ending| {
        endings
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

impl Files {
    /// Reads a file of numbers on a thread.
    fn read_data(&mut self, ctx: &Context, path: PathBuf) {
        if self.isolated {
            return self.say("This window works without files".to_owned());
        }
        let name = path.file_stem().map(|name| name.to_string_lossy());
        let name = name.map_or_else(|| "x".to_owned(), Cow::into_owned);
        let read = move || match read_text(&path, MOST_DATA) {
            Ok(text) => Ok(Action::AddData { name, text }),
            Err(error) => {
                let path = path.display();
                let text = format!("{path} can't be read as numbers: {error}");
                Ok(Action::Say(text))
            }
        };
        self.data = Task::start(ctx, "data", read).ok();
    }

    /// Reads the parameters of the open graph on a thread.
    pub(super) fn load_parameters(&mut self, at: &FrameContext<'_>, path: PathBuf) {
        let document = at.history.document().clone();
        let read = move || file::load_parameters(&path, &document).map(Action::Edit);
        self.data = Task::start(at.ctx, "parameters", read).ok();
    }

    /// Hands on the numbers that were read.
    pub(super) fn take_data(&mut self, actions: &mut Vec<Action>) {
        match take_result(&mut self.data) {
            Some(Ok(action)) => actions.push(action),
            Some(Err(error)) => self.message = Some(Message::CantLoad(error)),
            None => {}
        }
    }
}

fn drop_hint(ctx: &Context, path: Option<&Path>) {
    let layer = LayerId::new(Order::Foreground, Id::unique("drop a file"));
    let painter = ctx.layer_painter(layer);
    let (rect, style) = (ctx.content_rect(), ctx.global_style());
    painter.rect_filled(rect, 0.0, Color32::from_black_alpha(140));
    let name = path.map_or_else(|| "the file".to_owned(), file_name);
    let font = TextStyle::Heading.resolve(&style);
    let text = match path.is_some_and(is_table) {
        true => format!("Drop {name} to add its numbers as an input"),
        false => format!("Drop {name} to open it"),
    };
    let galley = painter.layout(text, font, Color32::WHITE, rect.width() - 48.0);
    let place = Align2::CENTER_CENTER.anchor_size(rect.center(), galley.size());
    // Numbers behind the words would be read with them.
    painter.rect_filled(place.expand(12.0), 6.0, Color32::from_black_alpha(230));
    painter.galley(place.min, galley, Color32::WHITE);
}
