//! Saving: the old file is replaced at once by the new one, or not at all.

use std::path::Path;

use super::atomic;
use super::error::{FileError, too_large};
use super::stamp::Stamp;
use super::write::to_text;
use crate::core::limits::MAX_FILE_BYTES;
use crate::document::Document;

/// Saves a document, in place of what the file held: at every moment the file is
/// the old one or the new one, whole. Returns the stamp of what it holds now.
///
/// # Errors
/// It couldn't be saved; says what to do.
pub fn save(path: &Path, document: &Document) -> Result<Stamp, FileError> {
    let text = checked_text(document).map_err(|error| error.in_file(path))?;
    atomic::replace(path, text.as_bytes())?;
    Ok(Stamp::of_bytes(text.as_bytes()))
}

/// The text of a document that can be loaded again.
pub(super) fn checked_text(document: &Document) -> Result<String, FileError> {
    let text = to_text(document);
    if text.len() as u64 > MAX_FILE_BYTES {
        let reason = too_large();
        let reason = reason.message();
        return Err(FileError::new(format!(
            "can't save, for it couldn't be loaded again: {reason}"
        )));
    }
    Ok(text)
}

/// Saves bytes that are no document, such as a picture, in place of what the file held:
/// at every moment the file is the old one or the new one, whole.
///
/// # Errors
/// They couldn't be saved; says what to do.
pub fn save_bytes(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    atomic::replace(path, bytes)
}
