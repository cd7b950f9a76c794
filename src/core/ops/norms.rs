//! The length of all numbers taken as one vector, by three measures.

use super::axes::{AXIS, Axes, KEEPDIMS, add_up, reduced, shape};
use super::root::Length;
use crate::core::op::attributes::{Attribute, AttributeKind, AttributeReader, DefaultValue};
use crate::core::op::elementwise::side;
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::{Cases, Made};
use crate::core::op::text::{kept, mode, repeated, rest};
use crate::core::op::{
    Call, Contributions, Example, Family, Op, Rule, SideBySide, Signature, Tangent, Tangents,
    TensorRule, Upstream, example, row,
};
use crate::core::tensor::strided::Nest;

pub(super) static OPS: &[Op] = &[Op {
    name: "norm",
    aliases: &["vector_norm", "length"],
    symbol: "‖x‖",
    help: "The length of all numbers taken as one vector, or along axes.",
    attributes: &[
        Attribute {
            name: "ord",
            kind: AttributeKind::Word(&["1", "2", "inf"]),
            default: DefaultValue::Word("2"),
            help: "How it is measured: the sum of the distances from 0 (1), the root of the sum \
                   of the squares (2), or the largest distance from 0 (inf).",
        },
        AXIS,
        KEEPDIMS,
    ],
    contributions: &[Cases(&[
        mode(
            "ord is 2",
            |call| is_set(call, "2"),
            Made("gradient * x / y", |call, _| {
                let [gradient, y] = [repeated(call, "gradient")?, repeated(call, "y")?];
                Some(format!("{gradient} * x / {y}"))
            }),
        ),
        mode(
            "ord is 1",
            |call| is_set(call, "1"),
            Made("gradient * sign(x)", |call, _| {
                Some(format!("{} * sign(x)", repeated(call, "gradient")?))
            }),
        ),
        rest(
            "ord is inf",
            Made(
                "gradient × sign(x) for the largest distance, and 0 elsewhere; those that tie share it",
                |call, _| {
                    let [gradient, y] = [kept(call, "gradient")?, kept(call, "y")?];
                    let ties = format!("(abs(x) == {y})");
                    let count = kept(call, &reduced(call, "sum", &ties))?;
                    Some(format!("{gradient} * sign(x) * {ties} / {count}"))
                },
            ),
        ),
    ])],
    kinks: Some(
        "where the norm is 0: the gradient is taken as 0, as in PyTorch (JAX has NaN for ord 2, 1 for ord 1); \
         at each 0 of ord 1 too; the largest distances of ord inf share the gradient equally",
    ),
    python: Python::function(
        "def norm(x, ord='2', axis=None, keepdims=False):
    if ord == '1':
        return np.sum(np.abs(x), axis=axis, keepdims=keepdims)
    if ord == 'inf':
        return np.max(np.abs(x), axis=axis, keepdims=keepdims)
    return np.sqrt(np.sum(x * x, axis=axis, keepdims=keepdims))",
    )
    .with(
        "def norm_slope(x, norm, ord, axis):
    # At 0 it is taken as 0.
    if ord == '1':
        return np.sign(x)
    if ord == 'inf':
        largest = np.abs(x) == norm
        return np.sign(x) * largest / np.sum(largest, axis=axis, keepdims=True)
    return np.where(norm == 0, 0.0, x / norm)",
    )
    .jax(Form::Ruled)
    .torch(Form::Function(
        "def norm(x, ord='2', axis=None, keepdims=False):
    return torch.linalg.vector_norm(x, float(ord), axis, keepdims)",
    ))
    .back(&["kept_gradient * norm_slope(x, kept_result, ord, axis)"]),
    rule: Rule::Tensor(TensorRule {
        shape,
        forward,
        vjp,
        tangent: Tangent::Own(along),
        region: Some(pieces),
        examples: CASES,
    }),
    side_by_side: SideBySide::Axes,
    ..row(Family::Reduction)
}];

const CASES: &[Example] = &[
    example(&[&[]], &[]),
    example(&[&[4]], &[]),
    example(&[&[3, 4]], &[("axis", "0")]),
    example(&[&[2, 3, 4]], &[("axis", "[2, 0]"), ("keepdims", "true")]),
    example(&[&[5]], &[("ord", "1")]),
    example(&[&[3, 4]], &[("ord", "1"), ("axis", "-1")]),
    example(&[&[5]], &[("ord", "\"inf\"")]),
    example(&[&[2, 3, 2]], &[("ord", "\"inf\""), ("axis", "1")]),
];

