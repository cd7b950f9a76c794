//! Elementwise ops: from a rule for one number ([`Unary`], [`Binary`]) to the
//! loops that programs call ([`UnaryKernel`], [`BinaryKernel`]).
//!
//! A rule is written once, as plain arithmetic over [`Maths`]. Here it becomes a
//! function of single numbers, a loop over dense elements, and a loop over a vector
//! group: many scalar nodes of the same op, whose inputs lie anywhere in the arena.
//! All of them give the same bits.
//!
//! The loops count: `zip` over short slices is a call wherever it isn't inlined. Each cuts
//! its slices to one length first, inside the function that the vector unit is for, so that
//! no number is checked by itself.
#![allow(clippy::needless_range_loop)]

use super::attributes::AttributeReader;
use crate::core::maths::{Maths, Standard, for_vectors, with_maths};

/// Two numbers that a rule may take from its node's attributes.
pub type Params = [f64; 2];

/// What a rule without parameters is given.
pub(crate) const NO_PARAMS: Params = [0.0; 2];

/// An op of one number. Both functions must be `#[inline(always)]`, and run
/// fastest without branches.
pub trait Unary: 'static {
    /// Beyond this magnitude of x the platform's functions are used; see
    /// [`Maths::TRIGONOMETRIC_LIMIT`].
    const LIMIT: f64 = f64::INFINITY;
    /// The result.
    fn value<M: Maths>(p: Params, x: f64) -> f64;
    /// dy/dx, given x and the result y.
    fn derivative<M: Maths>(p: Params, x: f64, y: f64) -> f64;
}

/// An op of two numbers. Both functions must be `#[inline(always)]`. None of these
/// ops needs a transcendental function in vector form.
pub trait Binary: 'static {
    /// The result.
    fn value(a: f64, b: f64) -> f64;
    /// ∂y/∂a and ∂y/∂b, given a, b and the result y.
    fn derivatives(a: f64, b: f64, y: f64) -> (f64, f64);
}

/// The loops run fastest over a multiple of this many numbers.
pub const LANES: usize = 8;

/// From x, y and the gradient of y, to gradient × dy/dx.
pub type UnaryVjp = fn(Params, &[f64], &[f64], &[f64], &mut [f64]);

/// From which input is asked for, and a, b, y and the gradient of y, to gradient ×
/// the derivative by that input.
pub type BinaryVjp = fn(usize, &[f64], &[f64], &[f64], &[f64], &mut [f64]);

/// From the values before a vector group, the group's own values and gradients, and the
/// inputs' places, to the gradients before the group, which are added to.
pub type GroupBackward = fn(&[f64], &[f64], &[f64], &[[u32; 2]], &mut [f64]);

/// The loops of a [`Unary`] rule.
pub struct UnaryKernel {
    /// Reads the rule's parameters from the attributes; `None` if it has none.
    pub params: Option<fn(AttributeReader<'_>) -> Params>,
    /// The result at one number.
    pub value: fn(Params, f64) -> f64,
    /// The derivative at one number, given the result too.
    pub derivative: fn(Params, f64, f64) -> f64,
    /// The results at many numbers.
    pub map: fn(Params, &[f64], &mut [f64]),
    /// The results and the derivatives at many numbers, which have much of the work
    /// in common.
    pub map_both: fn(Params, &[f64], &mut [f64], &mut [f64]),
    /// Gradient × derivative at many numbers.
    pub vjp: UnaryVjp,
    /// Which smooth piece a number lies in; `None` if there is only one.
    pub region: Option<fn(Params, f64) -> u64>,
}

/// The loops of a [`Binary`] rule.
pub struct BinaryKernel {
    /// The result at one pair.
    pub value: fn(f64, f64) -> f64,
    /// The derivatives at one pair, given the result too.
    pub derivatives: fn(f64, f64, f64) -> (f64, f64),
    /// The results at many pairs.
    pub map: fn(&[f64], &[f64], &mut [f64]),
    /// Gradient × derivative at many pairs.
    pub vjp: BinaryVjp,
    /// A vector group forward: values before the group, the inputs' places, the results.
    pub group_forward: fn(&[f64], &[[u32; 2]], &mut [f64]),
    /// A vector group backward, last node first.
    pub group_backward: GroupBackward,
    /// Which smooth piece a pair lies in; `None` if there is only one.
    pub region: Option<fn(f64, f64) -> u64>,
    /// How the interpreter carries it out; the commonest ops need no call.
    pub code: Code,
}

/// How the interpreter carries out a scalar node: the commonest ops need no call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// a + b.
    Add,
    /// a − b.
    Subtract,
    /// a × b.
    Multiply,
    /// Through the kernel of its op, one input.
    Unary,
    /// Through the kernel of its op, two inputs.
    Binary,
}

impl Code {
    /// Whether it is plain arithmetic.
    pub(crate) fn is_arithmetic(self) -> bool {
        matches!(self, Code::Add | Code::Subtract | Code::Multiply)
    }
}

/// The kernel of a rule with one smooth piece and no parameters.
pub const fn unary<O: Unary>() -> UnaryKernel {
    UnaryKernel {
        params: None,
        value: value::<O>,
        derivative: derivative::<O>,
        map: map::<O>,
        map_both: map_both::<O>,
        vjp: vjp::<O>,
        region: None,
    }
}

/// The kernel of a rule with one smooth piece.
pub const fn binary<O: Binary>() -> BinaryKernel {
    BinaryKernel {
        value: O::value,
        derivatives: O::derivatives,
        map: map2::<O>,
        vjp: vjp2::<O>,
        group_forward: group_forward::<O>,
        group_backward: group_backward::<O>,
        region: None,
        code: Code::Binary,
    }
}

