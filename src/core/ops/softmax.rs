//! Softmax and its logarithm, along one axis.

use super::lines::{EXAMPLES, Lines, shape_along};
use crate::core::fault::Fault;
use crate::core::maths::{Maths, select, with_maths};
use crate::core::op::attributes::{Attribute, AttributeKind, DefaultValue};
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::Made;
use crate::core::op::{
    Call, Contributions, Domain, Family, Op, Rule, SideBySide, Signature, Tangent, Tangents,
    TensorRule, Upstream, row,
};
use crate::core::tensor::Shape;
use crate::core::tensor::strided::{first_above, largest, sum_of, total};

const ATTRIBUTES: &[Attribute] = &[Attribute {
    name: "axis",
    kind: AttributeKind::Integer,
    default: DefaultValue::Integer(-1),
    help: "The axis along which the numbers compete.",
}];

const ROW: Op = Op {
    attributes: ATTRIBUTES,
    domain: &[Domain::Between(-3.0, 3.0)],
    side_by_side: SideBySide::Axis,
    ..row(Family::Reduction)
};

pub(super) static OPS: &[Op] = &[
    Op {
        name: "softmax",
        aliases: &["normalized_exponential"],
        symbol: "softmax",
        help: "Any numbers to probabilities: each number's exponential over their sum.",
        formula: Made("exp(x) / sum(exp(x))", |call, _| {
            Some(format!("exp(x) / {}", along(call, "exp(x)")?))
        }),
        contributions: &[Made("y * (gradient - sum(y * gradient))", |call, _| {
            Some(format!("y * (gradient - {})", along(call, "y * gradient")?))
        })],
        python: Python::function(
            "def softmax(x, axis=-1):
    powers = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)",
        )
        .jax(Form::Call("jax.nn.softmax"))
        .torch(Form::CallInFull("torch.softmax"))
        .back(&["result * (gradient - np.sum(gradient * result, axis=axis, keepdims=True))"]),
        rule: Rule::Tensor(TensorRule {
            shape,
            forward: softmax,
            vjp: |call, up, contributions| {
                contributions.write(0, |to| softmax_vjp(call, up.value, up.gradient, to));
            },
            // Its matrix of derivatives is symmetric.
            tangent: Tangent::Own(|call, tangents, to| {
                let along = call.on(tangents.arena).input(0);
                softmax_vjp(call, tangents.value, along, to);
            }),
            region: None,
            examples: EXAMPLES,
        }),
        ..ROW
    },
    Op {
        name: "log_softmax",
        aliases: &["logsoftmax"],
        symbol: "log softmax",
        help: "The logarithm of softmax, computed without overflow.",
        formula: Made("x - log(sum(exp(x)))", |call, _| {
            Some(format!("x - log({})", along(call, "exp(x)")?))
        }),
        contributions: &[Made("gradient - exp(y) * sum(gradient)", |call, _| {
            Some(format!("gradient - exp(y) * {}", along(call, "gradient")?))
        })],
        python: Python::function(
            "def log_softmax(x, axis=-1):
    x = x - np.max(x, axis=axis, keepdims=True)
    return x - np.log(np.sum(np.exp(x), axis=axis, keepdims=True))",
        )
        .jax(Form::Call("jax.nn.log_softmax"))
        .torch(Form::CallInFull("torch.log_softmax"))
        .back(&["gradient - np.exp(result) * np.sum(gradient, axis=axis, keepdims=True)"]),
        rule: Rule::Tensor(TensorRule {
            shape,
            forward: log_softmax,
            vjp: log_softmax_vjp,
            tangent: Tangent::Own(log_softmax_along),
            region: None,
            examples: EXAMPLES,
        }),
        ..ROW
    },
];

fn shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    shape_along(signature, "numbers could compete")
}

/// The sum of a text along the axis, as a text.
fn along(call: Signature<'_>, text: &str) -> Option<String> {
    match (call.only().rank(), call.attributes.integer("axis")) {
        (1, _) => Some(format!("sum({text})")),
        (_, axis) => Some(format!("sum({text}, axis={}, keepdims=true)", axis?)),
    }
}

/// The largest number of a line. NaN needs no care: it comes out of the
/// exponentials too.
#[inline(always)]
fn largest_of(line: &[f64], step: usize) -> f64 {
    if step == 1 {
        return largest(line);
    }
    let numbers = line.iter().step_by(step);
    numbers.fold(f64::NEG_INFINITY, |a, &b| if b > a { b } else { a })
}

/// The sum of the exponentials of a line but for that of its largest number, which is 1.
#[inline(always)]
fn below(x: &[f64], exponentials: &[f64], step: usize, largest: f64) -> f64 {
    let other = |e: f64, x: f64| e - select(x == largest, 1.0, 0.0);
    if step == 1 {
        return sum_of(exponentials, x, other);
    }
    let pairs = exponentials.iter().zip(x).step_by(step);
    pairs.map(|(&e, &x)| other(e, x)).sum()
}

/// The sum of a line.
#[inline(always)]
fn sum(line: &[f64], step: usize) -> f64 {
    if step == 1 {
        total(line)
    } else {
        line.iter().step_by(step).sum()
    }
}

