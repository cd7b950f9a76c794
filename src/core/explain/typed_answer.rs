//! [`TypedAnswer`]: reads the number that a learner types.
//!
//! Accepted: `-4`, `−4.0`, `+4`, `2e-3`, `2·10^-3`, `2×10⁻³`, `1/3`, `½`, `1½`, and ≈ or
//! = in front. A comma is a decimal sign, as in `0,39`; thousands are not set apart.

/// A number as it was typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TypedAnswer {
    pub(super) value: f64,
    /// The unit of the last digit; a fraction has none.
    pub(super) unit: Option<f64>,
    /// How many digits are significant.
    pub(super) digits: usize,
}

/// Why a text is no answer, in words for the learner.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoNumber(String);

impl TypedAnswer {
    /// Reads what was typed.
    ///
    /// # Errors
    /// It is no number; says what to write.
    pub fn parse(text: &str) -> Result<TypedAnswer, NoNumber> {
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
}

fn no(message: &str) -> NoNumber {
    NoNumber(message.to_owned())
}

fn exact(value: f64) -> Result<TypedAnswer, NoNumber> {
    Ok(TypedAnswer {
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
fn mixed(text: &str, fraction: f64) -> Result<TypedAnswer, NoNumber> {
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

fn decimal(text: &str) -> Result<TypedAnswer, NoNumber> {
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
    Ok(TypedAnswer {
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
