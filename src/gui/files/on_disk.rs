//! The bar that says what another program did to the open file. It can wait, so it isn't
//! modal.

use std::path::Path;

use eframe::egui::{Align2, Area, Frame, Id, Order, RichText};

use super::messages::Message;
use super::watch::Change;
use super::{At, Files, Opening, Wish, shown};
use crate::gui::action::Action;

impl Files {
    /// Shows what another program did to the file, and does what was answered.
    pub(super) fn take_changes(&mut self, at: &mut At<'_>) {
        if self.jobs.saving().is_none()
            && let Some(watch) = &mut self.watch
            && let Some(change) = watch.change(at.ctx)
        {
            if matches!(change, Change::Gone) {
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

    fn reload(&mut self, at: &mut At<'_>) {
        if let Some(Change::Changed(found, _)) = self.change.take() {
            match *found {
                Ok(loaded) => {
                    // The bar said that changes go.
                    self.agreed = Some(at.history.state());
                    self.wish(at, Wish::Show(Box::new(Opening::from(loaded))));
                }
                Err(error) => self.message = Some(Message::CantOpen(error)),
            }
        }
    }

    /// What the other program wrote is known now, and may be written over.
    fn keep_mine(&mut self) {
        if let (Some(Change::Changed(_, stamp)), Some(watch)) =
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

fn bar(at: &At<'_>, change: &Change, path: &Path) -> Option<BarReply> {
    let name = shown(path);
    let mut reply = None;
    let area = Area::new(Id::unique("changed on disk"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_TOP, [0.0, 40.0]);
    area.show(at.ctx, |ui| {
        Frame::popup(ui.style()).inner_margin(12).show(ui, |ui| {
            let text = match change {
                Change::Gone => format!("{name} was deleted or moved by another program."),
                Change::Changed(found, _) if found.is_err() => {
                    format!("{name} was changed by another program, and holds no graph now.")
                }
                Change::Changed(..) => format!("{name} was changed by another program."),
            };
            ui.label(RichText::new(text).strong());
            if matches!(change, Change::Changed(..)) && !at.history.is_saved() {
                ui.label("Reloading it drops what you changed since.");
            }
            ui.horizontal(|ui| {
                let mut button = |text: &str, does: BarReply| {
                    if ui.button(text).clicked() {
                        reply = Some(does);
                    }
                };
                match change {
                    Change::Gone => {
                        button("Save it again", BarReply::Save);
                        button("Leave it", BarReply::Hide);
                    }
                    Change::Changed(found, _) => {
                        let reload = if found.is_ok() {
                            "Reload"
                        } else {
                            "What is wrong?"
                        };
                        button(reload, BarReply::Reload);
                        button("Keep mine", BarReply::Keep);
                    }
                }
            });
        });
    });
    reply
}
