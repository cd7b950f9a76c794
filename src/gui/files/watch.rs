//! [`Watch`]: notices that another program has changed or deleted the open file.
//!
//! The system reports changes, and the file is compared again whenever the window gets
//! the keyboard, for some file systems report nothing. Comparing happens on a thread.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eframe::egui::{Context, Event};

use super::transfer::Loaded;
use crate::document::Document;
use crate::file::{FileError, Stamp};
use crate::gui::background::{Task, take_result};
use crate::gui::platform::files::is_gone;
use crate::gui::platform::watcher::FileWatcher;

/// What another program did to the file.
#[derive(Clone, Debug)]
pub(super) enum FileChange {
    /// It holds something else, which may not be a graph.
    Changed(Box<Result<Loaded, FileError>>, Option<Stamp>),
    /// It is gone.
    Gone,
    /// It is there, but can't be read.
    Unreadable(FileError),
}

/// What looking at the file came to.
enum Look {
    Same(Option<Stamp>),
    Change(FileChange),
}

/// Watches one file.
pub(super) struct Watch {
    path: PathBuf,
    /// What the editor read from it or wrote to it last.
    ours: Document,
    known: Option<Stamp>,
    touched: Arc<AtomicBool>,
    looking: Option<Task<Look>>,
    /// It has been reported that the file can't be read.
    is_unreadable: bool,
    // Stops when it is dropped. None where the system can't watch.
    _watcher: Option<FileWatcher>,
}

impl Watch {
    /// Watches a file that holds this document and was seen in this state.
    pub(super) fn new(ctx: &Context, path: &Path, ours: Document, known: Option<Stamp>) -> Watch {
        let touched = Arc::new(AtomicBool::new(false));
        let (wake, flag) = (ctx.clone(), touched.clone());
        let watcher = FileWatcher::new(path, move || {
            flag.store(true, Ordering::Relaxed);
            wake.request_repaint();
        });
        Watch {
            path: path.to_owned(),
            ours,
            known,
            touched,
            looking: None,
            is_unreadable: false,
            _watcher: watcher,
        }
    }

    /// The state of the file that is known.
    pub(super) fn known(&self) -> Option<&Stamp> {
        self.known.as_ref()
    }

    /// Notes what the file holds now: the editor wrote it.
    pub(super) fn accept(&mut self, ours: Document, known: Option<Stamp>) {
        self.ours = ours;
        self.known = known;
        // What was seen before that is out of date.
        self.looking = None;
        self.touched.store(true, Ordering::Relaxed);
    }

    /// Notes that the user knows of this state of the file, which another program wrote.
    pub(super) fn know(&mut self, known: Option<Stamp>) {
        self.known = known;
    }

    /// What another program did, if anything. To be called every frame, but not while the
    /// editor writes to the file.
    pub(super) fn change(&mut self, ctx: &Context) -> Option<FileChange> {
        let got_keyboard = ctx.input(|input| {
            let mut events = input.events.iter();
            events.any(|event| *event == Event::WindowFocused(true))
        });
        if got_keyboard {
            self.touched.store(true, Ordering::Relaxed);
        }
        if self.looking.is_none() && self.touched.swap(false, Ordering::Relaxed) {
            self.look(ctx);
        }
        match take_result(&mut self.looking)? {
            Look::Same(stamp) => {
                self.known = stamp;
                self.is_unreadable = false;
                None
            }
            Look::Change(FileChange::Gone) => {
                // Reported once: from now on the file is known to be missing.
                self.known.take().map(|_| FileChange::Gone)
            }
            Look::Change(FileChange::Unreadable(error)) => {
                let is_new = !std::mem::replace(&mut self.is_unreadable, true);
                is_new.then_some(FileChange::Unreadable(error))
            }
            Look::Change(change) => {
                self.is_unreadable = false;
                Some(change)
            }
        }
    }

    fn look(&mut self, ctx: &Context) {
        let (path, known, ours) = (self.path.clone(), self.known.clone(), self.ours.clone());
        let task = Task::start(ctx, "compare", move || compare(&path, known, &ours));
        self.looking = task.ok();
    }
}

fn compare(path: &Path, known: Option<Stamp>, ours: &Document) -> Look {
    if known.as_ref().is_some_and(|known| known.is_current(path)) {
        return Look::Same(known);
    }
    let Some(stamp) = Stamp::of(path) else {
        return Look::Change(match Loaded::read(path, None) {
            Err(error) if !is_gone(path) => FileChange::Unreadable(error),
            _ => FileChange::Gone,
        });
    };
    match Loaded::read(path, None) {
        // Other spaces or comments, the same graph.
        Ok(loaded) if loaded.document == *ours => Look::Same(loaded.stamp),
        other => Look::Change(FileChange::Changed(Box::new(other), Some(stamp))),
    }
}
