//! Texts about places: what was taken from places goes back to them, and what each place
//! gets from all others.

use crate::core::limits::MAX_RANK;
use crate::core::tensor::Shape;

/// So many places, or zeros, are written out.
const MOST_WRITTEN: usize = 12;

/// `[0, 2, 4]`; nothing if they are too many to read.
pub(super) fn written(places: impl ExactSizeIterator<Item = usize>) -> Option<String> {
    let few = (1..=MOST_WRITTEN).contains(&places.len());
    few.then(|| format!("{:?}", places.collect::<Vec<usize>>()))
}

/// The text in another shape, unless it has it.
fn reshaped(text: String, from: &[usize], to: &[usize]) -> String {
    if from == to {
        text
    } else {
        format!("reshape({text}, shape={to:?})")
    }
}

/// The text with its axes in another order, unless they are in it.
fn transposed(text: String, order: &[usize]) -> String {
    if order.is_sorted() {
        text
    } else {
        format!("transpose({text}, axes={order:?})")
    }
}

/// Zeros: `[0, 0]`, or one repeated to a larger shape.
pub(super) fn zeros(lengths: &[usize]) -> String {
    match *lengths {
        [count] if count <= MOST_WRITTEN => format!("{:?}", vec![0; count]),
        _ => format!("broadcast_to(0, shape={lengths:?})"),
    }
}

/// The gradient of what was taken from x along an axis, added up where it was taken from:
/// a product with a row of 0 and 1 for each place. `places` is a text for them, a tensor with
/// these lengths.
pub(super) fn put_back(x: &Shape, axis: usize, places: &str, taken: &[usize]) -> String {
    let lengths: Vec<usize> = x.dims().collect();
    let (before, after) = (&lengths[..axis], &lengths[axis + 1..]);
    let (count, length) = (taken.iter().product(), lengths[axis]);
    let shape = |parts: &[&[usize]]| parts.concat();
    let rows = format!("one_hot({places}, num_classes={length})");
    let rows = reshaped(rows, &shape(&[taken, &[length]]), &[count, length]);
    let gradient = |to: &[usize]| {
        let own = shape(&[before, taken, after]);
        reshaped("gradient".to_owned(), &own, to)
    };
    if after.is_empty() {
        return format!("{} @ {rows}", gradient(&shape(&[before, &[count]])));
    }
    let inner = after.iter().product();
    let gradient = gradient(&shape(&[before, &[count, inner]]));
    let product = format!("{rows}.T @ {gradient}");
    reshaped(product, &shape(&[before, &[length, inner]]), &lengths)
}

/// Groups of numbers that an op takes together, each brought to the last axis, with an axis
/// of length 1 before it: what is said of a number there is a row over all of its group.
pub(super) struct Groups {
    lengths: Vec<usize>,
    /// The axes of x, those within a group last.
    order: Vec<usize>,
    /// How many of them are not within a group.
    outer: usize,
    /// How many numbers a group has.
    count: usize,
    /// 1 for each number itself, and 0 for the others of its group, a row each.
    pub(super) itself: String,
}

impl Groups {
    /// Those along some axes of x. Nothing if a group is too large to be written out.
    pub(super) fn new(x: &Shape, within: impl Fn(usize) -> bool) -> Option<Groups> {
        let lengths: Vec<usize> = x.dims().collect();
        let (inner, mut order): (Vec<usize>, Vec<usize>) =
            (0..lengths.len()).partition(|axis| within(*axis));
        let outer = order.len();
        let count = inner.iter().map(|axis| lengths[*axis]).product();
        order.extend(inner);
        let places = written(0..count).filter(|_| outer + 2 <= MAX_RANK)?;
        Some(Groups {
            lengths,
            order,
            outer,
            count,
            itself: format!("one_hot({places}, num_classes={count})"),
        })
    }

    fn ordered(&self) -> Vec<usize> {
        self.order.iter().map(|axis| self.lengths[*axis]).collect()
    }

    /// A text of x's shape, a group a row.
    pub(super) fn rows(&self, text: &str) -> String {
        let ordered = self.ordered();
        let text = transposed(text.to_owned(), &self.order);
        let rows = match self.outer {
            0 => vec![self.count],
            outer => [&ordered[..outer], &[1, self.count]].concat(),
        };
        reshaped(text, &ordered, &rows)
    }

    /// A text with a number for each of a group, in the shape of x.
    pub(super) fn back(&self, text: String) -> String {
        let ordered = self.ordered();
        let own = [&ordered[..self.outer], &[self.count]].concat();
        let text = reshaped(text, &own, &ordered);
        let mut order = vec![0; self.order.len()];
        for (to, from) in self.order.iter().enumerate() {
            order[*from] = to;
        }
        transposed(text, &order)
    }

    /// For each number its group with 1 in the number's own place.
    pub(super) fn others(&self) -> String {
        format!("where({}, 1, {})", self.itself, self.rows("x"))
    }
}
