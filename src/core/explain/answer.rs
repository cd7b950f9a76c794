//! What a learner types for a number, and whether it is right.
//!
//! Accepted: `-4`, `−4.0`, `+4`, `2e-3`, `2·10^-3`, `2×10⁻³`, `1/3`, `½`, `1½`, and ≈ or
//! = in front. A comma is a decimal sign, as in `0,39`; thousands are not set apart.
//!
//! A fraction must be exact. A decimal number is right if it is the true one, rounded
//! to the digits that were typed, and these are at least two; or if it is exact to a
//! millionth of itself.

use crate::core::number::short;

/// A number as it was typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    value: f64,
    /// What the last digit counts; a fraction has none.
    unit: Option<f64>,
    /// How many digits are significant.
    digits: usize,
}

/// Why a text is no answer, in words for the learner.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoNumber(String);

/// Whether an answer is right.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
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

impl Answer {
    /// Reads what was typed.
    ///
    /// # Errors
    /// It is no number; says what to write.
    pub fn parse(text: &str) -> Result<Answer, NoNumber> {
        let text = text.trim().trim_start_matches(['=', '≈', '~']).trim();
        let text = text.replace(['−', '–'], "-");
        if let Some((above, below)) = text.split_once('/') {
            let [above, below] = [decimal(above)?, decimal(below)?];
            if below.value == 0.0 {
                return Err(no("nothing can be divided by 0"));
            }
            return exact(above.value / below.value);
        }
        match text.chars().next_back().and_then(vulgar) {
            Some(fraction) => mixed(&text, fraction),
            None => decimal(&text),
        }
    }

    /// The number.
    pub fn value(&self) -> f64 {
        self.value
    }

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
    pub fn judge(&self, truth: f64) -> Verdict {
        if self.is_exactly(truth) {
            return Verdict::Right;
        }
        if self.stands_for(truth) {
            return if self.digits >= DIGITS {
                Verdict::Right
            } else {
                Verdict::Rough
            };
        }
        Verdict::Wrong(self.miss(truth))
    }

    /// Whether it would be right for another number.
    pub(super) fn is_right_for(&self, other: f64) -> bool {
        self.judge(other) == Verdict::Right
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

impl Verdict {
    /// A sentence for the learner. It doesn't give the number away, but for an answer
    /// that is off by some amount.
    pub fn message(&self) -> String {
        let times = |factor: f64| short(factor.abs().max(1.0 / factor.abs()), 6);
        match self {
            Verdict::Right => "right".to_owned(),
            Verdict::Rough => format!("right so far: give at least {DIGITS} digits"),
            Verdict::Wrong(Miss::Sign) => "the sign is the other one".to_owned(),
            Verdict::Wrong(Miss::LastDigit) => {
                "almost: the last digit is not rounded right".to_owned()
            }
            Verdict::Wrong(Miss::Factor(factor)) => {
                let size = if factor.abs() > 1.0 { "large" } else { "small" };
                let sign = if *factor < 0.0 {
                    ", and the sign is the other one"
                } else {
                    ""
                };
                format!("{} times too {size}{sign}", times(*factor))
            }
            Verdict::Wrong(Miss::OneWire(to)) => {
                format!("that comes back from {to} alone: more wires leave this node")
            }
            Verdict::Wrong(Miss::LocalOnly) => {
                "that is the local derivative: it is multiplied with the gradient that comes back"
                    .to_owned()
            }
            Verdict::Wrong(Miss::Off(by)) => {
                let side = if *by > 0.0 { "large" } else { "small" };
                format!("too {side} by {}", short(by.abs(), 4))
            }
        }
    }
}

fn no(message: &str) -> NoNumber {
    NoNumber(message.to_owned())
}

fn exact(value: f64) -> Result<Answer, NoNumber> {
    Ok(Answer {
        value,
        unit: None,
        digits: 0,
    })
}

/// A fraction that is one character.
fn vulgar(c: char) -> Option<f64> {
    const FRACTIONS: [(char, f64, f64); 18] = [
        ('½', 1.0, 2.0),
        ('⅓', 1.0, 3.0),
        ('⅔', 2.0, 3.0),
        ('¼', 1.0, 4.0),
        ('¾', 3.0, 4.0),
        ('⅕', 1.0, 5.0),
        ('⅖', 2.0, 5.0),
        ('⅗', 3.0, 5.0),
        ('⅘', 4.0, 5.0),
        ('⅙', 1.0, 6.0),
        ('⅚', 5.0, 6.0),
        ('⅐', 1.0, 7.0),
        ('⅛', 1.0, 8.0),
        ('⅜', 3.0, 8.0),
        ('⅝', 5.0, 8.0),
        ('⅞', 7.0, 8.0),
        ('⅑', 1.0, 9.0),
        ('⅒', 1.0, 10.0),
    ];
    let found = FRACTIONS.iter().find(|(sign, ..)| *sign == c);
    found.map(|(_, above, below)| above / below)
}

/// A whole number, perhaps none, and a fraction: `-1½`.
fn mixed(text: &str, fraction: f64) -> Result<Answer, NoNumber> {
    let (sign, rest) = signed(text);
    let whole = rest.trim_end_matches(|c| vulgar(c).is_some()).trim();
    let one = rest.chars().filter(|c| vulgar(*c).is_some()).count() == 1;
    let digits = whole.chars().all(|c| c.is_ascii_digit());
    let whole = if whole.is_empty() {
        Some(0.0)
    } else {
        whole.parse().ok()
    };
    match whole.filter(|_| digits && one) {
        Some(whole) => exact(sign * (whole + fraction)),
        None => Err(no("write a fraction as 3/2 or 1½")),
    }
}

fn signed(text: &str) -> (f64, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest.trim_start()),
        None => (1.0, text.strip_prefix('+').unwrap_or(text).trim_start()),
    }
}

