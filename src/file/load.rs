//! Reading a graph file: what may be read at all, and which version it is.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::error::{FileError, TextPosition, too_large};
use super::source_text::{SourceText, without_mark};
use super::stamp::Stamp;
use super::v1;
use super::version::{self, VERSION};
use crate::core::limits::MAX_FILE_BYTES;
use crate::document::{Document, layout};

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
    let bytes = read(path)?;
    let document = load_bytes(&bytes).map_err(|error| error.in_file(path))?;
    Ok((document, Stamp::of_bytes(&bytes)))
}

/// A document from a file, with its text: for messages that name the line of a node. Nodes
/// that have no place in the file have none: to lay out millions takes longer than all else.
///
/// # Errors
/// Those of [`load`].
pub fn load_with_source(path: &Path) -> Result<(Document, SourceText), FileError> {
    let bytes = read(path)?;
    let document = read_bytes(&bytes).map_err(|error| error.in_file(path))?;
    Ok((document, SourceText::new(Some(path), bytes)))
}

/// A document from anything that can be read to its end, with its text; places are as for
/// [`load_with_source`].
///
/// # Errors
/// Those of [`load_from`].
pub fn load_from_with_source(from: impl Read) -> Result<(Document, SourceText), FileError> {
    let bytes = read_all(from)?;
    let document = read_bytes(&bytes)?;
    Ok((document, SourceText::new(None, bytes)))
}

/// The bytes of an ordinary file that isn't too large.
fn read(path: &Path) -> Result<Vec<u8>, FileError> {
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
    read_all(file).map_err(|error| error.in_file(path))
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

/// A document from the bytes of a file, laid out where they don't say a place.
///
/// # Errors
/// They are no graph; the message names the line, the node and the cure.
pub fn load_bytes(bytes: &[u8]) -> Result<Document, FileError> {
    let mut document = read_bytes(bytes)?;
    layout::place_missing(&mut document);
    Ok(document)
}

fn read_bytes(bytes: &[u8]) -> Result<Document, FileError> {
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(too_large());
    }
    let bytes = without_mark(bytes);
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

fn not_utf8(bytes: &[u8], offset: usize) -> FileError {
    let valid = String::from_utf8_lossy(&bytes[..offset]);
    let byte = bytes.get(offset).copied().unwrap_or_default();
    FileError::new(format!(
        "the byte 0x{byte:02x} at offset {offset} is no UTF-8 text: save the file as UTF-8, or \
         fetch it again if it is damaged"
    ))
    .at(TextPosition::of(&valid, offset))
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
