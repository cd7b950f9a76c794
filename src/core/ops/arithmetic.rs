//! Sums, products, powers and comparisons, elementwise with broadcasting.

use crate::core::maths::Maths;
use crate::core::op::attributes::{Attribute, AttributeKind, AttributeReader, DefaultValue};
use crate::core::op::elementwise::Code;
use crate::core::op::elementwise::{Binary, Params, Unary, binary, side, unary};
use crate::core::op::python::{BackCall, Form, Python};
use crate::core::op::text::Text::{Cases, Is};
use crate::core::op::text::{case, otherwise};
use crate::core::op::{Domain, Family, Inputs, Op, Rule, row};

const AB: Inputs = Inputs::Fixed(&["a", "b"]);
const ANY: Domain = Domain::Between(-2.0, 2.0);

const ROW: Op = row(Family::Arithmetic);

pub(super) static OPS: &[Op] = &[
    Op {
        name: "add",
        aliases: &["plus", "addition"],
        symbol: "+",
        help: "The sum of a and b.",
        inputs: AB,
        formula: Is("a + b"),
        local_derivatives: &[Is("1"), Is("1")],
        linear: true,
        python: Python::new(Form::Infix("+", Python::SUM)).back(&["gradient"]),
        rule: Rule::Binary(binary::<Add>().with_code(Code::Add)),
        ..ROW
    },
    Op {
        name: "subtract",
        aliases: &["minus", "sub", "-", "difference"],
        symbol: "−",
        help: "The difference a minus b.",
        inputs: AB,
        formula: Is("a - b"),
        local_derivatives: &[Is("1"), Is("-1")],
        linear: true,
        python: Python::new(Form::Infix("-", Python::SUM)).back(&["gradient", "-gradient"]),
        rule: Rule::Binary(binary::<Subtract>().with_code(Code::Subtract)),
        ..ROW
    },
    Op {
        name: "multiply",
        aliases: &["times", "mul", "*", "product", "hadamard"],
        symbol: "×",
        help: "The product of a and b, element by element.",
        inputs: AB,
        formula: Is("a * b"),
        local_derivatives: &[Is("b"), Is("a")],
        python: Python::new(Form::Infix("*", Python::PRODUCT))
            .back(&["gradient * b", "gradient * a"]),
        rule: Rule::Binary(binary::<Multiply>().with_code(Code::Multiply)),
        ..ROW
    },
    Op {
        name: "divide",
        aliases: &["div", "/", "over", "quotient"],
        symbol: "÷",
        help: "The quotient a over b.",
        inputs: AB,
        formula: Is("a / b"),
        local_derivatives: &[Is("1 / b"), Is("-a / b^2")],
        domain: &[ANY, Domain::AwayFromZero(0.3, 3.0)],
        python: Python::new(Form::Infix("/", Python::PRODUCT))
            .back(&["gradient / b", "-gradient * result / b"]),
        rule: Rule::Binary(binary::<Divide>()),
        ..ROW
    },
    Op {
        name: "negative",
        aliases: &["neg", "negate", "opposite"],
        symbol: "−x",
        help: "The number with its sign turned.",
        formula: Is("-x"),
        local_derivatives: &[Is("-1")],
        linear: true,
        python: Python::new(Form::Around("-", "", Python::SIGN, Python::SIGN)).back(&["-gradient"]),
        rule: Rule::Unary(unary::<Negative>()),
        ..ROW
    },
    Op {
        name: "reciprocal",
        aliases: &["inverse", "inv"],
        symbol: "1/x",
        help: "One divided by x.",
        formula: Is("1 / x"),
        local_derivatives: &[Is("-1 / x^2")],
        domain: &[Domain::AwayFromZero(0.3, 3.0)],
        python: Python::new(Form::Around(
            "1 / ",
            "",
            Python::PRODUCT,
            Python::PRODUCT + 1,
        ))
        .back(&["-gradient * result ** 2"]),
        rule: Rule::Unary(unary::<Reciprocal>()),
        ..ROW
    },
    Op {
        name: "power",
        aliases: &["pow", "^", "**", "raise", "exponent"],
        symbol: "xʸ",
        help: "The base a raised to the exponent b.",
        inputs: AB,
        formula: Is("a ^ b"),
        local_derivatives: &[
            Cases(&[case("b == 0", "0"), otherwise("b * a^(b - 1)", "")]),
            Cases(&[case("a == 0", "0"), otherwise("a^b * log(a)", "")]),
        ],
        kinks: Some(
            "at base 0: the derivative by the exponent is taken as 0, and with exponent 0 that \
             by the base too; below 0 only whole exponents have a value, and the derivative by \
             the exponent is not a number",
        ),
        domain: &[Domain::Between(0.3, 3.0), ANY],
        python: Python::new(Form::Infix("**", Python::POWER))
            .both(Form::RuledUnlessNumber)
            .back_made(power_back),
        rule: Rule::Binary(binary::<Power>().with_region(piece_of_power)),
        ..ROW
    },
    Op {
        name: "square",
        aliases: &["sqr", "squared"],
        symbol: "x²",
        help: "The number times itself.",
        formula: Is("x^2"),
        local_derivatives: &[Is("2 * x")],
        python: Python::new(Form::Around("", " ** 2", Python::POWER, Python::POWER + 1))
            .back(&["gradient * 2 * x"]),
        rule: Rule::Unary(unary::<Square>()),
        ..ROW
    },
    Op {
        name: "sqrt",
        aliases: &["root", "square_root"],
        symbol: "√",
        help: "The square root; not a number below 0.",
        formula: Is("sqrt(x)"),
        local_derivatives: &[Is("1 / (2 * y)")],
        kinks: Some("at 0: the derivative is infinite"),
        domain: &[Domain::Between(0.3, 4.0)],
        python: Python::call("np.sqrt").back(&["gradient / (2 * np.abs(result))"]),
        rule: Rule::Unary(unary::<Sqrt>().with_region(|_, x| side(x, 0.0))),
        ..ROW
    },
    Op {
        name: "abs",
        aliases: &["absolute", "magnitude"],
        symbol: "|x|",
        help: "The distance from 0.",
        formula: Is("abs(x)"),
        local_derivatives: &[Cases(&[
            case("x > 0", "1"),
            case("x < 0", "-1"),
            case("x == 0", "0"),
        ])],
        kinks: Some(
            "at 0: the derivative is taken as 0, between −1 on the left and 1 on the right",
        ),
        python: Python::call("np.abs")
            .back(&["gradient * np.sign(x)"])
            .jax(Form::Ruled),
        rule: Rule::Unary(unary::<Abs>().with_region(|_, x| side(x, 0.0))),
        ..ROW
    },
    Op {
        name: "maximum",
        aliases: &["larger"],
        symbol: "max",
        help: "The larger of a and b, element by element.",
        inputs: AB,
        formula: Is("max(a, b)"),
        local_derivatives: &[
            Cases(&[
                case("a > b", "1"),
                case("a < b", "0"),
                case("a == b", "0.5"),
            ]),
            Cases(&[
                case("b > a", "1"),
                case("b < a", "0"),
                case("b == a", "0.5"),
            ]),
        ],
        kinks: Some("where a equals b: each takes half"),
        python: Python::call("np.maximum").back(&[
            "gradient * ((a > b) + 0.5 * (a == b))",
            "gradient * ((b > a) + 0.5 * (a == b))",
        ]),
        rule: Rule::Binary(binary::<Maximum>().with_region(side)),
        ..ROW
    },
    Op {
        name: "minimum",
        aliases: &["smaller", "lesser"],
        symbol: "min",
        help: "The smaller of a and b, element by element.",
        inputs: AB,
        formula: Is("min(a, b)"),
        local_derivatives: &[
            Cases(&[
                case("a < b", "1"),
                case("a > b", "0"),
                case("a == b", "0.5"),
            ]),
            Cases(&[
                case("b < a", "1"),
                case("b > a", "0"),
                case("b == a", "0.5"),
            ]),
        ],
        kinks: Some("where a equals b: each takes half"),
        python: Python::call("np.minimum").back(&[
            "gradient * ((a < b) + 0.5 * (a == b))",
            "gradient * ((b < a) + 0.5 * (a == b))",
        ]),
        rule: Rule::Binary(binary::<Minimum>().with_region(side)),
        ..ROW
    },
    Op {
        name: "clip",
        aliases: &["clamp", "bound", "limit"],
        symbol: "clip",
        help: "The number, held between min and max.",
        attributes: &[
            Attribute {
                name: "min",
                kind: AttributeKind::Number,
                default: DefaultValue::Absent("no lower bound"),
                help: "Smaller numbers become this one.",
            },
            Attribute {
                name: "max",
                kind: AttributeKind::Number,
                default: DefaultValue::Absent("no upper bound"),
                help: "Larger numbers become this one; it wins over min where they cross.",
            },
        ],
        local_derivatives: &[Cases(&[
            case("x < min", "0"),
            case("x > max", "0"),
            otherwise("1", "it lies within the bounds"),
        ])],
        kinks: Some("at the bounds: the derivative is taken from the inside, 1"),
        python: Python::function(
            "def clip(x, min=None, max=None):
    if min is not None:
        x = np.where(x < min, min, x)
    if max is not None:
        x = np.where(x > max, max, x)
    return x",
        )
        .back_made(clip_back),
        rule: Rule::Unary(
            unary::<Clip>()
                .with_params(bounds)
                .with_region(piece_of_clip),
        ),
        ..ROW
    },
];

