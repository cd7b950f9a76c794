//! The nonlinearities of neural networks.
//!
//! The smooth ones rest on e = exp(−|x|), which never overflows, and take the
//! larger or the smaller of the two halves of the sigmoid from it. A derivative is
//! not computed from y where y has been rounded to 1: it would be 0 far too early.

use std::f64::consts::FRAC_1_SQRT_2;

use crate::core::maths::{Maths, select};
use crate::core::op::attributes::{Attribute, AttributeKind, AttributeReader, DefaultValue};
use crate::core::op::elementwise::{Params, Unary, side, unary};
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::{Cases, Is};
use crate::core::op::text::{Text, case, mode, rest};
use crate::core::op::{Domain, Family, Op, Rule, Signature, row};

const ROW: Op = Op {
    domain: &[Domain::Between(-4.0, 4.0)],
    ..row(Family::Activation)
};

pub(super) static OPS: &[Op] = &[
    Op {
        name: "sigmoid",
        aliases: &["logistic", "expit"],
        symbol: "σ",
        help: "An S-shaped curve from 0 to 1: 1 over 1 + exp(−x).",
        local_derivatives: &[Is("y * (1 - y)")],
        python: Python::function(
            "def sigmoid(x):
    return 1 / (1 + np.exp(-x))",
        )
        .jax(Form::Call("jax.nn.sigmoid"))
        .torch(Form::Call("torch.sigmoid"))
        .back(&["gradient * result * sigmoid(-x)"]),
        rule: Rule::Unary(unary::<Sigmoid>()),
        ..ROW
    },
    Op {
        name: "relu",
        aliases: &["rectifier", "ramp"],
        symbol: "relu",
        help: "The number if it is positive, else 0.",
        formula: Is("max(x, 0)"),
        local_derivatives: &[Cases(&[case("x > 0", "1"), case("x <= 0", "0")])],
        kinks: Some("at 0: the derivative is taken from the left, 0"),
        python: Python::new(Form::Around("np.maximum(", ", 0)", Python::CALL, 0))
            .jax(Form::Call("jax.nn.relu"))
            .torch(Form::Call("torch.relu"))
            .back(&["gradient * (x > 0)"]),
        rule: Rule::Unary(unary::<Relu>().with_region(|_, x| side(x, 0.0))),
        ..ROW
    },
    Op {
        name: "leaky_relu",
        aliases: &["lrelu"],
        symbol: "leaky",
        help: "The number if it is positive, else a small part of it.",
        attributes: &[Attribute {
            name: "negative_slope",
            kind: AttributeKind::Number,
            default: DefaultValue::Number(0.01),
            help: "Numbers below 0 are multiplied by this.",
        }],
        formula: Cases(&[case("x > 0", "x"), case("x <= 0", "negative_slope * x")]),
        local_derivatives: &[Cases(&[
            case("x > 0", "1"),
            case("x <= 0", "negative_slope"),
        ])],
        kinks: Some("at 0: the derivative is taken from the left, negative_slope"),
        python: Python::function(
            "def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)",
        )
        .back(&["gradient * np.where(x > 0, 1, negative_slope)"]),
        rule: Rule::Unary(
            unary::<LeakyRelu>()
                .with_params(|attributes| number(attributes, "negative_slope", 0.01))
                .with_region(bend_at_0),
        ),
        ..ROW
    },
    Op {
        name: "elu",
        aliases: &["exponential_linear_unit"],
        symbol: "elu",
        help: "The number if it is positive, else a curve that levels out at −alpha.",
        attributes: &[Attribute {
            name: "alpha",
            kind: AttributeKind::Number,
            default: DefaultValue::Number(1.0),
            help: "How far below 0 the curve goes.",
        }],
        formula: Cases(&[case("x > 0", "x"), case("x <= 0", "alpha * (exp(x) - 1)")]),
        local_derivatives: &[Cases(&[
            case("x > 0", "1"),
            case("x <= 0", "alpha * exp(x)"),
        ])],
        kinks: Some("at 0 unless alpha is 1: the derivative is taken from the left, alpha"),
        python: Python::function(
            "def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.where(x > 0, 0.0, x)))",
        )
        .back(&["gradient * np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0)))"]),
        rule: Rule::Unary(
            unary::<Elu>()
                .with_params(|attributes| number(attributes, "alpha", 1.0))
                .with_region(bend_at_0),
        ),
        ..ROW
    },
    Op {
        name: "softplus",
        aliases: &["smooth_relu"],
        symbol: "softplus",
        help: "A smooth relu: the logarithm of 1 + exp(x).",
        formula: Is("log(1 + exp(x))"),
        local_derivatives: &[Is("sigmoid(x)")],
        python: Python::function(
            "def softplus(x):
    return np.logaddexp(x, 0)",
        )
        .jax(Form::Call("jax.nn.softplus"))
        .torch(Form::Function(
            "def softplus(x):
    # PyTorch's own is x itself above 20.
    return torch.logaddexp(x, torch.zeros_like(x))",
        ))
        .back(&["gradient * sigmoid(x)"]),
        rule: Rule::Unary(unary::<Softplus>()),
        ..ROW
    },
    Op {
        name: "silu",
        aliases: &["swish"],
        symbol: "silu",
        help: "The number times its sigmoid, also called swish.",
        formula: Is("x * sigmoid(x)"),
        local_derivatives: &[Is("sigmoid(x) + y * (1 - sigmoid(x))")],
        python: Python::function(
            "def silu(x):
    return np.maximum(x, -800) * sigmoid(x)  # not -inf times 0",
        )
        .jax(Form::Call("jax.nn.silu"))
        .torch(Form::Call("torch.nn.functional.silu"))
        .back(&["gradient * sigmoid(x) * (1 + x * sigmoid(-x))"]),
        rule: Rule::Unary(unary::<Silu>()),
        ..ROW
    },
    Op {
        name: "gelu",
        aliases: &["gaussian_error_linear_unit"],
        symbol: "gelu",
        help: "The number times the share Φ(x) of a normal distribution that lies below it.",
        attributes: &[Attribute {
            name: "approximate",
            kind: AttributeKind::Word(&["none", "tanh"]),
            default: DefaultValue::Word("none"),
            help: "Exact (none), or by the customary formula with tanh.",
        }],
        formula: Cases(&[
            mode("", exactly, NORMAL_SHARE),
            rest(
                "",
                Is("0.5 * x * (1 + tanh(√(2/π) * (x + 0.044715 * x^3)))"),
            ),
        ]),
        local_derivatives: &[Cases(&[
            mode("", exactly, NORMAL_DENSITY),
            rest(
                "",
                Is("0.5 * (1 + tanh(√(2/π) * (x + 0.044715 * x^3))) \
                    + 0.5 * x * √(2/π) * (1 + 0.134145 * x^2) \
                    / cosh(√(2/π) * (x + 0.044715 * x^3))^2"),
            ),
        ])],
        python: Python::function(
            "def gelu(x, approximate='none'):
    if approximate == 'tanh':
        return x * (1 + np.tanh(0.7978845608028654 * (x + 0.044715 * x ** 3))) / 2
    return x * normal_share(x)",
        )
        .with(
            "def normal_share(x):
    # The share of a normal distribution that lies below x.
    return 0.5 * np.vectorize(math.erfc, otypes=[float])(-x / math.sqrt(2))


def gelu_slope(x, approximate='none'):
    if approximate == 'tanh':
        share = sigmoid(1.5957691216057308 * (x + 0.044715 * x ** 3))
        slope = 1.5957691216057308 * (1 + 0.134145 * x ** 2)
        return share * (1 + x * (1 - share) * slope)
    return normal_share(x) + x * np.exp(-0.5 * x ** 2) / math.sqrt(2 * math.pi)",
        )
        .jax(Form::Function(
            "def gelu(x, approximate='none'):
    return jax.nn.gelu(x, approximate=approximate == 'tanh')",
        ))
        .torch(Form::Call("torch.nn.functional.gelu"))
        .back(&["gradient * gelu_slope(x, approximate)"]),
        rule: Rule::Unary(unary::<Gelu>().with_params(approximation)),
        ..ROW
    },
];

