//! Parts cut out of a tensor, and tensors turned round. Both are linear.

use super::places::{put_back, written, zeros};
use crate::core::fault::Fault;
use crate::core::op::attributes::{Attribute, AttributeKind, DefaultValue};
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::Made;
use crate::core::op::{
    Call, Contributions, Family, Op, Rule, SideBySide, Signature, Tangent, TensorRule, Upstream,
    example, row,
};
use crate::core::tensor::Shape;

/// What both rows share.
const ROW: Op = Op {
    linear: true,
    ..row(Family::LinearAlgebra)
};

pub(super) static OPS: &[Op] = &[
    Op {
        name: "slice",
        aliases: &["index", "crop", "narrow"],
        symbol: "[:]",
        help: "A part of a tensor along one axis, counted as in Python.",
        attributes: SLICE,
        contributions: &[Made(
            "gradient where it was taken, and 0 elsewhere",
            |call, _| among_zeros(call),
        )],
        python: Python::function(
            "def slice_(x, axis=0, start=None, stop=None, step=1):
    return np.moveaxis(np.moveaxis(x, axis, 0)[start:stop:step], 0, axis)",
        )
        .with(
            "def unslice(gradient, x, axis, start, stop, step):
    # The gradient where it was taken, and 0 elsewhere.
    whole = np.zeros_like(x)
    np.moveaxis(whole, axis, 0)[start:stop:step] = np.moveaxis(gradient, axis, 0)
    return whole",
        )
        .torch(Form::Function(
            "def slice_(x, axis=0, start=None, stop=None, step=1):
    places = torch.arange(x.shape[axis]).tolist()[start:stop:step]
    return torch.index_select(x, axis, torch.tensor(places))",
        ))
        .back(&["unslice(gradient, x, axis, start, stop, step)"]),
        side_by_side: SideBySide::Axis,
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
                example(&[&[5]], &[("step", "-1")]),
                example(
                    &[&[2, 5, 2]],
                    &[
                        ("axis", "1"),
                        ("start", "-2"),
                        ("stop", "0"),
                        ("step", "-2"),
                    ],
                ),
            ],
        }),
        ..ROW
    },
    Op {
        name: "flip",
        aliases: &["reverse"],
        symbol: "⇋",
        help: "The numbers in reverse order along an axis, or along all.",
        attributes: &[Attribute {
            name: "axis",
            kind: AttributeKind::Axes,
            default: DefaultValue::Absent("all axes"),
            help: "The axis, or the list of axes, that is turned round.",
        }],
        contributions: &[Made("flip(gradient)", |call, _| {
            Some(match call.attributes.integers("axis") {
                Some(axes) => format!("flip(gradient, axis={axes:?})"),
                None => "flip(gradient)".to_owned(),
            })
        })],
        python: Python::call("np.flip")
            .torch(Form::Function(
                "def flip(x, axis=None):
    axes = range(x.dim()) if axis is None else [axis] if isinstance(axis, int) else axis
    return torch.flip(x, tuple(axes))",
            ))
            .back(&["np.flip(gradient, axis)"]),
        side_by_side: SideBySide::Axes,
        rule: Rule::Tensor(TensorRule {
            shape: |signature| {
                let shape = signature.only();
                signature.attributes.axes(&shape).map(|_| shape)
            },
            forward: |call, to| flip(call, call.input(0), to),
            vjp: |call, up, contributions| {
                contributions.write(0, |to| flip(call, up.gradient, to));
            },
            tangent: Tangent::Linear,
            region: None,
            examples: &[
                example(&[&[]], &[]),
                example(&[&[4]], &[]),
                example(&[&[2, 3]], &[]),
                example(&[&[2, 3]], &[("axis", "0")]),
                example(&[&[2, 3, 4]], &[("axis", "1")]),
                example(&[&[2, 3, 2]], &[("axis", "[0, -1]")]),
            ],
        }),
        ..ROW
    },
];

const SLICE: &[Attribute] = &[
    Attribute {
        name: "axis",
        kind: AttributeKind::Integer,
        default: DefaultValue::Integer(0),
        help: "The axis that is cut.",
    },
    Attribute {
        name: "start",
        kind: AttributeKind::Integer,
        default: DefaultValue::Absent("from the beginning, or the end if the step is negative"),
        help: "The first that is taken; a negative one counts from the end.",
    },
    Attribute {
        name: "stop",
        kind: AttributeKind::Integer,
        default: DefaultValue::Absent("to the end, or the beginning if the step is negative"),
        help: "The first that is not taken; a negative one counts from the end.",
    },
    Attribute {
        name: "step",
        kind: AttributeKind::Integer,
        default: DefaultValue::Integer(1),
        help: "Take one in so many; a negative step goes backwards.",
    },
];

