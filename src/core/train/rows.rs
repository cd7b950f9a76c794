//! [`DataRows`]: the rows that a graph is trained with, source by source.

use super::data_settings::Part;

/// A table as training uses it: for each source that takes columns, one run of numbers a
/// row; and which rows are for what.
#[derive(Clone, Debug, PartialEq)]
pub struct DataRows {
    /// The sources, with their numbers.
    pub sources: Vec<SourceRows>,
    /// How many rows there are.
    pub count: usize,
    /// The rows of each part, by number, in the order of the table; see [`Part::ALL`].
    pub parts: [Vec<u32>; 3],
    /// Where each row stands in its file, as a line; empty if it stands in none.
    pub lines: Vec<u32>,
}

/// What one source is given.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceRows {
    /// The source's name.
    pub name: String,
    /// How many numbers a row has.
    pub width: usize,
    /// The numbers, row by row.
    pub data: Vec<f64>,
    /// The names of the classes, if the column was of texts.
    pub classes: Vec<String>,
}

impl DataRows {
    /// One row for training that no source takes anything of: the graph is trained as it
    /// is.
    pub fn none() -> DataRows {
        DataRows {
            sources: Vec::new(),
            count: 1,
            parts: [vec![0], Vec::new(), Vec::new()],
            lines: Vec::new(),
        }
    }

    /// The rows of a part.
    pub fn part(&self, part: Part) -> &[u32] {
        &self.parts[part as usize]
    }

    /// A row as a message names it: `row 3 (line 4)`, counted from 1.
    pub fn place(&self, row: u32) -> String {
        let number = u64::from(row) + 1;
        match self.lines.get(row as usize) {
            Some(line) => format!("row {number} (line {line})"),
            None => format!("row {number}"),
        }
    }
}
