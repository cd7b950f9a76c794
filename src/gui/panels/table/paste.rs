//! Numbers from the clipboard, as spreadsheets and text files have them.

use crate::core::tensor::{Shape, Tensor};
use crate::gui::panels::search::number;

use super::plane::Plane;

/// Rows of numbers, all of one length.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::gui) struct NumberBlock {
    /// How many rows.
    pub rows: usize,
    /// How many columns.
    pub columns: usize,
    /// The numbers in row-major order.
    pub numbers: Vec<f64>,
    /// Whether a first line with no number in it was left out: names of columns.
    pub header: bool,
}

/// What became of a paste of so many rows and columns into a tensor of one shape, which then
/// has another, or the same; `room` is how many numbers the plane holds that was pasted into.
pub(super) fn told(
    (rows, columns, header): (usize, usize, bool),
    (before, now): (Shape, Shape),
    room: usize,
) -> String {
    let head = if header {
        "The first line was taken as names of columns. "
    } else {
        ""
    };
    let became = match () {
        () if before != now => format!("The tensor is now {now}: the block was larger than it."),
        () if rows * columns < room => {
            format!("{rows} × {columns} numbers were pasted; all others stay as they were.")
        }
        () => format!("{rows} × {columns} numbers were pasted."),
    };
    format!("{head}{became}")
}

impl NumberBlock {
    /// The numbers of a text, one row in each line, separated by tabs, semicolons, commas
    /// or spaces.
    ///
    /// # Errors
    /// Something isn't a number, or the rows differ in length; names the line.
    pub(in crate::gui) fn parse(text: &str) -> Result<NumberBlock, String> {
        let mut block = NumberBlock {
            rows: 0,
            columns: 0,
            numbers: Vec::new(),
            header: false,
        };
        let lines = text.lines().map(str::trim_end).enumerate();
        let lines = lines.filter(|(_, line)| !line.trim().is_empty());
        let is_only = lines.clone().nth(1).is_none();
        for (nth, line) in lines {
            let before = block.numbers.len();
            let is_first = before == 0 && !block.header;
            if is_first && !is_only && cells(line).iter().all(|cell| number(cell).is_none()) {
                block.header = true;
                continue;
            }
            for cell in cells(line) {
                let known = number(&cell);
                let unknown = || format!("line {}: “{cell}” is not a number", nth + 1);
                block.numbers.push(known.ok_or_else(unknown)?);
            }
            let found = block.numbers.len() - before;
            if block.rows > 0 && found != block.columns {
                let wanted = block.columns;
                return Err(format!(
                    "line {} has {found} numbers, the lines before it have {wanted}: make them equal",
                    nth + 1
                ));
            }
            block.columns = found;
            block.rows += 1;
        }
        if block.numbers.is_empty() {
            return Err("there are no numbers on the clipboard".to_owned());
        }
        Ok(block)
    }

    /// The tensor with the block inserted at a cell of a plane. A block that is larger
    /// than the plane replaces the whole tensor, if it starts at the first cell of a
    /// tensor with at most two axes.
    ///
    /// # Errors
    /// The block doesn't fit; says what to do.
    pub(super) fn put(
        self,
        tensor: &Tensor,
        plane: &Plane,
        (row, column): (usize, usize),
    ) -> Result<Tensor, String> {
        let room = (
            plane.rows.saturating_sub(row),
            plane.columns.saturating_sub(column),
        );
        if self.rows <= room.0 && self.columns <= room.1 {
            let mut data = tensor.data().to_vec();
            for (nth, line) in self.numbers.chunks(self.columns.max(1)).enumerate() {
                let at = plane.index(row + nth, column);
                if let Some(to) = data.get_mut(at..at + line.len()) {
                    to.copy_from_slice(line);
                }
            }
            return Tensor::new(tensor.shape(), data).map_err(|e| e.to_string());
        }
        if (row, column) != (0, 0) || tensor.shape().rank() > 2 {
            return Err(format!(
                "{} × {} numbers don't fit here, where there is room for {} × {}: reshape the tensor first",
                self.rows, self.columns, room.0, room.1
            ));
        }
        self.into_tensor()
    }

    /// The block as a tensor of its own: a column is a vector.
    ///
    /// # Errors
    /// It has more elements than a tensor may have.
    pub(in crate::gui) fn into_tensor(self) -> Result<Tensor, String> {
        let dims = match self.columns {
            1 => vec![self.rows],
            columns => vec![self.rows, columns],
        };
        let shape = Shape::new(&dims).map_err(|e| e.to_string())?;
        Tensor::new(shape, self.numbers).map_err(|e| e.to_string())
    }
}

/// Whether a text is more than one cell.
pub(super) fn is_block(text: &str) -> bool {
    text.trim().contains(['\t', '\n', ',', ';', ' '])
}

fn cells(line: &str) -> Vec<String> {
    let own = |cell: &str| cell.trim().to_owned();
    if line.contains('\t') {
        line.split('\t').map(own).collect()
    } else if line.contains(';') {
        // A comma is then the mark of the fraction.
        line.split(';')
            .map(|cell| own(cell).replace(',', "."))
            .collect()
    } else if line.contains(',') {
        line.trim()
            .trim_end_matches(',')
            .split(',')
            .map(own)
            .collect()
    } else {
        line.split_whitespace().map(own).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tensor(dims: &[usize]) -> Tensor {
        let shape = Shape::new(dims).expect("a shape");
        Tensor::new(shape, vec![0.0; shape.elements()]).expect("a tensor")
    }

    #[test]
    fn a_spreadsheet_and_a_text_file_give_the_same_block() {
        let wanted = NumberBlock::parse("1\t2.5\n-3\t4\n").expect("numbers");
        assert_eq!((wanted.rows, wanted.columns), (2, 2));
        for text in [
            "1, 2.5\n-3, 4",
            "1;2,5\n−3;4",
            "  1 2.5\r\n -3 4",
            "1,2.5,\n-3,4,",
        ] {
            assert_eq!(NumberBlock::parse(text), Ok(wanted.clone()), "{text}");
        }
    }

    #[test]
    fn what_is_no_block_is_named_by_its_line() {
        assert!(NumberBlock::parse("1 2\n3").is_err_and(|e| e.starts_with("line 2 has 1")));
        let named = NumberBlock::parse("width, height\n1, 2").expect("numbers");
        assert!(named.header);
        assert_eq!((named.rows, named.numbers), (1, vec![1.0, 2.0]));
        assert!(NumberBlock::parse("width, height").is_err());
        assert!(NumberBlock::parse("1\nx").is_err_and(|e| e.contains("line 2: “x”")));
        assert!(NumberBlock::parse(" \n").is_err());
    }

    #[test]
    fn a_block_is_put_in_or_takes_the_place() {
        let block = || NumberBlock::parse("1 2\n3 4").expect("numbers");
        let old = tensor(&[3, 3]);
        let plane = Plane::new(&old.shape(), &mut Vec::new());
        let new = block().put(&old, &plane, (1, 1)).expect("it fits");
        assert_eq!(new.data(), [0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 0.0, 3.0, 4.0]);
        assert!(block().put(&old, &plane, (2, 2)).is_err());
        let small = tensor(&[1, 2]);
        let plane = Plane::new(&small.shape(), &mut Vec::new());
        let new = block()
            .put(&small, &plane, (0, 0))
            .expect("it takes the place");
        assert_eq!(new.shape(), Shape::new(&[2, 2]).expect("a shape"));
    }
}
