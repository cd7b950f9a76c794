//! Which rows are for training, validation and test.

use super::error::{TableError, short};
use super::table::{Cells, Table};
use crate::core::train::random::{Purpose, Random};
use crate::core::train::{Part, Split};

/// The rows of each part, by number, in the order of the table.
pub(super) fn parts(table: &Table, split: Option<&Split>) -> Result<[Vec<u32>; 3], TableError> {
    let all = 0..table.rows as u32; // a table has fewer rows than 2³²
    match split {
        None => Ok([all.collect(), Vec::new(), Vec::new()]),
        Some(Split::Column(name)) => by_column(table, name),
        Some(Split::Fractions {
            train,
            validation,
            test,
            seed,
        }) => {
            let mut order: Vec<u32> = all.collect();
            Random::new(*seed, Purpose::Split, 0).shuffle(&mut order);
            let mut parts: [Vec<u32>; 3] = Default::default();
            let (mut start, mut sum) = (0, 0.0);
            for (part, fraction) in parts.iter_mut().zip([train, validation, test]) {
                sum += fraction;
                // At the end of all parts, so that rounding loses no row.
                let end = (sum.min(1.0) * order.len() as f64).round() as usize;
                *part = order[start..end].to_vec();
                part.sort_unstable();
                start = end;
            }
            if parts[0].is_empty() {
                return Err(TableError::new(format!(
                    "{} rows are too few for the split: none is left for training",
                    table.rows
                )));
            }
            Ok(parts)
        }
    }
}

fn by_column(table: &Table, name: &str) -> Result<[Vec<u32>; 3], TableError> {
    let column = table.column(name);
    let Some(Cells::Texts(texts)) = column.map(|column| &column.cells) else {
        let message = "a column that splits the rows says train, validation or test in each";
        return Err(TableError::new(message).in_column(name));
    };
    let mut parts: [Vec<u32>; 3] = Default::default();
    for (row, number) in texts.rows.iter().enumerate() {
        let text = texts.distinct.get(*number as usize);
        let text = text.map_or("", String::as_str);
        let Some(part) = Part::ALL.into_iter().find(|part| part.name() == text) else {
            let message = format!(
                "{:?} is no part of the rows: write train, validation or test",
                short(text)
            );
            return Err(table.at_row(TableError::new(message).in_column(name), row));
        };
        parts[part as usize].push(row as u32);
    }
    if parts[0].is_empty() {
        let message = "no row says train: there is nothing to train with";
        return Err(TableError::new(message).in_column(name));
    }
    Ok(parts)
}
