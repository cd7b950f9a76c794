//! Exponentials, logarithms, trigonometry and hyperbolic functions.
//!
//! Where [`Maths`] has the function its loops become vector code. The others are
//! the platform's: each is a call an element, but within 2 ulp.

use crate::core::maths::{Fused, Maths};
use crate::core::op::elementwise::{Params, Unary, side, unary};
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::Is;
use crate::core::op::{Domain, Family, Op, Rule, row};

const ROW: Op = row(Family::Transcendental);

pub(super) static OPS: &[Op] = &[
    Op {
        name: "exp",
        aliases: &["exponential"],
        symbol: "eˣ",
        help: "The number e (2.718…) raised to the power x.",
        local_derivatives: &[Is("y")],
        domain: &[Domain::Between(-3.0, 3.0)],
        python: Python::call("np.exp").back(&["gradient * result"]),
        rule: Rule::Unary(unary::<Exp>()),
        ..ROW
    },
    Op {
        name: "log",
        aliases: &["ln", "logarithm"],
        symbol: "log",
        help: "The natural logarithm, which undoes exp; not a number below 0.",
        local_derivatives: &[Is("1 / x")],
        kinks: Some("at 0: the value is −∞ and the derivative, taken from the right, ∞"),
        domain: &[Domain::Between(0.2, 4.0)],
        python: Python::call("np.log")
            .both(Form::Ruled)
            .back(&["gradient / np.where(x < 0, np.nan, np.abs(x))"]),
        rule: Rule::Unary(unary::<Log>().with_region(|_, x| side(x, 0.0))),
        ..ROW
    },
    Op {
        name: "log1p",
        aliases: &["ln1p"],
        symbol: "log1p",
        help: "The natural logarithm of 1 + x, precise even where x is tiny.",
        formula: Is("log(1 + x)"),
        local_derivatives: &[Is("1 / (1 + x)")],
        kinks: Some("at −1: the value is −∞ and the derivative, taken from the right, ∞"),
        domain: &[Domain::Between(-0.8, 3.0)],
        python: Python::call("np.log1p")
            .both(Form::Ruled)
            .back(&["gradient / np.where(x < -1, np.nan, 1 + x)"]),
        rule: Rule::Unary(unary::<Log1p>().with_region(|_, x| side(x, -1.0))),
        ..ROW
    },
    Op {
        name: "expm1",
        aliases: &["exp_minus_1"],
        symbol: "eˣ−1",
        help: "exp(x) − 1, precise even where x is tiny.",
        formula: Is("exp(x) - 1"),
        local_derivatives: &[Is("exp(x)")],
        domain: &[Domain::Between(-3.0, 3.0)],
        python: Python::call("np.expm1").back(&["gradient * np.exp(x)"]),
        rule: Rule::Unary(unary::<Expm1>()),
        ..ROW
    },
    Op {
        name: "sin",
        aliases: &["sine"],
        symbol: "sin",
        help: "The sine of an angle in radians.",
        local_derivatives: &[Is("cos(x)")],
        domain: &[Domain::Between(-4.0, 4.0)],
        python: Python::call("np.sin").back(&["gradient * np.cos(x)"]),
        rule: Rule::Unary(unary::<Sin>()),
        ..ROW
    },
    Op {
        name: "cos",
        aliases: &["cosine"],
        symbol: "cos",
        help: "The cosine of an angle in radians.",
        local_derivatives: &[Is("-sin(x)")],
        domain: &[Domain::Between(-4.0, 4.0)],
        python: Python::call("np.cos").back(&["-gradient * np.sin(x)"]),
        rule: Rule::Unary(unary::<Cos>()),
        ..ROW
    },
    Op {
        name: "tan",
        aliases: &["tangent"],
        symbol: "tan",
        help: "The tangent of an angle in radians: its sine over its cosine.",
        local_derivatives: &[Is("1 + y^2")],
        kinks: Some(
            "at the odd multiples of π/2, between whose neighbouring numbers it jumps from ∞ \
             to −∞: no number lies on one, so nothing is taken",
        ),
        domain: &[Domain::Between(-1.2, 1.2)],
        python: Python::call("np.tan").back(&["gradient * (1 + result ** 2)"]),
        rule: Rule::Unary(unary::<Tan>().with_region(|_, x| branch_of_tan(x))),
        ..ROW
    },
    Op {
        name: "asin",
        aliases: &["arcsin", "arcsine"],
        symbol: "asin",
        help: "The angle from −π/2 to π/2 whose sine is x; not a number beyond ±1.",
        local_derivatives: &[Is("1 / sqrt(1 - x^2)")],
        kinks: Some("at −1 and 1: the derivative is ∞"),
        domain: &[Domain::Between(-0.9, 0.9)],
        python: Python::call("np.arcsin")
            .both(Form::Ruled)
            .back(&["gradient / np.sqrt((1 - x) * (1 + x))"]),
        rule: Rule::Unary(unary::<Asin>().with_region(|_, x| side(x, -1.0) * 4 + side(x, 1.0))),
        ..ROW
    },
    Op {
        name: "acos",
        aliases: &["arccos", "arccosine"],
        symbol: "acos",
        help: "The angle from 0 to π whose cosine is x; not a number beyond ±1.",
        local_derivatives: &[Is("-1 / sqrt(1 - x^2)")],
        kinks: Some("at −1 and 1: the derivative is −∞"),
        domain: &[Domain::Between(-0.9, 0.9)],
        python: Python::call("np.arccos")
            .both(Form::Ruled)
            .back(&["-gradient / np.sqrt((1 - x) * (1 + x))"]),
        rule: Rule::Unary(unary::<Acos>().with_region(|_, x| side(x, -1.0) * 4 + side(x, 1.0))),
        ..ROW
    },
    Op {
        name: "atan",
        aliases: &["arctan", "arctangent"],
        symbol: "atan",
        help: "The angle between −π/2 and π/2 whose tangent is x.",
        local_derivatives: &[Is("1 / (1 + x^2)")],
        domain: &[Domain::Between(-4.0, 4.0)],
        python: Python::call("np.arctan").back(&["gradient / (1 + x ** 2)"]),
        rule: Rule::Unary(unary::<Atan>()),
        ..ROW
    },
    Op {
        name: "sinh",
        aliases: &["hyperbolic_sine"],
        symbol: "sinh",
        help: "The hyperbolic sine: half of exp(x) − exp(−x).",
        local_derivatives: &[Is("cosh(x)")],
        domain: &[Domain::Between(-3.0, 3.0)],
        python: Python::call("np.sinh").back(&["gradient * np.cosh(x)"]),
        rule: Rule::Unary(unary::<Sinh>()),
        ..ROW
    },
    Op {
        name: "cosh",
        aliases: &["hyperbolic_cosine"],
        symbol: "cosh",
        help: "The hyperbolic cosine: half of exp(x) + exp(−x).",
        local_derivatives: &[Is("sinh(x)")],
        domain: &[Domain::Between(-3.0, 3.0)],
        python: Python::call("np.cosh").back(&["gradient * np.sinh(x)"]),
        rule: Rule::Unary(unary::<Cosh>()),
        ..ROW
    },
    Op {
        name: "tanh",
        aliases: &["hyperbolic_tangent"],
        symbol: "tanh",
        help: "The hyperbolic tangent: an S-shaped curve from −1 to 1.",
        local_derivatives: &[Is("1 - y^2")],
        domain: &[Domain::Between(-3.0, 3.0)],
        python: Python::call("np.tanh").back(&["gradient / np.cosh(x) ** 2"]),
        rule: Rule::Unary(unary::<Tanh>()),
        ..ROW
    },
];

