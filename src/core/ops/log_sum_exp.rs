//! The logarithm of a sum of exponentials, a smooth maximum.

use super::axes::{AXIS, Axes, EXAMPLES, KEEPDIMS, add_up, reduced, shape};
use crate::core::maths::{Maths, with_maths};
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::Made;
use crate::core::op::text::repeated;
use crate::core::op::{
    Call, Contributions, Family, Op, Rule, SideBySide, Tangent, Tangents, TensorRule, Upstream, row,
};
use crate::core::tensor::strided::Nest;

pub(super) static OPS: &[Op] = &[Op {
    name: "logsumexp",
    aliases: &["log_sum_exp", "smooth_max"],
    symbol: "LSE",
    help: "The logarithm of the sum of the exponentials, of all numbers or along axes, \
           computed without overflow.",
    attributes: &[AXIS, KEEPDIMS],
    formula: Made("log(sum(exp(x)))", |call, _| {
        Some(format!("log({})", reduced(call, "sum", "exp(x)")))
    }),
    contributions: &[Made("gradient * exp(x - y)", |call, _| {
        let [gradient, y] = [repeated(call, "gradient")?, repeated(call, "y")?];
        Some(format!("{gradient} * exp(x - {y})"))
    })],
    python: Python::function(
        "def logsumexp(x, axis=None, keepdims=False):
    largest = np.max(x, axis=axis, keepdims=True)
    result = largest + np.log(np.sum(np.exp(x - largest), axis=axis, keepdims=True))
    return result if keepdims else np.squeeze(result, axis=axis)",
    )
    .jax(Form::Call("jax.nn.logsumexp"))
    .torch(Form::Function(
        "def logsumexp(x, axis=None, keepdims=False):
    return torch.logsumexp(x, tuple(range(x.dim())) if axis is None else axis, keepdims)",
    ))
    .back(&["kept_gradient * np.exp(x - kept_result)"]),
    rule: Rule::Tensor(TensorRule {
        shape,
        forward,
        vjp,
        tangent: Tangent::Own(along),
        region: None,
        examples: EXAMPLES,
    }),
    side_by_side: SideBySide::Axes,
    ..row(Family::Reduction)
}];

/// What a group comes to.
struct Group {
    largest: f64,
    /// The exponentials of how far all numbers but the first largest lie below it, added
    /// up. If the largest is infinite, how many others are equal to it.
    rest: f64,
}

impl Group {
    #[inline(always)]
    fn of<M: Maths>(members: &Nest<1>, x: &[f64]) -> Group {
        let (mut largest, mut place) = (f64::NEG_INFINITY, 0);
        members.each(|[i]| {
            // NaN wins, and is not replaced.
            if x[i] > largest || x[i].is_nan() && !largest.is_nan() {
                (largest, place) = (x[i], i);
            }
        });
        let group = Group { largest, rest: 0.0 };
        let rest = add_up(
            members,
            #[inline(always)]
            |i| match i == place {
                true => 0.0,
                false => group.exponential::<M>(x[i]),
            },
        );
        Group { rest, ..group }
    }

    /// Of how far a number lies below the largest.
    #[inline(always)]
    fn exponential<M: Maths>(&self, x: f64) -> f64 {
        if x == self.largest {
            1.0 // infinite ones too
        } else {
            M::exp(x - self.largest)
        }
    }

    /// What the group has of the sum: the local derivative.
    #[inline(always)]
    fn share<M: Maths>(&self, x: f64) -> f64 {
        self.exponential::<M>(x) / (1.0 + self.rest)
    }
}

fn forward(call: &Call<'_>, to: &mut [f64]) {
    let x = call.input(0);
    let axes = Axes::of(call);
    let members = axes.members();
    with_maths!(M => axes.groups().each(#[inline(always)] |[start, place]| {
        let group = Group::of::<M>(&members, &x[start..]);
        to[place] = group.largest + M::ln_1p(group.rest);
    }));
}

/// Infinite numbers that are equally large share the gradient.
fn vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    contributions.write(0, |to| {
        let x = call.input(0);
        let axes = Axes::of(call);
        let members = axes.members();
        with_maths!(M => axes.groups().each(#[inline(always)] |[start, place]| {
            let group = Group::of::<M>(&members, &x[start..]);
            members.each(#[inline(always)] |[i]| {
                to[start + i] = up.gradient[place] * group.share::<M>(x[start + i]);
            });
        }));
    });
}

fn along(call: &Call<'_>, tangents: &Tangents<'_>, to: &mut [f64]) {
    let x = call.input(0);
    let along = call.on(tangents.arena).input(0);
    let axes = Axes::of(call);
    let members = axes.members();
    with_maths!(M => axes.groups().each(#[inline(always)] |[start, place]| {
        let group = Group::of::<M>(&members, &x[start..]);
        let mut sum = 0.0;
        members.each(#[inline(always)] |[i]| {
            sum += group.share::<M>(x[start + i]) * along[start + i];
        });
        to[place] = sum;
    }));
}
