//! Tables for people: aligned columns, numbers to the right.

use std::io::{self, Read, Write};

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::output::{HEAD, PLAIN, printable};
use crate::core::evaluation::Numbers;
use crate::core::number::{Summary, nested, short};
use crate::core::tensor::Shape;

/// How many significant digits a number is printed with.
const DIGITS: usize = 7;
/// And one of many in a tensor.
const DIGITS_OF_MANY: usize = 4;
/// A number that changes a little.
const DIGITS_OF_CHANGE: usize = 9;
/// No two numbers look alike with as many.
const ALL_DIGITS: usize = 17;
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
            spaces(to, before)?;
            if *style == PLAIN {
                to.write_all(text.as_bytes())?;
            } else {
                write!(to, "{style}{text}{style:#}")?;
            }
            spaces(to, after)?;
        }
        writeln!(to)
    }
}

/// How many columns of a terminal a text takes: an ideograph takes two, a combining
/// accent none.
fn width(text: &str) -> usize {
    text.width()
}

/// The width of a format is a `u16`, a column may be wider.
fn spaces(to: &mut dyn Write, count: usize) -> io::Result<()> {
    io::copy(&mut io::repeat(b' ').take(count as u64), to).map(drop)
}

/// A number for a table.
pub(super) fn number(x: f64) -> String {
    short(x, DIGITS)
}

/// The numbers of a small tensor, or what those of a large one are like.
pub(super) fn numbers(of: &Numbers<'_>) -> String {
    let digits = if of.data.len() > 1 {
        DIGITS_OF_MANY
    } else {
        DIGITS
    };
    numbers_with(&of.shape, &of.data, digits)
}

/// The numbers of a tensor before and after a change, with enough digits to tell the
/// two apart.
pub(super) fn before_and_after(shape: &Shape, before: &[f64], after: &[f64]) -> [String; 2] {
    let digits = if before.len() > 1 {
        DIGITS_OF_MANY
    } else {
        DIGITS_OF_CHANGE
    };
    let texts = |digits| [before, after].map(|data| numbers_with(shape, data, digits));
    let changed = before.iter().zip(after).filter(|(a, b)| a != b);
    let largest = changed.max_by(|(a, b), (c, d)| (*a - *b).abs().total_cmp(&(*c - *d).abs()));
    let enough = (digits..ALL_DIGITS).find(|digits| {
        // Of many numbers only a summary is shown: the largest change tells.
        if before.len() > WHOLE {
            return largest.is_none_or(|(a, b)| short(*a, *digits) != short(*b, *digits));
        }
        let differ = |(a, b): (&f64, &f64)| a == b || short(*a, *digits) != short(*b, *digits);
        before.iter().zip(after).all(differ)
    });
    texts(enough.unwrap_or(ALL_DIGITS))
}

fn numbers_with(shape: &Shape, data: &[f64], digits: usize) -> String {
    if data.len() <= WHOLE {
        let dims: Vec<usize> = shape.dims().collect();
        return nested(&dims, data, |x| short(x, digits));
    }
    let summary = Summary::of(data);
    if let Some(x) = summary.only() {
        return format!("all {}", short(x, digits.max(DIGITS)));
    }
    let text = summary.text(|x| short(x, digits));
    if summary.finite() < summary.count {
        return text;
    }
    format!("mean {}, {text}", short(summary.mean, digits))
}

/// What stands in for a value or a gradient that isn't there.
pub(super) const ABSENT: &str = "—";

#[cfg(test)]
mod tests {
    use super::{Align, PLAIN, Table, before_and_after};
    use crate::core::tensor::Shape;

    fn written(rows: &[[&str; 2]]) -> String {
        let mut table =
            Table::new()
                .column("name", Align::Left, PLAIN)
                .column("value", Align::Right, PLAIN);
        for row in rows {
            table.row(row.map(str::to_owned).to_vec());
        }
        let mut text = Vec::new();
        table.write(&mut text).expect("memory");
        let text = String::from_utf8(text).expect("UTF-8");
        anstream::adapter::strip_str(&text).to_string()
    }

    #[test]
    fn columns_align_for_wide_and_combining_characters() {
        let found = written(&[["重み", "1"], ["e\u{301}", "-20"], ["ab", "3"]]);
        assert_eq!(
            found,
            "name  value\n重み      1\ne\u{301}       -20\nab        3\n"
        );
    }

    #[test]
    fn a_column_may_be_wider_than_a_format_can_be() {
        let long = "o".repeat(70_000);
        let found = written(&[[&long, "1"], ["x", "2"]]);
        assert!(found.lines().all(|line| line.len() == 70_007));
    }

    #[test]
    fn a_small_change_shows() {
        let two = Shape::new(&[2]).expect("a shape");
        let found = before_and_after(&two, &[150.0, 180.0], &[150.001, 180.0]);
        assert_eq!(found, ["[150, 180]", "[150.001, 180]"]);
        let many = Shape::new(&[9]).expect("a shape");
        let [before, after] = [[1.0; 9], {
            let mut after = [1.0; 9];
            after[4] = 1.000_000_1;
            after
        }];
        let found = before_and_after(&many, &before, &after);
        assert_eq!(found[0], "all 1");
        assert_eq!(found[1], "mean 1, from 1 to 1.0000001");
        let found = before_and_after(&Shape::SCALAR, &[1e9], &[1_000_000_000.001]);
        assert_eq!(found, ["1000000000", "1000000000.001"]);
    }
}
