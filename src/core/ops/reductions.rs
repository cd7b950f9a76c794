//! Many numbers to fewer: sums, means and extremes along axes.

use super::axes::{AXIS, Axes, EXAMPLES, KEEPDIMS, shape, spread};
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::Made;
use crate::core::op::text::{kept, repeated};
use crate::core::op::{
    Call, Contributions, Family, Op, Rule, SideBySide, Signature, Tangent, Tangents, TensorRule,
    Upstream, row,
};
use crate::core::tensor::strided::{Nest, pick_of};

const TIES: &str = "where several are equally extreme: they share the gradient equally";

/// What most rows share; each names the rest.
const ROW: Op = Op {
    attributes: &[AXIS, KEEPDIMS],
    side_by_side: SideBySide::Axes,
    ..row(Family::Reduction)
};

pub(super) static OPS: &[Op] = &[
    Op {
        name: "sum",
        aliases: &["total", "add_up", "reduce_sum"],
        symbol: "Σ",
        help: "The sum of all numbers, or along axes.",
        contributions: &[Made("gradient for each number", |call, _| {
            repeated(call, "gradient")
        })],
        linear: true,
        python: Python::call("np.sum")
            .torch(Form::CallInFull("torch.sum")).back(&["kept_gradient * np.ones_like(x)"]),
        rule: Rule::Tensor(TensorRule {
            shape,
            forward: sum,
            vjp: sum_vjp,
            tangent: Tangent::Linear,
            region: None,
            examples: EXAMPLES,
        }),
        ..ROW
    },
    Op {
        name: "mean",
        aliases: &["average", "avg", "reduce_mean"],
        symbol: "x̄",
        help: "The mean of all numbers, or along axes.",
        contributions: &[Made("gradient / n for each number", |call, _| {
            Some(format!("{} / n", repeated(call, "gradient")?))
        })],
        linear: true,
        python: Python::call("np.mean")
            .torch(Form::CallInFull("torch.mean")).back(&["kept_gradient / n * np.ones_like(x)"]),
        rule: Rule::Tensor(TensorRule {
            shape,
            forward: mean,
            vjp: mean_vjp,
            tangent: Tangent::Linear,
            region: None,
            examples: EXAMPLES,
        }),
        ..ROW
    },
    Op {
        name: "max",
        aliases: &["largest", "amax", "reduce_max"],
        symbol: "max",
        help: "The largest of all numbers, or along axes.",
        contributions: &[Made(
            "gradient for the largest number, and 0 elsewhere; those that tie share it",
            |call, _| to_extremes(call),
        )],
        kinks: Some(TIES),
        python: Python::call("np.max").torch(Form::Call("torch.amax")).back(&["np.where(x == kept_result, kept_gradient / np.sum(x == kept_result, axis=axis, keepdims=True), 0)"]),
        rule: Rule::Tensor(TensorRule {
            shape,
            forward: |call, to| extreme(call, to, f64::NEG_INFINITY, |new, old| new > old),
            vjp: extreme_vjp,
            tangent: Tangent::Own(extreme_along),
            region: Some(|call, emit| winners(call, emit, |new, old| new > old)),
            examples: EXAMPLES,
        }),
        ..ROW
    },
    Op {
        name: "min",
        aliases: &["smallest", "amin", "reduce_min"],
        symbol: "min",
        help: "The smallest of all numbers, or along axes.",
        contributions: &[Made(
            "gradient for the smallest number, and 0 elsewhere; those that tie share it",
            |call, _| to_extremes(call),
        )],
        kinks: Some(TIES),
        python: Python::call("np.min").torch(Form::Call("torch.amin")).back(&["np.where(x == kept_result, kept_gradient / np.sum(x == kept_result, axis=axis, keepdims=True), 0)"]),
        rule: Rule::Tensor(TensorRule {
            shape,
            forward: |call, to| extreme(call, to, f64::INFINITY, |new, old| new < old),
            vjp: extreme_vjp,
            tangent: Tangent::Own(extreme_along),
            region: Some(|call, emit| winners(call, emit, |new, old| new < old)),
            examples: EXAMPLES,
        }),
        ..ROW
    },
];