struct Add;
impl Binary for Add {
    #[inline(always)]
    fn value(a: f64, b: f64) -> f64 {
        a + b
    }
    #[inline(always)]
    fn derivatives(_: f64, _: f64, _: f64) -> (f64, f64) {
        (1.0, 1.0)
    }
}

struct Subtract;
impl Binary for Subtract {
    #[inline(always)]
    fn value(a: f64, b: f64) -> f64 {
        a - b
    }
    #[inline(always)]
    fn derivatives(_: f64, _: f64, _: f64) -> (f64, f64) {
        (1.0, -1.0)
    }
}

struct Multiply;
impl Binary for Multiply {
    #[inline(always)]
    fn value(a: f64, b: f64) -> f64 {
        a * b
    }
    #[inline(always)]
    fn derivatives(a: f64, b: f64, _: f64) -> (f64, f64) {
        (b, a)
    }
}

struct Divide;
impl Binary for Divide {
    #[inline(always)]
    fn value(a: f64, b: f64) -> f64 {
        a / b
    }
    // −y/b is −a/b² without the overflow of b².
    #[inline(always)]
    fn derivatives(_: f64, b: f64, y: f64) -> (f64, f64) {
        (1.0 / b, -y / b)
    }
}

struct Negative;
impl Unary for Negative {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        -x
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, _: f64, _: f64) -> f64 {
        -1.0
    }
}

