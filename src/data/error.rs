//! [`TableError`]: why a table can't be used, in one sentence that names the file, the
//! line and the column.

use std::fmt;

/// Why a table can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// The table, as the user named it.
    pub table: String,
    /// The line of the file, counted from 1.
    pub line: Option<u64>,
    /// The column's name.
    pub column: Option<String>,
    /// What is wrong, and what to do.
    pub message: String,
}

impl TableError {
    pub(super) fn new(message: impl Into<String>) -> TableError {
        TableError {
            table: String::new(),
            line: None,
            column: None,
            message: message.into(),
        }
    }

    pub(super) fn at(self, line: u64) -> TableError {
        let line = Some(line);
        TableError { line, ..self }
    }

    pub(super) fn in_column(self, column: &str) -> TableError {
        let column = Some(short(column));
        TableError { column, ..self }
    }

    pub(super) fn of(self, table: &str) -> TableError {
        let table = table.to_owned();
        TableError { table, ..self }
    }
}

/// `moons.csv, line 3, column "x1": "abc" is no number: …`.
impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.map(|line| format!("line {line}"));
        let column = self.column.as_ref().map(|name| format!("column {name:?}"));
        let table = Some(self.table.clone()).filter(|table| !table.is_empty());
        let place: Vec<String> = [table, line, column].into_iter().flatten().collect();
        if !place.is_empty() {
            write!(f, "{}: ", place.join(", "))?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for TableError {}

/// A text from a table that is short enough for a message.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
