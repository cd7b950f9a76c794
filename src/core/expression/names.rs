//! What a name in a formula may mean, and which names can be written without quotes.

use super::lexer::tokens;
use super::token::TokenKind;
use crate::core::op::SourceKind;
use crate::core::ops::{self, OpId};

/// Names of modules that may stand before a function: `np.exp`, `torch.tanh`.
const MODULES: [&str; 11] = [
    "np",
    "numpy",
    "jnp",
    "jax",
    "math",
    "torch",
    "nn",
    "functional",
    "F",
    "tf",
    "sp",
];

/// Whether a name is that of a module of Python.
pub(super) fn is_module(name: &str) -> bool {
    MODULES.contains(&name)
}

/// The number that a name stands for, if nothing is called so.
pub(super) fn constant(name: &str) -> Option<f64> {
    match name {
        "e" => Some(std::f64::consts::E),
        "pi" | "π" => Some(std::f64::consts::PI),
        "tau" | "τ" => Some(std::f64::consts::TAU),
        _ => None,
    }
}

/// The op that a function's name calls: its own name or an alias.
pub(super) fn function(name: &str) -> Option<OpId> {
    OpId::named(name).or_else(|| ops::aliased(name))
}

/// The kind of source that a new name becomes: a parameter for `w`, `b`, `θ` and names
/// that begin so (`w1`, `W_2`, `bias`), an input for all others.
pub fn initial_kind(name: &str) -> SourceKind {
    let mut letters = name.chars();
    let first = letters.next().unwrap_or('x');
    let second = letters.next();
    let alone = !second.is_some_and(char::is_alphabetic);
    let words = ["weight", "bias", "theta", "beta"];
    let is_parameter = matches!(first, 'w' | 'W' | 'b' | 'B' | 'θ' | 'Θ' | 'β') && alone
        || words
            .iter()
            .any(|word| name.to_lowercase().starts_with(word));
    match is_parameter {
        true => SourceKind::Parameter,
        false => SourceKind::Input,
    }
}

/// A name as a formula has it: in backquotes unless it reads as one plain name. A
/// backquote within is doubled.
pub fn quoted(name: &str) -> String {
    if is_plain(name) {
        name.to_owned()
    } else {
        format!("`{}`", name.replace('`', "``"))
    }
}

/// What a name looks like within a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looks {
    /// A word, or a call: `w`, `relu(x)`.
    Word,
    /// A number: `-3`.
    Number,
    /// A formula, which may need brackets: `w·x + b`.
    Formula,
    /// Anything else, such as words with spaces between them.
    Odd,
}

/// What a name looks like within a formula.
pub(super) fn looks(name: &str) -> Looks {
    let is_mark = |c: char| matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}');
    let of_word = |c: char| c.is_alphanumeric() || "_.'′".contains(c) || is_mark(c);
    let has_digit = name.contains(|c: char| c.is_ascii_digit());
    if has_digit && !name.starts_with('+') && name.replace('−', "-").parse::<f64>().is_ok() {
        return Looks::Number;
    }
    if is_call(name, of_word) {
        return Looks::Word;
    }
    let operates = name.contains(OPERATORS) || RELATIONS.iter().any(|it| name.contains(it));
    match () {
        () if operates && brackets_match(name) => Looks::Formula,
        () if name.chars().all(of_word) => Looks::Word,
        () => Looks::Odd,
    }
}

/// Whether a name is a word with something in brackets behind it.
fn is_call(name: &str, of_word: impl Fn(char) -> bool) -> bool {
    let inside = name.strip_suffix(')').and_then(|it| it.split_once('('));
    inside.is_some_and(|(word, inside)| {
        !word.is_empty() && word.chars().all(of_word) && brackets_match(inside)
    })
}

/// A hyphen may belong to a word.
const OPERATORS: [char; 12] = ['+', '−', '*', '/', '·', '×', '÷', '^', '@', '²', '√', '|'];
/// Comparisons, which need room on both sides: `x->y` and `<unknown>` are no formulas.
const RELATIONS: [&str; 6] = [" < ", " > ", " ≤ ", " ≥ ", " = ", " ≠ "];

fn brackets_match(name: &str) -> bool {
    let mut open = 0;
    for c in name.chars() {
        match c {
            '(' | '[' => open += 1,
            ')' | ']' if open == 0 => return false,
            ')' | ']' => open -= 1,
            _ => {}
        }
    }
    open == 0 && !name.contains('"')
}

/// Whether a name can be written without quotes.
pub(crate) fn is_plain(name: &str) -> bool {
    if name == "target" || is_module(name) || constant(name).is_some() || function(name).is_some() {
        return false;
    }
    match tokens(name) {
        Ok(words) => match &words[..] {
            [only] => only.kind == TokenKind::Name(name.into()),
            _ => false,
        },
        Err(_) => false,
    }
}

/// The known names that a word is a product of: `wx` where `w` and `x` are known. Of
/// several ways the one with the longest first names.
pub(super) fn product<'a>(word: &'a str, is_known: &dyn Fn(&str) -> bool) -> Option<Vec<&'a str>> {
    /// Longer words are names and no products; keeps the work small.
    const LONGEST: usize = 64;
    if word.len() > LONGEST {
        return None;
    }
    let ends: Vec<usize> = word
        .char_indices()
        .map(|(at, _)| at)
        .chain([word.len()])
        .collect();
    // For each place, where the last known name before it starts.
    let mut from: Vec<Option<usize>> = vec![None; ends.len()];
    from[0] = Some(0);
    for end in 1..ends.len() {
        let starts = (0..end).filter(|start| from[*start].is_some());
        let mut known = starts.filter(|start| is_known(&word[ends[*start]..ends[end]]));
        from[end] = known.next();
    }
    let mut parts = Vec::new();
    let mut end = ends.len() - 1;
    while end > 0 {
        let start = from[end]?;
        parts.push(&word[ends[start]..ends[end]]);
        end = start;
    }
    parts.reverse();
    Some(parts)
}
