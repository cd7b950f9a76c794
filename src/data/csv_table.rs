//! Tables as text: CSV, with a line of names first.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder, Trim};

use super::error::{TableError, short};
use super::line_ends::LineEnds;
use super::pattern::{Wanted, check_names};
use super::table::{Cells, Column, Table, Texts};
use crate::core::limits::total_elements;

/// Reads the wanted columns of a text, block by block.
pub(super) fn read(
    text: impl Read,
    separator: u8,
    wanted: &dyn Wanted,
) -> Result<Table, TableError> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .delimiter(separator)
        .from_reader(LineEnds::new(text));
    let mut record = ByteRecord::new();
    while is_blank(&record) {
        if !next(&mut reader, &mut record)? {
            let message = "the file is empty: write a line of column names, then the rows";
            return Err(TableError::new(message));
        }
    }
    let names = header(&record)?;
    let chosen = wanted.choose(&names)?;
    let mut columns: Vec<Building> = chosen.iter().map(|_| Building::New).collect();
    let mut lines = Vec::new();
    let most = total_elements() / chosen.len().max(1);
    while next(&mut reader, &mut record)? {
        let line = record.position().map_or(0, csv::Position::line);
        if is_blank(&record) {
            continue;
        }
        if record.len() != names.len() {
            return Err(ragged(&record, names.len()).at(line));
        }
        if lines.len() == most.min(u32::MAX as usize) {
            return Err(TableError::new(format!(
                "more than {most} rows: the memory holds no more, use a smaller table"
            ))
            .at(line));
        }
        lines.push(u32::try_from(line).unwrap_or(u32::MAX));
        for (column, number) in columns.iter_mut().zip(&chosen) {
            let added = column.add(record.get(*number).unwrap_or_default());
            added.map_err(|error| error.at(line).in_column(&names[*number]))?;
        }
    }
    if lines.is_empty() {
        let message = "there are no rows: write some below the column names";
        return Err(TableError::new(message));
    }
    let named = chosen.into_iter().zip(columns);
    let columns = named.map(|(number, column)| Column {
        name: names[number].clone(),
        cells: column.cells(),
    });
    Ok(Table {
        columns: columns.collect(),
        rows: lines.len(),
        lines,
    })
}

/// Reads the next record; false at the end.
fn next(reader: &mut csv::Reader<impl Read>, record: &mut ByteRecord) -> Result<bool, TableError> {
    reader.read_byte_record(record).map_err(|error| {
        let line = error.position().map(csv::Position::line);
        let error = TableError::new(format!("it can't be read: {error}; check the disk"));
        match line {
            Some(line) => error.at(line),
            None => error,
        }
    })
}

fn header(record: &ByteRecord) -> Result<Vec<String>, TableError> {
    let mut names = Vec::with_capacity(record.len());
    for (nth, cell) in record.iter().enumerate() {
        let cell = match nth {
            0 => cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell),
            _ => cell,
        };
        let name = text_of(cell)?.trim();
        if name.is_empty() {
            return Err(TableError::new(format!(
                "column {} has no name: give it one in the first line",
                nth + 1
            ))
            .at(1));
        }
        if name.contains(char::is_control) {
            let message = "a column name has a line break or a control character: a quote may be \
                           left open in the first line, or the file is no table of text";
            return Err(TableError::new(message).at(1));
        }
        names.push(name.to_owned());
    }
    if names.iter().all(|name| name.parse::<f64>().is_ok()) {
        let message = "the first line has only numbers: write a line of column names above them";
        return Err(TableError::new(message).at(1));
    }
    if let [only] = &names[..]
        && only.contains([';', '\t'])
    {
        let message = "the columns are not separated by commas: save the table as CSV with \
                       commas, or as .tsv with tabs";
        return Err(TableError::new(message).at(1));
    }
    check_names(&names).map_err(|error| error.at(1))?;
    Ok(names)
}

fn is_blank(record: &ByteRecord) -> bool {
    record.len() < 2 && record.get(0).is_none_or(<[u8]>::is_empty)
}

fn ragged(record: &ByteRecord, names: usize) -> TableError {
    let cells = match record.len() {
        1 => "1 cell".to_owned(),
        cells => format!("{cells} cells"),
    };
    let open = record.iter().any(|cell| cell.contains(&b'\n'));
    let cure = if open {
        "a quote may be left open on it"
    } else {
        "give it one for each column"
    };
    TableError::new(format!("it has {cells}, not {names}: {cure}"))
}

fn text_of(cell: &[u8]) -> Result<&str, TableError> {
    std::str::from_utf8(cell).map_err(|_| {
        let text = String::from_utf8_lossy(cell);
        TableError::new(format!(
            "{:?} is no UTF-8 text: save the table as UTF-8",
            short(&text)
        ))
    })
}

/// A column as far as it has been read.
enum Building {
    New,
    Numbers(Vec<f64>),
    Texts(Texts),
}

impl Building {
    /// Adds a cell. The first one says whether the column is of numbers or of texts.
    fn add(&mut self, cell: &[u8]) -> Result<(), TableError> {
        let text = text_of(cell)?;
        if text.is_empty() {
            return Err(TableError::new(
                "a cell is empty: fill it in, or take the row out",
            ));
        }
        if let Building::New = self {
            *self = match text.parse::<f64>() {
                Ok(_) => Building::Numbers(Vec::new()),
                Err(_) => Building::Texts(Texts::default()),
            };
        }
        match self {
            Building::Texts(texts) => texts.push(text),
            Building::Numbers(numbers) => {
                numbers.push(number(text)?);
                Ok(())
            }
            Building::New => Ok(()),
        }
    }

    fn cells(self) -> Cells {
        match self {
            Building::New => Cells::Numbers(Vec::new()),
            Building::Numbers(numbers) => Cells::Numbers(numbers),
            Building::Texts(texts) => Cells::Texts(texts),
        }
    }
}

fn number(text: &str) -> Result<f64, TableError> {
    match text.parse::<f64>() {
        Ok(x) if x.is_finite() => Ok(x),
        Ok(_) => Err(TableError::new(format!(
            "{:?} is not a finite number: fill in a number, or take the row out",
            short(text)
        ))),
        Err(_) => Err(TableError::new(format!(
            "{:?} is no number, but the rows above have numbers: write it with a point and \
             without spaces, or take the row out",
            short(text)
        ))),
    }
}
