//! [`Judgement`]: whether a typed number is right, and if not, what is wrong with it.
//!
//! A fraction must be exact. A decimal number is right if it is the true one, rounded
//! to the digits that were typed, and these are at least two; or if it is exact to a
//! millionth of itself.

use super::text::Explainer;
use super::typed_answer::TypedAnswer;
use crate::core::graph::NodeId;
use crate::core::number::short;

/// Whether an answer is right.
#[derive(Clone, Debug, PartialEq)]
pub enum Judgement {
    /// It is.
    Right,
    /// Right as far as it goes, but that is less than two digits.
    Rough,
    /// It isn't.
    Wrong(Miss),
}

/// How an answer is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Miss {
    /// Right but for the sign.
    Sign,
    /// Cut off where it should be rounded, or rounded the wrong way.
    LastDigit,
    /// So many times the true number: 2, −3, 0.5.
    Factor(f64),
    /// What one wire contributes, where several meet at this node. It names the node
    /// that the wire leads to.
    OneWire(String),
    /// The local derivative, without the gradient that comes back.
    LocalOnly,
    /// By so much more than the true number.
    Off(f64),
}

/// Answers closer than this to the true number, relative to it, are exact.
const EXACT: f64 = 1e-6;
/// Numbers up to this are 0 with rounding errors.
const NOTHING: f64 = 1e-12;
/// A decimal that isn't exact takes so many significant digits.
const DIGITS: usize = 2;

impl TypedAnswer {
    /// Whether it stands for this number: exact, or rounded to the digits typed,
    /// however few.
    fn stands_for(&self, truth: f64) -> bool {
        let off = (self.value - truth).abs();
        let nothing = self.value.abs().max(truth.abs()) <= NOTHING;
        // 0 says that nothing depends on it: that must be true.
        let rounded = self.unit.filter(|_| self.value != 0.0);
        self.is_exactly(truth) || nothing || rounded.is_some_and(|unit| off <= unit * 0.500_000_1)
    }

    fn is_exactly(&self, truth: f64) -> bool {
        let off = (self.value - truth).abs();
        off <= EXACT * truth.abs() || self.value.abs().max(truth.abs()) <= NOTHING
    }

    /// Whether it is right, and if not, what is wrong with it.
    pub fn judge(&self, truth: f64) -> Judgement {
        if self.is_exactly(truth) {
            return Judgement::Right;
        }
        if self.stands_for(truth) {
            return if self.digits >= DIGITS {
                Judgement::Right
            } else {
                Judgement::Rough
            };
        }
        Judgement::Wrong(self.miss(truth))
    }

    /// Whether it is right for a gradient, as [`TypedAnswer::judge`]; a wrong one may be
    /// a mistake that has a name.
    pub fn judge_gradient(
        &self,
        truth: f64,
        node: NodeId,
        element: usize,
        explainer: &Explainer<'_>,
    ) -> Judgement {
        let judgement = self.judge(truth);
        if matches!(judgement, Judgement::Wrong(_))
            && let Some(miss) = known_mistake(self, node, element, explainer)
        {
            return Judgement::Wrong(miss);
        }
        judgement
    }

    /// Whether it would be right for another number.
    fn is_right_for(&self, other: f64) -> bool {
        self.judge(other) == Judgement::Right
    }

    fn miss(&self, truth: f64) -> Miss {
        let off = self.value - truth;
        let ratio = self.value / truth;
        if self.stands_for(-truth) {
            return Miss::Sign;
        }
        let close = self.unit.is_some_and(|unit| off.abs() <= unit);
        if close && self.digits >= DIGITS && self.value != 0.0 {
            return Miss::LastDigit;
        }
        let plain = |x: f64| {
            let whole = x.round();
            ((x - whole).abs() <= EXACT * x.abs() && (2.0..=1e6).contains(&whole.abs()))
                .then_some(whole)
        };
        if let Some(times) = plain(ratio.abs()) {
            return Miss::Factor(times.copysign(ratio));
        }
        match plain(1.0 / ratio.abs()) {
            Some(times) => Miss::Factor((1.0 / times).copysign(ratio)),
            None => Miss::Off(off),
        }
    }
}

/// Mistakes in a gradient that have a name: one wire instead of all, and the local
/// derivative alone.
fn known_mistake(
    answer: &TypedAnswer,
    node: NodeId,
    element: usize,
    explainer: &Explainer<'_>,
) -> Option<Miss> {
    let Explainer {
        graph,
        evaluation,
        outgoing,
        ..
    } = explainer;
    let wires = outgoing.of(node);
    if let [wire] = wires {
        let local = evaluation.local_derivative(*wire);
        return local
            .filter(|by| answer.is_right_for(*by))
            .map(|_| Miss::LocalOnly);
    }
    let alone = |wire: &&_| {
        let part = evaluation.wire_gradient(**wire);
        let part = part.and_then(|part| part.data.get(element).copied());
        part.is_some_and(|part| answer.is_right_for(part))
    };
    let wire = wires.iter().find(alone)?;
    Some(Miss::OneWire(graph.name(wire.to).to_owned()))
}

impl Judgement {
    /// A sentence for the learner. It doesn't give the number away, but for an answer
    /// that is off by some amount.
    pub fn message(&self) -> String {
        let times = |factor: f64| short(factor.abs().max(1.0 / factor.abs()), 6);
        match self {
            Judgement::Right => "right".to_owned(),
            Judgement::Rough => format!("right so far: give at least {DIGITS} digits"),
            Judgement::Wrong(Miss::Sign) => "the sign is the other one".to_owned(),
            Judgement::Wrong(Miss::LastDigit) => {
                "almost: the last digit is not rounded right".to_owned()
            }
            Judgement::Wrong(Miss::Factor(factor)) => {
                let size = if factor.abs() > 1.0 { "large" } else { "small" };
                let sign = if *factor < 0.0 {
                    ", and the sign is the other one"
                } else {
                    ""
                };
                format!("{} times too {size}{sign}", times(*factor))
            }
            Judgement::Wrong(Miss::OneWire(to)) => {
                format!("that comes back from {to} alone: more wires leave this node")
            }
            Judgement::Wrong(Miss::LocalOnly) => {
                "that is the local derivative: it is multiplied with the gradient that comes back"
                    .to_owned()
            }
            Judgement::Wrong(Miss::Off(by)) => {
                let side = if *by > 0.0 { "large" } else { "small" };
                format!("too {side} by {}", short(by.abs(), 4))
            }
        }
    }
}
