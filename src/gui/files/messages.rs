//! Questions and bad news, in modal dialogs.

use eframe::egui::{Button, Context, Frame, Id, Key, Modal, Modifiers, Response, RichText, Ui};

use super::jobs::{Over, Save};
use super::pictures::PictureSave;
use super::{At, Files, Request, Wish, shown};
use crate::file::{Copy, FileError};
use crate::gui::picture::PictureError;

/// What a modal dialog is about.
#[derive(Debug)]
pub(super) enum Message {
    /// The wish would let unsaved work go.
    Unsaved(Wish),
    /// Something is at the path that the person may not know of.
    Replace(Box<Save>),
    CantOpen(FileError),
    CantSave(FileError),
    /// A file is where a picture is to go.
    ReplacePicture(Box<PictureSave>),
    NoPicture(PictureError),
    Trouble(String),
    /// Nothing brings a discarded copy back.
    Discard(Box<Copy>),
}

/// A button of a dialog.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reply {
    Save,
    SaveAs,
    DontSave,
    Replace,
    Discard,
    Cancel,
}

impl Message {
    fn title(&self, name: &str) -> String {
        match self {
            Message::Unsaved(_) => format!("Save the changes to {name}?"),
            Message::Replace(save) => match save.over {
                Over::Nothing => format!("{} is there already", shown(&save.path)),
                _ => format!("{} was changed by another program", shown(&save.path)),
            },
            Message::CantOpen(_) => "This file can't be opened".to_owned(),
            Message::CantSave(_) => "The graph isn't saved".to_owned(),
            Message::ReplacePicture(save) => format!("{} is there already", shown(&save.path)),
            Message::NoPicture(_) => "There is no picture".to_owned(),
            Message::Trouble(_) => "That didn't work".to_owned(),
            Message::Discard(copy) => format!("Discard the copy of {}?", copy.name()),
        }
    }

