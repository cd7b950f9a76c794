//! Saving: never over a file that the user hasn't seen, and never two saves at once.

use std::path::{Path, PathBuf};

use eframe::egui::Context;

use super::choice::Choice;
use super::message::Message;
use super::state::{Files, FrameContext};
use super::transfer::{MayReplace, Save};
use super::watch::Watch;
use crate::file::{FileError, Stamp};
use crate::gui::action::Action;

impl Files {
    /// What may be replaced at a path if it is that of the open file.
    pub(super) fn known(&self, path: &Path) -> Option<MayReplace> {
        let watch = self
            .watch
            .as_ref()
            .filter(|_| self.path.as_deref() == Some(path))?;
        Some(
            watch
                .known()
                .cloned()
                .map_or(MayReplace::Nothing, MayReplace::Known),
        )
    }

    /// Saves to the file that is open, or asks for one.
    pub(super) fn save(&mut self, at: &mut FrameContext<'_>) {
        match self.path.clone() {
            Some(path) => {
                let may_replace = self.known(&path).unwrap_or(MayReplace::Nothing);
                self.save_to(at, path, may_replace);
            }
            None => self.choose(at, Choice::SaveAs),
        }
    }

    pub(super) fn save_to(
        &mut self,
        at: &mut FrameContext<'_>,
        path: PathBuf,
        may_replace: MayReplace,
    ) {
        let save = Save {
            document: at.history.document().clone(),
            path,
            state: at.history.state(),
            may_replace,
        };
        self.start_save(at.ctx, save);
    }

    pub(super) fn start_save(&mut self, ctx: &Context, save: Save) {
        // Two at once could end in the wrong order.
        if self.jobs.is_saving() {
            self.next_save = Some(save);
            return;
        }
        if self.jobs.is_stuck(&save.path) {
            let reason = "can't save: the last save still waits for the disk. Save under another \
                          name on another disk";
            self.save_failed(FileError::new(reason).in_file(&save.path));
            return;
        }
        let started = self.jobs.save(ctx, save);
        self.complain_unless_started(started);
    }

    pub(super) fn save_failed(&mut self, error: FileError) {
        self.after_save = None;
        self.next_save = None;
        self.message = Some(Message::CantSave(error));
    }

    /// A save that was given up is written after all.
    pub(super) fn saved_late(&mut self, at: &mut FrameContext<'_>, save: Save, stamp: Stamp) {
        if self.path.as_ref() == Some(&save.path) {
            self.saved(at, save, stamp);
        } else {
            self.say(format!("{} is saved after all", save.path.display()));
        }
    }

    pub(super) fn saved(&mut self, at: &mut FrameContext<'_>, save: Save, stamp: Stamp) {
        let Save {
            document,
            path,
            state,
            ..
        } = save;
        self.say(format!("Saved {}", path.display()));
        at.settings.remember(&path);
        match &mut self.watch {
            Some(watch) if self.path.as_ref() == Some(&path) => watch.accept(document, Some(stamp)),
            _ => self.watch = Some(Watch::new(at.ctx, &path, document, Some(stamp))),
        }
        self.path = Some(path);
        self.change = None;
        at.actions.push(Action::MarkSaved(state));
        at.ctx.request_repaint();
        if at.history.state() == state {
            self.drop_copies();
            // The history hears of it after this frame.
            self.agreed_to_lose = Some(at.state());
        }
        if let Some(pending) = self.after_save.take() {
            self.request(at, pending);
        }
    }
}
