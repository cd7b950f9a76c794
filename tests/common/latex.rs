//! Formulas in LaTeX, read by a parser of LaTeX.

use pulldown_latex::{Parser, Storage};

/// Checks that a formula can be read, and says which can't.
pub(crate) fn assert_latex(formula: &str) {
    let storage = Storage::new();
    for event in Parser::new(formula, &storage) {
        if let Err(error) = event {
            panic!("{formula}: {error}");
        }
    }
}
