//! Graph files: the RON format, a module per version, and saving without risk.
//!
//! [`load`] and [`load_bytes`] make a document out of anything that calls itself a
//! graph file or refuse it with a [`FileError`]; [`to_text`] and [`save`] write the
//! canonical text. A value in a file is finite, so what can be saved can be loaded.
//!
//! ```
//! use wiregrad::file;
//!
//! let text = r#"(version: 1, nodes: [
//!     (name: "x", op: "input", value: 3),
//!     (name: "y", op: "square", inputs: ["x"]),
//! ])"#;
//! let document = file::load_bytes(text.as_bytes())?;
//! assert_eq!(document.graph().len(), 2);
//!
//! let error = file::load_bytes(text.replace("[\"x\"]", "[\"X\"]").as_bytes()).unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     r#"line 3, column 5, node "y": input 0 is "X", which no node is called: did you mean "x"?"#
//! );
//! # Ok::<(), file::FileError>(())
//! ```

mod atomic;
mod error;
mod nearest;
mod recovery;
mod stamp;
mod v1;
mod values;
mod version;
mod write;

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

pub use error::{FileError, Place};
pub use nearest::nearest;
pub use recovery::{Copy, Recovery};
pub use stamp::Stamp;
pub use write::to_text;

use crate::core::limits::{MAX_FILE_BYTES, MAX_FILE_NESTING};
use crate::document::Document;

/// The version that is written, and the latest that can be read.
pub const VERSION: u64 = 1;

/// A document from a file.
///
/// # Errors
/// The file can't be read, is no ordinary file, or holds no graph; the message
/// names the file, the line, the node and the cure.
pub fn load(path: &Path) -> Result<Document, FileError> {
    open(path).map(|(document, _)| document)
}

/// A document from a file, with the stamp of the bytes that were read.
///
/// # Errors
/// Those of [`load`].
pub fn open(path: &Path) -> Result<(Document, Stamp), FileError> {
    let cannot_read = |e: io::Error| FileError::new(cannot_read(&e)).in_file(path);
    // Before it is opened: a pipe that nobody writes to would never answer.
    let found = fs::metadata(path).map_err(cannot_read)?;
    if !found.is_file() {
        let kind = if found.is_dir() {
            "a folder: name a file in it"
        } else {
            "no ordinary file: copy what it holds to one"
        };
        return Err(FileError::new(format!("can't load: it is {kind}")).in_file(path));
    }
    if found.len() > MAX_FILE_BYTES {
        return Err(too_large().in_file(path));
    }
    let file = File::open(path).map_err(cannot_read)?;
    let found = file.metadata().map_err(cannot_read)?;
    let bytes = read_all(file).map_err(|error| error.in_file(path))?;
    let document = load_bytes(&bytes).map_err(|error| error.in_file(path))?;
    Ok((document, Stamp::of_bytes(&bytes, &found)))
}

/// A document from anything that can be read to its end, such as standard input.
///
/// # Errors
/// It can't be read, is too large, or is no graph.
pub fn load_from(source: impl Read) -> Result<Document, FileError> {
    load_bytes(&read_all(source)?)
}

/// All bytes, or one more than a file may have.
fn read_all(source: impl Read) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    let read = source.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|e| FileError::new(cannot_read(&e)))?;
    Ok(bytes)
}

/// A document from the bytes of a file.
///
/// # Errors
/// They are no graph; the message names the line, the node and the cure.
pub fn load_bytes(bytes: &[u8]) -> Result<Document, FileError> {
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(too_large());
    }
    // Some editors on Windows put a byte order mark before a text.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))?;
    if text.trim().is_empty() {
        return Err(FileError::new(
            "the file is empty: the smallest graph is (version: 1, nodes: [])",
        ));
    }
    match version::of(text)? {
        1 => v1::read(text),
        0 => Err(FileError::new(
            "there is no version 0 of the format: write version: 1",
        )),
        later => Err(FileError::new(format!(
            "this file was written by a newer wiregrad (format version {later}; this one reads up \
             to {VERSION}): update wiregrad"
        ))),
    }
}

/// Saves a document, in place of what the file held: at every moment the file is
/// the old one or the new one, whole. Returns the stamp of what it holds now.
///
/// # Errors
/// It couldn't be saved; says what to do.
pub fn save(path: &Path, document: &Document) -> Result<Stamp, FileError> {
    let text = checked_text(document).map_err(|error| error.in_file(path))?;
    let found = atomic::replace(path, text.as_bytes())?;
    Ok(Stamp::of_bytes(text.as_bytes(), &found))
}

/// The text of a document that can be loaded again.
fn checked_text(document: &Document) -> Result<String, FileError> {
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
    atomic::replace(path, bytes).map(drop)
}

/// How all versions are read: options need no `Some(...)`, and brackets don't nest
/// without end.
fn options() -> ron::Options {
    ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .with_recursion_limit(MAX_FILE_NESTING)
}

fn too_large() -> FileError {
    let most = MAX_FILE_BYTES >> 20;
    FileError::new(format!(
        "the file is larger than {most} MiB: split the graph up"
    ))
}

fn not_utf8(bytes: &[u8], offset: usize) -> FileError {
    let valid = String::from_utf8_lossy(&bytes[..offset]);
    let byte = bytes.get(offset).copied().unwrap_or_default();
    FileError::new(format!(
        "the byte 0x{byte:02x} at offset {offset} is no UTF-8 text: save the file as UTF-8, or \
         fetch it again if it is damaged"
    ))
    .at(Place::of(&valid, offset))
}

fn cannot_read(error: &io::Error) -> String {
    let cure = match error.kind() {
        ErrorKind::NotFound => "there is no such file: check its name",
        ErrorKind::PermissionDenied => "you may not read it: ask its owner, or change its rights",
        ErrorKind::OutOfMemory => "the memory is used up: close something else",
        _ => "check the path and the disk",
    };
    format!("can't load: {cure} ({error})")
}