struct Reciprocal;
impl Unary for Reciprocal {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        1.0 / x
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, _: f64, y: f64) -> f64 {
        -(y * y)
    }
}

struct Power;
impl Binary for Power {
    #[inline(always)]
    fn value(a: f64, b: f64) -> f64 {
        a.powf(b)
    }
    #[inline(always)]
    fn derivatives(a: f64, b: f64, y: f64) -> (f64, f64) {
        // Not y·b/a, which loses the derivative 1 of a¹ at 0.
        let by_base = if b == 0.0 { 0.0 } else { b * a.powf(b - 1.0) };
        let by_exponent = if a == 0.0 { 0.0 } else { y * a.ln() };
        (by_base, by_exponent)
    }
}

/// The smooth pieces of a power. Above base 0 there is one, which goes on below it where
/// the exponent is a whole number, and through it unless that is negative.
fn piece_of_power(a: f64, b: f64) -> u64 {
    let is_whole = b.fract() == 0.0;
    if a > 0.0 || (b >= 0.0 && (a == 0.0 || is_whole)) {
        0
    } else if a == 0.0 {
        1 // a pole
    } else if is_whole {
        2 // beyond the pole
    } else {
        3 // not a number
    }
}

struct Square;
impl Unary for Square {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        x * x
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        x + x
    }
}

