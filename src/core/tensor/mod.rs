//! [`Shape`] and [`Tensor`]: checked constructors only, so a tensor in hand
//! always has a lawful shape and exactly the elements that its shape asks for.

use std::fmt;
use std::sync::Arc;

use super::limits::{MAX_ELEMENTS, MAX_RANK};
use super::number::write_nested;

pub(crate) mod broadcast;
pub(crate) mod product;
pub(crate) mod strided;

/// The lengths of a tensor's axes, outermost first; a scalar has none.
///
/// At most [`MAX_RANK`] axes, every length at least 1, at most [`MAX_ELEMENTS`]
/// elements in all.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shape {
    rank: u8,
    // Unused axes are 0, so that the derived equality is right.
    dims: [u32; MAX_RANK],
}

/// Why a list of lengths is no shape, or why two shapes don't go together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// More than [`MAX_RANK`] axes.
    #[error("{0} axes are too many: a tensor has at most {MAX_RANK}")]
    Rank(usize),
    /// An axis of length 0.
    #[error("axis {0} has length 0: a tensor has at least one element")]
    Empty(usize),
    /// More than [`MAX_ELEMENTS`] elements.
    #[error("{dims:?} has more than {MAX_ELEMENTS} elements: split the tensor up")]
    Elements {
        /// The lengths that were asked for.
        dims: Vec<usize>,
    },
    /// The data doesn't fill the shape.
    #[error("shape {shape} needs {} elements, not {found}", shape.elements())]
    Data {
        /// The shape that was asked for.
        shape: Shape,
        /// How many elements were given.
        found: usize,
    },
    /// NumPy's broadcasting doesn't bring the two together.
    #[error("shapes {0} and {1} don't broadcast: aligned at the right, lengths must be equal or 1")]
    Broadcast(Shape, Shape),
}

impl Shape {
    /// The shape of a single number, `[]`.
    pub const SCALAR: Shape = Shape {
        rank: 0,
        dims: [0; MAX_RANK],
    };

    /// A shape from the lengths of its axes, outermost first.
    ///
    /// # Errors
    /// Too many axes, an axis of length 0, or too many elements.
    pub fn new(dims: &[usize]) -> Result<Shape, ShapeError> {
        if dims.len() > MAX_RANK {
            return Err(ShapeError::Rank(dims.len()));
        }
        if let Some(axis) = dims.iter().position(|&d| d == 0) {
            return Err(ShapeError::Empty(axis));
        }
        let elements = dims
            .iter()
            .try_fold(1_usize, |product, &d| product.checked_mul(d));
        if elements.is_none_or(|n| n > MAX_ELEMENTS) {
            return Err(ShapeError::Elements {
                dims: dims.to_vec(),
            });
        }
        let mut shape = Shape::SCALAR;
        shape.rank = dims.len() as u8;
        for (to, &from) in shape.dims.iter_mut().zip(dims) {
            *to = from as u32; // at most MAX_ELEMENTS
        }
        Ok(shape)
    }

    /// The number of axes; 0 for a scalar.
    pub fn rank(&self) -> usize {
        usize::from(self.rank)
    }

    /// The length of an axis, `axis < rank`.
    pub fn dim(&self, axis: usize) -> usize {
        self.dims[..self.rank()][axis] as usize
    }

    /// The lengths, outermost first.
    pub fn dims(&self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator + '_ {
        self.dims[..self.rank()].iter().map(|&d| d as usize)
    }

    /// How many elements a tensor of this shape holds; 1 for a scalar.
    pub fn elements(&self) -> usize {
        self.dims().product()
    }

    /// Whether this is the shape of a single number. `[1]` is not.
    pub fn is_scalar(&self) -> bool {
        self.rank == 0
    }

    /// For each axis, how far apart its neighbours lie in row-major data.
    pub fn strides(&self) -> [usize; MAX_RANK] {
        let mut strides = [0; MAX_RANK];
        let mut step = 1;
        for axis in (0..self.rank()).rev() {
            strides[axis] = step;
            step *= self.dim(axis);
        }
        strides
    }

    /// Where an element of row-major data stands along each axis.
    pub fn place_of(&self, element: usize) -> impl Iterator<Item = usize> {
        let shape = *self;
        let strides = shape.strides().into_iter().zip(0..shape.rank());
        strides.map(move |(stride, axis)| element / stride % shape.dim(axis))
    }

