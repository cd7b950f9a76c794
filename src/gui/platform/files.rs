//! Files and folders, but for graphs, which [`crate::file`] reads and writes. All of
//! this may wait for a slow disk: call it on a thread.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::file::{self, FileError};

/// A file or a folder in a folder.
#[derive(Clone, Debug)]
pub(in crate::gui) struct FolderEntry {
    /// Its name; bytes that aren't UTF-8 are replaced.
    pub(in crate::gui) name: String,
    /// Whether it is a folder, or a link to one.
    pub(in crate::gui) is_folder: bool,
}

/// What is in a folder, in no particular order.
///
/// # Errors
/// The folder can't be read.
pub(in crate::gui) fn entries(folder: &Path) -> io::Result<Vec<FolderEntry>> {
    let entries = fs::read_dir(folder)?.flatten();
    let entry = |entry: fs::DirEntry| FolderEntry {
        is_folder: fs::metadata(entry.path()).is_ok_and(|found| found.is_dir()),
        name: entry.file_name().to_string_lossy().into_owned(),
    };
    Ok(entries.map(entry).collect())
}

/// The text of a regular file with at most this many bytes.
///
/// # Errors
/// It can't be read, is too long, isn't UTF-8, or isn't a regular file.
pub(in crate::gui) fn read_text(path: &Path, most_bytes: u64) -> io::Result<String> {
    let found = fs::metadata(path)?;
    if !found.is_file() || found.len() > most_bytes {
        return Err(ErrorKind::InvalidData.into());
    }
    fs::read_to_string(path)
}

/// Writes a file in place of the one before, all at once, and makes its folder first.
///
/// # Errors
/// It can't be written; the old file is still there.
pub(in crate::gui) fn write(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    if let Some(folder) = path.parent() {
        // If this fails, so does the next step, which says why.
        let _ = fs::create_dir_all(folder);
    }
    file::save_bytes(path, bytes)
}

/// Makes an empty file, and its folder first.
///
/// # Errors
/// The system refuses.
pub(in crate::gui) fn touch(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let file = fs::OpenOptions::new().create(true).append(true).open(path);
    file.map(drop)
}

/// Deletes a file.
///
/// # Errors
/// The system refuses, or there is none.
pub(in crate::gui) fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path)
}

/// Renames a file.
///
/// # Errors
/// The system refuses.
pub(in crate::gui) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Whether anything is at a path.
pub(in crate::gui) fn exists(path: &Path) -> bool {
    path.exists()
}

/// Whether nothing is at a path. False if that can't be told, as when its folder can't be
/// read.
pub(in crate::gui) fn is_gone(path: &Path) -> bool {
    fs::metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound)
}

/// Whether a folder is at a path.
pub(in crate::gui) fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// A path from the root; one that is relative starts at the current folder. Touches no
/// disk.
pub(in crate::gui) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
