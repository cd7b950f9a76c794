//! The parameters of a graph, in and out: as an `.npz` or a `.safetensors`.

use std::path::Path;

use super::arrays::{ArrayFormat, decode, encode};
use super::atomic;
use super::error::FileError;
use crate::core::graph::Graph;
use crate::core::limits::MAX_TABLE_BYTES;
use crate::document::{Document, Edit, parameters_of};

/// Of so many mismatches each is named.
const MOST_NAMED: usize = 20;

/// Saves the parameters of a graph, each under its name, in place of what the file held.
///
/// # Errors
/// The name asks for no format, or the file can't be written; says what to do.
pub fn save_parameters(path: &Path, graph: &Graph) -> Result<(), FileError> {
    let format = format_of(path)?;
    let arrays: Vec<_> = parameters_of(graph)
        .map(|(_, node, value)| (node.name(), value))
        .collect();
    if arrays.is_empty() {
        let message = "the graph has no parameters: make what training changes one";
        return Err(FileError::new(message).in_file(path));
    }
    let bytes = encode(format, &arrays).map_err(|error| {
        let message = format!("the parameters can't be saved in it: {error}; use the other format");
        FileError::new(message).in_file(path)
    })?;
    atomic::replace(path, &bytes)
}

/// The edit that gives every parameter of a document the array of its name in a file.
///
/// # Errors
/// The file can't be read, or doesn't fit the graph; names each mismatch.
pub fn load_parameters(path: &Path, document: &Document) -> Result<Edit, FileError> {
    let format = format_of(path)?;
    let fail = |what: String| FileError::new(what).in_file(path);
    let found = std::fs::metadata(path);
    let found = found.map_err(|error| fail(format!("can't load: check the path ({error})")))?;
    if !found.is_file() || found.len() > MAX_TABLE_BYTES {
        return Err(fail(
            "it is too large, or no file: name a file of parameters".to_owned(),
        ));
    }
    let bytes = std::fs::read(path);
    let bytes = bytes.map_err(|error| fail(format!("can't load: check the disk ({error})")))?;
    let arrays = decode(format, &bytes);
    let arrays = arrays.map_err(|error| {
        fail(format!(
            "it can't be read: {error}; save it again with numpy.savez or safetensors"
        ))
    })?;
    document
        .set_parameters(&arrays)
        .map_err(|wrong| fail(mismatch(&wrong)))
}

fn format_of(path: &Path) -> Result<ArrayFormat, FileError> {
    ArrayFormat::of(path).ok_or_else(|| {
        let message = "parameters are in .npz or .safetensors: give it one of these endings";
        FileError::new(message).in_file(path)
    })
}

fn mismatch(wrong: &[String]) -> String {
    let mut lines = vec![
        "it doesn't fit the graph, and nothing was changed; make names and shapes equal:"
            .to_owned(),
    ];
    lines.extend(wrong.iter().take(MOST_NAMED).cloned());
    if wrong.len() > MOST_NAMED {
        lines.push(format!("and {} more", wrong.len() - MOST_NAMED));
    }
    lines.join("\n  ")
}