struct Sqrt;
impl Unary for Sqrt {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        x.sqrt()
    }
    // The root of −0 is −0; the derivative there is that from the right all the same.
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, _: f64, y: f64) -> f64 {
        0.5 / y.abs()
    }
}

struct Abs;
impl Unary for Abs {
    #[inline(always)]
    fn value<M: Maths>(_: Params, x: f64) -> f64 {
        x.abs()
    }
    #[inline(always)]
    fn derivative<M: Maths>(_: Params, x: f64, _: f64) -> f64 {
        if x == 0.0 { 0.0 } else { 1.0_f64.copysign(x) }
    }
}

/// How much of the gradient goes to `mine` when the larger one wins: all, none,
/// or half where they are equal.
#[inline(always)]
fn share(mine: f64, other: f64) -> f64 {
    if mine > other {
        1.0
    } else if mine == other {
        0.5
    } else {
        0.0
    }
}

struct Maximum;
impl Binary for Maximum {
    // As NumPy's maximum: NaN wins.
    #[inline(always)]
    fn value(a: f64, b: f64) -> f64 {
        if a.is_nan() || a > b { a } else { b }
    }
    #[inline(always)]
    fn derivatives(a: f64, b: f64, _: f64) -> (f64, f64) {
        (share(a, b), share(b, a))
    }
}

struct Minimum;
impl Binary for Minimum {
    // As NumPy's minimum: NaN wins.
    #[inline(always)]
    fn value(a: f64, b: f64) -> f64 {
        if a.is_nan() || a < b { a } else { b }
    }
    #[inline(always)]
    fn derivatives(a: f64, b: f64, _: f64) -> (f64, f64) {
        (share(b, a), share(a, b))
    }
}

/// A power with a number as exponent has no second case.
fn power_back(call: &BackCall<'_>) -> Option<String> {
    Some(match (call.input, call.numbers.get(1).copied().flatten()) {
        (0, Some(b)) if b != 0.0 => format!("gradient * {b:?} * a ** {:?}", b - 1.0),
        (0, _) => "gradient * np.where(b == 0, 0.0, b * a ** (b - 1))".to_owned(),
        _ => "gradient * np.where(a == 0, 0.0, result * np.log(a))".to_owned(),
    })
}

/// Nothing flows back beyond the bounds that are set.
fn clip_back(call: &BackCall<'_>) -> Option<String> {
    let number = |name: &str| call.signature.attributes.number(name);
    let bounds = [("<", number("min")), (">", number("max"))];
    let beyond = bounds.iter().filter_map(|(sign, bound)| {
        let bound = (*bound)?;
        Some(format!("(x {sign} {bound:?})"))
    });
    let beyond: Vec<String> = beyond.collect();
    Some(match beyond.is_empty() {
        true => "gradient".to_owned(),
        false => format!("gradient * ~({})", beyond.join(" | ")),
    })
}

fn bounds(attributes: AttributeReader<'_>) -> Params {
    [
        attributes.number("min").unwrap_or(f64::NEG_INFINITY),
        attributes.number("max").unwrap_or(f64::INFINITY),
    ]
}

/// Below the bounds, between them and above. Bounds that cross leave one constant.
fn piece_of_clip([min, max]: Params, x: f64) -> u64 {
    if min > max {
        return 0;
    }
    side(x, min) * 4 + side(x, max)
}

struct Clip;
impl Unary for Clip {
    #[inline(always)]
    fn value<M: Maths>([min, max]: Params, x: f64) -> f64 {
        let raised = if x < min { min } else { x };
        if raised > max { max } else { raised }
    }
    #[inline(always)]
    fn derivative<M: Maths>([min, max]: Params, x: f64, _: f64) -> f64 {
        if x < min || x > max { 0.0 } else { 1.0 }
    }
}