    /// The same as text: `[0, 2]`; nothing for a scalar.
    pub fn index_text(&self, element: usize) -> String {
        if self.is_scalar() {
            return String::new();
        }
        let places: Vec<String> = self.place_of(element).map(|at| at.to_string()).collect();
        format!("[{}]", places.join(", "))
    }

    /// The strides that read this shape as if it were `wider` (NumPy's
    /// broadcasting: stretched axes get stride 0). `self` must broadcast to
    /// `wider`.
    pub fn strides_within(&self, wider: &Shape) -> [usize; MAX_RANK] {
        let own = self.strides();
        let missing = wider.rank() - self.rank();
        let mut strides = [0; MAX_RANK];
        for axis in 0..self.rank() {
            if self.dim(axis) != 1 {
                strides[axis + missing] = own[axis];
            }
        }
        strides
    }

    /// The shape that both broadcast to, by NumPy's rule.
    ///
    /// # Errors
    /// Two lengths that differ and neither is 1, or a result past the limits.
    pub fn broadcast(&self, other: &Shape) -> Result<Shape, ShapeError> {
        let rank = self.rank().max(other.rank());
        let mut dims = [1_usize; MAX_RANK];
        for from_right in 1..=rank {
            let length = |s: &Shape| {
                if from_right <= s.rank() {
                    s.dim(s.rank() - from_right)
                } else {
                    1
                }
            };
            dims[rank - from_right] = match (length(self), length(other)) {
                (a, b) if a == b => a,
                (1, b) => b,
                (a, 1) => a,
                _ => return Err(ShapeError::Broadcast(*self, *other)),
            };
        }
        Shape::new(&dims[..rank])
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.dims()).finish()
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A value: f64 numbers in row-major order, and their shape.
///
/// A scalar lives in the handle itself; the elements of anything larger are
/// shared, so a clone is cheap and undo history costs what changed.
#[derive(Clone)]
pub struct Tensor(Repr);

#[derive(Clone)]
enum Repr {
    Scalar(f64),
    Dense(Arc<Dense>),
}

#[derive(Clone)]
struct Dense {
    shape: Shape,
    data: Box<[f64]>,
}

impl Tensor {
    /// A single number.
    pub fn scalar(value: f64) -> Tensor {
        Tensor(Repr::Scalar(value))
    }

    /// A tensor from its elements in row-major order.
    ///
    /// # Errors
    /// The number of elements isn't what the shape asks for.
    pub fn new(shape: Shape, data: Vec<f64>) -> Result<Tensor, ShapeError> {
        if data.len() != shape.elements() {
            return Err(ShapeError::Data {
                shape,
                found: data.len(),
            });
        }
        if shape.is_scalar() {
            return Ok(Tensor::scalar(data[0]));
        }
        let data = data.into_boxed_slice();
        Ok(Tensor(Repr::Dense(Arc::new(Dense { shape, data }))))
    }

    /// The lengths of the axes.
    pub fn shape(&self) -> Shape {
        match &self.0 {
            Repr::Scalar(_) => Shape::SCALAR,
            Repr::Dense(dense) => dense.shape,
        }
    }

    /// The elements in row-major order.
    pub fn data(&self) -> &[f64] {
        match &self.0 {
            Repr::Scalar(value) => std::slice::from_ref(value),
            Repr::Dense(dense) => &dense.data,
        }
    }

    /// The number, if this is a scalar.
    pub fn as_scalar(&self) -> Option<f64> {
        match &self.0 {
            Repr::Scalar(value) => Some(*value),
            Repr::Dense(_) => None,
        }
    }
}

impl From<f64> for Tensor {
    fn from(value: f64) -> Tensor {
        Tensor::scalar(value)
    }
}

/// Equality of shapes and of bits: NaN equals the same NaN, 0 and −0 differ. A
/// document is unchanged exactly when its file would be.
impl PartialEq for Tensor {
    fn eq(&self, other: &Tensor) -> bool {
        let same = |(a, b): (&f64, &f64)| a.to_bits() == b.to_bits();
        self.shape() == other.shape() && self.data().iter().zip(other.data()).all(same)
    }
}

/// The number, or nested lists of numbers: `[[1, 2], [3, 4]]`.
impl fmt::Display for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dims: Vec<usize> = self.shape().dims().collect();
        write_nested(f, &dims, self.data(), &mut |f, x| write!(f, "{x}"))
    }
}

impl fmt::Debug for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
