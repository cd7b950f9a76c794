//! [`Files`]: which file is open, and what is going on with files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::Context;

use super::autosave::Autosave;
use super::choice::Choice;
use super::jobs::Jobs;
use super::message::Message;
use super::names::{NEW_NAME, file_name};
use super::opening::Pending;
use super::path_dialog::PathDialog;
use super::request::Request;
use super::transfer::{Export, Save};
use super::watch::{FileChange, Watch};
use crate::document::Document;
use crate::document::history::History;
use crate::file::{FileError, Recovery, RecoveryCopy};
use crate::gui::action::Action;
use crate::gui::background::Task;
use crate::gui::open_edits::OpenEdits;
use crate::gui::platform::clock::Instant;
use crate::gui::platform::dialogs::SystemDialog;
use crate::gui::settings::Settings;
use crate::gui::short_text::shortened;

/// The most letters of a title in the title bar.
const TITLE_LETTERS: usize = 200;

/// Which file is open, and what is going on with files.
pub struct Files {
    /// Nothing is read from the disk, and nothing is written to it.
    pub(super) isolated: bool,
    pub(super) path: Option<PathBuf>,
    /// The proposed name, while there is no file.
    pub(super) suggested: String,
    /// The copy of unsaved work that the open document comes from.
    pub(super) copy: Option<RecoveryCopy>,
    pub(super) watch: Option<Watch>,
    pub(super) change: Option<FileChange>,
    pub(super) jobs: Jobs,
    pub(super) autosave: Option<Autosave>,
    pub(super) requests: Vec<Request>,
    pub(super) system_dialog: Option<(Choice, SystemDialog)>,
    /// The system was found to have no dialogs.
    pub(super) no_system_dialogs: bool,
    pub(super) path_dialog: Option<PathDialog>,
    pub(super) message: Option<Message>,
    /// The picture or the results for which a name is being chosen.
    pub(super) export: Option<Export>,
    /// The state of the document and of the open fields that the user agreed to lose.
    pub(super) agreed_to_lose: Option<(u64, u64)>,
    pub(super) after_save: Option<Pending>,
    /// A save that waits for the one before it.
    pub(super) next_save: Option<Save>,
    /// Numbers that are being read: for a new input, or for the parameters.
    pub(super) data: Option<Task<Result<Action, FileError>>>,
    pub(super) quitting: bool,
    pub(super) title: String,
    /// A sentence for the status line, and since when it is there.
    pub(super) said: Option<(String, Instant)>,
}

/// What a frame works with.
pub(super) struct FrameContext<'a> {
    pub(super) ctx: &'a Context,
    pub(super) history: &'a History,
    pub(super) open: &'a OpenEdits,
    pub(super) settings: &'a mut Settings,
    pub(super) actions: &'a mut Vec<Action>,
}

impl FrameContext<'_> {
    /// Whether the file holds all that there is, what is typed in open fields included.
    pub(super) fn is_saved(&self) -> bool {
        self.history.is_saved() && self.open.is_empty()
    }

    /// The state of the document and of the open fields.
    pub(super) fn state(&self) -> (u64, u64) {
        (self.history.state(), self.open.version())
    }
}

impl Files {
    /// Begins with a document that no file holds, such as the first lesson. Copies of
    /// unsaved work go to this folder; without one there are none.
    pub fn new(recovery: Option<PathBuf>) -> Files {
        Files {
            isolated: false,
            path: None,
            suggested: NEW_NAME.to_owned(),
            copy: None,
            watch: None,
            change: None,
            jobs: Jobs::new(),
            autosave: recovery.map(|folder| Autosave::new(Arc::new(Recovery::new(folder)))),
            requests: Vec::new(),
            system_dialog: None,
            no_system_dialogs: false,
            path_dialog: None,
            message: None,
            export: None,
            agreed_to_lose: None,
            after_save: None,
            next_save: None,
            data: None,
            quitting: false,
            title: String::new(),
            said: None,
        }
    }

    /// Without the disk: what would read or write a file is refused. For windows that
    /// show a graph and keep nothing.
    pub fn isolated() -> Files {
        Files {
            isolated: true,
            ..Files::new(None)
        }
    }

    /// Asks for something; it begins in the next [`Files::frame`].
    pub fn ask(&mut self, request: Request) {
        self.requests.push(request);
    }

    /// The file that is open.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Whether a dialog or a question is open, which gets the keys.
    pub fn is_asking(&self) -> bool {
        self.message.is_some() || self.path_dialog.is_some()
    }

    /// Whether a file is being read.
    pub fn is_opening(&self) -> bool {
        !self.requests.is_empty() || self.jobs.is_loading()
    }

    /// The copies of unsaved work that a crash left.
    pub fn recovery(&self) -> Option<&Arc<Recovery>> {
        Some(self.autosave.as_ref()?.recovery())
    }

    /// The name of the open document, as in the title bar.
    pub fn name(&self, document: &Document) -> String {
        match (&self.path, document.title()) {
            (Some(path), _) => file_name(path),
            (None, "") => "Untitled".to_owned(),
            (None, title) => shortened(title, TITLE_LETTERS).into_owned(),
        }
    }

    /// Says something in the status line for a while.
    pub(super) fn say(&mut self, sentence: String) {
        self.said = Some((sentence, Instant::now()));
    }

    /// Deletes a copy of unsaved work.
    pub(super) fn discard(&self, at: &mut FrameContext<'_>, copy: Box<RecoveryCopy>) {
        if let Some(autosave) = &self.autosave {
            autosave.discard(&copy);
            at.actions.push(Action::CopyTaken(copy));
        }
    }

    /// Deletes the copies of the open document: it is saved, or the user gave it up.
    pub(super) fn drop_copies(&mut self) {
        if let Some(autosave) = &mut self.autosave {
            autosave.forget();
            if let Some(copy) = self.copy.take() {
                autosave.discard(&copy);
            }
        }
    }
}
