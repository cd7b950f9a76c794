//! Every op of one number where formulas go wrong: ±1e3, 0 and −0, denormals,
//! infinities, NaN, and the tails in which a careless derivative is 0 too early.

mod arithmetic;

use std::f64::consts::{FRAC_PI_2, LN_2, PI};

use wiregrad::core::op::elementwise::{Params, UnaryKernel};
use wiregrad::core::op::{Family, Op, Rule};
use wiregrad::core::ops;

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;
/// The smallest positive number.
const TINY: f64 = 5e-324;

fn kernel_of(op: &'static Op) -> Option<(&'static UnaryKernel, Params)> {
    let Rule::Unary(kernel) = &op.rule else {
        return None;
    };
    let read = kernel.params;
    let p = read.map_or([0.0; 2], |read| read(op.attribute_reader(None)));
    Some((kernel, p))
}

/// Within 4 of the last digit's steps (gelu's tail: a relative 1e-13), zeros with
/// their sign, NaN as itself.
fn fits(name: &str, got: f64, expected: f64) -> bool {
    if expected == 0.0 || !expected.is_finite() || expected.abs() < f64::MIN_POSITIVE {
        return got.to_bits() == expected.to_bits() || got.is_nan() && expected.is_nan();
    }
    let relative = if name == "gelu" {
        1e-13
    } else {
        4.0 * f64::EPSILON
    };
    (got - expected).abs() <= relative * expected.abs()
}

/// Rows of x, value, derivative.
fn check(name: &str, rows: &[(f64, f64, f64)]) {
    let op = ops::named(name).expect("an op");
    let (kernel, p) = kernel_of(op).expect("an op of one number");
    for &(x, value, derivative) in rows {
        let y = (kernel.value)(p, x);
        assert!(
            fits(name, y, value),
            "{name}({x:e}) = {y:e}, expected {value:e}"
        );
        let d = (kernel.derivative)(p, x, y);
        assert!(
            fits(name, d, derivative),
            "{name}'({x:e}) = {d:e}, expected {derivative:e}"
        );
    }
}

/// Functions that are x itself near 0, to the last bit and with its sign.
#[test]
fn near_zero() {
    for name in [
        "expm1", "log1p", "sin", "tan", "asin", "atan", "sinh", "tanh",
    ] {
        check(
            name,
            &[
                (0.0, 0.0, 1.0),
                (-0.0, -0.0, 1.0),
                (1e-300, 1e-300, 1.0),
                (TINY, TINY, 1.0),
                (-1e-310, -1e-310, 1.0),
            ],
        );
    }
}

#[test]
fn exponentials_and_logarithms() {
    check(
        "exp",
        &[
            (1e3, INF, INF),
            (-1e3, 0.0, 0.0),
            (0.0, 1.0, 1.0),
            (-0.0, 1.0, 1.0),
            (TINY, 1.0, 1.0),
            (-1e-310, 1.0, 1.0),
            (-700.0, 9.85967654375977e-305, 9.85967654375977e-305),
            (INF, INF, INF),
            (-INF, 0.0, 0.0),
            (NAN, NAN, NAN),
        ],
    );
    check(
        "expm1",
        &[
            (1e3, INF, INF),
            (-1e3, -1.0, 0.0),
            (-50.0, -1.0, 1.9287498479639178e-22),
            (INF, INF, INF),
            (-INF, -1.0, 0.0),
            (NAN, NAN, NAN),
        ],
    );
    check(
        "log",
        &[
            (1e3, 6.907755278982137, 1e-3),
            (-1e3, NAN, NAN),
            (0.0, -INF, INF),
            (-0.0, -INF, INF),
            (TINY, -744.4400719213812, INF),
            (1e-310, -713.8013788281542, INF),
            (-TINY, NAN, NAN),
            (INF, INF, 0.0),
            (-INF, NAN, NAN),
            (NAN, NAN, NAN),
        ],
    );
    check(
        "log1p",
        &[
            (1e3, 6.90875477931522, 0.000999000999000999),
            (-1e3, NAN, NAN),
            (-1.0, -INF, INF),
            (INF, INF, 0.0),
            (-INF, NAN, NAN),
            (NAN, NAN, NAN),
        ],
    );
}