fn softmax(call: &Call<'_>, to: &mut [f64]) {
    let (x, lines) = (call.input(0), Lines::of(call));
    with_maths!(M => lines.each(x.len(), #[inline(always)] |line, step| {
        let (x, to) = (&x[line.clone()], &mut to[line]);
        let largest = largest_of(x, step);
        for (to, &x) in to.iter_mut().step_by(step).zip(x.iter().step_by(step)) {
            *to = M::exp(x - largest);
        }
        let sum = sum(to, step);
        to.iter_mut().step_by(step).for_each(|to| *to /= sum);
    }));
}

/// y × (g − Σ y·g), along each line.
fn softmax_vjp(call: &Call<'_>, y: &[f64], g: &[f64], to: &mut [f64]) {
    Lines::of(call).each(y.len(), |line, step| {
        let (y, g) = (&y[line.clone()], &g[line.clone()]);
        let pairs = y.iter().step_by(step).zip(g.iter().step_by(step));
        let inner: f64 = pairs.clone().map(|(y, g)| y * g).sum();
        for (to, (y, g)) in to[line].iter_mut().step_by(step).zip(pairs) {
            *to = y * (g - inner);
        }
    });
}

fn log_softmax(call: &Call<'_>, to: &mut [f64]) {
    let (x, lines) = (call.input(0), Lines::of(call));
    with_maths!(M => lines.each(x.len(), #[inline(always)] |line, step| {
        let (x, to) = (&x[line.clone()], &mut to[line]);
        let largest = largest_of(x, step);
        for (to, &x) in to.iter_mut().step_by(step).zip(x.iter().step_by(step)) {
            *to = M::exp(x - largest);
        }
        let log_sum = match sum(to, step) {
            // The largest is a 1 in the sum, and what is added to it must not be rounded
            // off. There is no second one.
            near if near < 2.0 => M::ln_1p(below(x, to, step, largest)),
            sum => M::ln(sum),
        };
        for (to, &x) in to.iter_mut().step_by(step).zip(x.iter().step_by(step)) {
            *to = x - largest - log_sum;
        }
    }));
}

/// g − softmax × Σ g, along each line. For a number whose softmax is near 1 that is
/// (1 − softmax) × g − softmax × what the others' g come to, so that the gradients add
/// up to 0.
fn log_softmax_vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    contributions.write(0, |to| log_softmax_back(Lines::of(call), up, to));
}

fn log_softmax_back(lines: Lines, up: &Upstream<'_>, to: &mut [f64]) {
    let y = up.value;
    with_maths!(M => lines.each(y.len(), #[inline(always)] |line, step| {
        let (y, g) = (&y[line.clone()], &up.gradient[line.clone()]);
        let to = &mut to[line];
        let likely = likely(y, step);
        let (sum, others) = match likely {
            None => (sum(g, step), 0.0),
            Some(i) => {
                let before = if i == 0 { 0.0 } else { sum(&g[..=i - step], step) };
                let after = g.get(i + step..).map_or(0.0, |after| sum(after, step));
                (before + after + g[i], before + after)
            }
        };
        let pairs = y.iter().step_by(step).zip(g.iter().step_by(step));
        for (to, (&y, &g)) in to.iter_mut().step_by(step).zip(pairs) {
            *to = g - M::exp(y) * sum;
        }
        if let Some(i) = likely {
            to[i] = -M::exp_m1(y[i]) * g[i] - M::exp(y[i]) * others;
        }
    }));
}

/// The place of the number of a line of logarithms whose exponential is more than a
/// half, if there is one.
#[inline(always)]
fn likely(y: &[f64], step: usize) -> Option<usize> {
    const HALF: f64 = -std::f64::consts::LN_2;
    if step == 1 {
        return first_above(y, HALF);
    }
    let nth = y.iter().step_by(step).position(|&y| y > HALF);
    nth.map(|nth| nth * step)
}

/// dx − Σ softmax·dx, along each line; where a softmax is near 1 as above.
fn log_softmax_along(call: &Call<'_>, tangents: &Tangents<'_>, to: &mut [f64]) {
    let along = call.on(tangents.arena).input(0);
    let (y, lines) = (tangents.value, Lines::of(call));
    with_maths!(M => lines.each(y.len(), #[inline(always)] |line, step| {
        let (y, along) = (&y[line.clone()], &along[line.clone()]);
        let to = &mut to[line];
        let pairs = y.iter().step_by(step).zip(along.iter().step_by(step));
        let inner: f64 = pairs.clone().map(|(&y, &along)| M::exp(y) * along).sum();
        for (to, &along) in to.iter_mut().step_by(step).zip(along.iter().step_by(step)) {
            *to = along - inner;
        }
        if let Some(i) = likely(y, step) {
            let others = pairs.enumerate().filter(|(nth, _)| nth * step != i);
            let others: f64 = others.map(|(_, (&y, &along))| M::exp(y) * along).sum();
            to[i] = -M::exp_m1(y[i]) * along[i] - others;
        }
    }));
}
