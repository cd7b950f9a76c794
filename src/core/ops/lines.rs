//! The lines of a tensor along one axis.

use std::ops::Range;

use crate::core::fault::Fault;
use crate::core::op::{Call, Example, Signature, example};
use crate::core::tensor::Shape;

/// Input shapes to test with, and along which of their axes.
pub(super) const EXAMPLES: &[Example] = &[
    example(&[&[1]], &[]),
    example(&[&[5]], &[]),
    example(&[&[3, 4]], &[]),
    example(&[&[3, 4]], &[("axis", "0")]),
    example(&[&[3, 4]], &[("axis", "1")]),
    example(&[&[2, 3, 4]], &[("axis", "1")]),
    example(&[&[2, 3, 4]], &[("axis", "-1")]),
];

/// The shape of the input, which the result keeps.
///
/// # Errors
/// It is a scalar, which has no axis along which `what` holds, or has no such axis.
pub(super) fn shape_along(signature: Signature<'_>, what: &str) -> Result<Shape, Fault> {
    let shape = signature.only();
    if shape.is_scalar() {
        return Err(Fault::new(
            format!("a scalar has no axis along which {what}"),
            "give it a tensor with at least one axis",
        ));
    }
    signature.attributes.axis(&shape)?;
    Ok(shape)
}

/// The lines of a tensor along one axis.
#[derive(Clone, Copy)]
pub(super) struct Lines {
    /// The numbers of a line.
    pub(super) length: usize,
    /// How far apart they lie.
    pub(super) step: usize,
}

impl Lines {
    /// Those along the attribute `axis` of the first input, which must have axes.
    pub(super) fn of(call: &Call<'_>) -> Lines {
        let shape = call.input_shape(0);
        let last = shape.rank().saturating_sub(1);
        // The shape rule has let the axis through.
        let axis = call.attributes.axis(&shape).ok().flatten();
        let axis = axis.unwrap_or(last);
        Lines {
            length: shape.dim(axis),
            step: shape.dims().skip(axis + 1).product(),
        }
    }

    /// How many numbers lie in the blocks that lines interlace in.
    pub(super) fn block(self) -> usize {
        self.length * self.step
    }

    /// Calls `visit` with the range that each line of `elements` numbers spans, and
    /// with the step. Where lines lie together the step is a plain 1 for the
    /// compiler, which makes vector code of it.
    #[inline(always)]
    pub(super) fn each(self, elements: usize, mut visit: impl FnMut(Range<usize>, usize)) {
        if self.step == 1 {
            for start in (0..elements).step_by(self.length) {
                visit(start..start + self.length, 1);
            }
            return;
        }
        let span = (self.length - 1) * self.step + 1;
        for block in (0..elements).step_by(self.length * self.step) {
            for start in block..block + self.step {
                visit(start..start + span, self.step);
            }
        }
    }
}