fn sum(call: &Call<'_>, to: &mut [f64]) {
    to.fill(0.0);
    Axes::of(call).all().add(call.input(0), to);
}

fn mean(call: &Call<'_>, to: &mut [f64]) {
    sum(call, to);
    let count = Axes::of(call).group() as f64;
    to.iter_mut().for_each(|x| *x /= count);
}

fn sum_vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    contributions.write(0, |to| spread(&Axes::of(call), up.gradient, to));
}

fn mean_vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    contributions.write(0, |to| {
        let axes = Axes::of(call);
        spread(&axes, up.gradient, to);
        let count = axes.group() as f64;
        to.iter_mut().for_each(|x| *x /= count);
    });
}

/// What flows back from the largest or smallest numbers, as a text: each of those that are
/// equal to the result takes its share.
fn to_extremes(call: Signature<'_>) -> Option<String> {
    let (gradient, y) = (kept(call, "gradient")?, kept(call, "y")?);
    let count = match call.attributes.integers("axis") {
        None => format!("sum(equal(x, {y}))"),
        Some(axes) => format!("sum(equal(x, {y}), axis={axes:?}, keepdims=true)"),
    };
    Some(format!("{gradient} * equal(x, {y}) / {count}"))
}

/// The more extreme of two numbers; NaN wins, as in NumPy.
#[inline(always)]
fn beat(old: f64, new: f64, wins: impl Fn(f64, f64) -> bool) -> f64 {
    if new.is_nan() || wins(new, old) {
        new
    } else {
        old
    }
}

/// The largest or smallest of each group: `wins(new, old)` says which is more
/// extreme, `least` loses to all.
fn extreme(call: &Call<'_>, to: &mut [f64], least: f64, wins: impl Fn(f64, f64) -> bool + Copy) {
    to.fill(least);
    let pair = |old, new| beat(old, new, wins);
    let row = |old, row: &[f64]| pick_of(old, row, pair);
    Axes::of(call).all().fold(call.input(0), to, pair, row);
}

/// Whether a number is its group's extreme; where NaN won, NaN.
#[inline(always)]
fn is_extreme(x: f64, extreme: f64) -> bool {
    x == extreme || (x.is_nan() && extreme.is_nan())
}

/// How many of the group that starts there are equal to its extreme.
fn ties(members: &Nest<1>, x: &[f64], start: usize, extreme: f64) -> f64 {
    let mut count = 0_usize;
    members.each(|[i]| count += usize::from(is_extreme(x[start + i], extreme)));
    count as f64
}

fn extreme_vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    contributions.write(0, |to| {
        let x = call.input(0);
        let axes = Axes::of(call);
        let members = axes.members();
        axes.groups().each(|[start, group]| {
            let extreme = up.value[group];
            let share = up.gradient[group] / ties(&members, x, start, extreme);
            members.each(|[i]| {
                let mine = is_extreme(x[start + i], extreme);
                to[start + i] = if mine { share } else { 0.0 };
            });
        });
    });
}

fn extreme_along(call: &Call<'_>, tangents: &Tangents<'_>, to: &mut [f64]) {
    let x = call.input(0);
    let along = call.on(tangents.arena).input(0);
    let axes = Axes::of(call);
    let members = axes.members();
    axes.groups().each(|[start, group]| {
        let extreme = tangents.value[group];
        let mut sum = 0.0;
        members.each(|[i]| {
            if is_extreme(x[start + i], extreme) {
                sum += along[start + i];
            }
        });
        to[group] = sum / ties(&members, x, start, extreme);
    });
}

/// Which numbers are their groups' extremes: a tie, or another winner, lies beyond
/// a kink.
fn winners(call: &Call<'_>, emit: &mut dyn FnMut(u64), wins: impl Fn(f64, f64) -> bool + Copy) {
    let x = call.input(0);
    let axes = Axes::of(call);
    let members = axes.members();
    axes.groups().each(|[start, _]| {
        let mut extreme = x[start];
        members.each(|[i]| extreme = beat(extreme, x[start + i], wins));
        members.each(|[i]| {
            if is_extreme(x[start + i], extreme) {
                emit((start + i) as u64);
            }
        });
    });
}
