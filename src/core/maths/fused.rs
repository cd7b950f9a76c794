//! Branch-free functions for processors with a fused multiply-add.
//!
//! Why our own: no published crate has vector functions of f64 on stable Rust that
//! pick the instruction set at run time and stay within 2 ulp (ARCHITECTURE.md has
//! the table of what was tried). Everything here is plain scalar code without a
//! branch, so that a loop over it becomes vector code.
//!
//! Largest errors seen over 6 million arguments a function, in ulp: exp 0.82,
//! exp_m1 1.78, ln 0.74, ln_1p 0.79, sin 0.76, cos 0.73, tanh 1.43.
//!
//! Methods: range reduction after Cody and Waite, *Software Manual for the
//! Elementary Functions* (1980); the logarithm's and the circular functions'
//! minimax polynomials are fdlibm's (Ng, Sun Microsystems, 1993), tanh's rational
//! is Cephes's (Moshier, 1989); exp is a Taylor polynomial in Estrin's scheme.

// The constants stand as they were published, digits beyond f64 included.
#![allow(clippy::excessive_precision)]

use std::f64::consts::{FRAC_2_PI, LOG2_E};

use super::functions::{LARGE_ANGLE, Maths, select};

/// Functions built on the fused multiply-add. Right on any processor, but slow
/// where the instruction has to be emulated.
pub struct Fused;

/// Adding this to a small number rounds it to a whole one, in its low bits.
const ROUND: f64 = 6_755_399_441_055_744.0; // 1.5 · 2⁵²
const LN_2: f64 = std::f64::consts::LN_2;
/// ln 2 − [`LN_2`].
const LN_2_REST: f64 = f64::from_bits(0x3C7A_BC9E_3B39_803F);

#[inline(always)]
fn fma(a: f64, b: f64, c: f64) -> f64 {
    a.mul_add(b, c)
}

/// The nearest whole number, for |x| < 2⁵¹.
#[inline(always)]
fn round(x: f64) -> f64 {
    x + ROUND - ROUND
}

/// 2ⁿ for a whole number n from −1022 to 1023.
#[inline(always)]
fn power_of_two(n: f64) -> f64 {
    f64::from_bits((n + ROUND).to_bits().wrapping_add(1023) << 52)
}

/// (eʳ − 1 − r) / r² for |r| ≤ ½ ln 2.
#[inline(always)]
fn exp_tail(r: f64) -> f64 {
    let (r2, r4) = (r * r, (r * r) * (r * r));
    let first = fma(r2, fma(r, 1.0 / 120.0, 1.0 / 24.0), fma(r, 1.0 / 6.0, 0.5));
    let second = fma(
        r2,
        fma(r, 1.0 / 362_880.0, 1.0 / 40_320.0),
        fma(r, 1.0 / 5_040.0, 1.0 / 720.0),
    );
    let third = fma(
        r2,
        fma(r, 1.0 / 6_227_020_800.0, 1.0 / 479_001_600.0),
        fma(r, 1.0 / 39_916_800.0, 1.0 / 3_628_800.0),
    );
    fma(r4 * r4, third, fma(r4, second, first))
}

/// For x = n ln 2 + r: n and eʳ − 1.
#[inline(always)]
fn exp_parts(x: f64) -> (f64, f64) {
    let n = fma(x, LOG2_E, ROUND) - ROUND;
    let r = fma(n, -LN_2, x);
    let correction = n * -LN_2_REST;
    let sum = r + correction;
    let low = correction - (sum - r);
    (n, fma(sum * sum, exp_tail(sum), low) + sum)
}

/// The parts of fdlibm's logarithm: a positive normal number as 2ᵉ · m with m near
/// 1; returns (e, m).
#[inline(always)]
fn exponent_and_mantissa(x: f64) -> (f64, f64) {
    const SQRT_HALF: u64 = 0x3FE6_A09E_667F_3BCD;
    const ONE: u64 = 0x3FF0_0000_0000_0000;
    const TWO_52: u64 = 0x4330_0000_0000_0000;
    let bits = x.to_bits().wrapping_add(ONE - SQRT_HALF);
    let mantissa = f64::from_bits((bits & 0x000F_FFFF_FFFF_FFFF) + SQRT_HALF);
    let exponent = f64::from_bits((bits >> 52) | TWO_52) - (4_503_599_627_370_496.0 + 1023.0);
    (exponent, mantissa)
}

/// e · ln 2 + log(1 + f) with a correction to 1 + f, fdlibm's polynomial.
#[inline(always)]
fn ln_of_parts(e: f64, f: f64, correction: f64) -> f64 {
    const LN_2_HIGH: f64 = 6.93147180369123816490e-01;
    const LN_2_LOW: f64 = 1.90821492927058770002e-10;
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let (z, w) = (s * s, (s * s) * (s * s));
    let even = w * fma(
        w,
        fma(w, 1.531383769920937332e-01, 2.222219843214978396e-01),
        3.999999999940941908e-01,
    );
    let odd = z * fma(
        w,
        fma(
            w,
            fma(w, 1.479819860511658591e-01, 1.818357216161805012e-01),
            2.857142874366239149e-01,
        ),
        6.666666666666735130e-01,
    );
    let low = fma(e, LN_2_LOW, correction);
    fma(s, half_square + (odd + even), low) - half_square + f + e * LN_2_HIGH
}

