//! More nonlinearities of neural networks, written as those of `activations` are: on
//! e = exp(−|x|), which never overflows.

use super::activations::{EXP_IS_ZERO, held, sigmoid};
use crate::core::maths::{Maths, select};
use crate::core::op::elementwise::{Params, Unary, side, unary};
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::{Cases, Is};
use crate::core::op::text::{case, otherwise};
use crate::core::op::{Domain, Family, Op, Rule, row};

const ROW: Op = Op {
    domain: &[Domain::Between(-4.0, 4.0)],
    ..row(Family::Activation)
};

pub(super) static OPS: &[Op] = &[
    Op {
        name: "log_sigmoid",
        aliases: &["logsigmoid"],
        symbol: "log σ",
        help: "The logarithm of the sigmoid, computed without overflow.",
        formula: Is("log(sigmoid(x))"),
        local_derivatives: &[Is("sigmoid(-x)")],
        python: Python::function(
            "def log_sigmoid(x):
    return -np.logaddexp(-x, 0)",
        ).jax(Form::Call("jax.nn.log_sigmoid")).torch(Form::Call("torch.nn.functional.logsigmoid")).back(&["gradient * sigmoid(-x)"]),
        rule: Rule::Unary(unary::<LogSigmoid>()),
        ..ROW
    },
    Op {
        name: "hard_tanh",
        aliases: &["hardtanh"],
        symbol: "hard tanh",
        help: "The number, held between −1 and 1.",
        formula: Cases(&[
            case("x < -1", "-1"),
            case("x > 1", "1"),
            otherwise("x", "it lies from −1 to 1"),
        ]),
        local_derivatives: &[Cases(&[
            case("x < -1", "0"),
            case("x > 1", "0"),
            otherwise("1", "it lies from −1 to 1"),
        ])],
        kinks: Some(
            "at −1 and 1: the derivative is taken from the inside, 1, as in JAX (PyTorch has 0)",
        ),
        python: Python::new(Form::Around("np.clip(", ", -1, 1)", Python::CALL, 0)).both(Form::Function(
            "def hard_tanh(x):
    return np.where(x > 1, 1.0, np.where(x < -1, -1.0, x))",
        )).back(&["gradient * (np.abs(x) <= 1)"]),
        rule: Rule::Unary(unary::<HardTanh>().with_region(|_, x| side(x, -1.0) * 4 + side(x, 1.0))),
        ..ROW
    },
    Op {
        name: "selu",
        aliases: &["scaled_elu"],
        symbol: "selu",
        help: "An elu that is scaled so that layers of it keep mean 0 and variance 1.",
        formula: Cases(&[
            case("x > 0", "1.0507009873554805 * x"),
            case("x <= 0", "1.7580993408473766 * (exp(x) - 1)"),
        ]),
        local_derivatives: &[Cases(&[
            case("x > 0", "1.0507009873554805"),
            case("x <= 0", "1.7580993408473766 * exp(x)"),
        ])],
        kinks: Some("at 0: the derivative is taken from the left, 1.7581"),
        python: Python::function(
            "def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return np.where(x > 0, scale * x, scale * alpha * np.expm1(np.where(x > 0, 0.0, x)))",
        ).back(&["gradient * np.where(x > 0, 1.0507009873554805, 1.7580993408473766 * np.exp(np.minimum(x, 0)))"]),
        rule: Rule::Unary(unary::<Selu>().with_region(|_, x| side(x, 0.0))),
        ..ROW
    },
    Op {
        name: "mish",
        aliases: &["tanh_softplus"],
        symbol: "mish",
        help: "The number times the hyperbolic tangent of its softplus.",
        formula: Is("x * tanh(softplus(x))"),
        local_derivatives: &[Is(
            "tanh(softplus(x)) + x * sigmoid(x) * (1 - tanh(softplus(x))^2)",
        )],
        python: Python::function(
            "def mish(x):
    return x * np.tanh(softplus(x))",
        ).back(&["gradient * (np.tanh(softplus(x)) + x * sigmoid(x) / np.cosh(softplus(x)) ** 2)"]),
        rule: Rule::Unary(unary::<Mish>()),
        ..ROW
    },
    Op {
        name: "softsign",
        aliases: &["soft_sign"],
        symbol: "softsign",
        help: "A curve from −1 to 1 that levels out slowly: x over 1 + |x|.",
        formula: Is("x / (1 + abs(x))"),
        local_derivatives: &[Is("1 / (1 + abs(x))^2")],
        domain: &[Domain::AwayFromZero(0.1, 4.0)],
        python: Python::function(
            "def softsign(x):
    return x / (1 + np.abs(x))",
        ).back(&["gradient / (1 + np.abs(x)) ** 2"]),
        rule: Rule::Unary(unary::<Softsign>()),
        ..ROW
    },
];

struct LogSigmoid;
impl Unary for LogSigmoid {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        select(x < 0.0, x, 0.0) - M::ln_1p(M::exp(-x.abs()))
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        sigmoid::<M>(-x)
    }
}

struct HardTanh;
impl Unary for HardTanh {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        held(x, 1.0)
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        select(x.abs() > 1.0, 0.0, 1.0)
    }
}

/// The scale of selu and its alpha, from Klambauer and others, "Self-normalizing neural
/// networks" (2017), appendix A.1.
const SCALE: f64 = 1.050_700_987_355_480_5;
const SCALE_ALPHA: f64 = 1.673_263_242_354_377_2 * SCALE;

struct Selu;
impl Unary for Selu {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        select(x > 0.0, SCALE * x, SCALE_ALPHA * M::exp_m1(x))
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        select(x > 0.0, SCALE, SCALE_ALPHA * M::exp(x))
    }
}

/// The parts of t = tanh(softplus(x)) = ((1 + eˣ)² − 1) ÷ ((1 + eˣ)² + 1), divided by e²ˣ
/// where that is large: what stands above the line and below it, the difference of the
/// two, and the sigmoid of x.
#[inline(always)]
fn tanh_of_softplus<M: Maths>(x: f64) -> [f64; 4] {
    let e = M::exp(-x.abs());
    let below_0 = x < 0.0;
    let above = select(below_0, e * (e + 2.0), 1.0 + 2.0 * e);
    let apart = select(below_0, 2.0, 2.0 * e * e);
    [
        above,
        above + apart,
        apart,
        select(below_0, e, 1.0) / (1.0 + e),
    ]
}

struct Mish;
impl Unary for Mish {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        let [above, under, ..] = tanh_of_softplus::<M>(x);
        select(x < -EXP_IS_ZERO, -EXP_IS_ZERO, x) * (above / under)
    }
    // 1 − t² as (1 − t)(1 + t), each without cancellation.
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        let [above, under, apart, sigmoid] = tanh_of_softplus::<M>(x);
        let rest = (apart / under) * ((above + under) / under);
        above / under + held(x, EXP_IS_ZERO) * sigmoid * rest
    }
}

struct Softsign;
impl Unary for Softsign {
    // Beyond 1 as 1/(1 + 1/|x|): infinity over infinity is not a number.
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        let size = x.abs();
        let large = (1.0 / (1.0 + 1.0 / size)).copysign(x);
        select(size > 1.0, large, x / (1.0 + size))
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        let part = 1.0 / (1.0 + x.abs());
        part * part
    }
}
