//! What ops that reduce axes share: their attributes, their shape rule, and the walks over
//! groups of numbers that become one.

use crate::core::fault::Fault;
use crate::core::limits::MAX_RANK;
use crate::core::op::attributes::{Attribute, AttributeKind, DefaultValue};
use crate::core::op::{Call, Example, Signature, example};
use crate::core::tensor::Shape;
use crate::core::tensor::strided::{Nest, Strides};

/// The axis, or the axes, that are reduced.
pub(super) const AXIS: Attribute = Attribute {
    name: "axis",
    kind: AttributeKind::Axes,
    default: DefaultValue::Absent("all axes"),
    help: "The axis, or the list of axes, that is reduced.",
};

/// Whether they are kept.
pub(super) const KEEPDIMS: Attribute = Attribute {
    name: "keepdims",
    kind: AttributeKind::Flag,
    default: DefaultValue::Flag(false),
    help: "Keep a reduced axis with length 1 instead of dropping it.",
};

/// Input shapes to test with, and which of their axes to reduce.
pub(super) const EXAMPLES: &[Example] = &[
    example(&[&[]], &[]),
    example(&[&[4]], &[]),
    example(&[&[3, 4]], &[]),
    example(&[&[3, 4]], &[("axis", "0")]),
    example(&[&[3, 4]], &[("axis", "-1"), ("keepdims", "true")]),
    example(&[&[2, 3, 4]], &[("axis", "1")]),
    example(&[&[2, 3, 4]], &[("axis", "[0, 2]")]),
    example(&[&[2, 3, 4]], &[("axis", "[2, 0]"), ("keepdims", "true")]),
    example(&[&[2, 3]], &[("keepdims", "true")]),
];

/// The shape without the reduced axes, or with 1 in their place.
///
/// # Errors
/// The shape has no such axis, or one is named twice.
pub(super) fn shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let shape = signature.only();
    let reduced = signature.attributes.axes(&shape)?;
    let keep = signature.attributes.flag("keepdims");
    let mut lengths = [0; MAX_RANK];
    let mut rank = 0;
    for (length, reduced) in shape.dims().zip(reduced) {
        if !reduced || keep {
            lengths[rank] = if reduced { 1 } else { length };
            rank += 1;
        }
    }
    Ok(Shape::new(&lengths[..rank])?)
}

/// The axes of the input, told apart.
pub(super) struct Axes {
    shape: Shape,
    reduced: [bool; MAX_RANK],
    /// The strides of the input, and those of the result over the input's axes.
    strides: [Strides; 2],
}

impl Axes {
    pub(super) fn of(call: &Call<'_>) -> Axes {
        let shape = call.input_shape(0);
        // The shape rule has let the axes through.
        let reduced = call.attributes.axes(&shape).unwrap_or_default();
        let mut result = [0; MAX_RANK];
        let mut step = 1;
        for axis in (0..shape.rank()).rev().filter(|&axis| !reduced[axis]) {
            result[axis] = step;
            step *= shape.dim(axis);
        }
        Axes {
            shape,
            reduced,
            strides: [shape.strides(), result],
        }
    }

    /// How many numbers go into one.
    pub(super) fn group(&self) -> usize {
        let lengths = self.shape.dims().zip(self.reduced);
        lengths.filter(|l| l.1).map(|l| l.0).product()
    }

    /// All elements: their places in the input and in the result.
    pub(super) fn all(&self) -> Nest<2> {
        let [input, result] = &self.strides;
        Nest::new(self.shape.dims(), [input, result])
    }

    /// The elements of the result: where each group starts in the input, and its
    /// place in the result.
    pub(super) fn groups(&self) -> Nest<2> {
        let [input, result] = &self.strides;
        Nest::new(self.lengths(false), [input, result])
    }

    /// One group, its places relative to its start.
    pub(super) fn members(&self) -> Nest<1> {
        Nest::new(self.lengths(true), [&self.strides[0]])
    }

    /// The lengths of the reduced axes, or of the others; 1 in place of the rest.
    fn lengths(&self, reduced: bool) -> impl Iterator<Item = usize> {
        let lengths = self.shape.dims().zip(self.reduced);
        lengths.map(move |(length, is)| if is == reduced { length } else { 1 })
    }

    /// The place of the last number of a group, relative to its start. From there back,
    /// the places of [`Axes::members`] are those of the group in reverse.
    pub(super) fn last(&self) -> usize {
        let strides = self.strides[0].iter().zip(self.lengths(true));
        strides.map(|(stride, length)| stride * (length - 1)).sum()
    }
}

/// Each number of a group gets what belongs to the group.
pub(super) fn spread(axes: &Axes, from: &[f64], to: &mut [f64]) {
    let [write, read] = &axes.strides;
    Nest::new(axes.shape.dims(), [read, write]).copy(from, to);
}

/// The sum of what `number` gives at the places of a group, in blocks, so that rounding
/// errors grow with the number of blocks and not of numbers.
#[inline(always)]
pub(super) fn add_up(members: &Nest<1>, number: impl Fn(usize) -> f64) -> f64 {
    const BLOCK: usize = 1024;
    let (mut sum, mut part, mut count) = (0.0, 0.0, 0);
    members.each(
        #[inline(always)]
        |[i]| {
            part += number(i);
            count += 1;
            if count == BLOCK {
                sum += part;
                (part, count) = (0.0, 0);
            }
        },
    );
    sum + part
}

/// A reduction of a text, with the axes that are set on a node, as a text: `sum(x, axis=[0])`.
pub(super) fn reduced(call: Signature<'_>, op: &str, text: &str) -> String {
    let keep = call.attributes.flag("keepdims");
    let keep = if keep { ", keepdims=true" } else { "" };
    match call.attributes.integers("axis") {
        Some(axes) => format!("{op}({text}, axis={axes:?}{keep})"),
        None => format!("{op}({text}{keep})"),
    }
}

/// The mean of x along the reduced axes, which it keeps, as a text.
pub(super) fn mean_of_x(call: Signature<'_>) -> String {
    match call.attributes.integers("axis") {
        Some(axes) => format!("mean(x, axis={axes:?}, keepdims=true)"),
        None => "mean(x)".to_owned(),
    }
}
