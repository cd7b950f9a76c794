//! [`Autosave`]: a copy of unsaved work, within a second of the last change, in a
//! folder of its own and never over the person's file. The copy goes when the work
//! is saved or given up; after a crash it is still there.

use std::io::Write;
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use crate::document::Document;
use crate::file::{Recovery, RecoveryCopy};
use crate::gui::background::{DebouncedWriter, Pace};

/// When a copy is written: within a second of a change, even while changes keep coming.
const PACE: Pace = Pace {
    quiet: Duration::from_millis(250),
    longest: Duration::from_millis(500),
    retry: Duration::from_secs(3),
};

/// Unsaved work.
#[derive(Clone)]
struct Work {
    document: Document,
    path: Option<PathBuf>,
}

/// Keeps the copy like the document.
pub(super) struct Autosave {
    recovery: Arc<Recovery>,
    // What a panic would write.
    snapshot: Arc<Mutex<Option<Work>>>,
    thread: Option<DebouncedWriter<Option<Work>>>,
    seen: Option<u64>,
}

impl Autosave {
    pub(super) fn new(recovery: Arc<Recovery>) -> Autosave {
        let copies = recovery.clone();
        // A copy that can't be written must not disturb the work itself.
        let write = move |work: &Option<Work>| {
            match work {
                Some(work) => drop(copies.write(&work.document, work.path.as_deref())),
                None => copies.clear(),
            }
            true
        };
        let thread = DebouncedWriter::new("autosave", PACE, write);
        let snapshot = Arc::new(Mutex::new(None));
        rescue_on_panic(&recovery, &snapshot);
        Autosave {
            recovery,
            snapshot,
            thread: thread.ok(),
            seen: None,
        }
    }

    /// Tells of the document as it is now. Costs nothing if it is in the state that
    /// was told of last; to be called every frame.
    pub(super) fn note(&mut self, document: &Document, state: u64, path: Option<&Path>) {
        if self.seen != Some(state) {
            self.seen = Some(state);
            self.put(Some(Work {
                document: document.clone(),
                path: path.map(Path::to_owned),
            }));
        }
    }

    /// Says that there is no unsaved work: the copy can go.
    pub(super) fn forget(&mut self) {
        if self.seen.take().is_some() {
            self.put(None);
        }
    }

    /// Deletes a copy.
    pub(super) fn discard(&self, copy: &RecoveryCopy) {
        self.recovery.discard(copy);
    }

    /// The copies.
    pub(super) fn recovery(&self) -> &Arc<Recovery> {
        &self.recovery
    }

    fn put(&self, work: Option<Work>) {
        let mut snapshot = self.snapshot.lock().unwrap_or_else(PoisonError::into_inner);
        snapshot.clone_from(&work);
        drop(snapshot);
        if let Some(thread) = &self.thread {
            thread.put(work);
        }
    }
}

impl Drop for Autosave {
    fn drop(&mut self) {
        self.thread = None; // writes what is left
        let slot = RESCUE.get().map(Mutex::lock);
        let mut slot = match slot {
            Some(slot) => slot.unwrap_or_else(PoisonError::into_inner),
            None => return,
        };
        let ours = |rescue: &Rescue| Arc::ptr_eq(&rescue.0, &self.recovery);
        if slot.as_ref().is_some_and(ours) {
            *slot = None;
        }
    }
}

type Rescue = (Arc<Recovery>, Arc<Mutex<Option<Work>>>);

/// What the panic hook writes: the work of the last editor that was opened.
static RESCUE: OnceLock<Mutex<Option<Rescue>>> = OnceLock::new();

/// Has a panic write the last snapshot before anything else.
fn rescue_on_panic(recovery: &Arc<Recovery>, snapshot: &Arc<Mutex<Option<Work>>>) {
    let slot = RESCUE.get_or_init(|| {
        let ordinary = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let saved = rescue();
            ordinary(info);
            if let Some(message) = saved {
                // Not eprintln: it panics if standard error is closed.
                let _ = writeln!(std::io::stderr(), "{message}");
            }
        }));
        Mutex::new(None)
    });
    let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
    *slot = Some((recovery.clone(), snapshot.clone()));
}

/// Writes the last snapshot; says where it is, or why there is none. Takes no lock
/// that may be held by whatever panicked.
fn rescue() -> Option<String> {
    let slot = RESCUE.get()?.try_lock().ok()?;
    let (recovery, snapshot) = slot.as_ref()?;
    let work = snapshot.try_lock().ok()?.clone()?;
    Some(match recovery.write(&work.document, work.path.as_deref()) {
        Ok(()) => format!(
            "wiregrad: the unsaved graph was copied to {}: start wiregrad again, and it is offered",
            recovery.folder().display()
        ),
        Err(error) => format!("wiregrad: the unsaved graph couldn't be copied: {error}"),
    })
}
