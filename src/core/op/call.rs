//! What a rule is handed: shapes and attributes ([`Signature`]), the inputs of one
//! application ([`Call`]), what flows back ([`Upstream`]) and along ([`Tangents`]).

use std::ops::Range;

use super::attributes::AttributeReader;
use crate::core::go_on::GoOn;
use crate::core::tensor::Shape;

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

/// A tensor in an arena: its shape and where its elements start.
#[derive(Clone, Copy, Debug)]
pub struct Operand {
    /// The lengths of its axes.
    pub shape: Shape,
    /// The index of its first element in the arena.
    pub offset: usize,
}

impl Operand {
    /// Where its elements lie in the arena.
    pub fn range(&self) -> Range<usize> {
        self.offset..self.offset + self.shape.elements()
    }

    /// Its elements.
    pub fn of<'a>(&self, arena: &'a [f64]) -> &'a [f64] {
        &arena[self.range()]
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
    /// Whether to go on, for rules that may take long.
    pub go_on: GoOn<'a>,
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

/// What flows back into a node: its gradient, beside its value.
#[derive(Clone, Copy)]
pub struct Upstream<'a> {
    /// The node's value.
    pub value: &'a [f64],
    /// The node's gradient, of the same shape.
    pub gradient: &'a [f64],
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
