//! Tables for people: aligned columns, numbers to the right.

use std::io::{self, Write};

use anstyle::Style;

use super::output::{HEAD, PLAIN, printable};
use crate::core::evaluation::Numbers;
use crate::core::number::{Summary, nested, short};

/// How many significant digits a number is printed with.
const DIGITS: usize = 7;
/// And one of many in a tensor.
const DIGITS_OF_MANY: usize = 4;
/// Tensors of up to this many elements are printed whole.
const WHOLE: usize = 8;

/// Which edge of its column a text stands at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

struct Column {
    head: String,
    side: Align,
    style: Style,
    width: usize,
}

/// Rows under a heading.
pub(super) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<(String, Style)>>,
}

impl Table {
    pub(super) fn new() -> Table {
        Table {
            columns: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// One more column, to the right of those that there are.
    pub(super) fn column(mut self, head: &str, side: Align, style: Style) -> Table {
        self.columns.push(Column {
            head: head.to_owned(),
            side,
            style,
            width: width(head),
        });
        self
    }

    /// One more row, with a text for each column.
    pub(super) fn row(&mut self, texts: Vec<String>) {
        let styles = self.columns.iter().map(|column| column.style);
        let cells = texts.into_iter().map(|text| printable(&text).into_owned());
        self.push(cells.zip(styles).collect());
    }

    /// Styles the last cell of the last row in its own way.
    pub(super) fn restyle(&mut self, style: Style) {
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            cell.1 = style;
        }
    }

    fn push(&mut self, row: Vec<(String, Style)>) {
        for (column, (text, _)) in self.columns.iter_mut().zip(&row) {
            column.width = column.width.max(width(text));
        }
        self.rows.push(row);
    }

    pub(super) fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        let heads: Vec<_> = self
            .columns
            .iter()
            .map(|c| (c.head.clone(), HEAD))
            .collect();
        self.write_row(to, &heads)?;
        self.write_rows(to)
    }

    /// Without the heading.
    pub(super) fn write_rows(&self, to: &mut dyn Write) -> io::Result<()> {
        self.rows.iter().try_for_each(|row| self.write_row(to, row))
    }

    fn write_row(&self, to: &mut dyn Write, row: &[(String, Style)]) -> io::Result<()> {
        let last = row.len().saturating_sub(1);
        for (nth, (column, (text, style))) in self.columns.iter().zip(row).enumerate() {
            if nth > 0 {
                to.write_all(b"  ")?;
            }
            let padding = column.width - width(text);
            let (before, after) = match column.side {
                Align::Left if nth == last => (0, 0),
                Align::Left => (0, padding),
                Align::Right => (padding, 0),
            };
            write!(to, "{:before$}", "")?;
            if *style == PLAIN {
                to.write_all(text.as_bytes())?;
            } else {
                write!(to, "{style}{text}{style:#}")?;
            }
            write!(to, "{:after$}", "")?;
        }
        writeln!(to)
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// A number for a table.
pub(super) fn number(x: f64) -> String {
    short(x, DIGITS)
}

/// The numbers of a small tensor, or what those of a large one are like.
pub(super) fn numbers(of: &Numbers<'_>) -> String {
    if of.data.len() <= WHOLE {
        let dims: Vec<usize> = of.shape.dims().collect();
        let digits = if of.data.len() > 1 {
            DIGITS_OF_MANY
        } else {
            DIGITS
        };
        return nested(&dims, &of.data, |x| short(x, digits));
    }
    let summary = Summary::of(&of.data);
    if let Some(x) = summary.only() {
        return format!("all {}", number(x));
    }
    let text = summary.text(|x| short(x, DIGITS_OF_MANY));
    if summary.finite() < summary.count {
        return text;
    }
    format!("mean {}, {text}", short(summary.mean, DIGITS_OF_MANY))
}

/// What stands in for a value or a gradient that isn't there.
pub(super) const ABSENT: &str = "—";
