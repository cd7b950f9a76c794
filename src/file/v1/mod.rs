//! Version 1 of the file format, read.
//!
//! A file is read twice at most. First straight into a document: that is all for a
//! file without faults. If anything is wrong, or an op is unknown, it is read with
//! [care](careful): each node as a text of its own, so that every fault has a line,
//! and what an unknown op carries is kept as it was written. Both ways read a node
//! with the same types and [check](assemble) it with the same code.

mod assemble;
mod beside;
mod careful;
mod data;
mod entries;
mod training;

use super::error::FileError;
use super::parser::options;
use crate::document::Document;
pub(super) use beside::{GRADIENT_OF, VALUE_OF};
pub(super) use careful::positions;
use entries::{GraphFile, NodeEntry};

/// A document from the text of a file of version 1.
///
/// # Errors
/// Anything that is wrong with the text, with line, node and cure.
pub(super) fn read(text: &str) -> Result<Document, FileError> {
    if let Ok(file) = options().from_str::<GraphFile<'_, NodeEntry<'_>>>(text)
        && let (file, entries) = file.split()
    {
        match assemble::document(file, &entries) {
            Ok(document) => return Ok(document),
            // Nothing is carried that has to be read again: only the place is looked for.
            Err(problem) if careful::all_known(&entries) => {
                return Err(careful::located(text, &entries, problem));
            }
            Err(_) => {}
        }
    }
    careful::read(text)
}
