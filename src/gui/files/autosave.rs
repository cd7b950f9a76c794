//! [`Autosave`]: a copy of unsaved work, within a second of the last change, in a
//! folder of its own and never over the user's file. The copy is deleted when the work
//! is saved or given up; after a crash it is still there.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use eframe::egui::Context;

use super::rescue::{Rescue, UnsavedWork};
use crate::document::Document;
use crate::file::{FileError, Recovery, RecoveryCopy};
use crate::gui::background::{DebouncedWriter, Pace};
use crate::gui::platform::clock::Instant;

/// When a copy is written: within a second of a change, even while changes keep coming.
const PACE: Pace = Pace {
    quiet: Duration::from_millis(100),
    longest: Duration::from_millis(200),
    retry: Duration::from_secs(2),
};

/// A copy that takes longer than this has a disk that doesn't answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often a frame looks whether the copy is written.
const LOOK: Duration = Duration::from_secs(1);

/// What came of the copies so far.
#[derive(Debug, Default)]
struct CopyProgress {
    /// The number of the last work whose copy is written.
    written: u64,
    /// Why the last copy couldn't be written.
    failure: Option<FileError>,
}

/// What the thread writes, with its number; nothing if the copy is to be deleted.
type Numbered = (u64, Option<UnsavedWork>);

/// Keeps a copy of the document.
pub(super) struct Autosave {
    recovery: Arc<Recovery>,
    rescue: Rescue,
    progress: Arc<Mutex<CopyProgress>>,
    /// None if the system couldn't start the thread.
    writer: Option<DebouncedWriter<Numbered>>,
    /// The state of the document and of the open fields whose copy was asked for last.
    state: Option<(u64, u64)>,
    /// The number of the last work, and since when a copy is due.
    last: u64,
    due_since: Option<Instant>,
}

impl Autosave {
    pub(super) fn new(recovery: Arc<Recovery>) -> Autosave {
        let progress = Arc::new(Mutex::new(CopyProgress::default()));
        let (copies, shared) = (recovery.clone(), progress.clone());
        let write = move |(number, work): &Numbered| write(&copies, &shared, *number, work);
        Autosave {
            rescue: Rescue::new(&recovery),
            recovery,
            progress,
            writer: DebouncedWriter::new("autosave", PACE, write).ok(),
            state: None,
            last: 0,
            due_since: None,
        }
    }

    /// Takes the document as it is now. Costs nothing if its state is the one that was
    /// taken last; to be called every frame.
    pub(super) fn note(
        &mut self,
        ctx: &Context,
        state: (u64, u64),
        document: impl FnOnce() -> Document,
        path: Option<&Path>,
    ) {
        if self.state != Some(state) {
            self.state = Some(state);
            self.put(Some(UnsavedWork {
                document: document(),
                path: path.map(Path::to_owned),
            }));
        }
        if self.is_written() {
            self.due_since = None;
        } else {
            self.due_since.get_or_insert_with(Instant::now);
            ctx.request_repaint_after(LOOK);
        }
    }

    /// Deletes the copy: there is no unsaved work.
    pub(super) fn forget(&mut self) {
        if self.state.take().is_some() {
            self.put(None);
            self.due_since = None;
        }
    }

    /// Why there is no copy of the unsaved work.
    pub(super) fn trouble(&self) -> Option<String> {
        self.state?;
        if self.writer.is_none() {
            return Some("the system can't start another thread".to_owned());
        }
        if let Some(error) = &lock(&self.progress).failure {
            return Some(error.message().to_owned());
        }
        let waits = self
            .due_since
            .is_some_and(|since| since.elapsed() > PATIENCE);
        waits.then(|| "the disk doesn't answer".to_owned())
    }

    /// Deletes a copy.
    pub(super) fn discard(&self, copy: &RecoveryCopy) {
        self.recovery.discard(copy);
    }

    /// The copies.
    pub(super) fn recovery(&self) -> &Arc<Recovery> {
        &self.recovery
    }

    fn is_written(&self) -> bool {
        lock(&self.progress).written == self.last
    }

    fn put(&mut self, work: Option<UnsavedWork>) {
        self.last += 1;
        self.rescue.keep(work.clone());
        if let Some(writer) = &self.writer {
            writer.put((self.last, work));
        }
    }
}

fn write(
    copies: &Recovery,
    progress: &Mutex<CopyProgress>,
    number: u64,
    work: &Option<UnsavedWork>,
) -> bool {
    let done = match work {
        Some(work) => copies.write(&work.document, work.path.as_deref()),
        None => {
            copies.clear();
            Ok(())
        }
    };
    let mut progress = lock(progress);
    progress.failure = done.err();
    if progress.failure.is_none() {
        progress.written = number;
    }
    progress.failure.is_none()
}

fn lock(progress: &Mutex<CopyProgress>) -> MutexGuard<'_, CopyProgress> {
    progress.lock().unwrap_or_else(PoisonError::into_inner)
}
