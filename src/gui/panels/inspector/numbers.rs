//! Numbers and tensors in a few words.

use crate::core::evaluation::Numbers;
use crate::core::number::short;

/// The digits of a single number.
pub(super) const DIGITS: usize = 7;

/// A number with the sign − (U+2212) and the sign of infinity.
pub fn number_text(x: f64, digits: usize) -> String {
    short(x, digits).replace('-', "−").replace("inf", "∞")
}

/// A sentence with the sign − (U+2212) before its numbers, where core writes -.
pub(in crate::gui::panels) fn typeset(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let number = letters.peek().is_some_and(char::is_ascii_digit);
        let sign = letter == '-' && number && !before.is_alphanumeric();
        out.push(if sign { '−' } else { letter });
        before = letter;
    }
    out
}

/// A tensor in a line: its shape and extent. Of a single number, the number.
pub fn summary(numbers: &Numbers<'_>) -> String {
    match numbers.as_scalar() {
        Some(x) => number_text(x, DIGITS),
        None => format!("{}, {}", numbers.shape, extent(numbers)),
    }
}

/// From where to where a tensor's elements go, and its norm. Of a single number, the
/// number.
pub(super) fn extent(numbers: &Numbers<'_>) -> String {
    if let Some(x) = numbers.as_scalar() {
        return number_text(x, DIGITS);
    }
    let data = &numbers.data;
    let least = data.iter().copied().fold(f64::INFINITY, f64::min);
    let most = data.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let [least, most, norm] = [least, most, norm(data)].map(|x| number_text(x, 4));
    format!("{least} … {most}, norm {norm}")
}

/// The square root of the sum of squares, without overflow on the way.
pub(super) fn norm(data: &[f64]) -> f64 {
    let most = data.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    if most == 0.0 || !most.is_finite() {
        return most;
    }
    let squares = data.iter().map(|x| (x / most) * (x / most));
    most * squares.sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norms_neither_overflow_nor_vanish() {
        assert_eq!(norm(&[3.0, -4.0]), 5.0);
        assert!((norm(&[3e200, 4e200]) / 5e200 - 1.0).abs() < 1e-15);
        assert!((norm(&[3e-200, 4e-200]) / 5e-200 - 1.0).abs() < 1e-15);
        assert_eq!(norm(&[]), 0.0);
    }

    #[test]
    fn only_numbers_get_a_minus() {
        let text = typeset("log(-1) of layer-2: one may be -1, as in a-b");
        assert_eq!(text, "log(−1) of layer-2: one may be −1, as in a-b");
    }

    #[test]
    fn the_sign_is_a_minus() {
        assert_eq!(number_text(-2.5, 4), "−2.5");
        assert_eq!(number_text(1.2e-7, 4), "1.2e−7");
        assert_eq!(number_text(f64::NEG_INFINITY, 4), "−∞");
    }
}