fn decimal(text: &str) -> Result<Answer, NoNumber> {
    const HOW: &str = "write a number: -4, 0.39, 1/3 or 2e-3";
    let (sign, text) = signed(text.trim());
    let (mantissa, exponent) = split_exponent(text);
    let exponent: i32 = exponent.parse().map_err(|_| no(HOW))?;
    let marks = mantissa.matches([',', '.']).count();
    if marks > 1 {
        return Err(no(
            "leave thousands unmarked: a comma is a decimal sign, as in 0,39",
        ));
    }
    let mantissa = mantissa.replace(',', ".");
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((&mantissa, ""));
    let all = || whole.chars().chain(fraction.chars());
    if all().next().is_none() || !all().all(|c| c.is_ascii_digit()) {
        return Err(no(HOW));
    }
    let value: f64 = format!("{mantissa}e{exponent}")
        .parse()
        .map_err(|_| no(HOW))?;
    if !value.is_finite() {
        return Err(no("that number is too large"));
    }
    let last = i64::from(exponent) - fraction.len() as i64;
    Ok(Answer {
        value: sign * value,
        unit: Some(10_f64.powf(last as f64)),
        digits: all().skip_while(|c| *c == '0').count(),
    })
}

/// The digits and the exponent of ten, which is "0" where none is written.
fn split_exponent(text: &str) -> (String, String) {
    let below = |c: char| match c {
        '⁻' => '-',
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        c @ '⁴'..='⁹' => char::from_u32(c as u32 - '⁴' as u32 + '4' as u32).unwrap_or(c),
        c => c,
    };
    if let Some((mantissa, power)) = text.split_once(['·', '×', '*', 'x']) {
        let power = power.trim_start();
        if let Some(exponent) = power.strip_prefix("10") {
            let exponent = exponent.trim_start_matches('^').chars().map(below);
            return (mantissa.trim_end().to_owned(), exponent.collect());
        }
    }
    match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa.to_owned(), exponent.to_owned()),
        None => (text.to_owned(), "0".to_owned()),
    }
}
