//! Saving: never over what the person hasn't seen, and never two saves at once.

use std::path::{Path, PathBuf};

use eframe::egui::Context;

use super::dialogs::Choice;
use super::jobs::{Over, Save, Saved};
use super::watch::Watch;
use super::{At, Files};
use crate::gui::action::Action;

impl Files {
    /// What may be replaced at a path if it is that of the open file.
    pub(super) fn seen(&self, path: &Path) -> Option<Over> {
        let watch = self
            .watch
            .as_ref()
            .filter(|_| self.path.as_deref() == Some(path))?;
        Some(watch.known().cloned().map_or(Over::Nothing, Over::Seen))
    }

    /// Saves to the file that is open, or asks for one.
    pub(super) fn save(&mut self, at: &mut At<'_>) {
        match self.path.clone() {
            Some(path) => {
                let over = self.seen(&path).unwrap_or(Over::Nothing);
                self.save_to(at, path, over);
            }
            None => self.choose(at, Choice::SaveAs),
        }
    }

    pub(super) fn save_to(&mut self, at: &mut At<'_>, path: PathBuf, over: Over) {
        let save = Save {
            document: at.history.document().clone(),
            path,
            state: at.history.state(),
            over,
        };
        self.start_save(at.ctx, save);
    }

    pub(super) fn start_save(&mut self, ctx: &Context, save: Save) {
        // Two at once could end in the wrong order.
        if self.jobs.saving().is_some() {
            self.next_save = Some(save);
            return;
        }
        let started = self.jobs.save(ctx, save);
        self.complain_unless_started(started);
    }

    pub(super) fn saved(&mut self, at: &mut At<'_>, saved: Saved) {
        let Saved { save, stamp } = saved;
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
            self.agreed = Some(state);
        }
        if let Some(wish) = self.after_save.take() {
            self.wish(at, wish);
        }
    }
}
