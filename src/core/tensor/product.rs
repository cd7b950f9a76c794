//! One matrix product, at the machine's speed.
//!
//! All go to faer, tiny ones too: a plain loop was no faster at any size
//! (`cargo bench --bench matmul`). Its packing buffers belong to the thread; they
//! are set up by the first product, and no later one allocates.
//!
//! A product that takes long is computed in parts, at once if there are threads for it
//! ([`threads`]), and may be stopped before each of them. It always has the same parts, so
//! it always has the same bits.

use std::sync::atomic::{AtomicBool, Ordering};

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};

use crate::core::go_on::GoOn;
use crate::core::threads;

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

/// About the most multiplications of one part: some milliseconds.
const LARGE: usize = 3 << 24;
/// A product of fewer multiplications is not cut: the parts would be done before another
/// thread has begun.
const WHOLE: usize = 1 << 22;
/// Into about so many parts a product is cut that isn't larger than as many. More would
/// take longer on one thread, as each part brings its factors into order anew.
const PARTS: usize = 4;
/// Columns are cut at multiples of this, rows at multiples of [`ROWS`]: those that faer
/// computes together on any of the vector units.
const COLUMNS: usize = 48;
const ROWS: usize = 8;
/// Of fewer multiplications a product doesn't ask whether to go on.
const SHORT: usize = 1 << 14;

/// Where a product is cut in two.
enum Cut {
    Row(usize),
    Column(usize),
}

impl Sizes {
    /// How many multiplications the product takes.
    fn multiplications(&self) -> usize {
        // Each pair of sizes is that of a tensor, so all three fit.
        self.m * self.k * self.n
    }

    /// The most multiplications of a part of the product.
    fn part(&self) -> usize {
        // Rows and columns that are computed together make parts uneven, by a quarter.
        let part = self.multiplications() / PARTS;
        (part + part / 4).clamp(WHOLE, LARGE)
    }

    /// Where the product is cut if a part has at most so many multiplications.
    fn cut(&self, most: usize) -> Option<Cut> {
        let half = |length: usize, step: usize| (length / 2).next_multiple_of(step);
        if self.multiplications() <= most {
            None
        } else if self.n >= self.m && self.n >= 4 * COLUMNS {
            Some(Cut::Column(half(self.n, COLUMNS)))
        } else if self.m >= 4 * ROWS {
            Some(Cut::Row(half(self.m, ROWS)))
        } else if self.n >= 2 * COLUMNS {
            Some(Cut::Column(half(self.n, COLUMNS)))
        } else {
            None
        }
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
    let product = Product {
        beta: if add { Accum::Add } else { Accum::Replace },
        most: sizes.part(),
        go_on,
        stopped: AtomicBool::new(false),
    };
    let to = MatMut::from_row_major_slice_mut(to, m, n);
    product.compute(to, [a.view(m, k), b.view(k, n)]);
}

/// What the parts of a product have in common.
struct Product<'a> {
    beta: Accum,
    most: usize,
    go_on: GoOn<'a>,
    stopped: AtomicBool,
}

impl Product<'_> {
    fn compute(&self, to: MatMut<'_, f64>, [a, b]: [MatRef<'_, f64>; 2]) {
        let sizes = Sizes {
            m: to.nrows(),
            k: a.ncols(),
            n: to.ncols(),
        };
        match sizes.cut(self.most) {
            None => {
                if sizes.multiplications() < SHORT || self.goes_on() {
                    matmul(to, self.beta, a, b, 1.0, Par::Seq);
                }
            }
            Some(Cut::Row(at)) => {
                let (upper, lower) = to.split_at_row_mut(at);
                let (a_upper, a_lower) = a.split_at_row(at);
                threads::both(
                    || self.compute(upper, [a_upper, b]),
                    || self.compute(lower, [a_lower, b]),
                );
            }
            Some(Cut::Column(at)) => {
                let (left, right) = to.split_at_col_mut(at);
                let (b_left, b_right) = b.split_at_col(at);
                threads::both(
                    || self.compute(left, [a, b_left]),
                    || self.compute(right, [a, b_right]),
                );
            }
        }
    }

    fn goes_on(&self) -> bool {
        let stopped = self.stopped.load(Ordering::Relaxed) || !(self.go_on)();
        if stopped {
            self.stopped.store(true, Ordering::Relaxed);
        }
        !stopped
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;
    use std::sync::atomic::AtomicUsize;

    use super::*;
    use crate::core::go_on::ALWAYS;
    use crate::core::threads::Threads;

    fn factor(data: &[f64]) -> Factor<'_> {
        Factor {
            data,
            transposed: false,
        }
    }

    /// More than one part, with sizes that no part divides.
    const SIZES: Sizes = Sizes {
        m: 401,
        k: 400,
        n: 501,
    };

    #[test]
    fn a_product_in_parts_is_the_product() {
        assert!(SIZES.cut(SIZES.part()).is_some());
        let Sizes { m, k, n } = SIZES;
        // The columns of b are all the same, so each row of the result is one number.
        let at = |i: usize| (i % 7) as f64 - 3.0;
        let a: Vec<f64> = (0..m * k).map(at).collect();
        let b: Vec<f64> = (0..k * n).map(|i| at(i / n)).collect();
        let mut to = vec![f64::NAN; m * n];
        multiply(&mut to, false, SIZES, [factor(&a), factor(&b)], ALWAYS);
        for (row, results) in to.chunks(n).enumerate() {
            let row = &a[row * k..][..k];
            let sum: f64 = (0..).zip(row).map(|(i, x)| x * at(i)).sum();
            assert!(results.iter().all(|x| *x == sum), "{sum}: all are whole");
        }
    }

    #[test]
    fn a_product_has_the_same_bits_on_any_number_of_threads() {
        let threads = [1, 2, 3, 5].map(|n| Threads::new(NonZeroUsize::new(n).expect("not 0")));
        for [m, k, n] in [
            [401, 400, 501],
            [64, 784, 128],
            [128, 513, 1024],
            [3, 1500, 1400],
            [1, 2000, 2500],
            [2500, 2000, 1],
            [1400, 1500, 3],
        ] {
            let sizes = Sizes { m, k, n };
            assert!(sizes.cut(sizes.part()).is_some(), "{m} × {k} × {n} is cut");
            let at = |i: usize| (i as f64 * 0.37).sin();
            let a: Vec<f64> = (0..m * k).map(at).collect();
            let b: Vec<f64> = (0..k * n).map(|i| at(i + 5)).collect();
            for transposed in [false, true] {
                let factors = [&a, &b].map(|data| Factor { data, transposed });
                let of = |threads: &Threads| -> Vec<u64> {
                    let mut to = vec![0.5; m * n];
                    threads.run(|| multiply(&mut to, true, sizes, factors, ALWAYS));
                    to.into_iter().map(f64::to_bits).collect()
                };
                let alone = of(&threads[0]);
                assert!(threads[1..].iter().all(|more| of(more) == alone));
            }
        }
    }

    #[test]
    fn a_product_stops_between_two_parts() {
        let Sizes { m, k, n } = SIZES;
        let (a, b) = (vec![1.0; m * k], vec![1.0; k * n]);
        let mut to = vec![f64::NAN; m * n];
        let asked = AtomicUsize::new(0);
        let go_on = || asked.fetch_add(1, Ordering::Relaxed) < 2;
        multiply(&mut to, false, SIZES, [factor(&a), factor(&b)], &go_on);
        assert_eq!(asked.into_inner(), 3, "before two parts, and the third");
        let done = to.iter().filter(|x| !x.is_nan()).count();
        assert!(done > 0 && done < m * n, "{done}");
    }
}
