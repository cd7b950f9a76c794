//! The rules of an op: how it is computed forward, backward and along a tangent,
//! and what a rule is handed ([`Call`], [`Upstream`], [`Tangents`]).

use super::attributes::AttributeReader;
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
    /// Data from outside.
    Input,
    /// What training changes.
    Parameter,
    /// What stays as it is.
    Constant,
}

/// The shapes of the inputs and the attributes: all that a shape rule may look at.
#[derive(Clone, Copy)]
pub struct Signature<'a> {
    /// The shape of each input.
    pub shapes: &'a [Shape],
    /// The node's attributes, with defaults filled in.
    pub attributes: AttributeReader<'a>,
}

impl Signature<'_> {
    /// The shape of the input of an op that has one.
    pub fn only(&self) -> Shape {
        self.shapes.first().copied().unwrap_or(Shape::SCALAR)
    }
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
    /// The contribution of one wire to its source's gradient, given the gradient
    /// of the node: the vector-Jacobian product. Every element must be written.
    pub backward: fn(&Call<'_>, &Upstream<'_>, &mut [f64]),
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
    /// tangents, from the backward rule.
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

/// A tensor in an arena: its shape and where its elements start.
#[derive(Clone, Copy, Debug)]
pub struct Operand {
    /// The lengths of its axes.
    pub shape: Shape,
    /// The index of its first element in the arena.
    pub offset: usize,
}

impl Operand {
    /// Its elements.
    pub fn of<'a>(&self, arena: &'a [f64]) -> &'a [f64] {
        &arena[self.offset..self.offset + self.shape.elements()]
    }
}

/// One application of an op to tensors.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// The values that the operands point into.
    pub arena: &'a [f64],
    /// Where the inputs stand.
    pub operands: &'a [Operand],
    /// The shape of the result.
    pub shape: Shape,
    /// The node's attributes, with defaults filled in.
    pub attributes: AttributeReader<'a>,
}

impl<'a> Call<'a> {
    /// The elements of input `index`.
    pub fn input(&self, index: usize) -> &'a [f64] {
        self.operands[index].of(self.arena)
    }

    /// The shape of input `index`.
    pub fn input_shape(&self, index: usize) -> Shape {
        self.operands[index].shape
    }

    /// The same op on other numbers, for rules that are linear.
    pub fn on(&self, arena: &'a [f64]) -> Call<'a> {
        Call { arena, ..*self }
    }
}

/// What flows back into a node: its value, its gradient, and which of its inputs
/// is asked for.
#[derive(Clone, Copy)]
pub struct Upstream<'a> {
    /// The node's value.
    pub value: &'a [f64],
    /// The node's gradient, of the same shape.
    pub gradient: &'a [f64],
    /// The input whose contribution is wanted.
    pub input: usize,
}

/// What flows forward in forward mode: the node's value, and the arena of
/// tangents, which is laid out as the values are.
#[derive(Clone, Copy)]
pub struct Tangents<'a> {
    /// The node's value.
    pub value: &'a [f64],
    /// The tangents that the call's operands point into.
    pub arena: &'a [f64],
}