const NORMAL_SHARE: Text = Text::Words {
    says: "x × Φ(x), where Φ(x) is the share of a normal distribution that lies below x",
    reason: NO_NORMAL_DISTRIBUTION,
};
const NORMAL_DENSITY: Text = Text::Words {
    says: "Φ(x) + x × Φ′(x), where Φ(x) is the share of a normal distribution that lies below x",
    reason: NO_NORMAL_DISTRIBUTION,
};
const NO_NORMAL_DISTRIBUTION: &str = "no op is the normal distribution";

fn exactly(call: Signature<'_>) -> bool {
    call.attributes.word("approximate") != Some("tanh")
}

/// A number from the attributes as a rule's first parameter.
fn number(attributes: AttributeReader<'_>, name: &str, default: f64) -> Params {
    [attributes.number(name).unwrap_or(default), 0.0]
}

/// The two sides of 0, unless the slope on the left is 1 as it is on the right.
fn bend_at_0([slope, _]: Params, x: f64) -> u64 {
    if slope == 1.0 { 0 } else { side(x, 0.0) }
}

/// x held within ±`bound`. A product x · f(x) whose second factor is exactly 0 (or
/// 1 − f(x) is) from there on would be ∞ · 0 at infinity. NaN comes through.
#[inline(always)]
pub(super) fn held(x: f64, bound: f64) -> f64 {
    let x = select(x < -bound, -bound, x);
    select(x > bound, bound, x)
}