impl UnaryKernel {
    /// The same with parameters read from the attributes.
    pub const fn with_params(self, params: fn(AttributeReader<'_>) -> Params) -> UnaryKernel {
        let params = Some(params);
        UnaryKernel { params, ..self }
    }

    /// The same with kinks between smooth pieces.
    pub const fn with_region(self, region: fn(Params, f64) -> u64) -> UnaryKernel {
        let region = Some(region);
        UnaryKernel { region, ..self }
    }
}

impl BinaryKernel {
    /// The same with kinks between smooth pieces.
    pub const fn with_region(self, region: fn(f64, f64) -> u64) -> BinaryKernel {
        let region = Some(region);
        BinaryKernel { region, ..self }
    }

    /// The same with a code of its own in the interpreter.
    pub const fn with_code(self, code: Code) -> BinaryKernel {
        BinaryKernel { code, ..self }
    }
}

/// Which side of a kink a number lies on: 0 below, 1 on it, 2 above, 3 for NaN.
pub fn side(x: f64, kink: f64) -> u64 {
    x.partial_cmp(&kink)
        .map_or(3, |order| (order as i8 + 1) as u64)
}

fn value<O: Unary>(p: Params, x: f64) -> f64 {
    if x.abs() > O::LIMIT {
        return O::value::<Standard>(p, x);
    }
    with_maths!(M => O::value::<M>(p, x))
}

fn derivative<O: Unary>(p: Params, x: f64, y: f64) -> f64 {
    if x.abs() > O::LIMIT {
        return O::derivative::<Standard>(p, x, y);
    }
    with_maths!(M => O::derivative::<M>(p, x, y))
}

fn map<O: Unary>(p: Params, x: &[f64], out: &mut [f64]) {
    let x = &x[..out.len()];
    with_maths!(M => {
        let x = &x[..out.len()];
        for i in 0..out.len() {
            out[i] = O::value::<M>(p, x[i]);
        }
    });
    if O::LIMIT.is_finite() && x.iter().any(|x| x.abs() > O::LIMIT) {
        for i in (0..x.len()).filter(|&i| x[i].abs() > O::LIMIT) {
            out[i] = O::value::<Standard>(p, x[i]);
        }
    }
}

fn map_both<O: Unary>(p: Params, x: &[f64], out: &mut [f64], derivatives: &mut [f64]) {
    let (x, derivatives) = (&x[..out.len()], &mut derivatives[..out.len()]);
    with_maths!(M => {
        let (x, derivatives) = (&x[..out.len()], &mut derivatives[..out.len()]);
        for i in 0..out.len() {
            out[i] = O::value::<M>(p, x[i]);
            derivatives[i] = O::derivative::<M>(p, x[i], out[i]);
        }
    });
    if O::LIMIT.is_finite() && x.iter().any(|x| x.abs() > O::LIMIT) {
        for i in (0..x.len()).filter(|&i| x[i].abs() > O::LIMIT) {
            out[i] = O::value::<Standard>(p, x[i]);
            derivatives[i] = O::derivative::<Standard>(p, x[i], out[i]);
        }
    }
}

fn vjp<O: Unary>(p: Params, x: &[f64], y: &[f64], gradient: &[f64], out: &mut [f64]) {
    let x = &x[..out.len()];
    with_maths!(M => {
        let (x, y, gradient) = (&x[..out.len()], &y[..out.len()], &gradient[..out.len()]);
        for i in 0..out.len() {
            out[i] = gradient[i] * O::derivative::<M>(p, x[i], y[i]);
        }
    });
    if O::LIMIT.is_finite() && x.iter().any(|x| x.abs() > O::LIMIT) {
        for i in (0..x.len()).filter(|&i| x[i].abs() > O::LIMIT) {
            out[i] = gradient[i] * O::derivative::<Standard>(p, x[i], y[i]);
        }
    }
}

fn map2<O: Binary>(a: &[f64], b: &[f64], out: &mut [f64]) {
    for_vectors!({
        let (a, b) = (&a[..out.len()], &b[..out.len()]);
        for i in 0..out.len() {
            out[i] = O::value(a[i], b[i]);
        }
    });
}

fn vjp2<O: Binary>(input: usize, a: &[f64], b: &[f64], y: &[f64], g: &[f64], out: &mut [f64]) {
    for_vectors!({
        let (a, b) = (&a[..out.len()], &b[..out.len()]);
        let (y, g) = (&y[..out.len()], &g[..out.len()]);
        for i in 0..out.len() {
            let (by_a, by_b) = O::derivatives(a[i], b[i], y[i]);
            out[i] = g[i] * if input == 0 { by_a } else { by_b };
        }
    });
}

fn group_forward<O: Binary>(values: &[f64], places: &[[u32; 2]], out: &mut [f64]) {
    let places = &places[..out.len()];
    for i in 0..out.len() {
        let [a, b] = places[i];
        out[i] = O::value(values[a as usize], values[b as usize]);
    }
}

fn group_backward<O: Binary>(
    values: &[f64],
    results: &[f64],
    gradients: &[f64],
    places: &[[u32; 2]],
    into: &mut [f64],
) {
    // One length for both arenas: one check serves both.
    let into = &mut into[..values.len()];
    let (results, gradients) = (&results[..places.len()], &gradients[..places.len()]);
    for i in (0..places.len()).rev() {
        let (a, b) = (places[i][0] as usize, places[i][1] as usize);
        let (by_a, by_b) = O::derivatives(values[a], values[b], results[i]);
        into[a] += gradients[i] * by_a;
        into[b] += gradients[i] * by_b;
    }
}
