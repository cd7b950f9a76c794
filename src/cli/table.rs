//! Tables for people: aligned columns, numbers to the right.

use std::fmt::Write as _;
use std::io::{self, Write};

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

/// Rows under a heading. All texts are in one, so that a table of millions of rows is few
/// allocations.
pub(super) struct Table {
    columns: Vec<Column>,
    text: String,
    /// Row by row.
    cells: Vec<Cell>,
}

struct Cell {
    /// Where its text ends.
    end: usize,
    width: usize,
    style: Style,
}

impl Table {
    pub(super) fn new() -> Table {
        Table {
            columns: Vec::new(),
            text: String::new(),
            cells: Vec::new(),
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
    pub(super) fn row(&mut self, texts: impl IntoIterator<Item = impl AsRef<str>>) {
        let mut texts = texts.into_iter();
        for column in &mut self.columns {
            let text = texts.next();
            let text = printable(text.as_ref().map_or("", AsRef::as_ref));
            let width = width(&text);
            column.width = column.width.max(width);
            self.text += &text;
            self.cells.push(Cell {
                end: self.text.len(),
                width,
                style: column.style,
            });
        }
    }

    /// Styles the last cell of the last row in its own way.
    pub(super) fn restyle(&mut self, style: Style) {
        if let Some(cell) = self.cells.last_mut() {
            cell.style = style;
        }
    }

    pub(super) fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        let mut line = Line::new(&self.columns);
        for column in &self.columns {
            line.add(&column.head, width(&column.head), HEAD);
        }
        line.end(to)?;
        self.write_rows(to)
    }

    /// Without the heading.
    pub(super) fn write_rows(&self, to: &mut dyn Write) -> io::Result<()> {
        let mut line = Line::new(&self.columns);
        let mut start = 0;
        for row in self.cells.chunks(self.columns.len().max(1)) {
            for cell in row {
                line.add(&self.text[start..cell.end], cell.width, cell.style);
                start = cell.end;
            }
            line.end(to)?;
        }
        Ok(())
    }
}

/// A row that is written at once.
struct Line<'a> {
    columns: &'a [Column],
    text: String,
    nth: usize,
}

impl Line<'_> {
    fn new(columns: &[Column]) -> Line<'_> {
        Line {
            columns,
            text: String::new(),
            nth: 0,
        }
    }

    fn add(&mut self, text: &str, width: usize, style: Style) {
        let Some(column) = self.columns.get(self.nth) else {
            return;
        };
        if self.nth > 0 {
            self.text += "  ";
        }
        self.nth += 1;
        let padding = column.width - width;
        let (before, after) = match column.side {
            Align::Left if self.nth == self.columns.len() => (0, 0),
            Align::Left => (0, padding),
            Align::Right => (padding, 0),
        };
        let spaces = |count| std::iter::repeat_n(' ', count);
        self.text.extend(spaces(before));
        if style == PLAIN {
            self.text += text;
        } else {
            // A string takes all that is written.
            let _ = write!(self.text, "{style}{text}{style:#}");
        }
        self.text.extend(spaces(after));
    }

    fn end(&mut self, to: &mut dyn Write) -> io::Result<()> {
        self.text.push('\n');
        to.write_all(self.text.as_bytes())?;
        self.text.clear();
        self.nth = 0;
        Ok(())
    }
}

/// How many columns of a terminal a text takes: an ideograph takes two, a combining
/// accent none.
fn width(text: &str) -> usize {
    match text.is_ascii() {
        true => text.len(),
        false => text.width(),
    }
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
            table.row(row);
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