#[test]
fn trigonometry() {
    let (sine, cosine) = (0.8268795405320025, 0.5623790762907029);
    check(
        "sin",
        &[
            (1e3, sine, cosine),
            (-1e3, -sine, cosine),
            (INF, NAN, NAN),
            (-INF, NAN, NAN),
            (NAN, NAN, NAN),
        ],
    );
    check(
        "cos",
        &[
            (1e3, cosine, -sine),
            (-1e3, cosine, sine),
            (0.0, 1.0, -0.0),
            (-0.0, 1.0, 0.0),
            (TINY, 1.0, -TINY),
            (-1e-310, 1.0, 1e-310),
            (INF, NAN, NAN),
            (-INF, NAN, NAN),
            (NAN, NAN, NAN),
        ],
    );
    check(
        "tan",
        &[
            (1e3, 1.4703241557027185, 3.1618531228429116),
            (-1e3, -1.4703241557027185, 3.1618531228429116),
            (INF, NAN, NAN),
            (-INF, NAN, NAN),
            (NAN, NAN, NAN),
        ],
    );
}

#[test]
fn inverse_trigonometry() {
    check(
        "asin",
        &[
            (1e3, NAN, NAN),
            (-1e3, NAN, NAN),
            (1.0, FRAC_PI_2, INF),
            (-1.0, -FRAC_PI_2, INF),
            (INF, NAN, NAN),
            (-INF, NAN, NAN),
            (NAN, NAN, NAN),
        ],
    );
    check(
        "acos",
        &[
            (1e3, NAN, NAN),
            (-1e3, NAN, NAN),
            (1.0, 0.0, -INF),
            (-1.0, PI, -INF),
            (0.0, FRAC_PI_2, -1.0),
            (-0.0, FRAC_PI_2, -1.0),
            (TINY, FRAC_PI_2, -1.0),
            (INF, NAN, NAN),
            (-INF, NAN, NAN),
            (NAN, NAN, NAN),
        ],
    );
    check(
        "atan",
        &[
            (1e3, 1.5697963271282298, 9.99999000001e-7),
            (-1e3, -1.5697963271282298, 9.99999000001e-7),
            (1e150, FRAC_PI_2, 1e-300),
            (1e200, FRAC_PI_2, 0.0),
            (INF, FRAC_PI_2, 0.0),
            (-INF, -FRAC_PI_2, 0.0),
            (NAN, NAN, NAN),
        ],
    );
}

#[test]
fn hyperbolic_functions() {
    check(
        "sinh",
        &[
            (1e3, INF, INF),
            (-1e3, -INF, INF),
            (INF, INF, INF),
            (-INF, -INF, INF),
            (NAN, NAN, NAN),
        ],
    );
    check(
        "cosh",
        &[
            (1e3, INF, INF),
            (-1e3, INF, -INF),
            (0.0, 1.0, 0.0),
            (-0.0, 1.0, -0.0),
            (TINY, 1.0, TINY),
            (-1e-310, 1.0, -1e-310),
            (INF, INF, INF),
            (-INF, INF, -INF),
            (NAN, NAN, NAN),
        ],
    );
    check(
        "tanh",
        &[
            (1e3, 1.0, 0.0),
            (-1e3, -1.0, 0.0),
            (20.0, 1.0, 1.6993417021166355e-17),
            (-300.0, -1.0, 1.0601586212017243e-260),
            (INF, 1.0, 0.0),
            (-INF, -1.0, 0.0),
            (NAN, NAN, NAN),
        ],
    );
}

#[test]
fn smooth_activations() {
    let tail = 4.248354255291589e-18; // e⁻⁴⁰
    check(
        "sigmoid",
        &[
            (1e3, 1.0, 0.0),
            (-1e3, 0.0, 0.0),
            (40.0, 1.0, tail),
            (-40.0, tail, tail),
            (700.0, 1.0, 9.85967654375977e-305),
            (0.0, 0.5, 0.25),
            (-0.0, 0.5, 0.25),
            (TINY, 0.5, 0.25),
            (INF, 1.0, 0.0),
            (-INF, 0.0, 0.0),
            (NAN, NAN, NAN),
        ],
    );
    check(
        "softplus",
        &[
            (1e3, 1e3, 1.0),
            (-1e3, 0.0, 0.0),
            (-40.0, tail, tail),
            (-700.0, 9.85967654375977e-305, 9.85967654375977e-305),
            (0.0, LN_2, 0.5),
            (-0.0, LN_2, 0.5),
            (TINY, LN_2, 0.5),
            (INF, INF, 1.0),
            (-INF, 0.0, 0.0),
            (NAN, NAN, NAN),
        ],
    );
}

