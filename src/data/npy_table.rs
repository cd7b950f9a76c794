//! Tables as NumPy writes them: `.npy` with one array, `.npz` with several.
//!
//! The first axis of an array is the rows. An array of one axis is one column, which in
//! an `.npz` has the array's name; other arrays have a column for each number of a row,
//! `X_0`, `X_1` and so on.

use std::borrow::Cow;
use std::io::{self, Read, Seek};

use zip::ZipArchive;

use super::error::TableError;
use super::npy::NpyHeader;
use super::pattern::{Wanted, check_names};
use super::table::{Cells, Column, Table};
use crate::core::limits::{MAX_COLUMNS, total_elements};

/// What the columns of an `.npy` are called, which has no name for its array.
const UNNAMED: &str = "column";

/// An array of a file: its rows, and how many numbers each has.
struct Array {
    name: String,
    rows: usize,
    width: usize,
    /// Whether it has one axis, so that its column has its name.
    single: bool,
}

impl Array {
    fn of(name: &str, header: &NpyHeader) -> Result<Array, TableError> {
        let lengths = &header.shape;
        let product =
            |lengths: &[usize]| lengths.iter().try_fold(1, |a: usize, b| a.checked_mul(*b));
        let Some((rows, behind)) = lengths.split_first() else {
            return Err(TableError::new(format!(
                "the array {name:?} is a single number: save one with a row on its first axis"
            )));
        };
        let width = product(behind).filter(|width| *width <= MAX_COLUMNS);
        let elements = product(lengths).filter(|count| *count <= total_elements());
        let (Some(width), Some(_)) = (width, elements) else {
            return Err(TableError::new(format!(
                "the array {name:?} of shape {lengths:?} is larger than the memory holds: use a \
                 smaller table"
            )));
        };
        if *rows == 0 || width == 0 {
            let message = format!("the array {name:?} is empty: save one with rows");
            return Err(TableError::new(message));
        }
        Ok(Array {
            name: name.to_owned(),
            rows: *rows,
            width,
            single: behind.is_empty(),
        })
    }

    /// The names of its columns.
    fn columns(&self) -> Vec<String> {
        if self.single {
            return vec![self.name.clone()];
        }
        (0..self.width)
            .map(|nth| format!("{}_{nth}", self.name))
            .collect()
    }
}

/// Reads the wanted columns of an `.npy`.
pub(super) fn read_npy(mut file: impl Read, wanted: &dyn Wanted) -> Result<Table, TableError> {
    let header = NpyHeader::read(&mut file).map_err(|error| damaged(&error))?;
    let array = Array::of(UNNAMED, &header)?;
    let chosen = wanted.choose(&array.columns())?;
    Ok(Table {
        rows: array.rows,
        columns: columns(&array, &header, &mut file, &chosen)?,
        lines: Vec::new(),
    })
}

/// Reads the wanted columns of an `.npz`.
pub(super) fn read_npz(file: impl Read + Seek, wanted: &dyn Wanted) -> Result<Table, TableError> {
    let mut archive = ZipArchive::new(file).map_err(|error| damaged(&error.into()))?;
    let arrays = arrays(&mut archive)?;
    let all: Vec<String> = arrays.iter().flat_map(Array::columns).collect();
    check_names(&all)?;
    let chosen = wanted.choose(&all)?;
    let mut table = Table::default();
    let mut read: Vec<Option<Column>> = chosen.iter().map(|_| None).collect();
    let mut first = 0;
    for array in &arrays {
        let own = first..first + array.width;
        first = own.end;
        let numbered = chosen.iter().enumerate();
        let (places, inside): (Vec<usize>, Vec<usize>) = numbered
            .filter(|(_, column)| own.contains(column))
            .map(|(place, column)| (place, column - own.start))
            .unzip();
        if inside.is_empty() {
            continue;
        }
        if table.rows != 0 && table.rows != array.rows {
            return Err(TableError::new(format!(
                "the array {:?} has {} rows, another one {}: save them with equally many",
                array.name, array.rows, table.rows
            )));
        }
        table.rows = array.rows;
        let file = archive.by_name(&format!("{}.npy", array.name));
        let mut file = file.map_err(|error| damaged(&error.into()))?;
        let header = NpyHeader::read(&mut file).map_err(|error| damaged(&error))?;
        let columns = columns(array, &header, &mut file, &inside)?;
        for (place, column) in places.into_iter().zip(columns) {
            read[place] = Some(column);
        }
    }
    table.columns = read.into_iter().flatten().collect();
    Ok(table)
}

/// The arrays of an archive, by name.
fn arrays(archive: &mut ZipArchive<impl Read + Seek>) -> Result<Vec<Array>, TableError> {
    let names = archive.file_names().filter_map(Result::ok);
    let mut files: Vec<String> = names.map(Cow::into_owned).collect();
    files.sort_unstable();
    let mut arrays = Vec::new();
    for file in &files {
        let Some(name) = file.strip_suffix(".npy") else {
            continue;
        };
        let mut array = archive
            .by_name(file)
            .map_err(|error| damaged(&error.into()))?;
        let header = NpyHeader::read(&mut array).map_err(|error| damaged(&error))?;
        arrays.push(Array::of(name, &header)?);
    }
    Ok(arrays)
}

/// The chosen columns of an array, by their number in it.
fn columns(
    array: &Array,
    header: &NpyHeader,
    file: &mut impl Read,
    chosen: &[usize],
) -> Result<Vec<Column>, TableError> {
    let fortran = header.fortran && !array.single;
    if fortran && header.shape.len() > 2 {
        return Err(TableError::new(format!(
            "the array {:?} has more than two axes in Fortran's order: save \
             np.ascontiguousarray of it",
            array.name
        )));
    }
    let (rows, width) = (array.rows, array.width);
    let data = header.numbers(file, rows * width);
    let data = data.map_err(|error| damaged(&error))?;
    let names = array.columns();
    let mut columns = Vec::with_capacity(chosen.len());
    for &nth in chosen {
        let cells: Vec<f64> = if fortran {
            data[nth * rows..(nth + 1) * rows].to_vec()
        } else {
            data.iter().skip(nth).step_by(width).copied().collect()
        };
        if let Some(row) = cells.iter().position(|x| !x.is_finite()) {
            let message = format!(
                "row {}: {} is not a finite number: fill in a number, or take the row out",
                row + 1,
                cells[row]
            );
            return Err(TableError::new(message).in_column(&names[nth]));
        }
        columns.push(Column {
            name: names[nth].clone(),
            cells: Cells::Numbers(cells),
        });
    }
    Ok(columns)
}

fn damaged(error: &io::Error) -> TableError {
    TableError::new(format!(
        "it can't be read: {error}; save it again from NumPy"
    ))
}
