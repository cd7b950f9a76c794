//! What is exported, how, and what comes of it.

use crate::core::evaluation::Evaluation;
use crate::core::fault::Fault;
use crate::core::graph::Graph;
use crate::data::Dataset;
use crate::document::Document;

/// What is exported: a document, with the graph and the numbers that it is exported with.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// What the file holds.
    pub document: &'a Document,
    /// The document's graph, perhaps with other values or another target.
    pub graph: &'a Graph,
    /// The graph's values and gradients.
    pub evaluation: &'a Evaluation,
    /// The rows that the document names, if they were read.
    pub dataset: Option<&'a Dataset>,
}

/// How it is exported.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Leave out the numbers that a program compares its own with.
    pub without_check: bool,
    /// Write a training for several devices and hosts.
    pub distributed: bool,
    /// Leave the numbers blank, with the solution behind.
    pub exercise: bool,
    /// The name of a file that may stand beside the export, for large arrays. Without one
    /// all stands in the text.
    pub beside: Option<String>,
}

impl Options {
    /// How many numbers a program compares, of so many that it could.
    pub(super) fn checked(&self, count: usize) -> usize {
        if self.without_check { 0 } else { count }
    }
}

/// What comes of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Export {
    /// The text.
    pub text: String,
    /// What the file beside it holds, if it is needed.
    pub beside: Option<Vec<u8>>,
    /// What the user should know.
    pub warnings: Vec<String>,
}

/// A language that graphs are exported to.
pub struct Target {
    /// What it is called on the command line: `numpy`.
    pub name: &'static str,
    /// What names of its files end with: `py`.
    pub extension: &'static str,
    /// What file with large arrays may stand beside it: `npz`; empty if none.
    pub beside: &'static str,
    /// Whether it can write a training for several devices and hosts.
    pub distributes: bool,
    /// Whether it can leave the numbers blank.
    pub blanks: bool,
    /// What it is for, in one sentence.
    pub help: &'static str,
    /// Writes it.
    ///
    /// # Errors
    /// What can't be written, and what to do.
    pub write: fn(&Subject<'_>, &Options) -> Result<Export, Fault>,
}
