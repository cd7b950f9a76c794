//! One matrix product, at the machine's speed.
//!
//! All go to faer, tiny ones too: a plain loop was no faster at any size
//! (`cargo bench --bench matmul`). Its packing buffers belong to the thread; they
//! are set up by the first product, and no later one allocates.

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};

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

/// `to = a·b`, or `to += a·b` if `add`; `to` is row-major. All three are of
/// exactly these sizes.
pub(crate) fn multiply(to: &mut [f64], add: bool, sizes: Sizes, a: Factor<'_>, b: Factor<'_>) {
    let Sizes { m, k, n } = sizes;
    let beta = if add { Accum::Add } else { Accum::Replace };
    let to = MatMut::from_row_major_slice_mut(to, m, n);
    matmul(to, beta, a.view(m, k), b.view(k, n), 1.0, Par::Seq);
}
