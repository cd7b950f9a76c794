//! Parts joined and cut out. Both are linear.

use crate::core::fault::Fault;
use crate::core::limits::MAX_RANK;
use crate::core::op::attributes::{Attribute, AttributeKind, DefaultValue};
use crate::core::op::text::Text::{Made, Words};
use crate::core::op::{
    Call, Contributions, Family, Inputs, Op, Rule, Signature, Tangent, TensorRule, Upstream,
    example, row,
};
use crate::core::tensor::Shape;
use crate::core::tensor::strided::{Nest, Strides};

/// What most rows share; each names the rest.
const ROW: Op = Op {
    linear: true,
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
        name: "slice",
        aliases: &["index", "crop", "narrow"],
        symbol: "[:]",
        help: "A part of a tensor along one axis, counted as in Python.",
        attributes: &[
            Attribute {
                name: "axis",
                kind: AttributeKind::Integer,
                default: DefaultValue::Integer(0),
                help: "The axis that is cut.",
            },
            Attribute {
                name: "start",
                kind: AttributeKind::Integer,
                default: DefaultValue::Integer(0),
                help: "The first that is taken; a negative one counts from the end.",
            },
            Attribute {
                name: "stop",
                kind: AttributeKind::Integer,
                default: DefaultValue::Absent("to the end"),
                help: "The first that is not taken; a negative one counts from the end.",
            },
            Attribute {
                name: "step",
                kind: AttributeKind::Integer,
                default: DefaultValue::Integer(1),
                help: "Take one in so many; at least 1.",
            },
        ],
        contributions: &[Words {
            says: "gradient where it was taken, and 0 elsewhere",
            reason: "no op puts numbers among zeros",
        }],
        rule: Rule::Tensor(TensorRule {
            shape: slice_shape,
            forward: slice,
            vjp: slice_vjp,
            tangent: Tangent::Linear,
            region: None,
            examples: &[
                example(&[&[5]], &[]),
                example(&[&[5]], &[("start", "1"), ("stop", "-1")]),
                example(&[&[7]], &[("start", "-6"), ("step", "2")]),
                example(&[&[3, 4]], &[("axis", "1"), ("start", "2")]),
                example(
                    &[&[2, 5, 2]],
                    &[("axis", "-2"), ("stop", "9"), ("step", "3")],
                ),
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

/// The axis along which a call joins; the shape rule has let it through.
fn joined_axis(call: &Call<'_>) -> usize {
    let axis = call.attributes.axis(&call.shape);
    axis.ok().flatten().unwrap_or(0)
}

/// How many elements lie together for one step of the axes before this one.
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

/// What a slice takes from an axis.
struct Cut {
    axis: usize,
    start: usize,
    step: usize,
    count: usize,
}

fn cut(signature: &Signature<'_>) -> Result<Cut, Fault> {
    let attributes = signature.attributes;
    let shape = signature.only();
    if shape.is_scalar() {
        return Err(Fault::new(
            "a scalar has no axis to cut",
            "reshape it to [1] first",
        ));
    }
    let axis = attributes.axis(&shape)?.unwrap_or(0);
    let step = attributes.integer("step").unwrap_or(1);
    let Some(step) = usize::try_from(step).ok().filter(|&step| step > 0) else {
        return Err(Fault::new(
            format!("a step of {step} doesn't go forward"),
            "use a step of 1 or more",
        ));
    };
    let length = shape.dim(axis);
    // As Python: negative ones count from the end, and both are held within.
    let place = |index: i64| {
        let from_start = if index < 0 {
            index.saturating_add(length as i64)
        } else {
            index
        };
        from_start.clamp(0, length as i64) as usize
    };
    let start = place(attributes.integer("start").unwrap_or(0));
    let stop = attributes.integer("stop").map_or(length, place);
    if start >= stop {
        return Err(Fault::new(
            format!("nothing is left: from {start} to {stop} of {length} along axis {axis}"),
            "choose a stop after the start",
        ));
    }
    Ok(Cut {
        axis,
        start,
        step,
        count: (stop - start).div_ceil(step),
    })
}

fn slice_shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let shape = signature.only();
    let cut = cut(&signature)?;
    let mut lengths = [0; MAX_RANK];
    for (to, from) in lengths.iter_mut().zip(shape.dims()) {
        *to = from;
    }
    lengths[cut.axis] = cut.count;
    Ok(Shape::new(&lengths[..shape.rank()])?)
}

/// Where the slice starts in the input, and the strides of the input over the
/// result's axes.
fn slice_strides(call: &Call<'_>) -> (usize, Strides) {
    let shape = call.input_shape(0);
    let signature = Signature {
        shapes: &[shape],
        attributes: call.attributes,
    };
    let mut strides = shape.strides();
    // The shape rule has let it through.
    let Ok(cut) = cut(&signature) else {
        return (0, strides);
    };
    let start = cut.start * strides[cut.axis];
    // A step past the end takes a single one, and is never walked.
    strides[cut.axis] = strides[cut.axis].saturating_mul(cut.step);
    (start, strides)
}

fn slice(call: &Call<'_>, to: &mut [f64]) {
    let (start, read) = slice_strides(call);
    Nest::new(call.shape.dims(), [&read, &call.shape.strides()]).copy(&call.input(0)[start..], to);
}

fn slice_vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    contributions.write(0, |to| {
        let (start, write) = slice_strides(call);
        to.fill(0.0);
        Nest::new(call.shape.dims(), [&call.shape.strides(), &write])
            .copy(up.gradient, &mut to[start..]);
    });
}
