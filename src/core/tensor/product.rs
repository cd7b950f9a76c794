//! One matrix product, at the machine's speed.
//!
//! All go to faer, tiny ones too: a plain loop was no faster at any size
//! (`cargo bench --bench matmul`). Its packing buffers belong to the thread; they
//! are set up by the first product, and no later one allocates.
//!
//! A product that takes long is computed in tiles, and may be stopped between two of
//! them. It always has the same tiles, so it always has the same bits.

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};

use crate::core::go_on::GoOn;

/// A factor of a product: row-major elements, perhaps to be read transposed.
#[derive(Clone, Copy)]
pub(crate) struct Factor<'a> {
    /// The elements as they lie in memory.
    pub(crate) data: &'a [f64],
    /// Whether the factor is the transpose of what lies in memory.
    pub(crate) transposed: bool,
}

impl<'a> Factor<'a> {
    fn view(&self, rows: usize, columns: usize) -> MatRef<'a, f64> {
        if self.transposed {
            MatRef::from_row_major_slice(self.data, columns, rows).transpose()
        } else {
            MatRef::from_row_major_slice(self.data, rows, columns)
        }
    }
}

/// The sizes of a product: an m × k matrix times a k × n one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// Rows of the first and of the result.
    pub(crate) m: usize,
    /// Columns of the first, rows of the second.
    pub(crate) k: usize,
    /// Columns of the second and of the result.
    pub(crate) n: usize,
}

/// The most multiplications of one call of faer: a few tenths of a second.
const TILE: usize = 1 << 29;
/// A tile that is narrower than this is slow.
const NARROW: usize = 64;
/// Of fewer multiplications a product doesn't ask whether to go on.
const SHORT: usize = 1 << 14;

impl Sizes {
    /// How many multiplications the product takes.
    fn multiplications(&self) -> usize {
        // Each pair of sizes is that of a tensor, so all three fit.
        self.m * self.k * self.n
    }

    /// Rows and columns of a tile: a part of the result.
    fn tile(&self) -> (usize, usize) {
        let (mut rows, mut columns) = (self.m, self.n);
        while rows * self.k * columns > TILE && rows.max(columns) > NARROW {
            match rows > columns {
                true => rows = rows.div_ceil(2),
                false => columns = columns.div_ceil(2),
            }
        }
        (rows, columns)
    }
}

/// `to = a·b`, or `to += a·b` if `add`; `to` is row-major. All three are of
/// exactly these sizes. Where `go_on` says no, the rest is left out.
pub(crate) fn multiply(
    to: &mut [f64],
    add: bool,
    sizes: Sizes,
    [a, b]: [Factor<'_>; 2],
    go_on: GoOn<'_>,
) {
    let Sizes { m, k, n } = sizes;
    let beta = if add { Accum::Add } else { Accum::Replace };
    let mut to = MatMut::from_row_major_slice_mut(to, m, n);
    let (a, b) = (a.view(m, k), b.view(k, n));
    let multiplications = sizes.multiplications();
    if multiplications >= SHORT && !go_on() {
        return;
    }
    if multiplications <= TILE {
        return matmul(to, beta, a, b, 1.0, Par::Seq);
    }
    let (rows, columns) = sizes.tile();
    for row in (0..m).step_by(rows) {
        let rows = rows.min(m - row);
        for column in (0..n).step_by(columns) {
            if !go_on() {
                return;
            }
            let columns = columns.min(n - column);
            let tile = to.as_mut().submatrix_mut(row, column, rows, columns);
            let (a, b) = (a.subrows(row, rows), b.subcols(column, columns));
            matmul(tile, beta, a, b, 1.0, Par::Seq);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn factor(data: &[f64]) -> Factor<'_> {
        Factor {
            data,
            transposed: false,
        }
    }

    /// More than one tile, with sizes that no tile divides.
    const SIZES: Sizes = Sizes {
        m: 1_001,
        k: 1_000,
        n: 1_101,
    };

    #[test]
    fn a_product_in_tiles_is_the_product() {
        let (rows, columns) = SIZES.tile();
        assert!(rows < SIZES.m && columns < SIZES.n, "{rows} × {columns}");
        let Sizes { m, k, n } = SIZES;
        // The columns of b are all the same, so each row of the result is one number.
        let at = |i: usize| (i % 7) as f64 - 3.0;
        let a: Vec<f64> = (0..m * k).map(at).collect();
        let b: Vec<f64> = (0..k * n).map(|i| at(i / n)).collect();
        let mut to = vec![f64::NAN; m * n];
        multiply(&mut to, false, SIZES, [factor(&a), factor(&b)], &|| true);
        for (row, results) in to.chunks(n).enumerate() {
            let row = &a[row * k..][..k];
            let sum: f64 = (0..).zip(row).map(|(i, x)| x * at(i)).sum();
            assert!(results.iter().all(|x| *x == sum), "{sum}: all are whole");
        }
    }

    #[test]
    fn a_product_stops_between_two_tiles() {
        let Sizes { m, k, n } = SIZES;
        let (a, b) = (vec![1.0; m * k], vec![1.0; k * n]);
        let mut to = vec![f64::NAN; m * n];
        let asked = Cell::new(0);
        let go_on = || {
            asked.set(asked.get() + 1);
            asked.get() <= 2
        };
        multiply(&mut to, false, SIZES, [factor(&a), factor(&b)], &go_on);
        assert_eq!(asked.get(), 3, "before all of it, and before two tiles");
        let (rows, columns) = SIZES.tile();
        let done = to.iter().filter(|x| !x.is_nan()).count();
        assert_eq!(done, rows * columns);
    }
}
