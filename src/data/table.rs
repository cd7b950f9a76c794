//! [`Table`]: the columns of a table that are in use.

use hashbrown::HashMap;

use super::error::{TableError, short};
use crate::core::limits::MAX_CLASSES;

/// The columns of a table that are in use, and the lines that its rows stand on.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: usize,
    /// The line of each row, if it stands in a file of lines.
    pub(super) lines: Vec<u32>,
}

/// One column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) cells: Cells,
}

/// What stands in a column.
#[derive(Clone, Debug)]
pub(super) enum Cells {
    /// Finite numbers.
    Numbers(Vec<f64>),
    /// Texts, which stand for classes: each row's number in a list of the texts that
    /// occur, in the order in which they occur first.
    Texts(Texts),
}

/// Texts of which few differ.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    pub(super) distinct: Vec<String>,
    numbers: HashMap<String, u32>,
    pub(super) rows: Vec<u32>,
}

impl Texts {
    /// Adds a row.
    pub(super) fn push(&mut self, text: &str) -> Result<(), TableError> {
        let known = self.numbers.get(text).copied();
        let number = match known {
            Some(number) => number,
            None if self.distinct.len() == MAX_CLASSES => {
                return Err(TableError::new(format!(
                    "more than {MAX_CLASSES} different texts, the last one {:?}: take a column \
                     of fewer classes, or of numbers",
                    short(text)
                )));
            }
            None => {
                let number = self.distinct.len() as u32; // at most MAX_CLASSES
                self.distinct.push(text.to_owned());
                self.numbers.insert(text.to_owned(), number);
                number
            }
        };
        self.rows.push(number);
        Ok(())
    }
}

impl Table {
    /// The column of this name, which is in use.
    pub(super) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// A row as a message names it.
    pub(super) fn at_row(&self, error: TableError, row: usize) -> TableError {
        match self.lines.get(row) {
            Some(line) => error.at(u64::from(*line)),
            None => {
                let message = format!("row {}: {}", row + 1, error.message);
                TableError { message, ..error }
            }
        }
    }
}
