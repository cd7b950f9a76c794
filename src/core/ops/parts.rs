//! Parts joined, along an axis that is there or along a new one. Both are linear.

use crate::core::fault::Fault;
use crate::core::limits::MAX_RANK;
use crate::core::op::attributes::{Attribute, AttributeKind, DefaultValue};
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::Made;
use crate::core::op::{
    Call, Contributions, Family, Inputs, Op, Rule, SideBySide, Signature, Tangent, TensorRule,
    Upstream, example, row,
};
use crate::core::tensor::Shape;

/// What most rows share; each names the rest.
const ROW: Op = Op {
    linear: true,
    side_by_side: SideBySide::Axis,
    ..row(Family::LinearAlgebra)
};

pub(super) static OPS: &[Op] = &[
    Op {
        name: "concatenate",
        aliases: &["concat", "cat", "join"],
        symbol: "⊕",
        help: "Tensors joined end to end along an axis.",
        inputs: Inputs::Any("part"),
        attributes: &[Attribute {
            name: "axis",
            kind: AttributeKind::Integer,
            default: DefaultValue::Integer(0),
            help: "The axis along which they are joined; the others must agree.",
        }],
        contributions: &[Made("the part of gradient that it went to", own_part)],
        python: Python::new(Form::OfList("np.concatenate"))
            .back_made(|call| own_part(call.signature, call.input)),
        rule: Rule::Tensor(TensorRule {
            shape: concatenate_shape,
            forward: concatenate,
            vjp: concatenate_vjp,
            tangent: Tangent::Linear,
            region: None,
            examples: &[
                example(&[&[2]], &[]),
                example(&[&[2], &[3]], &[]),
                example(&[&[2, 2], &[2, 1], &[2, 3]], &[("axis", "1")]),
                example(&[&[2, 1, 3], &[2, 2, 3]], &[("axis", "-2")]),
            ],
        }),
        ..ROW
    },
    Op {
        name: "stack",
        aliases: &["pack"],
        symbol: "≡",
        help: "Tensors of one shape laid side by side along a new axis; numbers become a row.",
        inputs: Inputs::Any("part"),
        attributes: &[Attribute {
            name: "axis",
            kind: AttributeKind::Integer,
            default: DefaultValue::Integer(0),
            help: "Which axis of the result is the new one.",
        }],
        contributions: &[Made("the part of gradient that it went to", own_layer)],
        python: Python::new(Form::OfList("np.stack")).back_made(|call| {
            let axis = call.signature.attributes.integer("axis")?;
            Some(format!("np.take(gradient, {}, axis={axis})", call.input))
        }),
        rule: Rule::Tensor(TensorRule {
            shape: stack_shape,
            forward: concatenate,
            vjp: concatenate_vjp,
            tangent: Tangent::Linear,
            region: None,
            examples: &[
                example(&[&[]], &[]),
                example(&[&[], &[], &[]], &[]),
                example(&[&[3], &[3]], &[]),
                example(&[&[3], &[3]], &[("axis", "1")]),
                example(&[&[2, 3], &[2, 3]], &[("axis", "-2")]),
            ],
        }),
        ..ROW
    },
];

fn concatenate_shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let first = signature.only();
    if signature.shapes.iter().any(Shape::is_scalar) {
        return Err(Fault::new(
            "a scalar has no axis to join along",
            "reshape it to [1] first",
        ));
    }
    let axis = signature.attributes.axis(&first)?.unwrap_or(0);
    let mut length = 0_usize;
    for shape in signature.shapes {
        let fits = shape.rank() == first.rank()
            && (0..first.rank()).all(|i| i == axis || shape.dim(i) == first.dim(i));
        if !fits {
            return Err(Fault::new(
                format!("shapes {first} and {shape} can't be joined along axis {axis}"),
                "make all lengths but that axis's equal",
            ));
        }
        length = length.saturating_add(shape.dim(axis));
    }
    let mut lengths = [0; MAX_RANK];
    for (to, from) in lengths.iter_mut().zip(first.dims()) {
        *to = from;
    }
    lengths[axis] = length;
    Ok(Shape::new(&lengths[..first.rank()])?)
}

/// The text for the part of the gradient that belongs to an input.
fn own_part(call: Signature<'_>, input: usize) -> Option<String> {
    let own = call.shapes.get(input)?;
    let axis = call.attributes.axis(own).ok().flatten()?;
    let start: usize = call.shapes[..input].iter().map(|it| it.dim(axis)).sum();
    let stop = start + own.dim(axis);
    Some(format!("gradient[{}{start}:{stop}]", ":, ".repeat(axis)))
}

/// The same for an input that was stacked.
fn own_layer(call: Signature<'_>, input: usize) -> Option<String> {
    let lengths: Vec<usize> = call.shapes.get(input)?.dims().collect();
    let axis = call.attributes.integer("axis")?;
    let layer = format!(
        "slice(gradient, axis={axis}, start={input}, stop={})",
        input + 1
    );
    Some(format!("reshape({layer}, shape={lengths:?})"))
}

fn stack_shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let first = signature.only();
    if let Some(other) = signature.shapes.iter().find(|shape| **shape != first) {
        return Err(Fault::new(
            format!("shapes {first} and {other} can't be stacked"),
            "make all shapes equal, or concatenate them",
        ));
    }
    let rank = first.rank() as i64 + 1;
    let axis = signature.attributes.integer("axis").unwrap_or(0);
    if !(-rank..rank).contains(&axis) {
        return Err(Fault::new(
            format!("a stack of shapes {first} has no axis {axis}"),
            format!("use an axis from {} to {}", -rank, rank - 1),
        ));
    }
    let axis = axis.rem_euclid(rank) as usize; // below the rank
    let mut lengths: Vec<usize> = first.dims().collect();
    lengths.insert(axis, signature.shapes.len());
    Ok(Shape::new(&lengths)?)
}

/// The axis along which a call joins, which is one of the result; the shape rule has let
/// it through.
fn joined_axis(call: &Call<'_>) -> usize {
    let axis = call.attributes.axis(&call.shape);
    axis.ok().flatten().unwrap_or(0)
}

/// How many elements lie together for one step of the axes before this one. A part that is
/// stacked has the same ones behind the new axis.
fn span(shape: &Shape, axis: usize) -> usize {
    shape.dims().skip(axis).product()
}

fn concatenate(call: &Call<'_>, to: &mut [f64]) {
    let axis = joined_axis(call);
    let whole = span(&call.shape, axis);
    let mut start = 0;
    for operand in call.operands {
        let part = span(&operand.shape, axis);
        let pieces = operand.of(call.arena).chunks_exact(part);
        for (to, from) in to.chunks_exact_mut(whole).zip(pieces) {
            to[start..start + part].copy_from_slice(from);
        }
        start += part;
    }
}

fn concatenate_vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    let axis = joined_axis(call);
    let whole = span(&call.shape, axis);
    let mut start = 0;
    for (input, operand) in call.operands.iter().enumerate() {
        let part = span(&operand.shape, axis);
        contributions.write(input, |to| {
            let pieces = up.gradient.chunks_exact(whole);
            for (to, from) in to.chunks_exact_mut(part).zip(pieces) {
                to.copy_from_slice(&from[start..start + part]);
            }
        });
        start += part;
    }
}
