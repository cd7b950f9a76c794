//! Steps: the sign and the whole numbers near a number. They are flat but for where they
//! jump. And `stop_gradient`, which is as flat by definition.

use crate::core::maths::Maths;
use crate::core::op::elementwise::{Params, Unary, side, unary};
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::Is;
use crate::core::op::{Domain, Family, Op, Rule, Tangent, TensorRule, example, row};

const ROW: Op = Op {
    local_derivatives: &[Is("0")],
    ..row(Family::Arithmetic)
};

const JUMPS: &str =
    "at whole numbers the value jumps: the derivative is taken as 0, as beside them";

pub(super) static OPS: &[Op] = &[
    Op {
        name: "sign",
        aliases: &["sgn", "signum"],
        symbol: "sgn",
        help: "−1 for a negative number, 1 for a positive one, 0 for 0.",
        kinks: Some("at 0 the value jumps: the derivative is taken as 0, as beside it"),
        python: Python::call("np.sign").back(&["gradient * 0"]),
        rule: Rule::Unary(unary::<Sign>().with_region(|_, x| side(x, 0.0))),
        ..ROW
    },
    Op {
        name: "floor",
        aliases: &["round_down"],
        symbol: "⌊x⌋",
        help: "The largest whole number that isn't above x.",
        kinks: Some(JUMPS),
        python: Python::call("np.floor").back(&["gradient * 0"]),
        rule: Rule::Unary(unary::<Floor>().with_region(|_, x| step(x.floor()))),
        ..ROW
    },
    Op {
        name: "ceil",
        aliases: &["ceiling", "round_up"],
        symbol: "⌈x⌉",
        help: "The smallest whole number that isn't below x.",
        kinks: Some(JUMPS),
        python: Python::call("np.ceil").back(&["gradient * 0"]),
        rule: Rule::Unary(unary::<Ceil>().with_region(|_, x| step(x.ceil()))),
        ..ROW
    },
    Op {
        name: "round",
        aliases: &["rint", "nearest"],
        symbol: "⌊x⌉",
        help: "The nearest whole number; of two that are as near, the even one.",
        kinks: Some(
            "halfway between whole numbers the value jumps: the derivative is taken as 0, as \
             beside it",
        ),
        python: Python::call("np.round").back(&["gradient * 0"]),
        rule: Rule::Unary(unary::<Round>().with_region(|_, x| step(x.round_ties_even()))),
        ..ROW
    },
    Op {
        name: "stop_gradient",
        aliases: &["detach", "stop_grad", "no_gradient"],
        symbol: "sg",
        help: "The number itself, through which no gradient flows: a constant to what is behind.",
        domain: &[Domain::Between(-2.0, 2.0)],
        stopped: &[0],
        python: Python::new(Form::Around("", "", Python::CALL, Python::CALL))
            .back(&["np.zeros_like(gradient)"])
            .jax(Form::Call("jax.lax.stop_gradient"))
            .torch(Form::Around("", ".detach()", Python::CALL, Python::CALL)),
        rule: Rule::Tensor(TensorRule {
            shape: |signature| Ok(signature.only()),
            forward: |call, to| to.copy_from_slice(call.input(0)),
            // Not 0 times the gradient: an infinite one stops here too.
            vjp: |_, _, contributions| contributions.write(0, |to| to.fill(0.0)),
            tangent: Tangent::Own(|_, _, to| to.fill(0.0)),
            region: None,
            examples: &[
                example(&[&[]], &[]),
                example(&[&[1]], &[]),
                example(&[&[4]], &[]),
                example(&[&[2, 3]], &[]),
            ],
        }),
        ..ROW
    },
];

/// A step by the whole number that it lies on; −0 is 0.
fn step(whole: f64) -> u64 {
    (whole + 0.0).to_bits()
}

struct Sign;
impl Unary for Sign {
    // 0, −0 and NaN are their own sign.
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        if x > 0.0 {
            1.0
        } else if x < 0.0 {
            -1.0
        } else {
            x
        }
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, _: f64, _: f64) -> f64 {
        0.0
    }
}

struct Floor;
impl Unary for Floor {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        x.floor()
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, _: f64, _: f64) -> f64 {
        0.0
    }
}

struct Ceil;
impl Unary for Ceil {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        x.ceil()
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, _: f64, _: f64) -> f64 {
        0.0
    }
}

struct Round;
impl Unary for Round {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        x.round_ties_even()
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, _: f64, _: f64) -> f64 {
        0.0
    }
}
