//! Copies of unsaved work. (Stands in until the real one is merged.)

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::FileError;
use crate::document::Document;

/// The state of a file on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    #[cfg(unix)]
    inode: u64,
}

impl Stamp {
    /// The state of a file; none if there is none.
    pub fn of(path: &Path) -> Option<Stamp> {
        let found = fs::metadata(path).ok()?;
        Some(Stamp {
            modified: found.modified().ok(),
            length: found.len(),
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(&found),
        })
    }
}

/// Where copies are kept.
#[derive(Debug)]
pub struct Recovery {
    folder: PathBuf,
}

/// A copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    path: PathBuf,
    saved: Option<SystemTime>,
}

impl Copy {
    /// The document's title.
    pub fn title(&self) -> String {
        "Untitled".to_owned()
    }
    /// The file that the document came from.
    pub fn original(&self) -> Option<&Path> {
        None
    }
    /// When it was written.
    pub fn saved(&self) -> Option<SystemTime> {
        self.saved
    }
}

impl Recovery {
    /// Copies in a folder.
    pub fn new(folder: PathBuf) -> Recovery {
        Recovery { folder }
    }
    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
    fn own(&self) -> PathBuf {
        self.folder.join(format!("{}.ron", std::process::id()))
    }
    /// Writes the copy of this process.
    ///
    /// # Errors
    /// It can't be written.
    pub fn write(&self, document: &Document, _path: Option<&Path>) -> Result<(), FileError> {
        let _ = fs::create_dir_all(&self.folder);
        super::save(&self.own(), document)
    }
    /// Deletes the copy of this process.
    ///
    /// # Errors
    /// It can't be deleted.
    pub fn clear(&self) -> Result<(), FileError> {
        let _ = fs::remove_file(self.own());
        Ok(())
    }
    /// The copies of other processes.
    pub fn list(&self) -> Vec<Copy> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let copies = entries.map(|entry| Copy {
            path: entry.path(),
            saved: entry.metadata().and_then(|m| m.modified()).ok(),
        });
        copies.filter(|copy| copy.path != self.own()).collect()
    }
    /// The document in a copy.
    ///
    /// # Errors
    /// It can't be read.
    pub fn load(&self, copy: &Copy) -> Result<Document, FileError> {
        super::load(&copy.path)
    }
    /// Deletes a copy.
    ///
    /// # Errors
    /// It can't be deleted.
    pub fn discard(&self, copy: &Copy) -> Result<(), FileError> {
        let _ = fs::remove_file(&copy.path);
        Ok(())
    }
}
