//! [`Maths`]: the functions that rules are written with, and the platform's.

/// The functions that rules are written with.
pub trait Maths {
    /// Beyond this magnitude `sin` and `cos` are not for this implementation;
    /// [`Standard`] must be asked.
    const TRIGONOMETRIC_LIMIT: f64;

    /// eˣ.
    fn exp(x: f64) -> f64;
    /// eˣ − 1, without cancellation near 0.
    fn exp_m1(x: f64) -> f64;
    /// The natural logarithm; NaN below 0, −∞ at 0.
    fn ln(x: f64) -> f64;
    /// log(1 + x), without cancellation near 0.
    fn ln_1p(x: f64) -> f64;
    /// sin x, x in radians, |x| up to the limit.
    fn sin(x: f64) -> f64;
    /// cos x, x in radians, |x| up to the limit.
    fn cos(x: f64) -> f64;
    /// The hyperbolic tangent.
    fn tanh(x: f64) -> f64;
}

/// Angles beyond this magnitude are large; [`Fused`](super::Fused) stops here too.
pub(super) const LARGE_ANGLE: f64 = 1e9;

/// The platform's own functions: within 1 ulp (tanh: 2), any argument. Large angles
/// go to the `libm` crate: glibc's cosine of 2022 was seen 8 ulp off where a large number
/// lies closest to a multiple of π/2.
pub struct Standard;

impl Maths for Standard {
    const TRIGONOMETRIC_LIMIT: f64 = f64::INFINITY;

    fn exp(x: f64) -> f64 {
        x.exp()
    }
    fn exp_m1(x: f64) -> f64 {
        x.exp_m1()
    }
    fn ln(x: f64) -> f64 {
        x.ln()
    }
    fn ln_1p(x: f64) -> f64 {
        x.ln_1p()
    }
    fn sin(x: f64) -> f64 {
        if x.abs() > LARGE_ANGLE {
            libm::sin(x)
        } else {
            x.sin()
        }
    }
    fn cos(x: f64) -> f64 {
        if x.abs() > LARGE_ANGLE {
            libm::cos(x)
        } else {
            x.cos()
        }
    }
    fn tanh(x: f64) -> f64 {
        x.tanh()
    }
}

/// Both are computed; only a selection of numbers, never a jump.
#[inline(always)]
pub(crate) fn select(condition: bool, yes: f64, no: f64) -> f64 {
    if condition { yes } else { no }
}
