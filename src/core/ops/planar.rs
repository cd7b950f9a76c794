//! Two sides of a right triangle: their hypotenuse and their angle.

use crate::core::op::elementwise::{Binary, binary};
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::{Cases, Is};
use crate::core::op::text::{case, otherwise};
use crate::core::op::{Domain, Family, Inputs, Op, Rule, row};

const ROW: Op = Op {
    domain: &[Domain::AwayFromZero(0.3, 3.0)],
    ..row(Family::Transcendental)
};

pub(super) static OPS: &[Op] = &[
    Op {
        name: "hypot",
        aliases: &["hypotenuse"],
        symbol: "hypot",
        help: "The length √(a² + b²) of the hypotenuse over the sides a and b, without overflow.",
        inputs: Inputs::Fixed(&["a", "b"]),
        formula: Is("sqrt(a^2 + b^2)"),
        local_derivatives: &[
            Cases(&[case("y == 0", "0"), otherwise("a / y", "")]),
            Cases(&[case("y == 0", "0"), otherwise("b / y", "")]),
        ],
        kinks: Some(
            "where both sides are 0: both derivatives are taken as 0 (JAX has ½, PyTorch NaN); \
             two infinite sides count as equally long",
        ),
        python: Python::call("np.hypot")
            .both(Form::Ruled)
            .back(&["gradient * direction(a, b)", "gradient * direction(b, a)"])
            .with(
                "def direction(a, b):
    # a over the length of (a, b); infinite sides count as equally long.
    size = np.maximum(np.abs(a), np.abs(b))
    infinite = np.isinf(size)
    a = np.where(infinite, np.isinf(a) * np.sign(a), a / size)
    b = np.where(infinite, np.isinf(b) * np.sign(b), b / size)
    return np.where(size == 0, 0.0, a / np.hypot(a, b))",
            ),
        rule: Rule::Binary(binary::<Hypot>().with_region(piece_of_hypot)),
        ..ROW
    },
    Op {
        name: "atan2",
        aliases: &["arctan2"],
        symbol: "atan2",
        help: "The angle from −π to π at which the point with the coordinates x and y is seen; \
               y comes first.",
        inputs: Inputs::Fixed(&["y", "x"]),
        local_derivatives: &[
            Cases(&[
                case("x^2 + y^2 == 0", "0"),
                otherwise("x / (x^2 + y^2)", ""),
            ]),
            Cases(&[
                case("x^2 + y^2 == 0", "0"),
                otherwise("-y / (x^2 + y^2)", ""),
            ]),
        ],
        kinks: Some(
            "at the origin: both derivatives are taken as 0 (PyTorch and JAX have NaN); on the \
             negative x axis, where the angle jumps from π to −π, that of the two sides is taken",
        ),
        python: Python::call("np.arctan2")
            .both(Form::Ruled)
            .back(&["gradient * turn(x, y)", "-gradient * turn(y, x)"])
            .with(
                "def turn(u, v):
    # u / (u ** 2 + v ** 2) without overflow; 0 at the origin.
    size = np.maximum(np.abs(u), np.abs(v))
    none = (size == 0) | np.isinf(size)
    u, v = u / size, v / size
    return np.where(none, 0.0, u / (u ** 2 + v ** 2) / size)",
            ),
        rule: Rule::Binary(binary::<Atan2>().with_region(piece_of_atan2)),
        ..ROW
    },
];

struct Hypot;
impl Binary for Hypot {
    #[inline(always)]
    fn value(a: f64, b: f64) -> f64 {
        a.hypot(b)
    }
    #[inline(always)]
    fn derivatives(a: f64, b: f64, y: f64) -> (f64, f64) {
        if y == 0.0 {
            return (0.0, 0.0);
        }
        if y.is_finite() || y.is_nan() {
            return (a / y, b / y);
        }
        // Infinite, or too large for a number: what counts is the direction.
        let [a, b] = match [a.is_infinite(), b.is_infinite()] {
            [false, false] => [0.5 * a, 0.5 * b],
            infinite => [(a, infinite[0]), (b, infinite[1])].map(|(x, is)| {
                let size = f64::from(u8::from(is));
                size.copysign(x)
            }),
        };
        let length = a.hypot(b);
        (a / length, b / length)
    }
}

/// The origin is a piece by itself.
fn piece_of_hypot(a: f64, b: f64) -> u64 {
    u64::from(a == 0.0 && b == 0.0)
}

struct Atan2;
impl Binary for Atan2 {
    #[inline(always)]
    fn value(y: f64, x: f64) -> f64 {
        y.atan2(x)
    }
    // With the larger coordinate at 1, no square overflows or vanishes.
    #[inline(always)]
    fn derivatives(y: f64, x: f64, _: f64) -> (f64, f64) {
        let larger = x.abs().max(y.abs());
        if larger == 0.0 || larger.is_infinite() && !x.is_nan() && !y.is_nan() {
            return (0.0, 0.0);
        }
        let (v, u) = (y / larger, x / larger);
        let square = u * u + v * v;
        (u / square / larger, -v / square / larger)
    }
}

/// The origin, the two sides of the negative x axis, and the rest of the plane. How wide
/// the sides reach is of no matter, if only no point that people type lies on their edge.
fn piece_of_atan2(y: f64, x: f64) -> u64 {
    const SLOPE: f64 = 0.618_033_988_749_894_9;
    if x == 0.0 && y == 0.0 {
        return 1;
    }
    let beside_the_cut = y.abs() < -SLOPE * x;
    match (beside_the_cut, y.is_sign_negative()) {
        (false, _) => 0,
        (true, false) => 2,
        (true, true) => 3,
    }
}
