//! [`Judgement`]: whether a typed number is right, and if not, what is wrong with it.
//!
//! A fraction must be exact. A decimal number is right if it is exact to a millionth of
//! itself, or if it is the true number rounded to at least two significant digits.

use super::text::Explainer;
use super::typed_answer::TypedAnswer;
use crate::core::graph::NodeId;
use crate::core::number::short;

/// Whether an answer is right.
#[derive(Clone, Debug, PartialEq)]
pub enum Judgement {
    /// It is.
    Right,
    /// It is the true number, rounded to one significant digit.
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
    /// This many times the true number: 2, −3, 0.5.
    Factor(f64, MissSide),
    /// What one wire contributes, where several meet at this node. It names the node
    /// that the wire leads to.
    OneWire(String),
    /// The local derivative, without the gradient that comes back.
    LocalOnly,
    /// Anything else.
    Off(MissSide),
}

/// On which side of the true number a wrong answer lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissSide {
    /// It has the wrong sign.
    WrongSign,
    /// It is larger than a number that isn't negative.
    TooLarge,
    /// It is smaller than a positive number.
    TooSmall,
    /// It is below a number that isn't positive.
    TooFarBelowZero,
    /// It is above a negative number, but not positive.
    TooCloseToZero,
}

impl MissSide {
    fn of(answer: f64, truth: f64) -> MissSide {
        match (answer < truth, truth < 0.0) {
            _ if answer * truth < 0.0 => MissSide::WrongSign,
            (true, _) if truth > 0.0 => MissSide::TooSmall,
            (true, _) => MissSide::TooFarBelowZero,
            (false, true) => MissSide::TooCloseToZero,
            (false, false) => MissSide::TooLarge,
        }
    }

    fn text(self) -> &'static str {
        match self {
            MissSide::WrongSign => "the sign is wrong, and so is the size",
            MissSide::TooLarge => "too large",
            MissSide::TooSmall => "too small",
            MissSide::TooFarBelowZero => "too far below 0",
            MissSide::TooCloseToZero => "too close to 0",
        }
    }
}

/// Answers closer than this to the true number, relative to it, are exact.
const EXACT: f64 = 1e-6;
/// Numbers up to this are 0 with rounding errors.
const NOTHING: f64 = 1e-12;
/// A decimal that isn't exact needs this many significant digits.
const DIGITS: i32 = 2;

impl TypedAnswer {
    fn is_exactly(&self, truth: f64) -> bool {
        let off = (self.value - truth).abs();
        off <= EXACT * truth.abs() || self.value.abs().max(truth.abs()) <= NOTHING
    }

    /// Whether it is right, and if not, what is wrong with it.
    pub fn judge(&self, truth: f64) -> Judgement {
        if self.is_exactly(truth) {
            return Judgement::Right;
        }
        match self.correct_digits(truth) {
            digits if digits >= DIGITS => Judgement::Right,
            1 => Judgement::Rough,
            _ => Judgement::Wrong(self.miss(truth)),
        }
    }

    /// To how many significant digits it is the true number, rounded; 0 if it isn't.
    fn correct_digits(&self, truth: f64) -> i32 {
        // 0 says that nothing depends on it: that must be exact.
        let Some(unit) = self.unit.filter(|_| self.value != 0.0 && truth != 0.0) else {
            return 0;
        };
        let is_rounded = (self.value - truth).abs() <= unit * 0.500_000_1;
        let digits = truth.abs().log10().floor() - unit.log10().round() + 1.0;
        if is_rounded {
            digits.max(0.0) as i32
        } else {
            0
        }
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
        let side = MissSide::of(self.value, truth);
        if self.is_exactly(-truth) || self.correct_digits(-truth) > 0 {
            return Miss::Sign;
        }
        let close = self.unit.is_some_and(|unit| off.abs() <= unit);
        if close && self.digits >= 2 && self.value != 0.0 {
            return Miss::LastDigit;
        }
        let plain = |x: f64| {
            let whole = x.round();
            ((x - whole).abs() <= EXACT * x.abs() && (2.0..=1e6).contains(&whole.abs()))
                .then_some(whole)
        };
        if let Some(times) = plain(ratio.abs()) {
            return Miss::Factor(times.copysign(ratio), side);
        }
        match plain(1.0 / ratio.abs()) {
            Some(times) => Miss::Factor((1.0 / times).copysign(ratio), side),
            None => Miss::Off(side),
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
    /// A sentence for the learner, after this many misses. The first one doesn't give the
    /// number away; later ones say more.
    pub fn message(&self, misses: usize) -> String {
        let times = |factor: f64| short(factor.abs().max(1.0 / factor.abs()), 6);
        match self {
            Judgement::Right => "right".to_owned(),
            Judgement::Rough => format!("right so far: give at least {DIGITS} significant digits"),
            Judgement::Wrong(Miss::Sign) => "the sign is wrong".to_owned(),
            Judgement::Wrong(Miss::LastDigit) => {
                "almost: the last digit is not rounded correctly".to_owned()
            }
            Judgement::Wrong(Miss::Factor(factor, _)) if misses > 1 => {
                let size = if factor.abs() > 1.0 { "large" } else { "small" };
                let sign = if *factor < 0.0 {
                    ", and the sign is wrong"
                } else {
                    ""
                };
                format!("{} times too {size}{sign}", times(*factor))
            }
            Judgement::Wrong(Miss::Factor(_, side) | Miss::Off(side)) => side.text().to_owned(),
            Judgement::Wrong(Miss::OneWire(to)) => {
                format!("that is the contribution through {to} only: more wires leave this node")
            }
            Judgement::Wrong(Miss::LocalOnly) => {
                "that is the local derivative: multiply it by the gradient that comes back"
                    .to_owned()
            }
        }
    }
}
