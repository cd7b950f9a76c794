//! Formulas from the templates of the op table, as text; and what is put into them.

use crate::core::op::{Piece, pieces};

/// A name or a number that is put into a formula.
#[derive(Clone, Debug)]
pub(crate) struct Atom {
    pub(crate) text: String,
    /// Whether it needs parentheses beside most operators.
    pub(crate) loose: bool,
}

/// A formula from a template, as text.
pub(super) fn fill_text(template: &str, put: impl Fn(Piece<'_>) -> Atom) -> String {
    let mut out = String::new();
    let mut pieces = pieces(template).peekable();
    while let Some(piece) = pieces.next() {
        if let Piece::Text(text) = piece {
            out.push_str(text);
            continue;
        }
        let Atom { text, loose } = put(piece);
        if loose && !stands_free(&out, pieces.peek()) {
            out.push_str(&format!("({text})"));
        } else {
            out.push_str(&text);
        }
    }
    out
}

/// Whether a negative number can do without parentheses between these.
pub(crate) fn stands_free(before: &str, after: Option<&Piece<'_>>) -> bool {
    let last = before.trim_end().chars().next_back();
    let word = |c: char| c.is_alphabetic() && before.ends_with(' ');
    let before = last.is_none_or(|c| "(|,{".contains(c) || word(c));
    let binds = |text: &str| text.trim_start().starts_with(['²', '^', 'ᵀ']);
    before && !matches!(after, Some(Piece::Text(text)) if binds(text))
}