/// The sigmoid of x and of −x, each to its own relative precision.
#[inline(always)]
fn sigmoids<M: Maths>(x: f64) -> (f64, f64) {
    let e = M::exp(-x.abs());
    let sum = 1.0 + e;
    let (larger, smaller) = (1.0 / sum, e / sum);
    (
        select(x < 0.0, smaller, larger),
        select(x < 0.0, larger, smaller),
    )
}

#[inline(always)]
pub(super) fn sigmoid<M: Maths>(x: f64) -> f64 {
    let e = M::exp(-x.abs());
    select(x < 0.0, e, 1.0) / (1.0 + e)
}

struct Sigmoid;
impl Unary for Sigmoid {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        sigmoid::<M>(x)
    }
    // y(1 − y), the same on both sides of 0, without 1 − y.
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        let e = M::exp(-x.abs());
        let sum = 1.0 + e;
        e / (sum * sum)
    }
}

struct Relu;
impl Unary for Relu {
    // NaN is not below 0 and comes through.
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        select(x <= 0.0, 0.0, x)
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        select(x <= 0.0, 0.0, 1.0)
    }
}

struct LeakyRelu;
impl Unary for LeakyRelu {
    #[inline(always)]
    fn value<M: Maths>([slope, _]: Params, x: f64) -> f64 {
        select(x > 0.0, x, slope * x)
    }
    #[inline(always)]
    fn derivative<M: Maths>([slope, _]: Params, x: f64, _: f64) -> f64 {
        select(x <= 0.0, slope, 1.0)
    }
}

struct Elu;
impl Unary for Elu {
    #[inline(always)]
    fn value<M: Maths>([alpha, _]: Params, x: f64) -> f64 {
        select(x > 0.0, x, alpha * M::exp_m1(x))
    }
    // Not y + alpha, which has lost every digit from x = −37 down.
    #[inline(always)]
    fn derivative<M: Maths>([alpha, _]: Params, x: f64, _: f64) -> f64 {
        select(x > 0.0, 1.0, alpha * M::exp(x))
    }
}

struct Softplus;
impl Unary for Softplus {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        select(x > 0.0, x, 0.0) + M::ln_1p(M::exp(-x.abs()))
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        sigmoid::<M>(x)
    }
}

/// exp(−|x|) is 0 well before this.
pub(super) const EXP_IS_ZERO: f64 = 800.0;

struct Silu;
impl Unary for Silu {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        select(x < -EXP_IS_ZERO, -EXP_IS_ZERO, x) * sigmoid::<M>(x)
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        let (below, above) = sigmoids::<M>(x);
        below * (1.0 + held(x, EXP_IS_ZERO) * above)
    }
}

/// 0 for the exact formula, 1 for the one with tanh.
fn approximation(attributes: AttributeReader<'_>) -> Params {
    let by_tanh = attributes.word("approximate") == Some("tanh");
    [f64::from(u8::from(by_tanh)), 0.0]
}

/// Φ(−|x|) and either form of it are 0 well before this.
const TAIL_IS_ZERO: f64 = 40.0;
/// √(2/π).
const SQRT_2_OVER_PI: f64 = std::f64::consts::FRAC_2_SQRT_PI * FRAC_1_SQRT_2;
/// The coefficient of x³ in the tanh form, from Hendrycks and Gimpel, "Gaussian
/// error linear units" (2016).
const CUBIC: f64 = 0.044715;

/// The share of the normal distribution below x. Not ½(1 + erf), which has lost
/// every digit from x = −8 down.
#[inline(always)]
fn normal_share(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// ½(1 + tanh u) is σ(2u); this is 2u.
#[inline(always)]
fn steepened(x: f64) -> f64 {
    2.0 * SQRT_2_OVER_PI * (x + CUBIC * x * x * x)
}

struct Gelu;
impl Unary for Gelu {
    #[inline(always)]
    fn value<M: Maths>([by_tanh, _]: Params, x: f64) -> f64 {
        let share = if by_tanh == 1.0 {
            sigmoid::<M>(steepened(x))
        } else {
            normal_share(x)
        };
        select(x < -TAIL_IS_ZERO, -TAIL_IS_ZERO, x) * share
    }
    #[inline(always)]
    fn derivative<M: Maths>([by_tanh, _]: Params, x: f64, _: f64) -> f64 {
        let x = held(x, TAIL_IS_ZERO);
        if by_tanh == 1.0 {
            let (below, above) = sigmoids::<M>(steepened(x));
            let slope = 2.0 * SQRT_2_OVER_PI * (1.0 + 3.0 * CUBIC * x * x);
            below * (1.0 + x * above * slope)
        } else {
            let density = 0.5 * SQRT_2_OVER_PI * M::exp(-0.5 * x * x);
            normal_share(x) + x * density
        }
    }
}
