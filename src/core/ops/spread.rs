//! How far numbers lie from their mean: the variance and the standard deviation.

use super::axes::{AXIS, Axes, KEEPDIMS, add_up, mean_of_x, shape};
use super::root::Length;
use crate::core::fault::Fault;
use crate::core::op::attributes::{Attribute, AttributeKind, DefaultValue};
use crate::core::op::elementwise::side;
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::{Cases, Is, Made};
use crate::core::op::text::{mode, repeated, rest};
use crate::core::op::{
    Call, Contributions, Example, Family, Op, Rule, SideBySide, Signature, Tangent, Tangents,
    TensorRule, Upstream, example, row,
};
use crate::core::tensor::Shape;
use crate::core::tensor::strided::Nest;

const DDOF: Attribute = Attribute {
    name: "ddof",
    kind: AttributeKind::Integer,
    default: DefaultValue::Integer(0),
    help: "What is subtracted from how many numbers there are before it divides; 1 for a sample.",
};

const EXAMPLES: &[Example] = &[
    example(&[&[]], &[]),
    example(&[&[4]], &[]),
    example(&[&[4]], &[("ddof", "1")]),
    example(&[&[3, 4]], &[("axis", "0")]),
    example(
        &[&[3, 4]],
        &[("axis", "-1"), ("keepdims", "true"), ("ddof", "1")],
    ),
    example(&[&[2, 3, 4]], &[("axis", "[2, 0]")]),
];

/// What both rows share. `ddof` is NumPy's, and 0; PyTorch's `var` and `std` divide as if
/// it were 1.
const ROW: Op = Op {
    attributes: &[DDOF, AXIS, KEEPDIMS],
    side_by_side: SideBySide::Axes,
    ..row(Family::Reduction)
};

pub(super) static OPS: &[Op] = &[
    Op {
        name: "variance",
        aliases: &["var"],
        symbol: "var",
        help: "The mean of the squared distances from the mean, of all numbers or along axes.",
        contributions: &[Made(
            "2 * gradient * (x - mean(x)) / (n - ddof)",
            |call, _| {
                let (gradient, mean) = (repeated(call, "gradient")?, mean_of_x(call));
                Some(format!("2 * {gradient} * (x - {mean}) / {}", count(call)))
            },
        )],
        python: Python::call("np.var")
            .torch(Form::Function(
                "def variance(x, ddof=0, axis=None, keepdims=False):
    return torch.var(x, axis, correction=ddof, keepdim=keepdims)",
            ))
            .back(&["kept_gradient * 2 * (x - np.mean(x, axis=axis, keepdims=True)) / (n - ddof)"]),
        rule: Rule::Tensor(TensorRule {
            shape: divided_shape,
            forward: variance,
            vjp: variance_vjp,
            tangent: Tangent::Own(variance_along),
            region: None,
            examples: EXAMPLES,
        }),
        ..ROW
    },
    Op {
        name: "std",
        aliases: &["standard_deviation", "stdev"],
        symbol: "std",
        help: "The standard deviation: the root of the variance, of all numbers or along axes.",
        contributions: &[Cases(&[
            mode(
                "there are several numbers",
                are_several,
                Made("gradient * (x - mean(x)) / ((n - ddof) * y)", |call, _| {
                    let [gradient, y] = [repeated(call, "gradient")?, repeated(call, "y")?];
                    let (mean, count) = (mean_of_x(call), count(call));
                    Some(format!("{gradient} * (x - {mean}) / ({count} * {y})"))
                }),
            ),
            rest("there is one number", Is("0")),
        ])],
        kinks: Some(
            "where all numbers are equal: the gradient is taken as 0, as in PyTorch (JAX has NaN)",
        ),
        python: Python::call("np.std")
            .jax(Form::Ruled)
            .torch(Form::Function(
                "def std(x, ddof=0, axis=None, keepdims=False):
    return torch.std(x, axis, correction=ddof, keepdim=keepdims)",
            ))
            .with(
                "def std_slope(x, std, axis):
    # Where all numbers are equal it is taken as 0.
    apart = x - np.mean(x, axis=axis, keepdims=True)
    return np.where(std == 0, 0.0, apart / std)",
            )
            .back(&["kept_gradient * std_slope(x, kept_result, axis) / (n - ddof)"]),
        rule: Rule::Tensor(TensorRule {
            shape: divided_shape,
            forward: std,
            vjp: std_vjp,
            tangent: Tangent::Own(std_along),
            region: Some(pieces),
            examples: EXAMPLES,
        }),
        ..ROW
    },
];

/// Whether more than one number becomes one.
fn are_several(call: Signature<'_>) -> bool {
    shape(call).is_ok_and(|result| result.elements() < call.only().elements())
}

/// What the squares are divided by, as a text.
fn count(call: Signature<'_>) -> String {
    match ddof(call) {
        0 => "n".to_owned(),
        ddof if ddof < 0 => format!("(n + {})", ddof.unsigned_abs()),
        ddof => format!("(n - {ddof})"),
    }
}

