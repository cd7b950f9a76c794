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

    /// A checksum of all numbers, of the sources' names, and of which rows are for what.
    /// Tables that differ in one bit have different ones, but for one chance in 2⁶⁴; it is
    /// not made to withstand anybody who wants two tables to have the same.
    pub fn checksum(&self) -> u64 {
        let mut sum = Checksum::default();
        for source in &self.sources {
            source.name.bytes().for_each(|byte| sum.add(byte.into()));
            sum.add(source.width as u64);
            source.data.iter().for_each(|x| sum.add(x.to_bits()));
        }
        for part in &self.parts {
            sum.add(part.len() as u64);
            part.iter().for_each(|row| sum.add((*row).into()));
        }
        sum.0
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

/// A checksum of words of 64 bits, in their order: each step is one to one in the word, so
/// one changed word always changes the sum.
#[derive(Default)]
struct Checksum(u64);

impl Checksum {
    fn add(&mut self, word: u64) {
        // An odd multiplier (Knuth's, for 64 bits), and a rotation to spread high bits.
        let mixed = (self.0 ^ word).wrapping_mul(0x5851_f42d_4c95_7f2d);
        self.0 = (mixed ^ (mixed >> 29)).rotate_left(17);
    }
}