struct Exp;
impl Unary for Exp {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        M::exp(x)
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, _: f64, y: f64) -> f64 {
        y
    }
}

/// 1/x for a logarithm's argument: where the logarithm is not a number its
/// derivative isn't either, and −0 counts as 0, whose derivative is that from the
/// right.
#[inline(always)]
pub(super) fn slope_of_log(x: f64) -> f64 {
    if x < 0.0 { f64::NAN } else { 1.0 / x.abs() }
}

struct Log;
impl Unary for Log {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        M::ln(x)
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        slope_of_log(x)
    }
}

struct Log1p;
impl Unary for Log1p {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        M::ln_1p(x)
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        slope_of_log(1.0 + x)
    }
}

struct Expm1;
impl Unary for Expm1 {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        M::exp_m1(x)
    }
    // Not y + 1, which has lost every digit from x = −37 down.
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        M::exp(x)
    }
}

struct Sin;
impl Unary for Sin {
    const LIMIT: f64 = <Fused as Maths>::TRIGONOMETRIC_LIMIT;
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        M::sin(x)
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        M::cos(x)
    }
}

struct Cos;
impl Unary for Cos {
    const LIMIT: f64 = <Fused as Maths>::TRIGONOMETRIC_LIMIT;
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        M::cos(x)
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        -M::sin(x)
    }
}

/// The number of the piece between two poles that x lies in.
fn branch_of_tan(x: f64) -> u64 {
    (x * std::f64::consts::FRAC_1_PI).round() as i64 as u64
}

struct Tan;
impl Unary for Tan {
    // As with sin and cos, glibc is only precise up to large angles.
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        if x.abs() > <Fused as Maths>::TRIGONOMETRIC_LIMIT {
            libm::tan(x)
        } else {
            x.tan()
        }
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, _: f64, y: f64) -> f64 {
        1.0 + y * y
    }
}

/// √(1 − x²) without the cancellation of 1 − x² near ±1, where each factor is
/// exact; not a number beyond.
#[inline(always)]
fn other_leg(x: f64) -> f64 {
    ((1.0 - x) * (1.0 + x)).sqrt()
}

struct Asin;
impl Unary for Asin {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        x.asin()
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        1.0 / other_leg(x)
    }
}

struct Acos;
impl Unary for Acos {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        x.acos()
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        -1.0 / other_leg(x)
    }
}

struct Atan;
impl Unary for Atan {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        x.atan()
    }
    // 1/(1 + x²); beyond 1 as t²/(1 + t²) with t = 1/x, whose square can't
    // overflow.
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        let large = x.abs() > 1.0;
        let t = if large { 1.0 / x } else { x };
        (if large { t * t } else { 1.0 }) / (1.0 + t * t)
    }
}

struct Sinh;
impl Unary for Sinh {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        x.sinh()
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        x.cosh()
    }
}

struct Cosh;
impl Unary for Cosh {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        x.cosh()
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        x.sinh()
    }
}

struct Tanh;
impl Unary for Tanh {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        M::tanh(x)
    }
    // 1/cosh² x with e = exp(−2|x|). Both 1 − y² and (1 − y)(1 + y) start from a
    // rounded y: at 10 half the digits are gone, and from 19 on they say 0. A
    // gradient that vanishes is what people come to look at, so it is worth an exp.
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        let e = M::exp(-2.0 * x.abs());
        let sum = 1.0 + e;
        4.0 * e / (sum * sum)
    }
}
