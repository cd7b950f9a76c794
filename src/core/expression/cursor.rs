//! [`Cursor`]: a place in the text of a formula, and the words before it. And which signs
//! are what.

use super::error::FormulaError;
use super::token::{Token, TokenKind};

/// Reads a text from the front.
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) out: Vec<Token>,
}

impl<'a> Cursor<'a> {
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn push(&mut self, kind: TokenKind, start: usize) {
        let span = start..self.at;
        self.out.push(Token { kind, span });
    }

    /// Takes everything from here that fits.
    pub(super) fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    pub(super) fn error(&self, start: usize, message: String, help: &str) -> FormulaError {
        FormulaError::new(self.text, start..self.at, message, help)
    }
}

/// The number that one sign is: `½`.
pub(super) fn fraction(c: char) -> Option<f64> {
    Some(match c {
        '½' => 0.5,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅕' => 0.2,
        '⅛' => 0.125,
        _ => return None,
    })
}

/// The digit or sign of a superscript.
pub(super) fn superscript(c: char) -> Option<char> {
    Some(match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴'..='⁹' => char::from_digit(c as u32 - '⁰' as u32, 10)?,
        '⁻' => '-',
        _ => return None,
    })
}

/// Signs that turn the direction of the text around them: they could hide what is read.
pub(super) fn is_direction(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Whether a name can begin so.
pub(super) fn is_name_start(c: char) -> bool {
    (c.is_alphabetic() || c == '_') && superscript(c).is_none() && c != 'ᵀ'
}

/// Letters, digits, subscripts, marks above a letter, primes.
pub(super) fn is_name_part(c: char) -> bool {
    let is_mark = matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}' | '′');
    let is_digit = c.is_numeric() && fraction(c).is_none();
    (c.is_alphabetic() || is_digit || c == '_' || is_mark)
        && superscript(c).is_none()
        && !matches!(c, 'ᵀ' | 'π')
}