/// sin x for `quarter` 0, cos x for 1: reduction by quarter turns with π/2 in
/// three parts, then fdlibm's polynomials.
#[inline(always)]
fn circular(x: f64, quarter: u64) -> f64 {
    const HALF_PI: [f64; 3] = [
        f64::from_bits(0x3FF9_21FB_5444_2D18),
        f64::from_bits(0x3C91_A626_3314_5C07),
        f64::from_bits(0xB91F_1976_B7ED_8FBC),
    ];
    let turned = fma(x, FRAC_2_PI, ROUND);
    let quadrant = turned.to_bits().wrapping_add(quarter);
    let n = turned - ROUND;
    // The reduced argument as high + low, by exact sums and products.
    let first = fma(n, -HALF_PI[0], x);
    let second = n * HALF_PI[1];
    let second_error = fma(n, HALF_PI[1], -second);
    let sum = first - second;
    let back = sum - first;
    let sum_error = (first - (sum - back)) - (second + back);
    let rest = fma(n, -HALF_PI[2], sum_error - second_error);
    let high = sum + rest;
    let low = rest - (high - sum);

    let (z, w) = (high * high, (high * high) * (high * high));
    let r = fma(
        z,
        fma(z, 2.75573137070700676789e-06, -1.98412698298579493134e-04),
        8.33333333332248946124e-03,
    ) + z * w * fma(z, 1.58969099521155010221e-10, -2.50507602534068634195e-08);
    let cube = z * high;
    let sine_rest = fma(z, fma(-cube, r, 0.5 * low), -low) - cube * -1.66666666666666324348e-01;
    let sine = high - sine_rest;

    let c = z * fma(
        z,
        fma(z, 2.48015872894767294178e-05, -1.38888888888741095749e-03),
        4.16666666666666019037e-02,
    ) + w
        * w
        * fma(
            z,
            fma(z, -1.13596475577881948265e-11, 2.08757232129817482790e-09),
            -2.75573143513906633035e-07,
        );
    let half = 0.5 * z;
    let near = 1.0 - half;
    let cosine = near + (((1.0 - near) - half) + fma(z, c, -(high * low)));

    let result = select(quadrant & 1 != 0, cosine, sine);
    f64::from_bits(result.to_bits() ^ ((quadrant & 2) << 62))
}

impl Maths for Fused {
    /// The three parts of π/2 serve up to here.
    const TRIGONOMETRIC_LIMIT: f64 = LARGE_ANGLE;

    #[inline(always)]
    fn exp(x: f64) -> f64 {
        // Not f64::clamp: NaN must come through, and no branch.
        let x = select(x < -746.0, -746.0, x);
        let x = select(x > 710.0, 710.0, x);
        let (n, e) = exp_parts(x);
        // In two steps: 2ⁿ itself may be too large or too small where eˣ is not.
        let half = round(n * 0.5);
        (1.0 + e) * power_of_two(half) * power_of_two(n - half)
    }

    #[inline(always)]
    fn exp_m1(x: f64) -> f64 {
        let bounded = select(x < -40.0, -40.0, x);
        let bounded = select(bounded > 710.0, 710.0, bounded);
        let (n, e) = exp_parts(bounded);
        let half = power_of_two(n - 1.0);
        let result = fma(e, half, half - 0.5) * 2.0;
        select(x.abs() < 1e-17, x, result)
    }

    #[inline(always)]
    fn ln(x: f64) -> f64 {
        let denormal = x < f64::MIN_POSITIVE;
        let normal = select(denormal, x * 18_014_398_509_481_984.0, x); // 2⁵⁴
        let (e, m) = exponent_and_mantissa(normal);
        let y = ln_of_parts(select(denormal, e - 54.0, e), m - 1.0, 0.0);
        let y = select(x == 0.0, f64::NEG_INFINITY, y);
        let y = select(x == f64::INFINITY, x, y);
        select(x >= 0.0, y, f64::NAN)
    }

    #[inline(always)]
    fn ln_1p(x: f64) -> f64 {
        let sum = 1.0 + x;
        let (e, m) = exponent_and_mantissa(sum);
        let lost = select(e >= 2.0, 1.0 - (sum - x), x - (sum - 1.0)) / sum;
        let near_one = e == 0.0;
        let f = select(near_one, x, m - 1.0);
        let y = ln_of_parts(e, f, select(near_one, 0.0, lost));
        let y = select(x.abs() < 1.1e-16, x, y);
        let y = select(x == -1.0, f64::NEG_INFINITY, y);
        let y = select(x == f64::INFINITY, x, y);
        select(x >= -1.0, y, f64::NAN)
    }

    #[inline(always)]
    fn sin(x: f64) -> f64 {
        select(x == 0.0, x, circular(x, 0))
    }

    #[inline(always)]
    fn cos(x: f64) -> f64 {
        circular(x, 1)
    }

    /// Near 0 x + x³ P(x²)/Q(x²), elsewhere 1 − 2e/(1 + e) with e = e⁻²ˣ; one division serves
    /// both.
    #[inline(always)]
    fn tanh(x: f64) -> f64 {
        let a = x.abs();
        let z = a * a;
        let p = fma(
            z,
            fma(z, -9.64399179425052238628e-1, -9.92877231001918586564e1),
            -1.61468768441708447952e3,
        );
        let q = fma(
            z,
            fma(z, z + 1.12811678491632931402e2, 2.23548839060100448583e3),
            4.84406305325125486048e3,
        );
        let e = Fused::exp(-2.0 * a); // as in the derivative, so that one serves both
        let small = a < 0.625;
        let numerator = select(small, a * z * p, -2.0 * e);
        let denominator = select(small, q, 1.0 + e);
        let y = select(small, a, 1.0) + numerator / denominator;
        f64::from_bits(y.to_bits() | (x.to_bits() & (1 << 63)))
    }
}
