//! [`SideBySide`]: how a node that is drawn for one row of data takes many rows at once.

/// How a node that is drawn for one row of data takes many rows at once, side by side along
/// a new first axis, so that each row of its result is what the row alone would give.
/// `core/train/batch` does it. Every kind works for any number of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SideBySide {
    /// Element by element: as it is, once rows have the rank of the result.
    Elements,
    /// As it is: only the last axis matters, and the first is none of its business.
    LastAxis,
    /// The attribute `axis` names one axis of the result or of inputs of one rank.
    Axis,
    /// The attribute `axis` lists axes of the input; all of them if it isn't set.
    Axes,
    /// The attribute `axes` is the order of the input's axes.
    Order,
    /// The attribute `shape` is the shape of the result, with the same elements.
    Shape,
    /// The attribute `shape` is the shape of the result, to which the input is repeated.
    Repeated,
    /// A matrix product.
    Product,
    /// The rows of the first input that the second one numbers, along `axis`.
    Taken,
    /// The mean of what pairs of elements, or of rows along the last axis, come to. It is
    /// taken over the rows of data, too: right where only the mean over them is asked for.
    Loss,
}
