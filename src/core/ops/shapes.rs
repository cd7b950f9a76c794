//! Rearrangements: the same numbers in another shape or order. All are linear.

use super::super::attributes::{Attribute, DefaultValue, Kind, axis_of};
use super::super::limits::MAX_RANK;
use super::super::op::{
    Call, Example, Family, Fault, Inputs, Op, Rule, Signature, Tangent, TensorRule, Upstream,
};
use super::super::strided::{Nest, Strides, broadcast, sum_to};
use super::super::tensor::Shape;

/// What most rows share; each names the rest.
const ROW: Op = Op {
    name: "",
    symbol: "",
    family: Family::LinearAlgebra,
    help: "",
    inputs: Inputs::Fixed(&["x"]),
    attributes: &[],
    formula: "",
    local_derivatives: &[],
    kinks: None,
    domain: &[],
    linear: true,
    rule: Rule::Source,
};

pub(super) static OPS: &[Op] = &[
    Op {
        name: "transpose",
        symbol: "xᵀ",
        help: "The same numbers with the axes in another order; rows become columns.",
        attributes: &[Attribute {
            name: "axes",
            kind: Kind::Integers,
            default: DefaultValue::Absent("the axes in reverse"),
            help: "Which axis of the input each axis of the result is.",
        }],
        formula: "{0}ᵀ",
        local_derivatives: &["∂/∂{0} = 1, at the place that the number came from"],
        rule: Rule::Tensor(TensorRule {
            shape: transpose_shape,
            forward: transpose,
            backward: transpose_back,
            tangent: Tangent::Linear,
            region: None,
            examples: &[
                example(&[&[]], &[]),
                example(&[&[3]], &[]),
                example(&[&[2, 3]], &[]),
                example(&[&[2, 3, 4]], &[]),
                example(&[&[2, 3, 4]], &[("axes", "[1, 0, 2]")]),
                example(&[&[2, 1, 3, 2]], &[("axes", "[-1, 2, 0, 1]")]),
            ],
        }),
        ..ROW
    },
    Op {
        name: "reshape",
        symbol: "⇄",
        help: "The same numbers in the same order, in another shape.",
        attributes: &[Attribute {
            name: "shape",
            kind: Kind::Integers,
            default: DefaultValue::Required(&[-1]),
            help: "The lengths of the axes; one may be -1, it is worked out from the others.",
        }],
        formula: "reshape({0})",
        local_derivatives: &["∂/∂{0} = 1, at the place that the number came from"],
        rule: Rule::Tensor(TensorRule {
            shape: reshape_shape,
            forward: |call, to| to.copy_from_slice(call.input(0)),
            backward: |_, upstream, to| to.copy_from_slice(upstream.gradient),
            tangent: Tangent::Linear,
            region: None,
            examples: &[
                example(&[&[]], &[("shape", "[1, 1]")]),
                example(&[&[1]], &[("shape", "[]")]),
                example(&[&[6]], &[("shape", "[2, 3]")]),
                example(&[&[2, 3, 2]], &[("shape", "[4, -1]")]),
            ],
        }),
        ..ROW
    },
    Op {
        name: "concatenate",
        symbol: "⊕",
        help: "Tensors joined end to end along an axis.",
        inputs: Inputs::Any("part"),
        attributes: &[Attribute {
            name: "axis",
            kind: Kind::Integer,
            default: DefaultValue::Integer(0),
            help: "The axis along which they are joined; the others must agree.",
        }],
        formula: "concatenate({*})",
        local_derivatives: &["∂/∂ each part = 1, at the place that the number went to"],
        rule: Rule::Tensor(TensorRule {
            shape: concatenate_shape,
            forward: concatenate,
            backward: concatenate_back,
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
        symbol: "[:]",
        help: "A part of a tensor along one axis, counted as in Python.",
        attributes: &[
            Attribute {
                name: "axis",
                kind: Kind::Integer,
                default: DefaultValue::Integer(0),
                help: "The axis that is cut.",
            },
            Attribute {
                name: "start",
                kind: Kind::Integer,
                default: DefaultValue::Integer(0),
                help: "The first that is taken; a negative one counts from the end.",
            },
            Attribute {
                name: "stop",
                kind: Kind::Integer,
                default: DefaultValue::Absent("to the end"),
                help: "The first that is not taken; a negative one counts from the end.",
            },
            Attribute {
                name: "step",
                kind: Kind::Integer,
                default: DefaultValue::Integer(1),
                help: "Take one in so many; at least 1.",
            },
        ],
        formula: "slice({0})",
        local_derivatives: &["∂/∂{0} = 1 for what is taken, else 0"],
        rule: Rule::Tensor(TensorRule {
            shape: slice_shape,
            forward: slice,
            backward: slice_back,
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
    Op {
        name: "broadcast_to",
        symbol: "⇉",
        help: "The tensor repeated along new axes and axes of length 1, by NumPy's rule.",
        attributes: &[Attribute {
            name: "shape",
            kind: Kind::Integers,
            default: DefaultValue::Required(&[2]),
            help: "The shape of the result.",
        }],
        formula: "broadcast({0})",
        local_derivatives: &["∂/∂{0} = 1 for each copy of the number: their gradients add up"],
        rule: Rule::Tensor(TensorRule {
            shape: broadcast_shape,
            forward: |call, to| broadcast(&call.input_shape(0), call.input(0), &call.shape, to),
            backward: |call, up, to| sum_to(&call.shape, up.gradient, &call.input_shape(0), to),
            tangent: Tangent::Linear,
            region: None,
            examples: &[
                example(&[&[]], &[]),
                example(&[&[3]], &[("shape", "[2, 3]")]),
                example(&[&[2, 1]], &[("shape", "[2, 4]")]),
                example(&[&[2, 1, 3]], &[("shape", "[2, 2, 4, 3]")]),
                example(&[&[2, 3]], &[("shape", "[2, 3]")]),
            ],
        }),
        ..ROW
    },
];

const fn example(
    shapes: &'static [&'static [usize]],
    attributes: &'static [(&'static str, &'static str)],
) -> Example {
    Example { shapes, attributes }
}

fn only(signature: &Signature<'_>) -> Shape {
    signature.shapes.first().copied().unwrap_or(Shape::SCALAR)
}

/// For each axis of the result the axis of the input that it is.
fn permutation(signature: &Signature<'_>) -> Result<[usize; MAX_RANK], Fault> {
    let shape = only(signature);
    let rank = shape.rank();
    let mut order = [0; MAX_RANK];
    let Some(axes) = signature.settings.integers("axes") else {
        for (axis, from) in order[..rank].iter_mut().enumerate() {
            *from = rank - 1 - axis;
        }
        return Ok(order);
    };
    if axes.len() != rank {
        return Err(Fault::new(
            format!(
                "axes {axes:?} names {} axes, but shape {shape} has {rank}",
                axes.len()
            ),
            "name each axis once, or leave axes out to reverse them",
        ));
    }
    let mut named = [false; MAX_RANK];
    for (to, &axis) in order.iter_mut().zip(axes) {
        *to = axis_of(&shape, axis)?;
        if std::mem::replace(&mut named[*to], true) {
            return Err(Fault::new(
                format!("axis {axis} is named twice"),
                "name each axis once",
            ));
        }
    }
    Ok(order)
}

fn transpose_shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let shape = only(&signature);
    let order = permutation(&signature)?;
    let mut lengths = [0; MAX_RANK];
    for (to, &from) in lengths.iter_mut().zip(&order[..shape.rank()]) {
        *to = shape.dim(from);
    }
    Ok(Shape::new(&lengths[..shape.rank()])?)
}

/// The walk over the result of a transposition: places in the input and in the
/// result.
fn transpose_strides(call: &Call<'_>) -> [Strides; 2] {
    let shape = call.input_shape(0);
    let signature = Signature {
        shapes: &[shape],
        settings: call.settings,
    };
    let own = shape.strides();
    // The shape rule has let it through.
    let order = permutation(&signature).unwrap_or_default();
    [order.map(|axis| own[axis]), call.shape.strides()]
}

fn transpose(call: &Call<'_>, to: &mut [f64]) {
    let [read, write] = transpose_strides(call);
    Nest::new(call.shape.dims(), [&read, &write]).copy(call.input(0), to);
}

fn transpose_back(call: &Call<'_>, upstream: &Upstream<'_>, to: &mut [f64]) {
    let [write, read] = transpose_strides(call);
    Nest::new(call.shape.dims(), [&read, &write]).copy(upstream.gradient, to);
}

/// A shape as an attribute names it, with a message for what can't be a length.
fn lengths_of(list: &[i64]) -> Result<[usize; MAX_RANK], Fault> {
    let mut lengths = [0; MAX_RANK];
    for (to, &length) in lengths.iter_mut().zip(list) {
        *to = usize::try_from(length).map_err(|_| {
            Fault::new(
                format!("{length} can't be the length of an axis"),
                "give lengths of 1 or more",
            )
        })?;
    }
    Ok(lengths)
}

fn reshape_shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let shape = only(&signature);
    let wanted = signature.settings.integers("shape").unwrap_or(&[-1]);
    let free = wanted.iter().filter(|&&length| length == -1).count();
    if free > 1 {
        return Err(Fault::new(
            format!("shape {wanted:?} leaves {free} lengths open"),
            "use -1 for at most one axis",
        ));
    }
    let mut list = [1; MAX_RANK];
    let list = &mut list[..wanted.len()];
    list.copy_from_slice(wanted);
    let elements = shape.elements();
    if let Some(open) = list.iter_mut().find(|length| **length == -1) {
        *open = 1;
        let rest = wanted.iter().filter(|&&length| length != -1);
        let known = rest.copied().try_fold(1_i64, i64::checked_mul);
        if let Some(known) = known.filter(|&known| known > 0) {
            *open = (elements as i64 / known).max(1);
        }
    }
    let result = Shape::new(&lengths_of(list)?[..list.len()])?;
    if result.elements() != elements {
        return Err(Fault::new(
            format!("shape {shape} has {elements} elements, which don't fill {wanted:?}"),
            format!("choose lengths whose product is {elements}; one may be -1"),
        ));
    }
    Ok(result)
}

fn concatenate_shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let first = only(&signature);
    if signature.shapes.iter().any(Shape::is_scalar) {
        return Err(Fault::new(
            "a scalar has no axis to join along",
            "reshape it to [1] first",
        ));
    }
    let axis = signature.settings.axis(&first)?.unwrap_or(0);
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

/// How much of the result lies together along the axis, for each part and for the
/// whole: the elements of one step of the axes before it.
fn span(shape: &Shape, call: &Call<'_>) -> usize {
    let axis = call.settings.axis(shape).ok().flatten().unwrap_or(0);
    shape.dims().skip(axis).product()
}

fn concatenate(call: &Call<'_>, to: &mut [f64]) {
    let whole = span(&call.shape, call);
    let mut start = 0;
    for operand in call.operands {
        let part = span(&operand.shape, call);
        let pieces = operand.of(call.arena).chunks_exact(part);
        for (to, from) in to.chunks_exact_mut(whole).zip(pieces) {
            to[start..start + part].copy_from_slice(from);
        }
        start += part;
    }
}

fn concatenate_back(call: &Call<'_>, upstream: &Upstream<'_>, to: &mut [f64]) {
    let whole = span(&call.shape, call);
    let before = call.operands[..upstream.input].iter();
    let start: usize = before.map(|operand| span(&operand.shape, call)).sum();
    let part = span(&call.input_shape(upstream.input), call);
    let pieces = upstream.gradient.chunks_exact(whole);
    for (to, from) in to.chunks_exact_mut(part).zip(pieces) {
        to.copy_from_slice(&from[start..start + part]);
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
    let settings = signature.settings;
    let shape = only(signature);
    if shape.is_scalar() {
        return Err(Fault::new(
            "a scalar has no axis to cut",
            "reshape it to [1] first",
        ));
    }
    let axis = settings.axis(&shape)?.unwrap_or(0);
    let step = settings.integer("step").unwrap_or(1);
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
    let start = place(settings.integer("start").unwrap_or(0));
    let stop = settings.integer("stop").map_or(length, place);
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
    let shape = only(&signature);
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
        settings: call.settings,
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

fn slice_back(call: &Call<'_>, upstream: &Upstream<'_>, to: &mut [f64]) {
    let (start, write) = slice_strides(call);
    to.fill(0.0);
    Nest::new(call.shape.dims(), [&call.shape.strides(), &write])
        .copy(upstream.gradient, &mut to[start..]);
}

fn broadcast_shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let shape = only(&signature);
    let wanted = signature.settings.integers("shape").unwrap_or(&[2]);
    let result = Shape::new(&lengths_of(wanted)?[..wanted.len()])?;
    if shape.broadcast(&result) != Ok(result) {
        return Err(Fault::new(
            format!("shape {shape} doesn't broadcast to {result}"),
            "only new axes in front and axes of length 1 can grow",
        ));
    }
    Ok(result)
}
