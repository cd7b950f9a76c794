//! Every wire by itself: what it contributes to a gradient, compared with a difference of
//! the op that it ends at.

use super::difference::{Estimate, Point, Probe, differentiate};
use super::probe::{Applied, Outputs};
use super::verdict::{Comparison, Reason, Verdict};
use crate::core::evaluation::Numbers;
use crate::core::graph::NodeId;
use crate::core::op::{Family, Rule};

/// Bounds of uncertainty are taken so many times.
pub(super) const CAREFUL: f64 = 32.0;

/// What came out for one element of one wire.
pub(super) struct WireCheck {
    pub(super) verdict: Verdict,
    /// The gradient is the wire's contribution.
    pub(super) comparison: Comparison,
}

/// Compares a wire's contribution to one element with a difference of the op.
///
/// `node` is the node that the wire ends at, `gradient` that node's own.
pub(super) fn check_wire(
    (node, applied): (NodeId, &mut Applied<'_>),
    gradient: &Numbers<'_>,
    (input, element): (usize, usize),
    contribution: f64,
) -> WireCheck {
    let mut comparison = Comparison {
        gradient: contribution,
        difference: f64::NAN,
        uncertainty: 0.0,
    };
    if applied.op.stopped.contains(&input) {
        // By definition; there is nothing that a difference could say.
        comparison.difference = 0.0;
        return WireCheck {
            verdict: comparison.verdict(node, 0.0),
            comparison,
        };
    }
    let verdict = match compare(applied, gradient, input, element, &mut comparison) {
        Ok(scale) => comparison.verdict(node, scale),
        Err(Failure::Reason(reason)) => Verdict::Unchecked { node, reason },
        Err(Failure::Value) => Verdict::Suspect,
        Err(Failure::Kink) => match applied.op.kinks {
            Some(text) => Verdict::AtKink { node, text },
            None => Verdict::Unchecked {
                node,
                reason: Reason::Unsettled,
            },
        },
    };
    WireCheck {
        verdict,
        comparison,
    }
}

/// Why there is nothing to compare with.
enum Failure {
    Reason(Reason),
    Kink,
    /// The value isn't what the op gives.
    Value,
}

/// Fills in the difference, and says how fast the op's values change.
fn compare(
    applied: &mut Applied<'_>,
    gradient: &Numbers<'_>,
    input: usize,
    element: usize,
    comparison: &mut Comparison,
) -> Result<f64, Failure> {
    let x = applied.inputs[input].data[element];
    let sizes = sizes(applied, input, x);
    let stored = applied.value.data.clone();
    let too_large = Failure::Reason(Reason::TooLarge);
    let mut moved = applied.moved(input, element).ok_or(too_large)?;
    let (stored, mut weights) = (moved.pick(&stored), moved.pick(&gradient.data));
    let mut outputs = Vec::with_capacity(stored.len());
    moved.probe.outputs(x, &mut outputs);
    let finite = |numbers: &[f64]| numbers.iter().all(|x| x.is_finite());
    if !(x.is_finite() && finite(&outputs) && finite(&weights)) {
        return Err(Failure::Reason(Reason::NotFinite));
    }
    let heaviest = normalise(&mut weights);
    if heaviest == 0.0 {
        comparison.difference = 0.0;
        return Ok(0.0);
    }
    if let Outputs::All = moved.outputs {
        leave_out(&mut *moved.probe, &outputs, &mut weights);
    }
    let weighted = outputs.iter().zip(&weights).map(|(y, w)| (y * w).abs());
    let point = Point {
        x,
        outputs: &outputs,
        weights: &weights,
        noise: f64::EPSILON * sizes.in_value,
        resolution: f64::EPSILON * (weighted.sum::<f64>() + sizes.all),
    };
    let derivative = match differentiate(&mut *moved.probe, &point) {
        Estimate::Found(derivative) => derivative,
        Estimate::AtKink => return Err(Failure::Kink),
        Estimate::Lost => return Err(Failure::Reason(Reason::Rounding)),
        Estimate::Unsettled => return Err(Failure::Reason(Reason::Unsettled)),
    };
    let off = heaviest * (derivative.uncertainty + f64::EPSILON * sizes.in_derivative);
    comparison.difference = heaviest * derivative.value;
    comparison.uncertainty = CAREFUL * (off + f64::from_bits(1));
    let differs = |(a, b): (&f64, &f64)| {
        (a - b).abs() > 1e-9 * a.abs().max(b.abs()) + sizes.tolerance + f64::MIN_POSITIVE
    };
    match outputs.iter().zip(&stored).any(differs) {
        true => Err(Failure::Value),
        false => Ok(heaviest * derivative.scale),
    }
}

/// Divides the weights by the largest, so that no product overflows, and says what it was.
fn normalise(weights: &mut [f64]) -> f64 {
    let heaviest = weights.iter().fold(0.0_f64, |most, w| most.max(w.abs()));
    if heaviest > 0.0 {
        weights.iter_mut().for_each(|weight| *weight /= heaviest);
    }
    heaviest
}

/// Sets the weights of the outputs to 0 that don't depend on the number: those that don't
/// move even if it becomes huge.
fn leave_out(probe: &mut dyn Probe, outputs: &[f64], weights: &mut [f64]) {
    const HUGE: f64 = 1e300;
    let mut moved = vec![false; outputs.len()];
    let mut beyond = Vec::with_capacity(outputs.len());
    for at in [HUGE, -HUGE] {
        beyond.clear();
        probe.outputs(at, &mut beyond);
        let pairs = beyond.iter().zip(outputs).map(|(a, b)| a != b);
        moved
            .iter_mut()
            .zip(pairs)
            .for_each(|(moved, differs)| *moved |= differs);
    }
    let still = weights.iter_mut().zip(moved).filter(|(_, moved)| !moved);
    still.for_each(|(weight, _)| *weight = 0.0);
}

/// How large the numbers may be that arise inside an op.
#[derive(Default)]
struct Sizes {
    /// All of them.
    all: f64,
    /// Those that may have cancelled in the value.
    in_value: f64,
    /// Those that may have cancelled in the local derivative.
    in_derivative: f64,
    /// How far a value may be from the same op computed again.
    tolerance: f64,
}

fn sizes(applied: &Applied<'_>, input: usize, x: f64) -> Sizes {
    if !matches!(applied.op.rule, Rule::Tensor(_)) {
        let all = x.abs();
        return Sizes {
            all,
            ..Sizes::default()
        };
    }
    let largest = |data: &[f64]| data.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    let inputs = applied.inputs.iter().map(|input| largest(&input.data));
    let product = inputs.clone().product();
    let all = inputs.clone().fold(product, f64::max);
    let count: usize = applied.inputs.iter().map(|input| input.data.len()).sum();
    let tolerance = 1e3 * f64::EPSILON * all * count as f64;
    // In products and rearrangements derivatives come from the other inputs alone.
    let is_product = applied.op.family == Family::LinearAlgebra;
    let others = inputs.clone().enumerate().filter(|(i, _)| *i != input);
    let (in_value, in_derivative) = match is_product {
        true => (0.0, others.map(|(_, size)| size).fold(0.0, f64::max)),
        false => (
            inputs.clone().fold(0.0, f64::max),
            inputs.fold(0.0, f64::max),
        ),
    };
    Sizes {
        all,
        in_value,
        in_derivative,
        tolerance,
    }
}
