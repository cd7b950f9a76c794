//! A table from where its settings say.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{BufReader, ErrorKind};
use std::path::{Path, PathBuf};

use super::error::TableError;
use super::pattern::Wanted;
use super::table::Table;
use super::{csv_table, generate, npy_table, shipped};
use crate::core::limits::{MAX_TABLE_BYTES, total_elements};
use crate::core::train::TableSource;

/// The wanted columns of a table. Paths start in `folder`.
pub(super) fn read(
    source: &TableSource,
    folder: &Path,
    wanted: &dyn Wanted,
) -> Result<Table, TableError> {
    match source {
        TableSource::Path(path) => {
            let read = read_file(&folder.join(path), wanted);
            read.map_err(|error| error.of(path))
        }
        TableSource::Set(name) => {
            let text = shipped::text(name)?;
            let read = csv_table::read(text.as_bytes(), b',', wanted);
            read.map_err(|error| error.of(&format!("the set {name}")))
        }
        TableSource::Generate(settings) => {
            let table = generate::table(settings)?;
            let names: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
            let chosen = wanted.choose(&names);
            let chosen =
                chosen.map_err(|error| error.of(&format!("generated {}", settings.kind)))?;
            let columns = chosen.iter().map(|nth| table.columns[*nth].clone());
            Ok(Table {
                columns: columns.collect(),
                ..table
            })
        }
    }
}

/// Notes the names of columns down, and takes none: the rows aren't read.
#[derive(Default)]
struct NamesAlone(RefCell<Vec<String>>);

impl Wanted for NamesAlone {
    fn choose(&self, names: &[String]) -> Result<Vec<usize>, TableError> {
        *self.0.borrow_mut() = names.to_vec();
        Err(TableError::new("only the names are wanted"))
    }
}

/// The names of a table's columns, without its rows. Paths start in `folder`.
///
/// # Errors
/// The table can't be read; names the file, and says what to do.
pub fn column_names(source: &TableSource, folder: &Path) -> Result<Vec<String>, TableError> {
    let names = NamesAlone::default();
    let read = read(source, folder, &names);
    let names = names.0.into_inner();
    match (names.is_empty(), read) {
        (true, Err(error)) => Err(error),
        _ => Ok(names),
    }
}

/// Where a table's file is: nothing if it isn't in one.
pub fn table_file(source: &TableSource, folder: &Path) -> Option<PathBuf> {
    match source {
        TableSource::Path(path) => Some(folder.join(path)),
        _ => None,
    }
}

fn read_file(path: &Path, wanted: &dyn Wanted) -> Result<Table, TableError> {
    // Before it is opened: a pipe that nobody writes to would never answer.
    let found = fs::metadata(path).map_err(|error| cannot_open(&error))?;
    if !found.is_file() {
        let kind = if found.is_dir() {
            "it is a folder: name a file in it"
        } else {
            "it is no ordinary file: copy what it holds to one"
        };
        return Err(TableError::new(kind));
    }
    let most = MAX_TABLE_BYTES.min(8 * total_elements() as u64);
    if found.len() > most {
        return Err(TableError::new(format!(
            "it has {} bytes, and at most {most} can be read: use a smaller table",
            found.len()
        )));
    }
    let file = BufReader::new(File::open(path).map_err(|error| cannot_open(&error))?);
    let extension = path
        .extension()
        .map(|it| it.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("npy") => npy_table::read_npy(file, wanted),
        Some("npz") => npy_table::read_npz(file, wanted),
        Some("tsv") => csv_table::read(file, b'\t', wanted),
        Some("xlsx" | "xls" | "ods") => Err(TableError::new(
            "spreadsheets can't be read: save the table as CSV",
        )),
        _ => csv_table::read(file, b',', wanted),
    }
}

fn cannot_open(error: &std::io::Error) -> TableError {
    let cure = match error.kind() {
        ErrorKind::NotFound => {
            "there is no such file: check the path, which starts at the graph's \
                                file, or give another one with --data"
        }
        ErrorKind::PermissionDenied => "you may not read it: ask its owner, or change its rights",
        _ => "check the path and the disk",
    };
    TableError::new(format!("{cure} ({error})"))
}
