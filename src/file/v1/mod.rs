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

use serde::Deserialize;

use crate::core::limits::{MAX_FRAMES, MAX_INPUTS, MAX_LESSON_STEPS, MAX_NODES, MAX_NOTES};
use crate::document::Document;

use super::error::FileError;
use super::options;
use super::values::{Capped, Pairs, Text, Value};
use beside::{FrameEntry, StepEntry, TextEntry};
pub(super) use beside::{GRADIENT_OF, VALUE_OF};

/// The whole file; `N` is how a node is read.
#[derive(Deserialize)]
#[serde(rename = "graph", deny_unknown_fields)]
#[serde(bound(deserialize = "N: Deserialize<'de>"))]
struct File<'a, N> {
    #[serde(rename = "version")]
    _version: u64, // looked at before
    #[serde(default, borrow)]
    title: Option<Text<'a>>,
    #[serde(default)]
    note: Option<Text<'a>>,
    #[serde(default)]
    target: Option<Text<'a>>,
    nodes: Capped<N, MAX_NODES>,
    #[serde(default)]
    frames: Capped<FrameEntry, MAX_FRAMES>,
    #[serde(default)]
    texts: Capped<TextEntry, MAX_NOTES>,
    #[serde(default)]
    lesson: Capped<StepEntry, MAX_LESSON_STEPS>,
}

/// A node.
#[derive(Deserialize)]
#[serde(rename = "node", deny_unknown_fields)]
struct Entry<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    op: Text<'a>,
    #[serde(default)]
    value: Option<Value>,
    #[serde(default)]
    range: Option<(f64, f64)>,
    #[serde(default)]
    inputs: Capped<Option<Text<'a>>, MAX_INPUTS>,
    #[serde(default)]
    attributes: Pairs<'a>,
    #[serde(default)]
    at: Option<(f32, f32)>,
    /// What an unknown op carries besides; only careful reading finds it.
    #[serde(skip)]
    carried: Option<Vec<(String, String)>>,
}

/// A document from the text of a file of version 1.
///
/// # Errors
/// Anything that is wrong with the text, with line, node and cure.
pub(super) fn read(text: &str) -> Result<Document, FileError> {
    if let Ok(file) = options().from_str::<File<'_, Entry<'_>>>(text)
        && let (file, entries) = file.split()
        && let Ok(document) = assemble::document(file, &entries)
    {
        return Ok(document);
    }
    careful::read(text)
}

impl<'a, N> File<'a, N> {
    /// The nodes apart from the rest.
    fn split(self) -> (File<'a, ()>, Vec<N>) {
        let rest = File {
            _version: self._version,
            title: self.title,
            note: self.note,
            target: self.target,
            nodes: Capped(Vec::new()),
            frames: self.frames,
            texts: self.texts,
            lesson: self.lesson,
        };
        (rest, self.nodes.0)
    }
}
