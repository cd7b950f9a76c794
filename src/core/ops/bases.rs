//! Logarithms and powers to the bases 2 and 10.
//!
//! The functions are the platform's: whole powers have exact logarithms, and the other
//! way round.

use std::f64::consts::{LN_2, LOG2_E, LOG10_E};

use super::transcendental::slope_of_log;
use crate::core::maths::Maths;
use crate::core::op::elementwise::{Params, Unary, side, unary};
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::Is;
use crate::core::op::{Domain, Family, Op, Rule, row};

const ROW: Op = row(Family::Transcendental);

const AT_0: &str = "at 0: the value is −∞ and the derivative, taken from the right, ∞";

pub(super) static OPS: &[Op] = &[
    Op {
        name: "log2",
        aliases: &["binary_logarithm"],
        symbol: "log₂",
        help: "The logarithm to the base 2; not a number below 0.",
        local_derivatives: &[Is("1 / (x * log(2))")],
        kinks: Some(AT_0),
        domain: &[Domain::Between(0.2, 4.0)],
        python: Python::call("np.log2")
            .both(Form::Ruled)
            .back(&["gradient / (np.where(x < 0, np.nan, np.abs(x)) * 0.6931471805599453)"]),
        rule: Rule::Unary(unary::<Log2>().with_region(|_, x| side(x, 0.0))),
        ..ROW
    },
    Op {
        name: "log10",
        aliases: &["common_logarithm"],
        symbol: "log₁₀",
        help: "The logarithm to the base 10; not a number below 0.",
        local_derivatives: &[Is("1 / (x * log(10))")],
        kinks: Some(AT_0),
        domain: &[Domain::Between(0.2, 4.0)],
        python: Python::call("np.log10")
            .both(Form::Ruled)
            .back(&["gradient / (np.where(x < 0, np.nan, np.abs(x)) * 2.302585092994046)"]),
        rule: Rule::Unary(unary::<Log10>().with_region(|_, x| side(x, 0.0))),
        ..ROW
    },
    Op {
        name: "exp2",
        aliases: &["pow2"],
        symbol: "2ˣ",
        help: "The number 2 raised to the power x.",
        formula: Is("2 ^ x"),
        local_derivatives: &[Is("y * log(2)")],
        domain: &[Domain::Between(-3.0, 3.0)],
        python: Python::call("np.exp2").back(&["gradient * result * 0.6931471805599453"]),
        rule: Rule::Unary(unary::<Exp2>()),
        ..ROW
    },
];

struct Log2;
impl Unary for Log2 {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        x.log2()
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        slope_of_log(x) * LOG2_E
    }
}

struct Log10;
impl Unary for Log10 {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        x.log10()
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        slope_of_log(x) * LOG10_E
    }
}

struct Exp2;
impl Unary for Exp2 {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        x.exp2()
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, _: f64, y: f64) -> f64 {
        y * LN_2
    }
}
