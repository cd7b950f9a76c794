//! Tensors at a glance: few cells that stand for many numbers.

/// The most cells in a row, and the most rows.
const MOST_COLUMNS: usize = 24;
const MOST_ROWS: usize = 16;

/// The cells of a heat map: the means of blocks of elements, as parts of the largest
/// magnitude.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatCells {
    pub(in crate::gui) columns: usize,
    /// From −1 to 1, row by row; infinite and NaN where a block is.
    pub(in crate::gui) cells: Vec<f32>,
}

impl HeatCells {
    /// A heat map of the elements of a tensor, in row-major order, with axes of these
    /// lengths. The last axis runs to the right, all others down. Nothing for a single
    /// number.
    pub fn new(axes: &[usize], elements: &[f64]) -> Option<HeatCells> {
        let width = *axes.last()?;
        if width == 0 || elements.len() < 2 || !elements.len().is_multiple_of(width) {
            return None;
        }
        let height = elements.len() / width;
        let (columns, rows) = (width.min(MOST_COLUMNS), height.min(MOST_ROWS));
        let mut means = vec![0.0; columns * rows];
        let block = |i: usize, cells: usize, length: usize| {
            i * length / cells..((i + 1) * length / cells).max(i * length / cells + 1)
        };
        for (i, mean) in means.iter_mut().enumerate() {
            let across = block(i % columns, columns, width);
            let mut sum = 0.0;
            let mut count = 0;
            for y in block(i / columns, rows, height) {
                let row = elements.get(y * width..(y + 1) * width).unwrap_or_default();
                let part = row.get(across.clone()).unwrap_or_default();
                sum += part.iter().sum::<f64>();
                count += part.len();
            }
            *mean = sum / count.max(1) as f64;
        }
        let finite = means.iter().filter(|x| x.is_finite());
        let largest = finite.fold(0.0, |most: f64, x| most.max(x.abs()));
        let part = |x: &f64| match largest {
            0.0 => *x as f32,
            largest => (*x / largest) as f32,
        };
        let cells = means.iter().map(part).collect();
        Some(HeatCells { columns, cells })
    }

    /// How many cells a row has.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.cells.len() / self.columns
    }
}

/// The most pixels along a side; more elements share one.
pub(in crate::gui) const MOST_PIXELS: usize = 128;

/// A matrix in row-major order.
#[derive(Clone, Copy, Debug)]
pub(in crate::gui) struct Matrix<'a> {
    /// How many rows.
    pub rows: usize,
    /// How many columns.
    pub columns: usize,
    /// The elements.
    pub data: &'a [f64],
}

/// A matrix, made small enough for a picture.
#[derive(Clone, Debug)]
pub(in crate::gui) struct StrongestCells {
    /// The rows of the matrix.
    pub(in crate::gui) rows: usize,
    /// The columns of the matrix.
    pub(in crate::gui) columns: usize,
    /// How many pixels a row of the picture has.
    pub(in crate::gui) width: usize,
    /// The strongest element behind each pixel.
    pub(in crate::gui) strongest: Vec<f64>,
}

impl StrongestCells {
    /// Looks at each element once.
    pub(in crate::gui) fn new(matrix: Matrix<'_>) -> StrongestCells {
        let (rows, columns) = (matrix.rows.max(1), matrix.columns.max(1));
        let (height, width) = (rows.min(MOST_PIXELS), columns.min(MOST_PIXELS));
        let mut strongest = vec![0.0_f64; width * height];
        for (row, line) in matrix.data.chunks(columns).enumerate() {
            let y = (row * height / rows).min(height - 1);
            for (column, x) in line.iter().enumerate() {
                let at = y * width + column * width / columns;
                let Some(known) = strongest.get_mut(at) else {
                    continue;
                };
                if !x.is_finite() || (known.is_finite() && x.abs() > known.abs()) {
                    *known = *x;
                }
            }
        }
        StrongestCells {
            rows,
            columns,
            width,
            strongest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_has_a_cell_an_element_or_a_cell_a_block() {
        let small = HeatCells::new(&[2, 3], &[1.0, -2.0, 4.0, 0.0, 2.0, -4.0]).expect("a map");
        assert_eq!((small.columns(), small.rows()), (3, 2));
        assert_eq!(small.cells, [0.25, -0.5, 1.0, 0.0, 0.5, -1.0]);
        let many: Vec<f64> = (0..1000 * 700).map(|i| f64::from(i % 7)).collect();
        let large = HeatCells::new(&[1000, 700], &many).expect("a map");
        assert_eq!((large.columns(), large.rows()), (MOST_COLUMNS, MOST_ROWS));
        assert!(large.cells.iter().all(|part| *part > 0.9));
        assert_eq!(HeatCells::new(&[], &[3.0]), None);
        assert_eq!(HeatCells::new(&[1, 1], &[3.0]), None);
    }
}
