//! Transcendental functions for both passes: the same formula for one number and
//! for many at once, to the same bits.
//!
//! A rule is generic over [`Maths`]. Inside `with_maths!` it is compiled for the
//! vector unit that this processor turns out to have, and the compiler turns its
//! loops into vector instructions, because nothing in [`Fused`] branches. Without
//! a fused multiply-add in hardware the platform's library is used instead.
//!
//! All results of one process come from one implementation, so a node that is
//! evaluated alone gets the bits that it got in a group of a thousand. Between
//! machines the last bit may differ.

mod functions;
mod fused;

pub(crate) use functions::select;
pub use functions::{Maths, Standard};
pub use fused::Fused;

/// Proof that this processor has a vector unit with a fused multiply-add.
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
pub(crate) type Vectors = fearless_simd::Avx2;
/// Proof that this processor has a vector unit with a fused multiply-add.
#[cfg(target_arch = "aarch64")]
pub(crate) type Vectors = fearless_simd::Neon;
/// Other processors take the standard functions; fearless_simd's fallback stands
/// in for the type and is never handed out.
#[cfg(not(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64")))]
pub(crate) type Vectors = fearless_simd::Fallback;

/// The vector unit of this processor, looked up once.
#[inline]
pub(crate) fn vectors() -> Option<Vectors> {
    static FOUND: std::sync::OnceLock<Option<Vectors>> = std::sync::OnceLock::new();
    *FOUND.get_or_init(|| {
        let level = fearless_simd::Level::new();
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        return level.as_avx2();
        #[cfg(target_arch = "aarch64")]
        return level.as_neon();
        #[cfg(not(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64")))]
        return {
            let _ = level;
            None
        };
    })
}

/// Evaluates an expression with the name given bound to the [`Maths`] that suits
/// this processor, compiled for its vector unit.
///
/// Whatever the expression calls must be `#[inline(always)]` to be part of it.
macro_rules! with_maths {
    ($maths:ident => $body:expr) => {{
        if let Some(vectors) = $crate::core::maths::vectors() {
            use fearless_simd::Simd as _;
            type $maths = $crate::core::maths::Fused;
            vectors.vectorize(
                #[inline(always)]
                || $body,
            )
        } else {
            type $maths = $crate::core::maths::Standard;
            $body
        }
    }};
}
pub(crate) use with_maths;

/// Runs a block of plain arithmetic, compiled for this processor's vector unit. The
/// results are the same without.
macro_rules! for_vectors {
    ($body:block) => {{
        if let Some(vectors) = $crate::core::maths::vectors() {
            use fearless_simd::Simd as _;
            vectors.vectorize(
                #[inline(always)]
                || $body,
            )
        } else {
            $body
        }
    }};
}
pub(crate) use for_vectors;

macro_rules! scalar {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        pub fn $name(x: f64) -> f64 {
            with_maths!(M => <M as Maths>::$name(x))
        }
    )*};
}

scalar! {
    /// eˣ, as both passes compute it.
    exp
    /// eˣ − 1, as both passes compute it.
    exp_m1
    /// The natural logarithm, as both passes compute it.
    ln
    /// log(1 + x), as both passes compute it.
    ln_1p
    /// The hyperbolic tangent, as both passes compute it.
    tanh
}

/// sin x for any x, as both passes compute it.
pub fn sin(x: f64) -> f64 {
    with_maths!(M => if x.abs() <= M::TRIGONOMETRIC_LIMIT { M::sin(x) } else { Standard::sin(x) })
}

/// cos x for any x, as both passes compute it.
pub fn cos(x: f64) -> f64 {
    with_maths!(M => if x.abs() <= M::TRIGONOMETRIC_LIMIT { M::cos(x) } else { Standard::cos(x) })
}
