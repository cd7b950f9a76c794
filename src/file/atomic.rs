//! Saving a file so that a crash at any moment leaves the old one or the new one
//! whole.
//!
//! The new bytes go to a temporary file in the same folder, are forced to the disk,
//! and take the old file's place by a rename, which the system does at once or not
//! at all. Forcing the folder to the disk makes the rename last. A process that is
//! killed in between may leave the temporary file, `.NAME.….tmp`: it can be deleted.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::error::FileError;

/// File systems allow names of 255 bytes, some fewer.
const LONGEST_PREFIX: usize = 100;

/// Symbolic links that are followed one after another, as many as Linux does.
const MOST_LINKS: usize = 40;

/// Puts these bytes in place of the file, or makes it. If the path is a symbolic
/// link, what it points to is replaced. Permissions stay as they were, and so does
/// the owner where the system allows it.
///
/// # Errors
/// The bytes couldn't be written; says what to do. The file is as it was, except
/// when only the last step failed: then it is the new one, and the message says so.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let fail = |error: &io::Error| FileError::new(cannot_save(error)).in_file(path);
    let target = follow_links(path).map_err(|e| fail(&e))?;
    let old = match fs::metadata(&target) {
        Ok(old) => Some(old),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(fail(&error)),
    };
    if let Some(old) = &old {
        let refusal = if !old.is_file() {
            "it is no ordinary file: save under another name"
        } else if old.permissions().readonly() {
            "the file is read-only: make it writable, or save under another name"
        } else {
            ""
        };
        if !refusal.is_empty() {
            return Err(FileError::new(format!("can't save: {refusal}")).in_file(path));
        }
    }
    let folder = match target.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    // Opened first: if this fails, nothing has happened yet.
    let folder_handle = open_folder(folder).map_err(|e| fail(&e))?;
    write_beside(&target, folder, old.as_ref(), bytes).map_err(|e| fail(&e))?;
    folder_handle
        .map_or(Ok(()), |handle| sync_folder(&handle))
        .map_err(|error| {
            let reason = "saved, but the disk didn't confirm it";
            FileError::new(format!("{reason} ({error}): save once more")).in_file(path)
        })
}

/// What a chain of symbolic links ends at; the path itself if it is none.
fn follow_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_symlink() => {}
            Ok(_) => return Ok(path),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(path),
            // It may be a link: to go on would replace the link itself.
            Err(error) => return Err(error),
        }
        let next = fs::read_link(&path)?;
        path = match path.parent() {
            Some(parent) => parent.join(next), // `next` alone if it is absolute
            None => next,
        };
    }
    Err(io::Error::other("the symbolic links run in a circle"))
}

fn write_beside(
    target: &Path,
    folder: &Path,
    old: Option<&Metadata>,
    bytes: &[u8],
) -> io::Result<()> {
    let prefix = temporary_prefix(target.file_name().unwrap_or_default());
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What any new file gets: the system takes the user's mask off it.
        builder.permissions(Permissions::from_mode(0o666));
    }
    // Deleted when dropped, so a failure leaves nothing.
    let mut file = builder.tempfile_in(folder)?;
    if let Some(old) = old {
        keep_owner(file.as_file(), old);
        file.as_file().set_permissions(old.permissions())?;
    }
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(target)?;
    Ok(())
}

/// How the name of a temporary file begins: `.NAME.`. Of a long name only the beginning
/// is taken, so that the temporary name isn't longer than the file system allows.
fn temporary_prefix(name: &OsStr) -> OsString {
    let mut prefix = OsString::from(".");
    if name.len() <= LONGEST_PREFIX {
        prefix.push(name);
    } else {
        let name = name.to_string_lossy();
        let end = name.floor_char_boundary(LONGEST_PREFIX);
        prefix.push(name.get(..end).unwrap_or_default());
    }
    prefix.push(".");
    prefix
}

/// Only root may give a file away, so this is tried and not insisted on.
#[cfg(unix)]
fn keep_owner(file: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let new = file.metadata().map(|new| (new.uid(), new.gid()));
    if new.is_ok_and(|new| new != (old.uid(), old.gid())) {
        let _ = fchown(file, Some(old.uid()), Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}

/// A folder that may be written to but not read can't be opened: it is left
/// unforced then. On systems other than Unix folders can't be forced at all.
fn open_folder(folder: &Path) -> io::Result<Option<File>> {
    if cfg!(not(unix)) {
        return Ok(None);
    }
    match File::open(folder) {
        Ok(handle) => Ok(Some(handle)),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(None),
        Err(error) => Err(error),
    }
}

/// Some network file systems can't force a folder; that is no failure.
fn sync_folder(folder: &File) -> io::Result<()> {
    match folder.sync_all() {
        Err(e) if matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        result => result,
    }
}

fn cannot_save(error: &io::Error) -> String {
    let cure = match error.kind() {
        ErrorKind::StorageFull => "the disk is full: free some room, or save to another disk",
        ErrorKind::QuotaExceeded => "your share of the disk is used up: free some room",
        ErrorKind::PermissionDenied => {
            "the folder can't be written to: save to a folder of your own"
        }
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only: save to another disk",
        ErrorKind::NotFound => "there is no such folder: make it first",
        ErrorKind::NotADirectory => "a part of the path is no folder: check the path",
        ErrorKind::InvalidFilename => "the file system takes no such name: choose a shorter one",
        _ => "check the disk, or save to another one",
    };
    format!("can't save: {cure} ({error})")
}