    /// The buttons with the keys that press them. The first is pressed by Enter too.
    fn buttons(&self) -> &'static [(&'static str, Reply, Option<Key>)] {
        const CANCEL: (&str, Reply, Option<Key>) = ("Cancel", Reply::Cancel, None);
        match self {
            Message::Unsaved(_) => &[
                ("Save", Reply::Save, Some(Key::S)),
                ("Don't save", Reply::DontSave, Some(Key::D)),
                CANCEL,
            ],
            Message::Replace(_) | Message::ReplacePicture(_) => &[
                ("Replace", Reply::Replace, Some(Key::R)),
                ("Save as…", Reply::SaveAs, Some(Key::S)),
                CANCEL,
            ],
            Message::Discard(_) => &[
                ("Keep it", Reply::Cancel, Some(Key::K)),
                ("Discard", Reply::Discard, Some(Key::D)),
            ],
            Message::CantSave(_) => &[
                ("Save as…", Reply::SaveAs, Some(Key::S)),
                ("Close", Reply::Cancel, None),
            ],
            Message::CantOpen(_) | Message::NoPicture(_) | Message::Trouble(_) => {
                &[("Close", Reply::Cancel, None)]
            }
        }
    }

    fn body(&self, ui: &mut Ui) {
        match self {
            Message::Unsaved(_) => {
                ui.label("They are lost if you don't save them.");
            }
            Message::Replace(save) => {
                ui.label(match save.over {
                    Over::Nothing => "Replacing it loses what it holds now.",
                    _ => "Replacing it loses what that program wrote.",
                });
                ui.label(RichText::new(save.path.display().to_string()).weak());
            }
            Message::CantOpen(error) => {
                file_error(ui, error);
                ui.add_space(6.0);
                ui.label(RichText::new("What is open stays open.").weak());
            }
            Message::CantSave(error) => file_error(ui, error),
            Message::ReplacePicture(save) => {
                ui.label("Replacing it loses what it holds now.");
                ui.label(RichText::new(save.path.display().to_string()).weak());
            }
            Message::NoPicture(PictureError::Save(error)) => file_error(ui, error),
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

/// The file, the place, the node, what is wrong and the cure.
fn file_error(ui: &mut Ui, error: &FileError) {
    if let Some(path) = error.path() {
        ui.label(RichText::new(path.display().to_string()).weak());
    }
    if let Some(place) = error.place() {
        let node = error.node().map(|node| format!(", node {node:?}"));
        let node = node.unwrap_or_default();
        let text = format!("Line {}, column {}{node}", place.line, place.column);
        ui.label(RichText::new(text).strong());
    } else if let Some(node) = error.node() {
        ui.label(RichText::new(format!("Node {node:?}")).strong());
    }
    ui.label(error.message());
}

impl Files {
    /// Shows the question that is open, if one is, and does what was answered.
    pub(super) fn take_replies(&mut self, at: &mut At<'_>) {
        let Some(message) = &self.message else { return };
        let name = self.name(at.history.document());
        let Some(reply) = ask(at.ctx, message, &name) else {
            return;
        };
        let Some(message) = self.message.take() else {
            return;
        };
        match (message, reply) {
            (Message::Unsaved(wish), Reply::Save) => {
                self.after_save = Some(wish);
                self.save(at);
            }
            (Message::Unsaved(wish), Reply::DontSave) => {
                self.agreed = Some(at.history.state());
                self.wish(at, wish);
            }
            (Message::Replace(mut save), Reply::Replace) => {
                save.over = Over::Anything;
                self.start_save(at.ctx, *save);
            }
            (Message::ReplacePicture(mut save), Reply::Replace) => {
                save.over = true;
                self.start_picture(at, *save);
            }
            (Message::ReplacePicture(save), Reply::SaveAs) => {
                self.choose_for(at, save.picture, save.format);
            }
            (Message::Discard(copy), Reply::Discard) => self.discard(at, copy),
            (_, Reply::SaveAs) => self.ask(Request::SaveAs),
            _ => self.cancel_choice(),
        }
        at.ctx.request_repaint();
    }
}

/// A modal dialog with room around what is in it.
pub(super) fn dialog(ctx: &Context, id: &str) -> Modal {
    let frame = Frame::popup(&ctx.global_style()).inner_margin(16);
    Modal::new(Id::unique(id)).frame(frame)
}

fn ask(ctx: &Context, message: &Message, name: &str) -> Option<Reply> {
    let modal = dialog(ctx, "question about files").show(ctx, |ui| {
        ui.set_width(440.0_f32.min(ui.ctx().content_rect().width() - 40.0));
        ui.heading(message.title(name));
        ui.add_space(6.0);
        message.body(ui);
        ui.add_space(12.0);
        ui.horizontal(|ui| buttons(ui, message)).inner
    });
    let closed = modal.should_close();
    modal.inner.or(closed.then_some(Reply::Cancel))
}

/// The button that does what the dialog is for.
pub(super) fn first_button<'a>(ui: &Ui, text: &str) -> Button<'a> {
    let text = RichText::new(text).color(ui.visuals().strong_text_color());
    Button::new(text).fill(ui.visuals().selection.bg_fill)
}

/// Enter presses the button with the focus; at first that is the first one.
fn buttons(ui: &mut Ui, message: &Message) -> Option<Reply> {
    let mut reply = None;
    let mut shown = Vec::new();
    for (index, (text, does, key)) in message.buttons().iter().enumerate() {
        let button = if index == 0 {
            first_button(ui, text)
        } else {
            Button::new(*text)
        };
        let mut response = ui.add(button);
        if let Some(key) = key {
            response = response.on_hover_text(key.name());
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if response.clicked() || key.is_some_and(pressed) {
            reply = Some(*does);
        }
        shown.push(response);
    }
    if let Some(first) = shown.first()
        && !shown.iter().any(Response::has_focus)
    {
        first.request_focus();
        ui.ctx().request_repaint();
    }
    reply
}
