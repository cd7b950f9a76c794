//! What a row says of its op in the formula language: its value and its derivatives.
//!
//! A text is an expression over these names:
//!
//! - the op's inputs, as the row calls them: `a * b`;
//! - its attributes that are numbers: `negative_slope * x`;
//! - `y`, the node's own value, and `gradient`, the node's gradient;
//! - `n`, how many numbers of the first input there are for each one of the result.
//!
//! It is parsed once, by the parser of the formulas that people type
//! ([`expression`](crate::core::expression)), and a test evaluates it against the rule.

use super::call::Signature;

/// A text of a row.
pub enum Text {
    /// The op itself with what is set on the node: `clip(x, min=0)`. Of a formula only.
    Itself,
    /// An expression: `a * b`.
    Is(&'static str),
    /// The first of these cases that applies.
    Cases(&'static [Case]),
    /// An expression that depends on shapes or attributes: in general, as an expression or
    /// in words, and for the input of a node as a text of the language.
    Made(&'static str, MadeText),
    /// No expression, and why there is none.
    Words {
        /// What holds, in words.
        says: &'static str,
        /// Why the language can't say it.
        reason: &'static str,
    },
}

/// Writes the text for an input, given what a node has: shapes and attributes. `None`
/// where the language can't say it.
pub type MadeText = fn(Signature<'_>, usize) -> Option<String>;

/// A text that holds under a condition.
pub struct Case {
    /// When it holds.
    pub when: When,
    /// What holds then.
    pub text: Text,
}

/// When a case holds.
pub enum When {
    /// Where a comparison holds, element by element: `x > 0`. One with an attribute that
    /// is not set doesn't.
    Where(&'static str),
    /// For nodes with such shapes and attributes; what to call them, after "as": `truth
    /// has class numbers`. May be empty.
    Mode(&'static str, fn(Signature<'_>) -> bool),
    /// In all other cases; what to call them, after "as".
    Else(&'static str),
}

/// A case for the elements where a comparison holds.
pub(crate) const fn case(comparison: &'static str, text: &'static str) -> Case {
    Case {
        when: When::Where(comparison),
        text: Text::Is(text),
    }
}

/// The case for all others, which are such as the second text says.
pub(crate) const fn otherwise(text: &'static str, they: &'static str) -> Case {
    Case {
        when: When::Else(they),
        text: Text::Is(text),
    }
}

/// A case for nodes with such shapes and attributes.
pub(crate) const fn mode(they: &'static str, holds: fn(Signature<'_>) -> bool, text: Text) -> Case {
    Case {
        when: When::Mode(they, holds),
        text,
    }
}

/// The case for all nodes without a case of their own.
pub(crate) const fn rest(they: &'static str, text: Text) -> Case {
    Case {
        when: When::Else(they),
        text,
    }
}

/// An expression summed over the axes along which a tensor of shape `to` was repeated to
/// shape `from`.
pub(crate) fn summed_to(text: &str, from: &[usize], to: &[usize]) -> String {
    let new = from.len().saturating_sub(to.len());
    let pairs = from[new..].iter().zip(to).enumerate();
    let stretched = pairs.filter(|(_, (from, to))| from != to);
    let stretched: Vec<usize> = stretched.map(|(axis, _)| axis).collect();
    let mut text = text.to_owned();
    if new > 0 {
        let axes: Vec<usize> = (0..new).collect();
        text = match to {
            [] => format!("sum({text})"),
            _ => format!("sum({text}, axis={axes:?})"),
        };
    }
    if !stretched.is_empty() {
        text = format!("sum({text}, axis={stretched:?}, keepdims=true)");
    }
    text
}

/// For a reduction with the attributes `axis` and `keepdims`: a text of the result's shape,
/// such that it broadcasts to the shape of the input.
pub(crate) fn kept(call: Signature<'_>, text: &str) -> Option<String> {
    let from = call.only();
    let lengths: Vec<usize> = from.dims().collect();
    let reduced = call.attributes.axes(&from).ok()?;
    let pairs = || lengths.iter().zip(reduced);
    let left = pairs().filter(|(_, is)| !is).map(|(length, _)| *length);
    let left: Vec<usize> = left.collect();
    // What only lacks axes in front needs no shape of its own.
    if call.attributes.flag("keepdims") || lengths.ends_with(&left) {
        return Some(text.to_owned());
    }
    let kept: Vec<usize> = pairs().map(|(n, is)| if is { 1 } else { *n }).collect();
    Some(format!("reshape({text}, shape={kept:?})"))
}

/// The same, repeated to the shape of the input.
pub(crate) fn repeated(call: Signature<'_>, text: &str) -> Option<String> {
    let lengths: Vec<usize> = call.only().dims().collect();
    let text = kept(call, text)?;
    Some(match lengths[..] {
        [] => text,
        _ => format!("broadcast_to({text}, shape={lengths:?})"),
    })
}

/// The text for an input; the last one serves all further inputs.
pub fn for_input<T>(texts: &[T], index: usize) -> Option<&T> {
    texts.get(index).or(texts.last())
}
