//! [`SystemDialog`]: the system's own file dialogs, on a thread. The editor goes on
//! while one is open, and doesn't wait for one that never answers.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Duration;

use eframe::egui::Context;
use rfd::{AsyncFileDialog, FileHandle};

use super::clock::Instant;
use super::threads;

/// A dialog that closes faster than this was never shown.
const NEVER_SHOWN: Duration = Duration::from_millis(400);

/// What a dialog says and where it starts.
#[derive(Clone, Copy, Debug)]
pub(in crate::gui) struct DialogText<'a> {
    /// Its title.
    pub(in crate::gui) title: &'a str,
    /// The kind of files, as it is shown.
    pub(in crate::gui) kind: &'a str,
    /// Their extensions.
    pub(in crate::gui) extensions: &'a [&'a str],
    /// The folder in which it starts.
    pub(in crate::gui) folder: &'a Path,
    /// The proposed name, in a dialog that saves.
    pub(in crate::gui) name: Option<&'a str>,
}

/// How a dialog ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::gui) enum DialogOutcome {
    /// A file was chosen.
    Chosen(PathBuf),
    /// It was closed without a choice.
    Cancelled,
    /// This system has no such dialog.
    Missing,
}

/// An open dialog. If it is dropped, its outcome is ignored.
pub(in crate::gui) struct SystemDialog {
    receiver: Receiver<DialogOutcome>,
}

impl SystemDialog {
    /// Opens a dialog. `None` if the system can't start another thread.
    pub(in crate::gui) fn open(ctx: &Context, text: &DialogText<'_>) -> Option<SystemDialog> {
        let dialog = AsyncFileDialog::new()
            .add_filter(text.kind, text.extensions)
            .add_filter("all files", &["*"])
            .set_directory(text.folder)
            .set_title(text.title);
        let (sender, receiver) = channel();
        let ctx = ctx.clone();
        let since = Instant::now();
        // macOS needs the dialog to be made on this thread; another one may wait for it.
        let choice: Pin<Box<dyn Future<Output = Option<FileHandle>> + Send>> = match text.name {
            Some(name) => Box::pin(dialog.set_file_name(name).save_file()),
            None => Box::pin(dialog.pick_file()),
        };
        let wait = move || {
            let chosen = pollster::block_on(choice).map(|file| file.path().to_owned());
            let outcome = match chosen {
                Some(path) => DialogOutcome::Chosen(path),
                None if since.elapsed() < NEVER_SHOWN => DialogOutcome::Missing,
                None => DialogOutcome::Cancelled,
            };
            let _ = sender.send(outcome);
            ctx.request_repaint();
        };
        threads::spawn("file dialog", wait).ok()?;
        Some(SystemDialog { receiver })
    }

    /// The outcome, once there is one.
    pub(in crate::gui) fn outcome(&self) -> Option<DialogOutcome> {
        match self.receiver.try_recv() {
            Ok(outcome) => Some(outcome),
            Err(TryRecvError::Empty) => None,
            // It panicked: the editor's own dialog is as good.
            Err(TryRecvError::Disconnected) => Some(DialogOutcome::Missing),
        }
    }
}
