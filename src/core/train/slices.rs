//! The loop that every update runs: over the numbers of a parameter, with its gradient
//! and what the optimiser keeps. Numbers don't depend on one another, so threads share
//! them as they like.

use std::array::from_fn;

use crate::core::maths::for_vectors;
use crate::core::number::all_finite;
use crate::core::threads::both;

/// The most numbers that an optimiser keeps for one of a parameter.
pub const MOST_KEPT: usize = 3;

/// Longer arrays are cut in two, for two threads.
pub(super) const PIECE: usize = 1 << 13;

/// What an optimiser keeps, an array for each of its names. Those past them are empty.
pub type Kept<'a> = [&'a mut [f64]; MOST_KEPT];

/// A parameter, its gradient, and what the optimiser keeps of it.
pub struct ParameterSlices<'a> {
    /// The parameter's numbers, which change.
    pub weights: &'a mut [f64],
    /// The gradient of the loss by them.
    pub gradient: &'a [f64],
    /// What the optimiser keeps of it.
    pub kept: Kept<'a>,
}

/// Cuts what an optimiser keeps after so many numbers.
pub(super) fn cut_kept(kept: Kept<'_>, at: usize) -> [Kept<'_>; 2] {
    let mut halves = [Kept::default(), Kept::default()];
    for (nth, array) in kept.into_iter().enumerate() {
        (halves[0][nth], halves[1][nth]) = array.split_at_mut(at.min(array.len()));
    }
    halves
}

/// Whether all numbers are finite.
pub(super) fn are_finite(x: &[f64]) -> bool {
    if x.len() <= PIECE {
        return all_finite(x);
    }
    let (a, b) = x.split_at(x.len() / 2);
    let (a, b) = both(|| are_finite(a), || are_finite(b));
    a && b
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

    /// The sum of the squares of a parameter's gradient, penalties included. It is added
    /// up in the same order whatever the number of threads.
    pub fn squares(&self, weights: &[f64], gradient: &[f64]) -> f64 {
        const LANES: usize = 8;
        if weights.len() > PIECE {
            let half = weights.len() / 2;
            let (weights, gradient) = (weights.split_at(half), gradient.split_at(half));
            let (a, b) = both(
                || self.squares(weights.0, gradient.0),
                || self.squares(weights.1, gradient.1),
            );
            return a + b;
        }
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
        next: impl Fn(f64, f64, [f64; N]) -> (f64, [f64; N]) + Copy + Sync + Send,
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

    /// Piece by piece, at once if there are threads for it.
    fn each<const N: usize>(
        self,
        prepare: impl Fn(f64, f64) -> f64 + Copy + Sync + Send,
        next: impl Fn(f64, f64, [f64; N]) -> (f64, [f64; N]) + Copy + Sync + Send,
    ) {
        if self.gradient.len() <= PIECE {
            return self.piece(prepare, next);
        }
        let [a, b] = self.halves();
        both(|| a.each(prepare, next), || b.each(prepare, next));
    }

    fn halves(self) -> [Self; 2] {
        let half = self.gradient.len() / 2;
        let weights = self.weights.split_at_mut(half);
        let gradient = self.gradient.split_at(half);
        let [kept, kept_after] = cut_kept(self.kept, half);
        [
            ParameterSlices {
                weights: weights.0,
                gradient: gradient.0,
                kept,
            },
            ParameterSlices {
                weights: weights.1,
                gradient: gradient.1,
                kept: kept_after,
            },
        ]
    }

    #[inline(always)]
    fn piece<const N: usize>(
        self,
        prepare: impl Fn(f64, f64) -> f64,
        next: impl Fn(f64, f64, [f64; N]) -> (f64, [f64; N]),
    ) {
        let (weights, gradient) = (self.weights, self.gradient);
        let count = gradient.len();
        let weights = &mut weights[..count];
        let mut arrays = self.kept.into_iter();
        let mut kept: [&mut [f64]; N] = from_fn(|_| arrays.next().unwrap_or_default());
        for_vectors!({
            let kept = kept.each_mut().map(|array| &mut array[..count]);
            for i in 0..count {
                let (w, g) = (weights[i], gradient[i]);
                let before = from_fn(|k| kept[k][i]);
                let (w, after) = next(w, prepare(g, w), before);
                weights[i] = w;
                for k in 0..N {
                    kept[k][i] = after[k];
                }
            }
        });
    }
}
