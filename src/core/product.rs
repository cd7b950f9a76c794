//! One matrix product, at the machine's speed.
//!
//! Large ones go to faer, whose packing buffers belong to the thread: they are set
//! up by its first product, and no later one allocates. Tiny ones are a plain
//! loop, which is done before faer has looked at the sizes.

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};

/// Products of at most this many multiplications are done by a plain loop
/// (measured by `cargo bench --bench matmul`).
const SMALL: usize = 128;

/// A factor of a product: row-major elements, perhaps to be read transposed.
#[derive(Clone, Copy)]
pub(crate) struct Factor<'a> {
    /// The elements as they lie in memory.
    pub(crate) data: &'a [f64],
    /// Whether the factor is the transpose of what lies in memory.
    pub(crate) transposed: bool,
}

impl<'a> Factor<'a> {
    /// How far apart the neighbours in a column and in a row lie, for a factor of
    /// so many rows and columns.
    fn steps(&self, rows: usize, columns: usize) -> (usize, usize) {
        if self.transposed {
            (1, rows)
        } else {
            (columns, 1)
        }
    }

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

/// `to = a·b`, or `to += a·b` if `add`; `to` is row-major.
pub(crate) fn multiply(to: &mut [f64], add: bool, sizes: Sizes, a: Factor<'_>, b: Factor<'_>) {
    let Sizes { m, k, n } = sizes;
    if m * k * n <= SMALL {
        return multiply_small(to, add, sizes, a, b);
    }
    let beta = if add { Accum::Add } else { Accum::Replace };
    let to = MatMut::from_row_major_slice_mut(to, m, n);
    matmul(to, beta, a.view(m, k), b.view(k, n), 1.0, Par::Seq);
}

fn multiply_small(to: &mut [f64], add: bool, sizes: Sizes, a: Factor<'_>, b: Factor<'_>) {
    let Sizes { m, k, n } = sizes;
    let (a_down, a_right) = a.steps(m, k);
    let (b_down, b_right) = b.steps(k, n);
    for (i, row) in to.chunks_exact_mut(n).enumerate() {
        for (j, to) in row.iter_mut().enumerate() {
            let left = a.data[i * a_down..].iter().step_by(a_right);
            let right = b.data[j * b_right..].iter().step_by(b_down);
            let pairs = left.zip(right).take(k);
            let sum: f64 = pairs.map(|(a, b)| a * b).sum();
            *to = if add { *to + sum } else { sum };
        }
    }
}
