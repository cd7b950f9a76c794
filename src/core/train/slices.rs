//! The loop that every update runs: over the numbers of a parameter, with its gradient
//! and what the optimiser keeps.

use std::array::from_fn;
use std::ops::Range;

use crate::core::maths::for_vectors;

/// A parameter, its gradient, and what the optimiser keeps of it.
pub struct ParameterSlices<'a> {
    /// The parameter's numbers, which change.
    pub weights: &'a mut [f64],
    /// The gradient of the loss by them.
    pub gradient: &'a [f64],
    /// What the optimiser keeps for all parameters, an array for each of its names.
    pub state: &'a mut [Vec<f64>],
    /// The part of these arrays that belongs to this parameter.
    pub range: Range<usize>,
}

/// What becomes of a gradient before an optimiser sees it: penalties are added, then it
/// is clipped.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GradientRule {
    /// The loss has this times the sum of absolute values more.
    pub l1: f64,
    /// The loss has this times the sum of squares more.
    pub l2: f64,
    /// Every gradient is held between this and its negative.
    pub clip_value: Option<f64>,
    /// All gradients together are scaled down to this norm.
    pub clip_norm: Option<f64>,
    /// What clipping by norm multiplies with.
    scale: Option<f64>,
}

impl GradientRule {
    /// A rule of these penalties and limits.
    pub fn new(l1: f64, l2: f64, clip_value: Option<f64>, clip_norm: Option<f64>) -> GradientRule {
        GradientRule {
            l1,
            l2,
            clip_value,
            clip_norm,
            scale: None,
        }
    }

    /// The gradient with the penalties' own. At 0, where |w| has a kink, its derivative
    /// is taken as 0.
    #[inline(always)]
    fn penalised(&self, g: f64, w: f64) -> f64 {
        let sign = f64::from(u8::from(w > 0.0)) - f64::from(u8::from(w < 0.0));
        g + self.l1 * sign + 2.0 * self.l2 * w
    }

    /// The sum of the squares of a parameter's gradient, penalties included.
    pub fn squares(&self, weights: &[f64], gradient: &[f64]) -> f64 {
        const LANES: usize = 8;
        let mut lanes = [0.0; LANES];
        for (w, g) in weights.chunks(LANES).zip(gradient.chunks(LANES)) {
            for ((lane, w), g) in lanes.iter_mut().zip(w).zip(g) {
                let g = self.penalised(*g, *w);
                *lane += g * g;
            }
        }
        lanes.iter().sum()
    }

    /// The rule for a step in which all gradients together have this norm. As in
    /// PyTorch, the norm is taken 10⁻⁶ larger than it is.
    pub fn at_norm(&self, norm: f64) -> GradientRule {
        let scale = self.clip_norm.map(|most| (most / (norm + 1e-6)).min(1.0));
        GradientRule { scale, ..*self }
    }

    fn is_plain(&self) -> bool {
        *self == GradientRule::default()
    }
}

impl ParameterSlices<'_> {
    /// Calls `next` with each number, its gradient and the `N` numbers kept for it, and
    /// takes what it returns in their place. `next` must be `#[inline(always)]`.
    #[inline(always)]
    pub(super) fn run<const N: usize>(
        self,
        rule: GradientRule,
        next: impl Fn(f64, f64, [f64; N]) -> (f64, [f64; N]),
    ) {
        if rule.is_plain() {
            return self.each(
                #[inline(always)]
                |g, _| g,
                next,
            );
        }
        let scale = rule.scale.unwrap_or(1.0);
        let most = rule.clip_value.unwrap_or(f64::INFINITY);
        self.each(
            #[inline(always)]
            |g, w| (rule.penalised(g, w) * scale).clamp(-most, most),
            next,
        );
    }

    #[inline(always)]
    fn each<const N: usize>(
        self,
        prepare: impl Fn(f64, f64) -> f64,
        next: impl Fn(f64, f64, [f64; N]) -> (f64, [f64; N]),
    ) {
        let (weights, count) = (self.weights, self.gradient.len());
        let gradient = self.gradient;
        let weights = &mut weights[..count];
        let mut arrays = self.state.iter_mut();
        let range = self.range;
        let mut state: [&mut [f64]; N] = from_fn(|_| {
            let array = arrays.next().map(|array| &mut array[range.clone()]);
            array.unwrap_or_default()
        });
        for_vectors!({
            let state = state.each_mut().map(|array| &mut array[..count]);
            for i in 0..count {
                let (w, g) = (weights[i], gradient[i]);
                let kept = from_fn(|k| state[k][i]);
                let (w, kept) = next(w, prepare(g, w), kept);
                weights[i] = w;
                for k in 0..N {
                    state[k][i] = kept[k];
                }
            }
        });
    }
}
