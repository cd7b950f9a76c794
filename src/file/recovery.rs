//! [`Recovery`]: copies of unsaved work, for the case that the program or the machine
//! dies.
//!
//! A copy is a graph file like any other, in a folder of its own, with a line before
//! it that says where the work came from. It is replaced at once or not at all, as a
//! saved file is. Beside it lies a file that its writer keeps locked: the system
//! unlocks it when the process ends, however it ends, so a copy whose writer still
//! runs is told from one that was left behind.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, TryLockError as Taken};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::atomic;
use super::error::FileError;
use super::load::load;
use super::recovery_copy::{RecoveryCopy, header};
use super::save::checked_text;
use crate::document::Document;

/// How long one write waits for another.
const PATIENCE: Duration = Duration::from_secs(1);
/// What a process that runs no longer has left is deleted when it is older.
const LITTER_AGE: Duration = Duration::from_secs(3_600);

/// The recovery copies in a folder, and the one that this writer keeps there. An
/// editor window has one of these.
#[derive(Debug)]
pub struct Recovery {
    folder: PathBuf,
    id: String,
    /// Locked from the first write on.
    alive: OnceLock<Option<File>>,
    turn: Mutex<()>,
    /// Numbers for writes and clears, in the order in which they were begun.
    begun: AtomicU64,
    done: AtomicU64,
}

impl Recovery {
    /// A writer with a name of its own, in a folder that is made once it is needed.
    pub fn new(folder: PathBuf) -> Recovery {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.map_or(0, |since| since.as_millis());
        let count = LAST.fetch_add(1, Ordering::Relaxed);
        let process = std::process::id();
        Recovery {
            folder,
            id: format!("{now:x}-{process:x}-{count:x}"),
            alive: OnceLock::new(),
            turn: Mutex::new(()),
            begun: AtomicU64::new(0),
            done: AtomicU64::new(0),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts a copy of the document in place of the one before. `original` is the
    /// file that the document belongs to.
    ///
    /// Any thread may do this, and a panic hook: it waits a second at most for a
    /// write that is under way, and an older document never replaces a newer one.
    ///
    /// # Errors
    /// It couldn't be written; the copy is the one before then.
    pub fn write(&self, document: &Document, original: Option<&Path>) -> Result<(), FileError> {
        let number = self.begin();
        let mut text = header(document.title(), original);
        text += &checked_text(document)?;
        let path = self.file("ron");
        let _turn = self.wait_for_turn();
        if self.done.load(Ordering::SeqCst) > number {
            return Ok(());
        }
        let failed = |error: &io::Error| {
            let reason = format!(
                "can't keep a recovery copy: save your work, and check the disk and the rights of \
                 this folder ({error})"
            );
            FileError::new(reason).in_file(&self.folder)
        };
        make_folder(&self.folder).map_err(|e| failed(&e))?;
        // Where nothing can be locked the copy is still worth having.
        self.alive.get_or_init(|| lock(&self.file("lock")).ok());
        atomic::replace(&path, text.as_bytes())?;
        self.done.fetch_max(number, Ordering::SeqCst);
        Ok(())
    }

    /// Deletes this writer's copy: the work has been saved, or given up on purpose.
    /// A write that begins later makes a new one. A copy that can't be deleted is
    /// offered again, and no harm is done.
    pub fn clear(&self) {
        let number = self.begin();
        let _turn = self.wait_for_turn();
        self.done.fetch_max(number, Ordering::SeqCst);
        let _ = fs::remove_file(self.file("ron"));
    }

    /// The copies whose writers no longer run, the newest first. One that is damaged
    /// is among them, with the reason. Reads them all.
    pub fn list(&self) -> Vec<RecoveryCopy> {
        let mut copies: Vec<RecoveryCopy> = self
            .files()
            .filter(|path| path.extension().is_some_and(|e| e == "ron"))
            .filter(|path| *path != self.file("ron") && !is_running(path))
            .map(RecoveryCopy::read)
            .collect();
        copies.sort_by(|a, b| {
            b.saved()
                .cmp(&a.saved())
                .then_with(|| b.path().cmp(a.path()))
        });
        copies
    }

    /// The document of a copy.
    ///
    /// # Errors
    /// The copy is damaged, or gone.
    pub fn load(&self, copy: &RecoveryCopy) -> Result<Document, FileError> {
        load(copy.path())
    }

    /// Deletes a copy. One that can't be deleted is offered again.
    pub fn discard(&self, copy: &RecoveryCopy) {
        let _ = fs::remove_file(copy.path());
        let _ = fs::remove_file(copy.path().with_extension("lock"));
    }

    /// Deletes what killed writers left besides copies: half-written files and locks
    /// without a copy, an hour old or more.
    pub fn clean(&self) {
        let old = |path: &Path| {
            let modified = fs::metadata(path).and_then(|found| found.modified());
            let age = modified.map(|at| at.elapsed().unwrap_or_default());
            age.is_ok_and(|age| age >= LITTER_AGE)
        };
        for path in self.files().filter(|path| old(path)) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let half = name.starts_with('.') && name.ends_with(".tmp");
            let alone = name.ends_with(".lock") && !path.with_extension("ron").exists();
            if half || alone && !is_running(&path) {
                // It will be tried again.
                let _ = fs::remove_file(&path);
            }
        }
    }

    fn files(&self) -> impl Iterator<Item = PathBuf> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten();
        entries.filter_map(|entry| Some(entry.ok()?.path()))
    }

    fn file(&self, extension: &str) -> PathBuf {
        self.folder.join(format!("{}.{extension}", self.id))
    }

    fn begin(&self) -> u64 {
        self.begun.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// Nothing if the one whose turn it is takes too long. It may be this very
    /// thread, when a panic hook writes.
    fn wait_for_turn(&self) -> Option<MutexGuard<'_, ()>> {
        let pause = PATIENCE / 100;
        for _ in 0..100 {
            match self.turn.try_lock() {
                Ok(turn) => return Some(turn),
                Err(Taken::Poisoned(turn)) => return Some(turn.into_inner()),
                Err(Taken::WouldBlock) => std::thread::sleep(pause),
            }
        }
        None
    }
}

/// Without a copy there is nothing to lock. A copy stays: only
/// [`Recovery::clear`] says that the work is safe.
impl Drop for Recovery {
    fn drop(&mut self) {
        if self.alive.get().is_some() && !self.file("ron").exists() {
            let _ = fs::remove_file(self.file("lock"));
        }
    }
}

/// Whether the writer of a copy still runs.
fn is_running(copy: &Path) -> bool {
    let path = copy.with_extension("lock");
    // A pipe would never open.
    let is_file = fs::metadata(&path).is_ok_and(|found| found.is_file());
    let lock = is_file.then(|| File::open(&path).ok()).flatten();
    lock.is_some_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Makes a file and keeps it locked as long as the handle is open.
fn lock(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let file = options
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)?;
    file.lock()?;
    Ok(file)
}

/// What is in it is nobody else's business.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
