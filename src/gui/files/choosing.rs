//! Choosing a file: in a dialog of the system, or in our own where there is none or a
//! person would rather type.

use std::path::{Path, PathBuf};

use eframe::egui::{Align2, Id, Window};

use super::dialogs::{Answer, Choice, Native};
use super::jobs::Over;
use super::path_dialog::{PathAnswer, PathDialog, with_extension};
use super::{At, Files, Request, Wish, shown};

impl Files {
    /// Tries the dialogs of the system again, though none was found before.
    pub(in crate::gui) fn look_for_dialogs(&mut self) {
        self.no_native = false;
    }

    /// Where a dialog starts: the folder of what is open, or of the last file.
    fn folder(&self, at: &At<'_>) -> PathBuf {
        let last = self.path.as_ref().or(at.settings.recent.first());
        let folder = last.and_then(|path| path.parent()).map(Path::to_owned);
        let folder = folder.filter(|folder| folder.is_dir());
        let documents = || Some(directories::UserDirs::new()?.document_dir()?.to_owned());
        let here = || std::env::current_dir().ok();
        let folder = folder.or_else(here).or_else(documents);
        folder.unwrap_or_else(|| PathBuf::from("/"))
    }

    fn file_name(&self, choice: Choice) -> String {
        let name = self
            .path
            .as_deref()
            .map_or_else(|| self.suggested.clone(), shown);
        match choice {
            Choice::Open | Choice::SaveAs => name,
            Choice::Picture(format) => {
                let picture = Path::new(&name).with_extension(format.extension());
                picture.display().to_string()
            }
        }
    }

    pub(super) fn choose(&mut self, at: &mut At<'_>, choice: Choice) {
        // One that is open already doesn't seem to answer.
        if at.settings.system_dialogs && !self.no_native && self.native.is_none() {
            let (folder, name) = (self.folder(at), self.file_name(choice));
            self.native = Native::open(at.ctx, choice, &folder, &name);
            if self.native.is_some() {
                return;
            }
        }
        self.type_path(at, choice);
    }

    pub(super) fn type_path(&mut self, at: &At<'_>, choice: Choice) {
        self.native = None;
        let (folder, name) = (self.folder(at), self.file_name(choice));
        self.path_dialog = Some(PathDialog::new(choice, &folder, &name));
    }

    /// Picks up what was chosen in a dialog.
    pub(super) fn take_choices(&mut self, at: &mut At<'_>) {
        if let Some(native) = &self.native {
            let choice = native.choice;
            match native.answer() {
                Some(Answer::Chosen(path)) => {
                    self.native = None;
                    // The system's dialog has asked whether to replace it.
                    self.chosen(at, choice, path, Over::Anything);
                }
                Some(Answer::Cancelled) => self.cancel_choice(),
                Some(Answer::Missing) => {
                    self.no_native = true;
                    self.type_path(at, choice);
                }
                None => self.show_waiting(at, choice),
            }
        }
        if let Some(dialog) = &mut self.path_dialog {
            let choice = dialog.choice;
            match dialog.show(at.ctx) {
                Some(PathAnswer::Chosen(path)) => {
                    self.path_dialog = None;
                    self.chosen(at, choice, path, Over::Nothing);
                }
                Some(PathAnswer::Cancelled) => self.cancel_choice(),
                Some(PathAnswer::System) => {
                    self.path_dialog = None;
                    self.no_native = false;
                    let (folder, name) = (self.folder(at), self.file_name(choice));
                    self.native = Native::open(at.ctx, choice, &folder, &name);
                }
                None => {}
            }
        }
    }

    pub(super) fn cancel_choice(&mut self) {
        self.native = None;
        self.path_dialog = None;
        self.picture = None;
        self.after_save = None;
        // What was agreed to was agreed for that file.
        self.agreed = None;
    }

    fn chosen(&mut self, at: &mut At<'_>, choice: Choice, path: PathBuf, over: Over) {
        match choice {
            Choice::Open => self.wish(at, Wish::Ask(Request::OpenFile(path))),
            Choice::Picture(format) => {
                self.save_picture(at, format, path, over == Over::Anything);
            }
            Choice::SaveAs => {
                let named = with_extension(path.clone());
                let over = match self.seen(&named) {
                    Some(seen) => seen,
                    None if named == path => over,
                    None => Over::Nothing, // nobody was asked about that name
                };
                self.save_to(at, named, over);
            }
        }
    }

    /// While a dialog of the system is open: the way out if it never comes.
    pub(super) fn show_waiting(&mut self, at: &At<'_>, choice: Choice) {
        let window = Window::new("The system's file dialog is open")
            .id(Id::unique("waiting for a dialog"))
            .collapsible(false)
            .resizable(false)
            .anchor(Align2::CENTER_BOTTOM, [0.0, -48.0]);
        let mut typed = false;
        let mut cancelled = false;
        window.show(at.ctx, |ui| {
            ui.horizontal(|ui| {
                typed = ui.button("Type a path instead").clicked();
                cancelled = ui.button("Cancel").clicked();
            });
        });
        if typed {
            self.type_path(at, choice);
        } else if cancelled {
            self.cancel_choice();
        }
    }
}
