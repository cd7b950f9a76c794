//! Sums and products so far, along an axis.

use super::lines::{EXAMPLES, Lines, shape_along};
use super::places::Groups;
use crate::core::fault::Fault;
use crate::core::op::attributes::{Attribute, AttributeKind, DefaultValue};
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::Made;
use crate::core::op::{
    Call, Contributions, Family, Op, Rule, SideBySide, Signature, Tangent, Tangents, TensorRule,
    Upstream, row,
};
use crate::core::tensor::Shape;

/// What both rows share. NumPy's functions flatten the tensor unless they are given an
/// axis; these take the first.
const ROW: Op = Op {
    attributes: &[Attribute {
        name: "axis",
        kind: AttributeKind::Integer,
        default: DefaultValue::Integer(0),
        help: "The axis along which the numbers follow one another.",
    }],
    side_by_side: SideBySide::Axis,
    ..row(Family::Reduction)
};

pub(super) static OPS: &[Op] = &[
    Op {
        name: "cumsum",
        aliases: &["cumulative_sum", "running_sum"],
        symbol: "Σ…",
        help: "The sums so far: each number is added to those before it along an axis.",
        contributions: &[Made("gradient, added up from the end", |call, _| {
            let axis = call.attributes.integer("axis")?;
            let turned = format!("cumsum(flip(gradient, axis={axis}), axis={axis})");
            Some(format!("flip({turned}, axis={axis})"))
        })],
        linear: true,
        python: Python::new(Form::CallInFull("np.cumsum"))
            .back(&["np.flip(np.cumsum(np.flip(gradient, axis), axis), axis)"]),
        rule: Rule::Tensor(TensorRule {
            shape,
            forward: cumsum,
            vjp: cumsum_vjp,
            tangent: Tangent::Linear,
            region: None,
            examples: EXAMPLES,
        }),
        ..ROW
    },
    Op {
        name: "cumprod",
        aliases: &["cumulative_product", "running_product"],
        symbol: "Π…",
        help: "The products so far: each number is multiplied to those before it along an axis.",
        // Not y / x, which says nothing where x is 0.
        contributions: &[Made(
            "gradient times the products of the other factors, added up from there on",
            |call, _| {
                let axis = call.attributes.axis(&call.only()).ok()??;
                let groups = Groups::new(&call.only(), |it| it == axis)?;
                let from_there_on = format!("cumsum({}, axis=1)", groups.itself);
                let products = format!("cumprod({}, axis=-1)", groups.others());
                let gradient = groups.rows("gradient");
                let sum = format!("sum({gradient} * {from_there_on} * {products}, axis=-1)");
                Some(groups.back(sum))
            },
        )],
        python: Python::new(Form::CallInFull("np.cumprod"))
            .with(
                "def uncumprod(gradient, x, result, axis):
    # What flows back from each place on, times the product before it.
    x, before = np.moveaxis(x, axis, 0), np.moveaxis(result, axis, 0)
    flow = np.moveaxis(gradient, axis, 0) * 1.0
    for place in range(len(flow) - 2, -1, -1):
        flow[place] += x[place + 1] * flow[place + 1]
    flow[1:] *= before[:-1]
    return np.moveaxis(flow, 0, axis)",
            )
            .back(&["uncumprod(gradient, x, result, axis)"]),
        rule: Rule::Tensor(TensorRule {
            shape,
            forward: cumprod,
            vjp: cumprod_vjp,
            tangent: Tangent::Own(cumprod_along),
            region: None,
            examples: EXAMPLES,
        }),
        ..ROW
    },
];

fn shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    shape_along(signature, "numbers could follow one another")
}

/// In a block of lines the number before stands `step` places earlier.
fn cumsum(call: &Call<'_>, to: &mut [f64]) {
    let lines = Lines::of(call);
    let (block, step) = (lines.block(), lines.step);
    let pairs = to.chunks_exact_mut(block);
    for (to, x) in pairs.zip(call.input(0).chunks_exact(block)) {
        to[..step].copy_from_slice(&x[..step]);
        for i in step..block {
            to[i] = to[i - step] + x[i];
        }
    }
}

fn cumsum_vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    contributions.write(0, |to| {
        let lines = Lines::of(call);
        let (block, step) = (lines.block(), lines.step);
        let pairs = to.chunks_exact_mut(block);
        for (to, gradient) in pairs.zip(up.gradient.chunks_exact(block)) {
            let last = block - step;
            to[last..].copy_from_slice(&gradient[last..]);
            for i in (0..last).rev() {
                to[i] = to[i + step] + gradient[i];
            }
        }
    });
}

fn cumprod(call: &Call<'_>, to: &mut [f64]) {
    let lines = Lines::of(call);
    let (block, step) = (lines.block(), lines.step);
    let pairs = to.chunks_exact_mut(block);
    for (to, x) in pairs.zip(call.input(0).chunks_exact(block)) {
        to[..step].copy_from_slice(&x[..step]);
        for i in step..block {
            to[i] = to[i - step] * x[i];
        }
    }
}

/// The gradient of xᵢ is the product before it times sᵢ = gᵢ + xᵢ₊₁ × sᵢ₊₁, what flows
/// back from there on. Nothing is divided, so zeros do no harm.
fn cumprod_vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    contributions.write(0, |to| {
        let lines = Lines::of(call);
        let (block, step) = (lines.block(), lines.step);
        let numbers = call.input(0).chunks_exact(block);
        let numbers = numbers.zip(up.value.chunks_exact(block));
        let pairs = to
            .chunks_exact_mut(block)
            .zip(up.gradient.chunks_exact(block));
        for ((to, gradient), (x, y)) in pairs.zip(numbers) {
            let last = block - step;
            to[last..].copy_from_slice(&gradient[last..]);
            for i in (0..last).rev() {
                to[i] = gradient[i] + x[i + step] * to[i + step];
            }
            for i in step..block {
                to[i] *= y[i - step];
            }
        }
    });
}

fn cumprod_along(call: &Call<'_>, tangents: &Tangents<'_>, to: &mut [f64]) {
    let lines = Lines::of(call);
    let (block, step) = (lines.block(), lines.step);
    let along = call.on(tangents.arena).input(0).chunks_exact(block);
    let numbers = call.input(0).chunks_exact(block);
    let numbers = numbers.zip(tangents.value.chunks_exact(block));
    for ((to, along), (x, y)) in to.chunks_exact_mut(block).zip(along).zip(numbers) {
        to[..step].copy_from_slice(&along[..step]);
        for i in step..block {
            to[i] = to[i - step] * x[i] + y[i - step] * along[i];
        }
    }
}
