//! Comparisons, whose result is 1 or 0, and `where`, which chooses by such a result.

use crate::core::fault::Fault;
use crate::core::op::elementwise::{Binary, binary, side};
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::Is;
use crate::core::op::{
    Call, Contributions, Domain, Family, Inputs, Op, Rule, Signature, Tangent, Tangents,
    TensorRule, Upstream, example, row,
};
use crate::core::tensor::Shape;
use crate::core::tensor::strided::{Nest, Strides};

const ROW: Op = row(Family::Arithmetic);

/// What the comparisons share. Their value jumps where the inputs are equal, and is flat
/// everywhere else. A comparison with NaN is 0, as in NumPy; that by `not_equal` is 1.
const COMPARISON: Op = Op {
    inputs: Inputs::Fixed(&["a", "b"]),
    local_derivatives: &[Is("0"), Is("0")],
    kinks: Some("where a equals b the value jumps: the derivative is taken as 0, as beside it"),
    ..ROW
};

pub(super) static OPS: &[Op] = &[
    Op {
        name: "greater",
        aliases: &["gt", "greater_than"],
        symbol: ">",
        help: "1 where a is greater than b, else 0.",
        formula: Is("a > b"),
        python: Python::new(Form::Comparison(">")).back(&["gradient * 0"]),
        rule: Rule::Binary(binary::<Greater>().with_region(side)),
        ..COMPARISON
    },
    Op {
        name: "greater_equal",
        aliases: &["ge", "greater_or_equal"],
        symbol: "≥",
        help: "1 where a is greater than b or equal to it, else 0.",
        formula: Is("a >= b"),
        python: Python::new(Form::Comparison(">=")).back(&["gradient * 0"]),
        rule: Rule::Binary(binary::<GreaterEqual>().with_region(side)),
        ..COMPARISON
    },
    Op {
        name: "less",
        aliases: &["lt", "less_than"],
        symbol: "<",
        help: "1 where a is less than b, else 0.",
        formula: Is("a < b"),
        python: Python::new(Form::Comparison("<")).back(&["gradient * 0"]),
        rule: Rule::Binary(binary::<Less>().with_region(side)),
        ..COMPARISON
    },
    Op {
        name: "less_equal",
        aliases: &["le", "less_or_equal"],
        symbol: "≤",
        help: "1 where a is less than b or equal to it, else 0.",
        formula: Is("a <= b"),
        python: Python::new(Form::Comparison("<=")).back(&["gradient * 0"]),
        rule: Rule::Binary(binary::<LessEqual>().with_region(side)),
        ..COMPARISON
    },
    Op {
        name: "equal",
        aliases: &["eq", "equals", "=="],
        symbol: "=",
        help: "1 where a equals b, else 0.",
        formula: Is("a == b"),
        python: Python::new(Form::Comparison("==")).back(&["gradient * 0"]),
        rule: Rule::Binary(binary::<Equal>().with_region(side)),
        ..COMPARISON
    },
    Op {
        name: "not_equal",
        aliases: &["ne", "unequal", "!="],
        symbol: "≠",
        help: "1 where a differs from b, else 0.",
        formula: Is("a != b"),
        python: Python::new(Form::Comparison("!=")).back(&["gradient * 0"]),
        rule: Rule::Binary(binary::<NotEqual>().with_region(side)),
        ..COMPARISON
    },
    Op {
        name: "where",
        aliases: &["select", "choose", "if_else"],
        symbol: "where",
        help: "a where the condition isn't 0, else b; nothing flows back to what isn't chosen.",
        inputs: Inputs::Fixed(&["condition", "a", "b"]),
        local_derivatives: &[
            Is("0"),
            Is("where(condition, 1, 0)"),
            Is("where(condition, 0, 1)"),
        ],
        domain: &[
            Domain::Whole(2),
            Domain::Between(-2.0, 2.0),
            Domain::Between(-2.0, 2.0),
        ],
        stopped: &[0],
        python: Python::function(
            "def where(condition, a, b):
    return np.where(condition != 0, a, b)",
        )
        .back(&[
            "np.zeros_like(gradient)",
            "np.where(condition != 0, gradient, 0)",
            "np.where(condition != 0, 0, gradient)",
        ])
        .summed(),
        rule: Rule::Tensor(TensorRule {
            shape: where_shape,
            forward: choose,
            vjp: where_vjp,
            tangent: Tangent::Own(where_along),
            region: None,
            examples: &[
                example(&[&[], &[], &[]], &[]),
                example(&[&[3], &[3], &[3]], &[]),
                example(&[&[2, 3], &[], &[3]], &[]),
                example(&[&[], &[2, 1], &[1, 3]], &[]),
                example(&[&[2, 1], &[2, 3], &[]], &[]),
            ],
        }),
        ..ROW
    },
];

fn one_if(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

/// A comparison with the local derivatives 0.
macro_rules! comparison {
    ($name:ident, $sign:tt) => {
        struct $name;
        impl Binary for $name {
            #[inline(always)]
            fn value(a: f64, b: f64) -> f64 {
                one_if(a $sign b)
            }
            #[inline(always)]
            fn derivatives(_: f64, _: f64, _: f64) -> (f64, f64) {
                (0.0, 0.0)
            }
        }
    };
}

comparison!(Greater, >);
comparison!(GreaterEqual, >=);
comparison!(Less, <);
comparison!(LessEqual, <=);
comparison!(Equal, ==);
comparison!(NotEqual, !=);

fn where_shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let [condition, a, b] = signature.shapes else {
        return Err(Fault::new(
            "it takes three inputs",
            "wire the condition and the two choices",
        ));
    };
    Ok(condition.broadcast(a)?.broadcast(b)?)
}

/// The walk over the result: places in the condition, in a, in b and in the result.
fn walk(call: &Call<'_>) -> Nest<4> {
    let within = |input: usize| -> Strides { call.input_shape(input).strides_within(&call.shape) };
    let [condition, a, b] = [0, 1, 2].map(within);
    Nest::new(
        call.shape.dims(),
        [&condition, &a, &b, &call.shape.strides()],
    )
}

/// Any number but 0 chooses a, NaN too, as in NumPy.
fn choose(call: &Call<'_>, to: &mut [f64]) {
    choose_of(call, [call.input(1), call.input(2)], to);
}

fn choose_of(call: &Call<'_>, [x, y]: [&[f64]; 2], to: &mut [f64]) {
    let condition = call.input(0);
    walk(call).each(|[c, a, b, place]| {
        to[place] = if condition[c] != 0.0 { x[a] } else { y[b] };
    });
}

/// What isn't chosen gets a 0 that nothing was multiplied to: no NaN comes of it. Behind
/// that 0 the chain rule goes on as ever: an op whose own derivative is infinite, such as
/// log at 0, makes 0 × ∞ of it, in JAX and PyTorch too.
fn where_vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    let condition = call.input(0);
    contributions.write(0, |to| to.fill(0.0));
    contributions.write(1, |to| {
        to.fill(0.0);
        walk(call).each(|[c, a, _, place]| {
            if condition[c] != 0.0 {
                to[a] += up.gradient[place];
            }
        });
    });
    contributions.write(2, |to| {
        to.fill(0.0);
        walk(call).each(|[c, _, b, place]| {
            if condition[c] == 0.0 {
                to[b] += up.gradient[place];
            }
        });
    });
}

fn where_along(call: &Call<'_>, tangents: &Tangents<'_>, to: &mut [f64]) {
    let along = call.on(tangents.arena);
    choose_of(call, [along.input(1), along.input(2)], to);
}
