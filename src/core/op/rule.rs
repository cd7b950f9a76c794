//! The rules of an op: how it is computed forward, backward and along a tangent.

use super::call::{Call, Signature, Tangents, Upstream};
use super::contributions::Contributions;
use super::elementwise::{BinaryKernel, UnaryKernel};
use crate::core::fault::Fault;
use crate::core::tensor::Shape;

/// How an op is computed, forward, backward and along a tangent.
pub enum Rule {
    /// The value is the node's own; nothing is computed.
    Source(SourceKind),
    /// One number to one number, at each element.
    Unary(UnaryKernel),
    /// Two numbers to one, at each element, after broadcasting.
    Binary(BinaryKernel),
    /// Anything else: works on whole tensors.
    Tensor(TensorRule),
}

/// What a source stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// What stays as it is.
    Constant,
    /// Data from outside.
    Input,
    /// What training changes.
    Parameter,
}

/// The rules of an op that works on whole tensors.
pub struct TensorRule {
    /// The shape of the result.
    ///
    /// # Errors
    /// The inputs or attributes don't fit; says what to do.
    pub shape: fn(Signature<'_>) -> Result<Shape, Fault>,
    /// Fills the result. Every element must be written.
    pub forward: fn(&Call<'_>, &mut [f64]),
    /// What flows back to every input that is asked for, given the gradient of the
    /// node: the vector-Jacobian products.
    pub vjp: fn(&Call<'_>, &Upstream<'_>, &mut Contributions<'_>),
    /// The derivative of the result along tangents of the inputs.
    pub tangent: Tangent,
    /// Numbers that tell the smooth pieces of the op apart: two points with the
    /// same numbers have no kink between them. `None` where there is no kink.
    pub region: Option<Regions>,
    /// Input shapes and attributes to test with.
    pub examples: &'static [Example],
}

/// Feeds the numbers that tell the smooth pieces of an op apart, at the inputs of a
/// call.
pub type Regions = fn(&Call<'_>, &mut dyn FnMut(u64));

/// How a forward-mode derivative (Jacobian-vector product) is computed.
pub enum Tangent {
    /// The op is linear in its inputs together: its forward rule, on the tangents.
    Linear,
    /// The result is one number: the inner products of its gradients with the
    /// tangents, from the rule `vjp`.
    Inner,
    /// A rule of its own: the call and the inputs' tangents to the result's
    /// tangent. Every element must be written.
    Own(fn(&Call<'_>, &Tangents<'_>, &mut [f64])),
}

/// A case for tests: shapes of the inputs, and attributes as they would stand in a
/// file, `("axis", "1")`.
pub struct Example {
    /// One shape an input.
    pub shapes: &'static [&'static [usize]],
    /// Names and texts of attributes.
    pub attributes: &'static [(&'static str, &'static str)],
}

/// A case for tests; see [`Example`].
pub(crate) const fn example(
    shapes: &'static [&'static [usize]],
    attributes: &'static [(&'static str, &'static str)],
) -> Example {
    Example { shapes, attributes }
}

/// An element of an input that means nothing to an op.
#[derive(Clone, Debug, PartialEq)]
pub struct BadElement {
    /// Which input.
    pub input: usize,
    /// Which of its elements, in row-major order.
    pub element: usize,
    /// What is asked of it: `a probability lies from 0 to 1`.
    pub rule: String,
    /// What the user can do.
    pub help: String,
}