fn divided_shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let result = shape(signature)?;
    let elements = signature.only().elements();
    let (count, ddof) = (elements / result.elements(), ddof(signature));
    if count as i64 > ddof {
        return Ok(result);
    }
    Err(Fault::new(
        format!("ddof is {ddof} and there are {count} numbers: nothing is left to divide by"),
        "give more numbers, or a smaller ddof",
    ))
}

fn ddof(signature: Signature<'_>) -> i64 {
    signature.attributes.integer("ddof").unwrap_or(0)
}

/// What the squares of a group are divided by.
fn divisor(call: &Call<'_>, axes: &Axes) -> f64 {
    let ddof = call.attributes.integer("ddof").unwrap_or(0);
    axes.group() as f64 - ddof as f64
}

/// The mean of a group, in two parts: what the first was rounded by is the second.
#[derive(Clone, Copy)]
struct Centre {
    mean: f64,
    rest: f64,
}

impl Centre {
    fn of(members: &Nest<1>, x: &[f64], count: f64) -> Centre {
        let mean = add_up(members, |i| x[i]) / count;
        let rest = add_up(members, |i| x[i] - mean) / count;
        Centre { mean, rest }
    }

    /// How far a number lies from the mean.
    fn distance(self, x: f64) -> f64 {
        (x - self.mean) - self.rest
    }
}

/// Calls `visit` with each group: where it starts, its place in the result, its numbers
/// and their centre.
fn each(axes: &Axes, x: &[f64], mut visit: impl FnMut([usize; 2], &[f64], Centre)) {
    let (members, count) = (axes.members(), axes.group() as f64);
    axes.groups().each(|[start, place]| {
        let x = &x[start..];
        visit([start, place], x, Centre::of(&members, x, count));
    });
}

fn variance(call: &Call<'_>, to: &mut [f64]) {
    let axes = Axes::of(call);
    let (members, divisor) = (axes.members(), divisor(call, &axes));
    each(&axes, call.input(0), |[_, place], x, centre| {
        let square = |i: usize| centre.distance(x[i]) * centre.distance(x[i]);
        to[place] = add_up(&members, square) / divisor;
    });
}

fn variance_vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    contributions.write(0, |to| {
        let axes = Axes::of(call);
        let (members, divisor) = (axes.members(), divisor(call, &axes));
        each(&axes, call.input(0), |[start, place], x, centre| {
            let scale = 2.0 * up.gradient[place] / divisor;
            members.each(|[i]| to[start + i] = scale * centre.distance(x[i]));
        });
    });
}

fn variance_along(call: &Call<'_>, tangents: &Tangents<'_>, to: &mut [f64]) {
    let along = call.on(tangents.arena).input(0);
    let axes = Axes::of(call);
    let (members, divisor) = (axes.members(), divisor(call, &axes));
    each(&axes, call.input(0), |[start, place], x, centre| {
        let part = |i: usize| centre.distance(x[i]) * along[start + i];
        to[place] = 2.0 * add_up(&members, part) / divisor;
    });
}

fn std(call: &Call<'_>, to: &mut [f64]) {
    let axes = Axes::of(call);
    let (members, divisor) = (axes.members(), divisor(call, &axes));
    each(&axes, call.input(0), |[_, place], x, centre| {
        let length = Length::of(&members, |i| centre.distance(x[i]));
        to[place] = length.value() / divisor.sqrt();
    });
}

/// A distance over (divisor × std) is what the distance has of the length of all of them,
/// over the root of the divisor.
fn std_vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    contributions.write(0, |to| {
        let axes = Axes::of(call);
        let (members, divisor) = (axes.members(), divisor(call, &axes));
        each(&axes, call.input(0), |[start, place], x, centre| {
            let length = Length::of(&members, |i| centre.distance(x[i]));
            let scale = up.gradient[place] / divisor.sqrt();
            members.each(|[i]| to[start + i] = scale * length.share(centre.distance(x[i])));
        });
    });
}

fn std_along(call: &Call<'_>, tangents: &Tangents<'_>, to: &mut [f64]) {
    let along = call.on(tangents.arena).input(0);
    let axes = Axes::of(call);
    let (members, divisor) = (axes.members(), divisor(call, &axes));
    each(&axes, call.input(0), |[start, place], x, centre| {
        let length = Length::of(&members, |i| centre.distance(x[i]));
        let part = |i: usize| length.share(centre.distance(x[i])) * along[start + i];
        to[place] = add_up(&members, part) / divisor.sqrt();
    });
}

/// Whether all numbers of a group are equal; of two, which is larger. One alone is flat.
fn pieces(call: &Call<'_>, emit: &mut dyn FnMut(u64)) {
    let axes = Axes::of(call);
    let (members, last) = (axes.members(), axes.last());
    each(&axes, call.input(0), |_, x, centre| {
        emit(match axes.group() {
            1 => 0,
            2 => side(x[0], x[last]),
            _ => u64::from(Length::of(&members, |i| centre.distance(x[i])).is_zero()),
        });
    });
}
