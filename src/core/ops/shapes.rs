//! Rearrangements: the same numbers in another shape or order. All are linear.

use crate::core::fault::Fault;
use crate::core::limits::MAX_RANK;
use crate::core::op::attributes::{Attribute, AttributeKind, DefaultValue, axis_of};
use crate::core::op::python::{BackCall, Form, Python};
use crate::core::op::text::Text::{Cases, Is, Itself, Made};
use crate::core::op::text::{mode, rest, summed_to};
use crate::core::op::{
    Call, Contributions, Family, Op, Rule, SideBySide, Signature, Tangent, TensorRule, Upstream,
    example, row,
};
use crate::core::tensor::Shape;
use crate::core::tensor::strided::{Nest, Strides, broadcast, sum_to};

/// What most rows share; each names the rest.
const ROW: Op = Op {
    linear: true,
    ..row(Family::LinearAlgebra)
};

pub(super) static OPS: &[Op] = &[
    Op {
        name: "transpose",
        aliases: &["permute", "swapaxes"],
        symbol: "xᵀ",
        help: "The same numbers with the axes in another order; rows become columns.",
        attributes: &[Attribute {
            name: "axes",
            kind: AttributeKind::Integers,
            default: DefaultValue::Absent("the axes in reverse"),
            help: "Which axis of the input each axis of the result is.",
        }],
        formula: Cases(&[mode("", in_reverse, Is("x.T")), rest("", Itself)]),
        contributions: &[Cases(&[
            mode("", in_reverse, Is("gradient.T")),
            rest("", Made("gradient with its axes put back", put_back)),
        ])],
        python: Python::call("np.transpose")
            .torch(Form::Function(
                "def transpose(x, axes=None):
    return torch.permute(x, tuple(range(x.dim()))[::-1] if axes is None else axes)",
            ))
            .back_made(transpose_back),
        side_by_side: SideBySide::Order,
        rule: Rule::Tensor(TensorRule {
            shape: transpose_shape,
            forward: transpose,
            vjp: transpose_vjp,
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
        aliases: &["view", "resize", "flatten"],
        symbol: "⇄",
        help: "The same numbers in the same order, in another shape.",
        attributes: &[Attribute {
            name: "shape",
            kind: AttributeKind::Integers,
            default: DefaultValue::Required(&[-1]),
            help: "The lengths of the axes; one may be -1, it is worked out from the others.",
        }],
        contributions: &[Made("gradient, in the shape of x", in_shape_of_x)],
        python: Python::new(Form::InOrder("np.reshape"))
            .back(&["np.reshape(gradient, np.shape(x))"]),
        side_by_side: SideBySide::Shape,
        rule: Rule::Tensor(TensorRule {
            shape: reshape_shape,
            forward: |call, to| to.copy_from_slice(call.input(0)),
            vjp: |_, upstream, contributions| {
                contributions.write(0, |to| to.copy_from_slice(upstream.gradient));
            },
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
        name: "broadcast_to",
        aliases: &["broadcast", "expand", "repeat", "tile"],
        symbol: "⇉",
        help: "The tensor repeated along new axes and axes of length 1, by NumPy's rule.",
        attributes: &[Attribute {
            name: "shape",
            kind: AttributeKind::Integers,
            default: DefaultValue::Required(&[2]),
            help: "The shape of the result.",
        }],
        contributions: &[Made("gradient, summed over all copies", sum_of_copies)],
        python: Python::new(Form::InOrder("np.broadcast_to"))
            .back(&["gradient"])
            .summed(),
        side_by_side: SideBySide::Repeated,
        rule: Rule::Tensor(TensorRule {
            shape: broadcast_shape,
            forward: |call, to| broadcast(&call.input_shape(0), call.input(0), &call.shape, to),
            vjp: |call, up, contributions| {
                let (wide, narrow) = (call.shape, call.input_shape(0));
                contributions.write(0, |to| sum_to(&wide, up.gradient, &narrow, to));
            },
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

/// Whether the axes are reversed, as they are by default.
fn in_reverse(call: Signature<'_>) -> bool {
    call.attributes.get("axes").is_none()
}

/// The same in Python.
fn transpose_back(call: &BackCall<'_>) -> Option<String> {
    if in_reverse(call.signature) {
        return Some("np.transpose(gradient)".to_owned());
    }
    let back = back_order(call.signature)?;
    Some(format!("np.transpose(gradient, {back:?})"))
}

/// The text that undoes a transposition.
fn put_back(call: Signature<'_>, _: usize) -> Option<String> {
    let back = back_order(call)?;
    Some(format!("transpose(gradient, axes={back:?})"))
}

/// The axes that undo a transposition.
fn back_order(call: Signature<'_>) -> Option<Vec<usize>> {
    let order = permutation(&call).ok()?;
    let mut back = vec![0; call.only().rank()];
    for (to, from) in order.iter().enumerate().take(back.len()) {
        back[*from] = to;
    }
    Some(back)
}

fn in_shape_of_x(call: Signature<'_>, _: usize) -> Option<String> {
    let lengths: Vec<usize> = call.only().dims().collect();
    Some(format!("reshape(gradient, shape={lengths:?})"))
}

fn sum_of_copies(call: Signature<'_>, _: usize) -> Option<String> {
    let from: Vec<usize> = broadcast_shape(call).ok()?.dims().collect();
    let to: Vec<usize> = call.only().dims().collect();
    Some(summed_to("gradient", &from, &to))
}

/// For each axis of the result the axis of the input that it is.
fn permutation(signature: &Signature<'_>) -> Result<[usize; MAX_RANK], Fault> {
    let shape = signature.only();
    let rank = shape.rank();
    let mut order = [0; MAX_RANK];
    let Some(axes) = signature.attributes.integers("axes") else {
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
    let shape = signature.only();
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
        attributes: call.attributes,
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

fn transpose_vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    contributions.write(0, |to| {
        let [write, read] = transpose_strides(call);
        Nest::new(call.shape.dims(), [&read, &write]).copy(up.gradient, to);
    });
}

/// A shape as an attribute names it, with a message for what can't be a length.
fn lengths_of(list: &[i64]) -> Result<[usize; MAX_RANK], Fault> {
    let mut lengths = [0; MAX_RANK];
    for (to, &length) in lengths.iter_mut().zip(list) {
        let Some(length) = usize::try_from(length).ok().filter(|&length| length > 0) else {
            return Err(Fault::new(
                format!("{length} can't be the length of an axis"),
                "give lengths of 1 or more",
            ));
        };
        *to = length;
    }
    Ok(lengths)
}

fn reshape_shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let shape = signature.only();
    let wanted = signature.attributes.integers("shape").unwrap_or(&[-1]);
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

fn broadcast_shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let shape = signature.only();
    let wanted = signature.attributes.integers("shape").unwrap_or(&[2]);
    let result = Shape::new(&lengths_of(wanted)?[..wanted.len()])?;
    if shape.broadcast(&result) != Ok(result) {
        return Err(Fault::new(
            format!("shape {shape} doesn't broadcast to {result}"),
            "only new axes in front and axes of length 1 can grow",
        ));
    }
    Ok(result)
}
