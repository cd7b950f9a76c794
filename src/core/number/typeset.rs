//! Numbers as they are printed in books: with the signs − (U+2212) and ∞.

use super::short;

/// A number with at most `digits` significant digits, as [`short`], typeset.
pub fn typeset(x: f64, digits: usize) -> String {
    minus_signs(&short(x, digits)).replace("inf", "∞")
}

/// A text of numbers with the sign − in place of each hyphen.
pub fn minus_signs(text: &str) -> String {
    text.replace('-', "−")
}

/// A sentence with the sign − before its numbers. Hyphens of words stay.
pub fn typeset_sentence(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::{typeset, typeset_sentence};

    #[test]
    fn only_numbers_get_a_minus() {
        let text = typeset_sentence("log(-1) of layer-2: one may be -1, as in a-b");
        assert_eq!(text, "log(−1) of layer-2: one may be −1, as in a-b");
    }

    #[test]
    fn the_sign_is_a_minus() {
        assert_eq!(typeset(-2.5, 4), "−2.5");
        assert_eq!(typeset(1.2e-7, 4), "1.2e−7");
        assert_eq!(typeset(f64::NEG_INFINITY, 4), "−∞");
    }
}