/// Whether the order is this one.
fn is_set(call: Signature<'_>, order: &str) -> bool {
    call.attributes.word("ord") == Some(order)
}

/// How a length is measured.
#[derive(Clone, Copy)]
enum Order {
    Sum,
    Root,
    Largest,
}

impl Order {
    fn of(attributes: AttributeReader<'_>) -> Order {
        match attributes.word("ord") {
            Some("1") => Order::Sum,
            Some("inf") => Order::Largest,
            _ => Order::Root,
        }
    }
}

/// The local derivatives of a group, for the number at a place.
enum Slopes {
    Sum,
    Root(Length),
    /// The largest distance from 0, and how many numbers have it.
    Largest(f64, f64),
}

/// −1, 0 or 1; NaN for itself.
fn sign(x: f64) -> f64 {
    if x == 0.0 || x.is_nan() {
        x
    } else {
        1.0_f64.copysign(x)
    }
}

/// The largest distance from 0; NaN wins.
fn largest(members: &Nest<1>, x: &[f64]) -> f64 {
    let mut largest = 0.0_f64;
    members.each(|[i]| {
        let size = x[i].abs();
        if size > largest || size.is_nan() {
            largest = if largest.is_nan() { largest } else { size };
        }
    });
    largest
}

impl Slopes {
    fn of(order: Order, members: &Nest<1>, x: &[f64]) -> Slopes {
        match order {
            Order::Sum => Slopes::Sum,
            Order::Root => Slopes::Root(Length::of(members, |i| x[i])),
            Order::Largest => {
                let largest = largest(members, x);
                let same = |i: usize| f64::from(u8::from(is_largest(x[i], largest)));
                Slopes::Largest(largest, add_up(members, same))
            }
        }
    }

    fn at(&self, x: f64) -> f64 {
        match self {
            Slopes::Sum => sign(x),
            Slopes::Root(length) => length.share(x),
            Slopes::Largest(largest, count) if is_largest(x, *largest) => sign(x) / count,
            Slopes::Largest(..) => 0.0,
        }
    }
}

fn is_largest(x: f64, largest: f64) -> bool {
    x.abs() == largest || x.is_nan() && largest.is_nan()
}

fn forward(call: &Call<'_>, to: &mut [f64]) {
    let order = Order::of(call.attributes);
    let axes = Axes::of(call);
    let members = axes.members();
    axes.groups().each(|[start, place]| {
        let x = &call.input(0)[start..];
        to[place] = match order {
            Order::Sum => add_up(&members, |i| x[i].abs()),
            Order::Root => Length::of(&members, |i| x[i]).value(),
            Order::Largest => largest(&members, x),
        };
    });
}

fn vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    contributions.write(0, |to| {
        let order = Order::of(call.attributes);
        let axes = Axes::of(call);
        let members = axes.members();
        axes.groups().each(|[start, place]| {
            let x = &call.input(0)[start..];
            let slopes = Slopes::of(order, &members, x);
            members.each(|[i]| to[start + i] = up.gradient[place] * slopes.at(x[i]));
        });
    });
}

fn along(call: &Call<'_>, tangents: &Tangents<'_>, to: &mut [f64]) {
    let order = Order::of(call.attributes);
    let axes = Axes::of(call);
    let members = axes.members();
    axes.groups().each(|[start, place]| {
        let x = &call.input(0)[start..];
        let along = &call.on(tangents.arena).input(0)[start..];
        let slopes = Slopes::of(order, &members, x);
        to[place] = add_up(&members, |i| slopes.at(x[i]) * along[i]);
    });
}

/// The signs of all numbers for ord 1; which are the largest, and their signs, for ord inf;
/// whether the norm is 0 for ord 2. A group of one number has its sign.
fn pieces(call: &Call<'_>, emit: &mut dyn FnMut(u64)) {
    let order = Order::of(call.attributes);
    let axes = Axes::of(call);
    let members = axes.members();
    axes.groups().each(|[start, _]| {
        let x = &call.input(0)[start..];
        match order {
            Order::Root if axes.group() > 1 => {
                emit(u64::from(Length::of(&members, |i| x[i]).is_zero()));
            }
            Order::Sum | Order::Root => members.each(|[i]| emit(side(x[i], 0.0))),
            Order::Largest => {
                let largest = largest(&members, x);
                members.each(|[i]| {
                    if is_largest(x[i], largest) {
                        emit(4 * (start + i) as u64 + side(x[i], 0.0));
                    }
                });
            }
        }
    });
}
