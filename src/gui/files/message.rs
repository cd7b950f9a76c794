//! [`Message`]: a question or an error, in words. `message_ui` shows it.

use eframe::egui::{Key, RichText, Ui};

use super::names::file_name;
use super::opening::Pending;
use super::transfer::{ExportSave, MayReplace, Save};
use crate::file::{FileError, RecoveryCopy};
use crate::gui::picture::PictureError;

/// What a modal dialog is about.
#[derive(Debug)]
pub(super) enum Message {
    /// What is pending would lose unsaved work.
    Unsaved(Pending),
    /// A file that the user may not know of is at the path.
    Replace(Box<Save>),
    CantOpen(FileError),
    CantSave(FileError),
    /// Parameters can't be loaded.
    CantLoad(FileError),
    /// A file is where a picture is to go.
    ReplacePicture(Box<ExportSave>),
    NoPicture(PictureError),
    Trouble(String),
    /// A discarded copy can't be restored.
    Discard(Box<RecoveryCopy>),
}

/// What a button of a message does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    Save,
    SaveAs,
    DontSave,
    Replace,
    Discard,
    Cancel,
}

/// A button: its text, what it does, and the key that presses it.
pub(super) type ReplyButton = (&'static str, Reply, Option<Key>);

const CANCEL: ReplyButton = ("Cancel", Reply::Cancel, None);
const CLOSE: ReplyButton = ("Close", Reply::Cancel, None);
const REPLACE: ReplyButton = ("Replace", Reply::Replace, Some(Key::R));
const SAVE_AS: ReplyButton = ("Save as…", Reply::SaveAs, Some(Key::S));

impl Message {
    /// The heading; `name` is that of the open document.
    pub(super) fn title(&self, name: &str) -> String {
        let exists = |path| format!("{} already exists", file_name(path));
        match self {
            Message::Unsaved(_) => format!("Save the changes to {name}?"),
            Message::Replace(save) => match save.may_replace {
                MayReplace::Nothing => exists(&save.path),
                _ => format!("{} was changed by another program", file_name(&save.path)),
            },
            Message::CantOpen(_) => "This file can't be opened".to_owned(),
            Message::CantSave(_) => "The graph isn't saved".to_owned(),
            Message::CantLoad(_) => "The parameters aren't loaded".to_owned(),
            Message::ReplacePicture(save) => exists(&save.path),
            Message::NoPicture(_) => "The picture isn't saved".to_owned(),
            Message::Trouble(_) => "Something went wrong".to_owned(),
            Message::Discard(copy) => format!("Discard the copy of {}?", copy.name()),
        }
    }

    /// The buttons. Enter presses the first one, which never loses what another program
    /// wrote.
    pub(super) fn buttons(&self) -> &'static [ReplyButton] {
        match self {
            Message::Unsaved(_) => &[
                ("Save", Reply::Save, Some(Key::S)),
                ("Don't save", Reply::DontSave, Some(Key::D)),
                CANCEL,
            ],
            Message::Replace(save) if save.may_replace != MayReplace::Nothing => {
                &[SAVE_AS, REPLACE, CANCEL]
            }
            Message::Replace(_) | Message::ReplacePicture(_) => &[REPLACE, SAVE_AS, CANCEL],
            Message::Discard(_) => &[
                ("Keep it", Reply::Cancel, Some(Key::K)),
                ("Discard", Reply::Discard, Some(Key::D)),
            ],
            Message::CantSave(_) => &[SAVE_AS, CLOSE],
            Message::CantOpen(_)
            | Message::CantLoad(_)
            | Message::NoPicture(_)
            | Message::Trouble(_) => &[CLOSE],
        }
    }

    /// Draws what is below the heading.
    pub(super) fn body_ui(&self, ui: &mut Ui) {
        match self {
            Message::Unsaved(_) => {
                ui.label("If you don't save them, they are lost.");
            }
            Message::Replace(save) => {
                ui.label(match save.may_replace {
                    MayReplace::Nothing => "If you replace it, what it contains is lost.",
                    _ => "If you replace it, what that program wrote is lost.",
                });
                ui.label(RichText::new(save.path.display().to_string()).weak());
            }
            Message::CantOpen(error) => {
                file_error_ui(ui, error);
                ui.add_space(6.0);
                ui.label(RichText::new("The open graph stays open.").weak());
            }
            Message::CantSave(error) | Message::CantLoad(error) => file_error_ui(ui, error),
            Message::ReplacePicture(save) => {
                ui.label("If you replace it, what it contains is lost.");
                ui.label(RichText::new(save.path.display().to_string()).weak());
            }
            Message::NoPicture(PictureError::Save(error)) => file_error_ui(ui, error),
            Message::NoPicture(error) => {
                ui.label(error.to_string());
            }
            Message::Trouble(text) => {
                ui.label(text);
            }
            Message::Discard(_) => {
                ui.label("This unsaved work can't be restored afterwards.");
            }
        }
    }
}

/// The file, the line, the node, what is wrong and how to mend it.
fn file_error_ui(ui: &mut Ui, error: &FileError) {
    if let Some(path) = error.path() {
        ui.label(RichText::new(path.display().to_string()).weak());
    }
    if let Some(place) = error.position() {
        let node = error.node().map(|node| format!(", node {node:?}"));
        let node = node.unwrap_or_default();
        let text = format!("Line {}, column {}{node}", place.line, place.column);
        ui.label(RichText::new(text).strong());
    } else if let Some(node) = error.node() {
        ui.label(RichText::new(format!("Node {node:?}")).strong());
    }
    ui.label(error.message());
}