#[test]
fn activations_that_multiply_by_a_sigmoid() {
    let tail = 4.248354255291589e-18; // e⁻⁴⁰
    check(
        "silu",
        &[
            (1e3, 1e3, 1.0),
            (-1e3, -0.0, -0.0),
            (-40.0, -40.0 * tail, -1.6568581595637197e-16),
            (-700.0, -6.90177358063184e-302, -6.891913904088079e-302),
            (0.0, 0.0, 0.5),
            (-0.0, -0.0, 0.5),
            (TINY, 0.0, 0.5),
            (-1e-310, -5e-311, 0.5),
            (INF, INF, 1.0),
            (-INF, -0.0, -0.0),
            (NAN, NAN, NAN),
        ],
    );
    check(
        "gelu",
        &[
            (1e3, 1e3, 1.0),
            (-1e3, -0.0, 0.0),
            (-10.0, -7.619853024160526e-23, -7.618400096464814e-22),
            (0.0, 0.0, 0.5),
            (-0.0, -0.0, 0.5),
            (TINY, 0.0, 0.5),
            (-1e-310, -5e-311, 0.5),
            (INF, INF, 1.0),
            (-INF, -0.0, 0.0),
            (NAN, NAN, NAN),
        ],
    );
}

#[test]
fn gelu_by_tanh() {
    let (kernel, _) = kernel_of(ops::named("gelu").expect("an op")).expect("of one number");
    let by_tanh = [1.0, 0.0];
    for (x, value, derivative) in [
        (1e3, 1e3, 1.0),
        (-1e3, -0.0, -0.0),
        (-10.0, -1.2040923482098103e-37, -2.757638063854041e-36),
        (0.0, 0.0, 0.5),
        (-0.0, -0.0, 0.5),
        (1e300, 1e300, 1.0),
        (-1e300, -0.0, -0.0),
        (INF, INF, 1.0),
        (-INF, -0.0, -0.0),
        (NAN, NAN, NAN),
    ] {
        let y = (kernel.value)(by_tanh, x);
        let d = (kernel.derivative)(by_tanh, x, y);
        assert!(
            fits("gelu", y, value) && fits("gelu", d, derivative),
            "{x:e}: {y:e}, {d:e}"
        );
    }
}

/// At a kink the derivative is the one that the op's text states. At NaN the value
/// is NaN; the slope is then that of one of the pieces.
#[test]
fn activations_with_a_kink() {
    check(
        "relu",
        &[
            (1e3, 1e3, 1.0),
            (-1e3, 0.0, 0.0),
            (0.0, 0.0, 0.0),
            (-0.0, 0.0, 0.0),
            (TINY, TINY, 1.0),
            (-TINY, 0.0, 0.0),
            (INF, INF, 1.0),
            (-INF, 0.0, 0.0),
            (NAN, NAN, 1.0),
        ],
    );
    check(
        "leaky_relu",
        &[
            (1e3, 1e3, 1.0),
            (-1e3, -10.0, 0.01),
            (0.0, 0.0, 0.01),
            (-0.0, -0.0, 0.01),
            (TINY, TINY, 1.0),
            (-TINY, -0.0, 0.01),
            (INF, INF, 1.0),
            (-INF, -INF, 0.01),
            (NAN, NAN, 1.0),
        ],
    );
    check(
        "elu",
        &[
            (1e3, 1e3, 1.0),
            (-1e3, -1.0, 0.0),
            (-50.0, -1.0, 1.9287498479639178e-22),
            (0.0, 0.0, 1.0),
            (-0.0, -0.0, 1.0),
            (TINY, TINY, 1.0),
            (-TINY, -TINY, 1.0),
            (INF, INF, 1.0),
            (-INF, -1.0, 0.0),
            (NAN, NAN, NAN),
        ],
    );
}

#[test]
fn nan_goes_in_and_comes_out_of_every_op() {
    for op in ops::ALL.iter() {
        if let Some((kernel, p)) = kernel_of(op) {
            assert!((kernel.value)(p, NAN).is_nan(), "{}(NaN)", op.name);
        }
    }
}

#[test]
fn no_activation_makes_a_nan() {
    let numbers = [
        0.0, TINY, 1e-310, 1.0, 38.5, 709.0, 745.0, 1e3, 1e155, 1e308,
    ];
    let numbers = numbers.into_iter().chain([f64::MAX, INF]);
    let activations = ops::ALL.iter().filter(|op| op.family == Family::Activation);
    for op in activations {
        let (kernel, p) = kernel_of(op).expect("an op of one number");
        for x in numbers.clone().flat_map(|x| [x, -x]) {
            let y = (kernel.value)(p, x);
            let d = (kernel.derivative)(p, x, y);
            assert!(!y.is_nan() && !d.is_nan(), "{}({x:e}): {y}, {d}", op.name);
        }
    }
}
