//! [`Native`]: the system's own dialogs for files, on a thread of their own. While one
//! is open the editor goes on, and if it never answers, nothing waits for it.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread::Builder;
use std::time::{Duration, Instant};

use eframe::egui::Context;
use rfd::AsyncFileDialog;

use crate::gui::picture::Format;

/// No person closes a dialog as fast as this: nobody saw one.
const FASTER_THAN_ANYBODY: Duration = Duration::from_millis(400);

/// What a dialog is to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// A graph file to open.
    Open,
    /// A name to save under.
    SaveAs,
    /// A name for a picture.
    Picture(Format),
}

/// How a dialog of the system ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Chosen(PathBuf),
    Cancelled,
    /// There is no such dialog here.
    Missing,
}

/// A dialog of the system that is open. Dropping it lets it go; its answer is then
/// heard by nobody.
pub(super) struct Native {
    pub(super) choice: Choice,
    receiver: Receiver<Answer>,
}

impl Native {
    /// Opens a dialog in a folder. None if the system starts no more threads.
    pub(super) fn open(ctx: &Context, choice: Choice, folder: &Path, name: &str) -> Option<Native> {
        let (kind, extension) = match choice {
            Choice::Open | Choice::SaveAs => ("wiregrad graphs", "ron"),
            Choice::Picture(format) => ("pictures", format.extension()),
        };
        let dialog = AsyncFileDialog::new()
            .add_filter(kind, &[extension])
            .add_filter("all files", &["*"])
            .set_directory(folder);
        let (sender, receiver) = channel();
        let ctx = ctx.clone();
        let since = Instant::now();
        // macOS wants the dialog to be made here, and waited for elsewhere.
        let answer: std::pin::Pin<Box<dyn Future<Output = _> + Send>> = match choice {
            Choice::Open => Box::pin(dialog.set_title("Open a graph").pick_file()),
            Choice::SaveAs | Choice::Picture(_) => {
                let title = match choice {
                    Choice::Picture(_) => "Save the picture as",
                    _ => "Save the graph as",
                };
                let dialog = dialog.set_title(title).set_file_name(name);
                Box::pin(dialog.save_file())
            }
        };
        let wait = move || {
            let chosen = pollster::block_on(answer).map(|file| file.path().to_owned());
            let answer = match chosen {
                Some(path) => Answer::Chosen(path),
                None if since.elapsed() < FASTER_THAN_ANYBODY => Answer::Missing,
                None => Answer::Cancelled,
            };
            let _ = sender.send(answer);
            ctx.request_repaint();
        };
        let thread = Builder::new().name("file dialog".into()).spawn(wait);
        thread.is_ok().then_some(Native { choice, receiver })
    }

    /// The answer, once there is one.
    pub(super) fn answer(&self) -> Option<Answer> {
        match self.receiver.try_recv() {
            Ok(answer) => Some(answer),
            Err(TryRecvError::Empty) => None,
            // It panicked: our own dialog is as good.
            Err(TryRecvError::Disconnected) => Some(Answer::Missing),
        }
    }
}
