//! The bar that says what another program did to the open file. It isn't modal, for it
//! can wait.

use std::path::Path;

use eframe::egui::{Align2, Area, Frame, Id, Order, RichText, Ui};

use super::message::Message;
use super::names::file_name;
use super::opening::{Opening, Pending};
use super::state::{Files, FrameContext};
use super::watch::FileChange;
use crate::gui::action::Action;

impl Files {
    /// Shows what another program did to the file, and does what was answered.
    pub(super) fn take_changes(&mut self, at: &mut FrameContext<'_>) {
        if !self.jobs.is_saving()
            && let Some(watch) = &mut self.watch
            && let Some(change) = watch.change(at.ctx)
        {
            if matches!(change, FileChange::Gone) {
                at.actions.push(Action::MarkUnsaved);
            }
            self.change = Some(change);
        }
        let Some(change) = &self.change else { return };
        let Some(path) = self.path.clone() else {
            return;
        };
        match bar(at, change, &path) {
            Some(BarReply::Reload) => self.reload(at),
            Some(BarReply::Keep) => {
                self.keep_mine();
                at.actions.push(Action::MarkUnsaved);
            }
            Some(BarReply::Save) => {
                self.change = None;
                self.save(at);
            }
            Some(BarReply::Hide) => self.change = None,
            None => {}
        }
    }

    fn reload(&mut self, at: &mut FrameContext<'_>) {
        if let Some(FileChange::Changed(found, _)) = self.change.take() {
            match *found {
                Ok(loaded) => {
                    // The bar said that changes are lost.
                    self.agreed_to_lose = Some(at.state());
                    self.request(at, Pending::Show(Box::new(Opening::from(loaded))));
                }
                Err(error) => self.message = Some(Message::CantOpen(error)),
            }
        }
    }

    /// The user knows what the other program wrote, and it may be written over.
    fn keep_mine(&mut self) {
        if let (Some(FileChange::Changed(_, stamp)), Some(watch)) =
            (self.change.take(), &mut self.watch)
        {
            watch.know(stamp);
        }
    }
}

/// A button of the bar.
enum BarReply {
    Reload,
    Keep,
    Save,
    Hide,
}

fn bar(at: &FrameContext<'_>, change: &FileChange, path: &Path) -> Option<BarReply> {
    let area = Area::new(Id::unique("changed on disk"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_TOP, [0.0, 40.0]);
    let shown = area.show(at.ctx, |ui| {
        let frame = Frame::popup(ui.style()).inner_margin(12);
        let contents = |ui: &mut Ui| {
            let text = what_happened(change, &file_name(path));
            ui.label(RichText::new(text).strong());
            if matches!(change, FileChange::Changed(..)) && !at.is_saved() {
                ui.label("If you reload it, your unsaved changes are lost.");
            }
            if let FileChange::Unreadable(error) = change {
                ui.label(error.message());
            }
            ui.horizontal(|ui| buttons(ui, change)).inner
        };
        frame.show(ui, contents).inner
    });
    shown.inner
}

fn what_happened(change: &FileChange, name: &str) -> String {
    match change {
        FileChange::Gone => format!("{name} was deleted or moved by another program."),
        FileChange::Unreadable(_) => format!("{name} can't be read any more."),
        FileChange::Changed(found, _) if found.is_err() => {
            format!("{name} was changed by another program, and is no graph any more.")
        }
        FileChange::Changed(..) => format!("{name} was changed by another program."),
    }
}

fn buttons(ui: &mut Ui, change: &FileChange) -> Option<BarReply> {
    let choices = match change {
        FileChange::Gone => [
            ("Save it again", BarReply::Save),
            ("Leave it", BarReply::Hide),
        ],
        FileChange::Unreadable(_) => [
            ("Try to save", BarReply::Save),
            ("Leave it", BarReply::Hide),
        ],
        FileChange::Changed(found, _) => {
            let reload = match found.is_ok() {
                true => "Reload",
                false => "What is wrong?",
            };
            [(reload, BarReply::Reload), ("Keep mine", BarReply::Keep)]
        }
    };
    let mut reply = None;
    for (text, does) in choices {
        if ui.button(text).clicked() {
            reply = Some(does);
        }
    }
    reply
}
