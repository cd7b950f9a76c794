//! [`Recipe`]: how columns become the numbers of a source, the same for new rows.

use super::error::{TableError, short};
use super::table::{Cells, Column, Table};
use crate::core::train::SourceRows;

/// How the columns of each source become numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// The sources, in the order of the data.
    pub sources: Vec<SourceRecipe>,
}

/// How the columns of one source become numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceRecipe {
    /// The source's name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// The names of the classes, in their order, if its column is of texts.
    pub classes: Vec<String>,
    /// What is taken off the numbers of each column, and what they are then divided by;
    /// empty if they stay as they are.
    pub scales: Vec<(f64, f64)>,
}

/// How numbers are shifted and scaled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scaling {
    /// To mean 0 and deviation 1.
    Standard,
    /// To lie from 0 to 1.
    Unit,
}

impl SourceRecipe {
    /// The recipe of a source with these columns of a table. A column of texts stands
    /// alone, and its classes are numbered in sorted order.
    pub(super) fn new(name: &str, columns: &[String], table: &Table) -> Result<Self, TableError> {
        let mut classes = Vec::new();
        for column in columns.iter().filter_map(|name| table.column(name)) {
            if let Cells::Texts(texts) = &column.cells {
                if columns.len() > 1 {
                    let text = texts.distinct.first().map_or("", String::as_str);
                    let message = format!(
                        "{:?} is no number, and {name:?} takes several columns: classes need a \
                         source of their own",
                        short(text)
                    );
                    return Err(table.at_row(TableError::new(message).in_column(&column.name), 0));
                }
                classes.clone_from(&texts.distinct);
                classes.sort_unstable();
            }
        }
        Ok(SourceRecipe {
            name: name.to_owned(),
            columns: columns.to_vec(),
            classes,
            scales: Vec::new(),
        })
    }

    /// Fits shifts and scales to the rows for training, and to no others.
    pub(super) fn fit(
        &mut self,
        scaling: Scaling,
        table: &Table,
        rows: &[u32],
    ) -> Result<(), TableError> {
        for name in &self.columns {
            let Some(column) = table.column(name) else {
                continue;
            };
            let Cells::Numbers(numbers) = &column.cells else {
                let message = "classes can't be standardised or scaled: take their source out of \
                               the list";
                return Err(TableError::new(message).in_column(name));
            };
            let training = || rows.iter().map(|row| numbers[*row as usize]);
            let count = rows.len() as f64;
            let (shift, size) = match scaling {
                Scaling::Standard => {
                    let mean = training().sum::<f64>() / count;
                    let squares = training().map(|x| (x - mean) * (x - mean)).sum::<f64>();
                    (mean, (squares / count).sqrt())
                }
                Scaling::Unit => {
                    let least = training().fold(f64::INFINITY, f64::min);
                    let most = training().fold(f64::NEG_INFINITY, f64::max);
                    (least, most - least)
                }
            };
            if !(shift.is_finite() && size.is_finite()) {
                let message = "its numbers are too large to be standardised or scaled: divide \
                               them by a power of ten";
                return Err(TableError::new(message).in_column(name));
            }
            // A column that never changes stays at 0.
            self.scales
                .push((shift, if size > 0.0 { size } else { 1.0 }));
        }
        Ok(())
    }

    /// The numbers of a table's rows.
    pub(super) fn rows(&self, table: &Table) -> Result<SourceRows, TableError> {
        let width = self.columns.len();
        let mut data = vec![0.0; table.rows * width];
        for (nth, name) in self.columns.iter().enumerate() {
            let Some(column) = table.column(name) else {
                continue;
            };
            let cells = data.iter_mut().skip(nth).step_by(width);
            let (shift, size) = self.scales.get(nth).copied().unwrap_or((0.0, 1.0));
            let plain = self.scales.is_empty();
            for (row, to) in cells.enumerate() {
                let x = self.number(table, column, row)?;
                *to = if plain { x } else { (x - shift) / size };
            }
        }
        Ok(SourceRows {
            name: self.name.clone(),
            width,
            data,
            classes: self.classes.clone(),
        })
    }

    fn number(&self, table: &Table, column: &Column, row: usize) -> Result<f64, TableError> {
        let fail = |message: String| {
            let error = TableError::new(message).in_column(&column.name);
            Err(table.at_row(error, row))
        };
        match &column.cells {
            Cells::Numbers(_) if !self.classes.is_empty() => {
                fail("it is a number, and classes are expected: write their names".to_owned())
            }
            Cells::Numbers(numbers) => Ok(numbers[row]),
            Cells::Texts(texts) => {
                let text = texts.distinct.get(texts.rows[row] as usize);
                let text = text.map_or("", String::as_str);
                match self
                    .classes
                    .binary_search_by(|class| class.as_str().cmp(text))
                {
                    Ok(class) => Ok(class as f64),
                    Err(_) if self.classes.is_empty() => {
                        fail(format!("{:?} is no number: write one", short(text)))
                    }
                    Err(_) => fail(format!(
                        "{:?} is no class of the table that was trained with: they are {}",
                        short(text),
                        super::pattern::list(&self.classes)
                    )),
                }
            }
        }
    }
}
