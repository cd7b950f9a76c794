//! [`OpenEdits`]: what is typed in fields that are still open.
//!
//! A field changes the document once it is finished. Until then it says in every frame
//! what it would change, so that saving, closing and copies of unsaved work can count it.

use crate::document::history::UndoGroup;
use crate::document::{Document, Edit};

/// What one open field would change, or why it can't be finished.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenEdit {
    /// The gesture that the edit joins, if it joins one.
    pub gesture: Option<UndoGroup>,
    /// The edit, or why the text is no such edit.
    pub edit: Result<Edit, String>,
}

/// What all open fields would change.
#[derive(Debug, Default)]
pub struct OpenEdits {
    edits: Vec<OpenEdit>,
    version: u64,
}

impl OpenEdits {
    /// Whether no open field differs from the document.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Another number whenever the edits differ.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Takes what the fields said in this frame in place of what they said before.
    pub fn replace(&mut self, edits: Vec<OpenEdit>) {
        if edits != self.edits {
            self.edits = edits;
            self.version += 1;
        }
    }

    /// Takes the edits, to carry them out.
    pub fn take(&mut self) -> Vec<OpenEdit> {
        if !self.edits.is_empty() {
            self.version += 1;
        }
        std::mem::take(&mut self.edits)
    }

    /// The document as it would be with the edits that it can take.
    pub fn applied_to(&self, document: &Document) -> Document {
        let mut document = document.clone();
        for open in &self.edits {
            if let Ok(edit) = &open.edit {
                // What it refuses leaves it as it is.
                let _ = document.apply(edit.clone());
            }
        }
        document
    }
}
