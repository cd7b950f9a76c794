//! A table as the value of a source.

use std::path::Path;

use super::error::TableError;
use super::pattern::Wanted;
use super::read::read;
use super::table::{Cells, Column};
use crate::core::tensor::{Shape, Tensor};
use crate::core::train::TableSource;

/// All columns.
struct All;

impl Wanted for All {
    fn choose(&self, names: &[String]) -> Result<Vec<usize>, TableError> {
        Ok((0..names.len()).collect())
    }
}

/// All numbers of a table, of shape `[rows, columns]`, or `[rows]` for one column. It is
/// the value of a source; classes given as texts are numbered in sorted order.
///
/// # Errors
/// The table can't be used; names the file, the line and the column.
pub fn tensor_from_table(path: &Path) -> Result<Tensor, TableError> {
    let name = path.to_string_lossy().into_owned();
    let source = TableSource::Path(name.clone());
    let table = read(&source, Path::new(""), &All)?;
    let width = table.columns.len();
    let mut data = vec![0.0; table.rows * width];
    for (nth, column) in table.columns.iter().enumerate() {
        let cells = data.iter_mut().skip(nth).step_by(width);
        for (to, x) in cells.zip(numbers(column)) {
            *to = x;
        }
    }
    let dims = [table.rows, width];
    let dims = if width == 1 { &dims[..1] } else { &dims };
    let tensor = Shape::new(dims).and_then(|shape| Tensor::new(shape, data));
    tensor.map_err(|error| TableError::new(error.to_string()).of(&name))
}

fn numbers(column: &Column) -> Vec<f64> {
    match &column.cells {
        Cells::Numbers(numbers) => numbers.clone(),
        Cells::Texts(texts) => {
            let mut classes: Vec<&String> = texts.distinct.iter().collect();
            classes.sort_unstable();
            let number = |row: &u32| {
                let text = texts.distinct.get(*row as usize);
                text.and_then(|text| classes.binary_search(&text).ok())
                    .unwrap_or(0) as f64
            };
            texts.rows.iter().map(number).collect()
        }
    }
}
