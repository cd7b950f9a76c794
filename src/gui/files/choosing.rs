//! Choosing a file: in a dialog of the system, or in the editor's own where there is none
//! or the user prefers to type.

use std::path::{Path, PathBuf};

use eframe::egui::{Align2, Id, Window};

use super::choice::Choice;
use super::names::{file_name, with_graph_extension};
use super::opening::Pending;
use super::path_dialog::{PathDialog, PathOutcome};
use super::request::Request;
use super::state::{Files, FrameContext};
use super::transfer::MayReplace;
use crate::gui::platform::dialogs::{DialogOutcome, DialogText, SystemDialog};
use crate::gui::platform::{files, folders};

impl Files {
    /// Tries the dialogs of the system again, even if none was found before.
    pub(in crate::gui) fn look_for_dialogs(&mut self) {
        self.no_system_dialogs = false;
    }

    /// Where a dialog starts: the folder of what is open, or of the last file.
    fn folder(&self, at: &FrameContext<'_>) -> PathBuf {
        let last = self.path.as_ref().or(at.settings.recent.first());
        let folder = last.and_then(|path| path.parent()).map(Path::to_owned);
        let folder = folder.filter(|folder| files::is_folder(folder));
        let folder = folder.or_else(folders::current).or_else(folders::documents);
        folder.unwrap_or_else(|| PathBuf::from("/"))
    }

    fn proposed_name(&self, choice: Choice) -> String {
        let name = self
            .path
            .as_deref()
            .map_or_else(|| self.suggested.clone(), file_name);
        match choice {
            Choice::Open | Choice::SaveAs => name,
            Choice::Picture(format) => {
                let picture = Path::new(&name).with_extension(format.extension());
                picture.display().to_string()
            }
            Choice::Results => {
                let results = Path::new(&name).with_extension("results.csv");
                results.display().to_string()
            }
            Choice::Plot => Path::new(&name)
                .with_extension("plot.png")
                .display()
                .to_string(),
            Choice::Parameters | Choice::LoadParameters => {
                Path::new(&name).with_extension("npz").display().to_string()
            }
            Choice::Curves => Path::new(&name)
                .with_extension("training.csv")
                .display()
                .to_string(),
        }
    }

    pub(super) fn choose(&mut self, at: &mut FrameContext<'_>, choice: Choice) {
        // If one is open already, it doesn't seem to answer.
        let system = at.settings.system_dialogs && !self.no_system_dialogs;
        if system && self.system_dialog.is_none() {
            self.open_system_dialog(at, choice);
            if self.system_dialog.is_some() {
                return;
            }
        }
        self.type_path(at, choice);
    }

    fn open_system_dialog(&mut self, at: &FrameContext<'_>, choice: Choice) {
        let (folder, name) = (self.folder(at), self.proposed_name(choice));
        let (kind, extensions) = choice.kind();
        let text = DialogText {
            title: choice.title(),
            kind,
            extensions,
            folder: &folder,
            name: (!choice.reads()).then_some(&name),
        };
        let dialog = SystemDialog::open(at.ctx, &text);
        self.system_dialog = dialog.map(|dialog| (choice, dialog));
    }

    pub(super) fn type_path(&mut self, at: &FrameContext<'_>, choice: Choice) {
        self.system_dialog = None;
        let (folder, name) = (self.folder(at), self.proposed_name(choice));
        self.path_dialog = Some(PathDialog::new(choice, &folder, &name));
    }

    /// Picks up what was chosen in a dialog.
    pub(super) fn take_choices(&mut self, at: &mut FrameContext<'_>) {
        if let Some((choice, dialog)) = &self.system_dialog {
            let choice = *choice;
            match dialog.outcome() {
                Some(DialogOutcome::Chosen(path)) => {
                    self.system_dialog = None;
                    // The system's dialog has asked whether to replace it.
                    self.chosen(at, choice, path, MayReplace::Anything);
                }
                Some(DialogOutcome::Cancelled) => self.cancel_choice(),
                Some(DialogOutcome::Missing) => {
                    self.no_system_dialogs = true;
                    self.type_path(at, choice);
                }
                None => self.show_waiting(at, choice),
            }
        }
        if let Some(dialog) = &mut self.path_dialog {
            let choice = dialog.choice;
            match dialog.show(at.ctx) {
                Some(PathOutcome::Chosen(path)) => {
                    self.path_dialog = None;
                    self.chosen(at, choice, path, MayReplace::Nothing);
                }
                Some(PathOutcome::Cancelled) => self.cancel_choice(),
                Some(PathOutcome::System) => {
                    self.path_dialog = None;
                    self.no_system_dialogs = false;
                    self.open_system_dialog(at, choice);
                }
                None => {}
            }
        }
    }

    pub(super) fn cancel_choice(&mut self) {
        self.system_dialog = None;
        self.path_dialog = None;
        self.export = None;
        self.after_save = None;
        // The agreement was about that file.
        self.agreed_to_lose = None;
    }

    fn chosen(
        &mut self,
        at: &mut FrameContext<'_>,
        choice: Choice,
        path: PathBuf,
        may_replace: MayReplace,
    ) {
        match choice {
            Choice::Open => self.request(at, Pending::Ask(Request::OpenFile(path))),
            Choice::LoadParameters => self.load_parameters(at, path),
            Choice::Picture(_)
            | Choice::Results
            | Choice::Plot
            | Choice::Parameters
            | Choice::Curves => {
                self.save_export(at, path, may_replace == MayReplace::Anything);
            }
            Choice::SaveAs => {
                let named = with_graph_extension(path.clone());
                let may_replace = match self.known(&named) {
                    Some(known) => known,
                    None if named == path => may_replace,
                    // The user was asked about another name.
                    None => MayReplace::Nothing,
                };
                self.save_to(at, named, may_replace);
            }
        }
    }

    /// While a dialog of the system is open: a way out if it never appears.
    fn show_waiting(&mut self, at: &FrameContext<'_>, choice: Choice) {
        let window = Window::new("Waiting for the system's file dialog")
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
