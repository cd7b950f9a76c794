//! [`Watch`]: notices that another program has changed or deleted the open file.
//!
//! The system tells of changes in the file's folder (a save by rename is one there,
//! not in the file), and the file is looked at again whenever the window gets the
//! keyboard, for the file systems that tell nothing. Looking happens on a thread.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread::Builder;

use eframe::egui::{Context, Event};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::jobs::{Loaded, load};
use crate::document::Document;
use crate::file::{FileError, Stamp};

/// What another program did to the file.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// It holds something else, which may be no graph.
    Changed(Box<Result<Loaded, FileError>>, Option<Stamp>),
    /// It is gone.
    Gone,
}

/// What looking at the file came to.
enum Look {
    Same(Option<Stamp>),
    Change(Change),
}

/// Watches one file.
pub(super) struct Watch {
    path: PathBuf,
    /// What we read from it or wrote to it last.
    ours: Document,
    known: Option<Stamp>,
    touched: Arc<AtomicBool>,
    looking: Option<Receiver<Look>>,
    // Stops when it is dropped. None where the system can't watch.
    _watcher: Option<RecommendedWatcher>,
}

impl Watch {
    /// Watches a file that holds this document and was seen in this state.
    pub(super) fn new(ctx: &Context, path: &Path, ours: Document, known: Option<Stamp>) -> Watch {
        let touched = Arc::new(AtomicBool::new(false));
        let watcher = watcher(ctx, path, &touched);
        Watch {
            path: path.to_owned(),
            ours,
            known,
            touched,
            looking: None,
            _watcher: watcher,
        }
    }

    /// The state of the file that we know of.
    pub(super) fn known(&self) -> Option<&Stamp> {
        self.known.as_ref()
    }

    /// Says what the file holds now, by our own doing or with our knowledge.
    pub(super) fn accept(&mut self, ours: Document, known: Option<Stamp>) {
        self.ours = ours;
        self.known = known;
        // What was seen before that is out of date.
        self.looking = None;
        self.touched.store(true, Ordering::Relaxed);
    }

    /// Says that the person knows of this state of the file, though it isn't ours.
    pub(super) fn know(&mut self, known: Option<Stamp>) {
        self.known = known;
    }

    /// What another program did, if anything. To be called every frame, but not while
    /// we write to the file.
    pub(super) fn change(&mut self, ctx: &Context) -> Option<Change> {
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
        let seen = self.looking.as_ref()?.try_recv().ok()?;
        self.looking = None;
        match seen {
            Look::Same(stamp) => {
                self.known = stamp;
                None
            }
            Look::Change(Change::Gone) => {
                // Said once: a missing file is the known state from now on.
                self.known.take().map(|_| Change::Gone)
            }
            Look::Change(change) => Some(change),
        }
    }

    fn look(&mut self, ctx: &Context) {
        let (sender, receiver) = channel();
        let (path, known, ours) = (self.path.clone(), self.known.clone(), self.ours.clone());
        let ctx = ctx.clone();
        let thread = Builder::new().name("look".into()).spawn(move || {
            let _ = sender.send(compare(path, known, &ours));
            ctx.request_repaint();
        });
        self.looking = thread.is_ok().then_some(receiver);
    }
}

/// Tells the thread of the frames whenever the file is touched.
fn watcher(ctx: &Context, path: &Path, touched: &Arc<AtomicBool>) -> Option<RecommendedWatcher> {
    let path = std::path::absolute(path).ok()?;
    let (folder, name) = (path.parent()?.to_owned(), path.file_name()?.to_owned());
    let (ctx, touched) = (ctx.clone(), touched.clone());
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let ours = |event: &notify::Event| {
            let mut names = event.paths.iter().map(|path| path.file_name());
            !event.kind.is_access() && names.any(|other| other == Some(&name))
        };
        // After an error events may be missing.
        if event.as_ref().map_or(true, ours) {
            touched.store(true, Ordering::Relaxed);
            ctx.request_repaint();
        }
    })
    .ok()?;
    watcher.watch(&folder, RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}

fn compare(path: PathBuf, known: Option<Stamp>, ours: &Document) -> Look {
    if known.as_ref().is_some_and(|known| known.is_current(&path)) {
        return Look::Same(known);
    }
    let Some(stamp) = Stamp::of(&path) else {
        return Look::Change(Change::Gone);
    };
    match load(path) {
        // Other spaces or comments, the same graph.
        Ok(loaded) if loaded.document == *ours => Look::Same(loaded.stamp),
        other => Look::Change(Change::Changed(Box::new(other), Some(stamp))),
    }
}
