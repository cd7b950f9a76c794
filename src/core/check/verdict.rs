//! What a check says: a gradient compared with a difference, and what that comes to.

use std::cmp::Ordering;

use crate::core::graph::{NodeId, Wire};

/// Relative errors up to this are good.
pub const GOOD: f64 = 1e-7;

/// Relative errors above this are suspect.
pub const SUSPECT: f64 = 1e-4;

/// A gradient compared with a difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// What the backward pass says.
    pub gradient: f64,
    /// What the difference says; not a number if there is none to rely on.
    pub difference: f64,
    /// How far the difference may be off, by a generous bound.
    pub uncertainty: f64,
}

/// Why a gradient can't be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A value, or the gradient itself, is not a finite number.
    NotFinite,
    /// The derivative is so small that its effect is lost in rounding.
    Rounding,
    /// The differences of no two steps agree.
    Unsettled,
    /// The op works on too many numbers to try it.
    TooLarge,
}

/// What came out for a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Gradient and difference agree.
    Fine,
    /// There is no derivative to compare with: the gradient follows a convention, which
    /// the text states.
    AtKink {
        /// The node that has the kink.
        node: NodeId,
        /// What its op says about it.
        text: &'static str,
    },
    /// The difference is less certain than it would have to be.
    Unchecked {
        /// The node whose op can't be tried.
        node: NodeId,
        /// Why.
        reason: Reason,
    },
    /// Gradient and difference surely disagree: an error of this program.
    Suspect,
}

/// The check of one node: the worst of the elements that were looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeCheck {
    /// The node.
    pub node: NodeId,
    /// What came out.
    pub verdict: Verdict,
    /// The numbers of the worst element.
    pub comparison: Comparison,
    /// The wire that decided, unless all are fine or it is their sum.
    pub wire: Option<Wire>,
    /// The worst element, in row-major order.
    pub element: usize,
    /// How many elements were looked at.
    pub checked: usize,
    /// How many there are.
    pub elements: usize,
}

impl Reason {
    /// The reason as the end of a sentence: "can't be checked: …".
    pub fn text(self) -> &'static str {
        match self {
            Reason::NotFinite => "a number is not finite",
            Reason::Rounding => "the change of the value is lost in rounding",
            Reason::Unsettled => "differences of several steps don't agree",
            Reason::TooLarge => "the op works on too many numbers",
        }
    }
}

impl Comparison {
    /// |a − n| / max(|a|, |n|); 0 if both are zero, NaN if one isn't finite.
    pub fn relative_error(&self) -> f64 {
        let (a, n) = (self.gradient, self.difference);
        if !(a.is_finite() && n.is_finite()) {
            return f64::NAN;
        }
        let larger = self.larger();
        if larger == 0.0 {
            0.0
        } else {
            // Divided first: the difference of two huge numbers may overflow.
            (a / larger - n / larger).abs()
        }
    }

    /// Whether the two differ by no more than the difference may be off.
    pub fn is_explained(&self) -> bool {
        (self.gradient - self.difference).abs() <= self.uncertainty
    }

    /// The verdict on a wire into this node; `scale` says how fast the values of the op
    /// change, before anything cancels.
    pub(super) fn verdict(&self, node: NodeId, scale: f64) -> Verdict {
        let error = self.relative_error();
        let reason = match self.uncertainty <= SUSPECT * self.larger().max(scale) {
            _ if error.is_nan() => Reason::NotFinite,
            _ if error <= GOOD => return Verdict::Fine,
            true if error <= SUSPECT || self.is_explained() => return Verdict::Fine,
            _ if error > SUSPECT && !self.is_explained() => return Verdict::Suspect,
            _ => Reason::Rounding,
        };
        Verdict::Unchecked { node, reason }
    }

    fn larger(&self) -> f64 {
        self.gradient.abs().max(self.difference.abs())
    }

    /// For sorting: an error that is explained is none.
    fn weight(&self) -> f64 {
        let error = self.relative_error();
        if error > SUSPECT && self.is_explained() {
            0.0
        } else {
            error
        }
    }
}

impl Verdict {
    /// The higher the worse.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Verdict::Fine => 0,
            Verdict::AtKink { .. } => 1,
            Verdict::Unchecked { .. } => 2,
            Verdict::Suspect => 3,
        }
    }
}

impl NodeCheck {
    /// Whether the gradient is wrong.
    pub fn failed(&self) -> bool {
        self.verdict == Verdict::Suspect
    }

    /// The worse one first.
    pub(super) fn order(&self, other: &NodeCheck) -> Ordering {
        let weight = |check: &NodeCheck| check.comparison.weight();
        let by_rank = other.verdict.rank().cmp(&self.verdict.rank());
        by_rank.then(weight(other).total_cmp(&weight(self)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Comparison, NodeId, Reason, Verdict};

    fn verdict(gradient: f64, difference: f64, uncertainty: f64) -> Verdict {
        let comparison = Comparison {
            gradient,
            difference,
            uncertainty,
        };
        comparison.verdict(node(), 0.0)
    }

    fn node() -> NodeId {
        NodeId::from_index(0).expect("a small index")
    }

    fn unchecked(reason: Reason) -> Verdict {
        let node = node();
        Verdict::Unchecked { node, reason }
    }

    #[test]
    fn wrong_gradients_are_suspect() {
        assert_eq!(verdict(2.0, 2.0 + 1e-9, 1e-10), Verdict::Fine);
        assert_eq!(verdict(2.0, 2.0 + 1e-4, 1e-10), Verdict::Fine);
        assert_eq!(verdict(2.0, 2.001, 1e-10), Verdict::Suspect);
        assert_eq!(verdict(-2.0, 2.0, 1e-10), Verdict::Suspect);
        assert_eq!(verdict(0.0, 1e-3, 1e-10), Verdict::Suspect);
        assert_eq!(verdict(1e-3, 0.0, 1e-10), Verdict::Suspect);
        assert_eq!(verdict(1e308, -1e308, 1e-10), Verdict::Suspect);
    }

    #[test]
    fn an_uncertain_difference_accuses_nobody() {
        assert_eq!(verdict(0.0, 0.0, 0.0), Verdict::Fine);
        assert_eq!(verdict(1e-9, 2e-9, 1e-8), unchecked(Reason::Rounding));
        assert_eq!(verdict(1.0, 1.1, 0.2), unchecked(Reason::Rounding));
        assert_eq!(verdict(1.0, 1.5, 0.2), Verdict::Suspect);
    }

    #[test]
    fn a_zero_is_fine_where_values_change_fast_beside_it() {
        let comparison = Comparison {
            gradient: 0.0,
            difference: 3e-11,
            uncertainty: 1e-10,
        };
        assert_eq!(comparison.verdict(node(), 1.0), Verdict::Fine);
        let far = Comparison {
            difference: 1e-3,
            ..comparison
        };
        assert_eq!(far.verdict(node(), 1.0), Verdict::Suspect);
    }

    #[test]
    fn what_is_not_finite_is_not_fine() {
        let not_finite = unchecked(Reason::NotFinite);
        assert_eq!(verdict(f64::NAN, 1.0, 1.0), not_finite);
        assert_eq!(verdict(f64::INFINITY, f64::INFINITY, 1.0), not_finite);
        assert_eq!(verdict(1.0, f64::NAN, 1.0), not_finite);
    }
}
