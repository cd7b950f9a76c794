//! [`Plane`]: the part of a tensor that a grid shows, along its last two axes.

use crate::core::evaluation::Numbers;
use crate::core::tensor::Shape;

/// A matrix within a tensor. Its elements lie side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plane {
    /// Where it starts in the tensor's elements.
    pub start: usize,
    /// How many rows.
    pub rows: usize,
    /// How many columns.
    pub columns: usize,
}

impl Plane {
    /// The plane of a shape at these places of the leading axes. A vector is a column;
    /// a scalar is one cell. Places past the end are moved to the end.
    pub(super) fn new(shape: &Shape, leading: &mut Vec<usize>) -> Plane {
        let dims: Vec<usize> = shape.dims().collect();
        let strides = shape.strides();
        leading.resize(dims.len().saturating_sub(2), 0);
        let mut start = 0;
        for ((place, length), stride) in leading.iter_mut().zip(&dims).zip(strides) {
            *place = (*place).min(length.saturating_sub(1));
            start += *place * stride;
        }
        let (rows, columns) = match dims[..] {
            [] => (1, 1),
            [length] => (length, 1),
            [.., rows, columns] => (rows, columns),
        };
        Plane {
            start,
            rows,
            columns,
        }
    }

    /// Its elements.
    pub(super) fn of<'a>(&self, data: &'a [f64]) -> &'a [f64] {
        let end = self.start + self.rows * self.columns;
        data.get(self.start..end).unwrap_or_default()
    }

    /// Whether it is all of a tensor.
    pub(super) fn is_whole(&self, numbers: &Numbers<'_>) -> bool {
        self.rows * self.columns == numbers.data.len()
    }

    /// Where a cell lies in the tensor's elements.
    pub(super) fn index(&self, row: usize, column: usize) -> usize {
        self.start + row * self.columns + column
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_lies_where_row_major_order_has_it() {
        let shape = Shape::new(&[2, 3, 4]).expect("a shape");
        let data: Vec<f64> = (0..24).map(f64::from).collect();
        let mut leading = vec![7];
        let plane = Plane::new(&shape, &mut leading);
        assert_eq!(leading, [1]);
        assert_eq!(plane.of(&data)[0], 12.0);
        assert_eq!(data[plane.index(2, 3)], 23.0);
        let vector = Plane::new(&Shape::new(&[5]).expect("a shape"), &mut leading);
        assert_eq!((vector.rows, vector.columns), (5, 1));
        assert!(leading.is_empty());
        let one = Plane::new(&Shape::SCALAR, &mut leading);
        assert_eq!((one.rows, one.columns), (1, 1));
    }
}