/// What a slice takes from an axis.
struct Cut {
    axis: usize,
    /// The first that is taken.
    start: usize,
    step: i64,
    /// How many are taken.
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
    if step == 0 {
        return Err(Fault::new(
            "a step of 0 goes nowhere",
            "use a step of 1 or more, or a negative one to go backwards",
        ));
    }
    let length = shape.dim(axis) as i64;
    // As Python: negative ones count from the end, and both are held within. Backwards, the
    // place before the first is the end.
    let (lowest, highest) = if step > 0 {
        (0, length)
    } else {
        (-1, length - 1)
    };
    let place = |name: &str| {
        let index = attributes.integer(name)?;
        let from_start = if index < 0 {
            index.saturating_add(length)
        } else {
            index
        };
        Some(from_start.clamp(lowest, highest))
    };
    let ends = if step > 0 {
        [lowest, highest]
    } else {
        [highest, lowest]
    };
    let start = place("start").unwrap_or(ends[0]);
    let stop = place("stop").unwrap_or(ends[1]);
    let reach = if step > 0 { stop - start } else { start - stop };
    if reach <= 0 {
        let side = if step > 0 { "after" } else { "before" };
        return Err(Fault::new(
            format!("nothing is left: from {start} to {stop} of {length} along axis {axis}"),
            format!("choose a stop {side} the start"),
        ));
    }
    Ok(Cut {
        axis,
        start: start as usize, // not before the first, as something is left
        step,
        count: (reach as u64).div_ceil(step.unsigned_abs()) as usize,
    })
}

fn slice_shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let shape = signature.only();
    let cut = cut(&signature)?;
    let mut lengths: Vec<usize> = shape.dims().collect();
    lengths[cut.axis] = cut.count;
    Ok(Shape::new(&lengths)?)
}

/// The gradient among zeros, as a text: between them, or put back by place if not all in a
/// row were taken.
fn among_zeros(call: Signature<'_>) -> Option<String> {
    let (x, cut) = (call.only(), cut(&call).ok()?);
    if cut.step != 1 {
        let nth = |nth: usize| (cut.start as i64 + nth as i64 * cut.step) as usize;
        let places = written((0..cut.count).map(nth))?;
        return Some(put_back(&x, cut.axis, &places, &[cut.count]));
    }
    let zeros = |count: usize| {
        let mut lengths: Vec<usize> = x.dims().collect();
        lengths[cut.axis] = count;
        (count > 0).then(|| zeros(&lengths))
    };
    let end = x.dim(cut.axis) - cut.start - cut.count;
    let parts = [zeros(cut.start), Some("gradient".to_owned()), zeros(end)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    Some(match (&parts[..], cut.axis) {
        ([alone], _) => alone.clone(),
        (_, 0) => format!("concatenate({})", parts.join(", ")),
        (_, axis) => format!("concatenate({}, axis={axis})", parts.join(", ")),
    })
}

/// Calls `visit` with each piece that lies together both in the input and in the result:
/// where it starts in the one and in the other, and how long it is.
fn each_piece(call: &Call<'_>, mut visit: impl FnMut(usize, usize, usize)) {
    let shape = call.input_shape(0);
    let signature = Signature {
        shapes: &[shape],
        attributes: call.attributes,
    };
    // The shape rule has let it through.
    let Ok(cut) = cut(&signature) else { return };
    let inner: usize = shape.dims().skip(cut.axis + 1).product();
    let blocks: usize = shape.dims().take(cut.axis).product();
    let (pieces, length) = match cut.step {
        1 => (1, cut.count * inner),
        _ => (cut.count, inner),
    };
    for block in 0..blocks {
        let first = block * shape.dim(cut.axis) + cut.start;
        for nth in 0..pieces {
            // Within the axis, as the count says.
            let from = (first as i64 + nth as i64 * cut.step) as usize;
            visit(from * inner, (block * pieces + nth) * length, length);
        }
    }
}

fn slice(call: &Call<'_>, to: &mut [f64]) {
    let x = call.input(0);
    each_piece(call, |from, at, length| {
        to[at..at + length].copy_from_slice(&x[from..from + length]);
    });
}

fn slice_vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    contributions.write(0, |to| {
        to.fill(0.0);
        each_piece(call, |from, at, length| {
            to[from..from + length].copy_from_slice(&up.gradient[at..at + length]);
        });
    });
}

/// Copies a tensor and turns it round along each axis that is named.
fn flip(call: &Call<'_>, from: &[f64], to: &mut [f64]) {
    to.copy_from_slice(from);
    // The shape rule has let the axes through.
    let named = call.attributes.axes(&call.shape).unwrap_or_default();
    for axis in (0..call.shape.rank()).filter(|&axis| named[axis]) {
        let length = call.shape.dim(axis);
        let inner: usize = call.shape.dims().skip(axis + 1).product();
        for block in to.chunks_exact_mut(length * inner) {
            let (front, back) = block.split_at_mut(length / 2 * inner);
            let pairs = front.chunks_exact_mut(inner);
            for (a, b) in pairs.zip(back.rchunks_exact_mut(inner)) {
                a.swap_with_slice(b);
            }
        }
    }
}
