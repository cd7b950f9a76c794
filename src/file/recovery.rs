//! [`Recovery`]: copies of unsaved work, in a folder of their own.
//!
//! Every editor that runs has one copy, which it writes over again and again. It holds
//! a lock beside it for as long as it runs, so a copy whose lock is free was left by a
//! crash. A copy is a graph file; its first line, a comment, names the file that it is
//! a copy of.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use super::{FileError, atomic, load, to_text};
use crate::document::Document;

const OF: &str = "// wiregrad copy of ";
const OF_NONE: &str = "// wiregrad copy of an unsaved graph";

/// No line that names a file is longer.
const MOST_HEADER_BYTES: u64 = 64 << 10;

/// The copies in a folder, and the one that this editor writes.
#[derive(Debug)]
pub struct Recovery {
    folder: PathBuf,
    own: PathBuf,
    // Held while the own copy exists. The system frees it however the process ends.
    lock: Mutex<Option<File>>,
}

/// A copy that was left by a crash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    path: PathBuf,
    title: String,
    original: Option<PathBuf>,
    saved: Option<SystemTime>,
}

impl Copy {
    /// What it is called: the name of the file that it is a copy of, or `Untitled`.
    pub fn title(&self) -> String {
        self.title.clone()
    }

    /// The file that it is a copy of, if it had one.
    pub fn original(&self) -> Option<&Path> {
        self.original.as_deref()
    }

    /// When it was written.
    pub fn saved(&self) -> Option<SystemTime> {
        self.saved
    }
}

impl Recovery {
    /// The copies in a folder. It is made when something is written.
    pub fn new(folder: PathBuf) -> Recovery {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.unwrap_or_default().as_nanos();
        let own = folder.join(format!("{now}-{}.ron", std::process::id()));
        Recovery {
            folder,
            own,
            lock: Mutex::new(None),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes this editor's copy in place of the one before; `original` is the file
    /// that the document belongs to, which isn't touched.
    ///
    /// # Errors
    /// It can't be written; says what to do.
    pub fn write(&self, document: &Document, original: Option<&Path>) -> Result<(), FileError> {
        let fail = |e: std::io::Error| {
            FileError::new(format!("can't keep a copy of unsaved work: {e}")).in_file(&self.folder)
        };
        fs::create_dir_all(&self.folder).map_err(fail)?;
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if lock.is_none() {
            let file = lock_file(&self.own).map_err(fail)?;
            // Without locks on this file system the copy is offered to everybody,
            // which is better than to nobody.
            let _ = file.try_lock();
            *lock = Some(file);
        }
        drop(lock);
        let header = match original {
            Some(path) => format!("{OF}{:?}", path.to_string_lossy()),
            None => OF_NONE.to_owned(),
        };
        let text = format!("{header}\n{}", to_text(document));
        atomic::replace(&self.own, text.as_bytes())
    }

    /// Deletes this editor's copy: the work is saved, or given up.
    pub fn clear(&self) {
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if lock.take().is_some() {
            delete(&self.own);
        }
    }

    /// The copies that crashes left, the newest first. Those of editors that still
    /// run, this one among them, aren't listed.
    pub fn list(&self) -> Vec<Copy> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let paths = entries.map(|entry| entry.path());
        let copies = paths.filter(|path| path.extension().is_some_and(|e| e == "ron"));
        let left = copies.filter(|path| *path != self.own && !is_held(path));
        let mut found: Vec<Copy> = left.map(read_header).collect();
        found.sort_by_key(|copy| std::cmp::Reverse(copy.saved));
        found
    }

    /// The document in a copy.
    ///
    /// # Errors
    /// The copy can't be read; says why.
    pub fn load(&self, copy: &Copy) -> Result<Document, FileError> {
        load(&copy.path)
    }

    /// Deletes a copy.
    pub fn discard(&self, copy: &Copy) {
        delete(&copy.path);
    }
}

/// One that can't be deleted is offered again, and no harm is done.
fn delete(copy: &Path) {
    let _ = fs::remove_file(copy);
    let _ = fs::remove_file(copy.with_extension("lock"));
}

fn lock_file(copy: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    let options = options.create(true).write(true).truncate(false);
    options.open(copy.with_extension("lock"))
}

/// Whether the editor that wrote a copy still runs.
fn is_held(copy: &Path) -> bool {
    let lock = File::open(copy.with_extension("lock"));
    lock.is_ok_and(|lock| lock.try_lock().is_err())
}

fn read_header(path: PathBuf) -> Copy {
    let file = File::open(&path).ok();
    let saved = file
        .as_ref()
        .and_then(|f| f.metadata().ok()?.modified().ok());
    let mut line = String::new();
    if let Some(file) = file {
        // A copy that can't be read is listed all the same: to open it says why.
        let _ = BufReader::new(file.take(MOST_HEADER_BYTES)).read_line(&mut line);
    }
    let quoted = line.trim_end().strip_prefix(OF);
    let original = quoted.and_then(|text| ron::from_str::<String>(text).ok());
    let original = original.map(PathBuf::from);
    let name = original.as_ref().and_then(|path| path.file_name());
    let title = name.map_or("Untitled".into(), |name| name.to_string_lossy());
    Copy {
        title: title.into_owned(),
        path,
        original,
        saved,
    }
}
