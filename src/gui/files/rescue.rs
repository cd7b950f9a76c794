//! [`Rescue`]: writes a last copy of unsaved work when the program is about to end: by a
//! panic, by a signal, or because the display is gone.

use std::io::Write;
use std::panic;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};

use crate::document::Document;
use crate::file::Recovery;
use crate::gui::platform::{signals, threads};

/// Unsaved work.
#[derive(Clone)]
pub(super) struct UnsavedWork {
    pub(super) document: Document,
    pub(super) path: Option<PathBuf>,
}

/// Where to write a last copy, and of what.
#[derive(Clone)]
struct Last {
    recovery: Arc<Recovery>,
    work: Arc<Mutex<Option<UnsavedWork>>>,
}

/// What is written at the end: the work of the last editor that was opened.
static LAST: OnceLock<Mutex<Option<Last>>> = OnceLock::new();

/// Writes a last copy of the work that it keeps. Dropping it gives that up.
pub(super) struct Rescue {
    last: Last,
}

impl Rescue {
    /// Nothing to be rescued yet.
    pub(super) fn new(recovery: &Arc<Recovery>) -> Rescue {
        let last = Last {
            recovery: recovery.clone(),
            work: Arc::default(),
        };
        let slot = LAST.get_or_init(|| {
            write_before_panics();
            signals::before_end(|| report(write_last()));
            Mutex::new(None)
        });
        *lock(slot) = Some(last.clone());
        Rescue { last }
    }

    /// Keeps the work as it is now; nothing if all is saved.
    pub(super) fn keep(&self, work: Option<UnsavedWork>) {
        *lock(&self.last.work) = work;
    }
}

impl Drop for Rescue {
    fn drop(&mut self) {
        let Some(slot) = LAST.get() else { return };
        let mut slot = lock(slot);
        let is_ours = |last: &Last| Arc::ptr_eq(&last.work, &self.last.work);
        if slot.as_ref().is_some_and(is_ours) {
            *slot = None;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes every panic write a last copy before it is reported.
fn write_before_panics() {
    let ordinary = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let said = write_last();
        ordinary(info);
        report(said);
    }));
}

/// Not by `eprintln`, which panics if standard error is closed.
fn report(said: Option<String>) {
    if let Some(said) = said {
        let _ = writeln!(std::io::stderr(), "{said}");
    }
}

/// Waits a moment for a lock, and no longer: the thread that panicked may hold it.
fn lock_soon<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    for _ in 0..200 {
        match mutex.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(guard)) => return Some(guard.into_inner()),
            Err(TryLockError::WouldBlock) => threads::pause(),
        }
    }
    None
}

/// Writes a last copy. Says where it is, or why there is none.
fn write_last() -> Option<String> {
    let slot = lock_soon(LAST.get()?)?;
    let last = slot.as_ref()?;
    let work = lock_soon(&last.work)?.clone()?;
    let written = last.recovery.write(&work.document, work.path.as_deref());
    Some(match written {
        Ok(()) => format!(
            "wiregrad: the unsaved graph was copied to {}: start wiregrad again, and it is offered",
            last.recovery.folder().display()
        ),
        Err(error) => format!("wiregrad: the unsaved graph couldn't be copied: {error}"),
    })
}
