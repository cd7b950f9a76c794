//! [`FormulaError`]: what is wrong with a formula, where, and what to do.

use std::fmt;
use std::ops::Range;

/// What is wrong with a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaError {
    /// Where, in bytes of the text.
    pub span: Range<usize>,
    /// What is wrong. No full stop.
    pub message: String,
    /// What the user can do. No full stop.
    pub help: String,
    /// Line and column, counted from 1; the column in characters.
    pub at: (usize, usize),
}

impl FormulaError {
    /// An error at a place of the text.
    pub(crate) fn new(
        text: &str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> FormulaError {
        let before = text.get(..span.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before[start..].chars().count() + 1;
        FormulaError {
            span,
            message: message.into(),
            help: help.into(),
            at: (line, column),
        }
    }
}

impl std::error::Error for FormulaError {}

/// `line 1, column 5: "sin" has no argument: write sin(x)`.
impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.at;
        let FormulaError { message, help, .. } = self;
        write!(f, "line {line}, column {column}: {message}: {help}")
    }
}
