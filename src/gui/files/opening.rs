//! [`Opening`]: a document that is about to be shown, and [`Pending`]: what waits until
//! unsaved work is safe.

use std::path::PathBuf;

use super::names::{NEW_NAME, file_name};
use super::request::Request;
use super::transfer::Loaded;
use crate::document::Document;
use crate::file::{RecoveryCopy, Stamp};

/// A document that is about to be shown.
#[derive(Debug)]
pub(super) struct Opening {
    pub(super) document: Document,
    pub(super) path: Option<PathBuf>,
    /// The state of the file that was read.
    pub(super) stamp: Option<Stamp>,
    /// The proposed name, if it has no file.
    pub(super) suggested: String,
    /// The copy of unsaved work that it comes from.
    pub(super) copy: Option<RecoveryCopy>,
    /// Whether its last evaluation did not return.
    pub(super) paused: bool,
}

/// What waits until unsaved work is safe.
#[derive(Debug)]
pub(super) enum Pending {
    /// Something that the user asked for.
    Ask(Request),
    /// A document that was read.
    Show(Box<Opening>),
}

impl Opening {
    /// A document that no file holds.
    pub(super) fn without_file(document: Document, suggested: String) -> Opening {
        Opening {
            document,
            path: None,
            stamp: None,
            suggested,
            copy: None,
            paused: false,
        }
    }
}

impl From<Loaded> for Opening {
    fn from(loaded: Loaded) -> Opening {
        let Loaded {
            path,
            document,
            stamp,
            copy,
            paused,
        } = loaded;
        let suggested = path
            .as_deref()
            .map_or_else(|| NEW_NAME.to_owned(), file_name);
        Opening {
            document,
            path,
            stamp,
            suggested,
            copy,
            paused,
        }
    }
}

impl Pending {
    /// Whether it closes the open document.
    pub(super) fn closes_document(&self) -> bool {
        match self {
            Pending::Ask(request) => request.closes_document(),
            Pending::Show(_) => true,
        }
    }
}
