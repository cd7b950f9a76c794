//! What an op computes, for its help: its texts with the names of its inputs.

use super::print::{LOOSE, Leaf, Style, name};
use super::row::{Condition, RowCase, RowText, RowTexts};
use super::single::{Tree, is_name_of};
use crate::core::op::text::for_input;
use crate::core::op::{Inputs, Op};
use crate::core::ops::OpId;

/// The formula of an op with the names of its inputs: `a × b`. A source has none.
pub fn formula(op: &Op) -> String {
    match RowTexts::named(op) {
        Some(texts) if !op.is_source() => general(op, &texts.formula, Style::Unicode, &named).text,
        _ => String::new(),
    }
}

/// The formula of an op with texts in place of its inputs, numbers say.
pub fn formula_of(op: &Op, inputs: &[String]) -> String {
    let (Some(texts), Some(id)) = (RowTexts::named(op), OpId::named(op.name)) else {
        return op.name.to_owned();
    };
    let leaf = |name: &str| {
        let nth = (0..inputs.len()).find(|nth| op.inputs.name(*nth) == name);
        Leaf::number(nth.map_or(name, |nth| inputs[nth].as_str()).to_owned())
    };
    match &texts.formula {
        RowText::Is(tree) if !tree.names().any(|name| name == "n") => {
            tree.print(Style::Unicode, &leaf).text
        }
        _ => {
            Tree::call(id, inputs.len(), Vec::new())
                .print(Style::Unicode, &leaf)
                .text
        }
    }
}

/// The derivative by each input, a line an input: `∂y/∂a = b`; of an op on whole tensors
/// what flows back: `da = dy · bᵀ`.
pub fn derivatives(op: &Op) -> Vec<String> {
    let Some(texts) = RowTexts::named(op) else {
        return Vec::new();
    };
    let inputs = match op.inputs {
        Inputs::Fixed(names) => names.len(),
        Inputs::Any(_) => 1,
    };
    let line = |input: usize| {
        let (text, sign) = match for_input(&texts.contributions, input) {
            Some(text) => (text, "d"),
            None => (for_input(&texts.local_derivatives, input)?, "∂y/∂"),
        };
        let by = match op.inputs {
            Inputs::Fixed(_) => op.inputs.name(input),
            Inputs::Any(part) => part.to_owned(),
        };
        let text = general(op, text, Style::Unicode, &named).text;
        Some(format!("{sign}{by} = {text}"))
    };
    (0..inputs).filter_map(line).collect()
}

/// A name of a text for an op that is no node yet.
fn named(it: &str) -> Leaf {
    Leaf::close(match it {
        "gradient" => "dy".to_owned(),
        it => name(it, Style::Unicode),
    })
}

/// A text with all its cases.
pub(crate) fn general(op: &Op, text: &RowText, style: Style, leaf: &dyn Fn(&str) -> Leaf) -> Leaf {
    match text {
        RowText::Itself => itself(op, style, leaf),
        RowText::Is(tree) => tree.print(style, leaf),
        RowText::Cases(cases) => of_cases(op, cases, style, leaf),
        RowText::Made(words, _) => match Tree::parse(op, words) {
            Some(tree) => tree.print(style, leaf),
            None => Leaf {
                text: in_words(op, words, style, leaf),
                binds: LOOSE,
            },
        },
        RowText::Words(words) => Leaf {
            text: in_words(op, words, style, leaf),
            binds: LOOSE,
        },
    }
}

/// Words in which something stands for the names of the op.
pub(crate) fn in_words(op: &Op, words: &str, style: Style, leaf: &dyn Fn(&str) -> Leaf) -> String {
    let in_style = |text: &str| match style {
        Style::Latex if text.is_empty() => String::new(),
        Style::Latex => crate::core::latex::words(text),
        _ => text.to_owned(),
    };
    let in_word = |c: char| c.is_alphanumeric() && c != 'ᵀ' || c == '_';
    let (mut out, mut plain, mut rest) = (String::new(), String::new(), words);
    while let Some(first) = rest.chars().next() {
        let end = match in_word(first) {
            true => rest.find(|c| !in_word(c)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let (word, after) = rest.split_at(end);
        rest = after;
        match is_name_of(op, word) {
            true => {
                out += &in_style(&std::mem::take(&mut plain));
                out += &leaf(word).text;
            }
            false => plain += word,
        }
    }
    out + &in_style(&plain)
}

/// The op, called by its name: `sum(x)`.
fn itself(op: &Op, style: Style, leaf: &dyn Fn(&str) -> Leaf) -> Leaf {
    let Some(id) = OpId::named(op.name) else {
        return Leaf::close(op.name.to_owned());
    };
    let Inputs::Any(_) = op.inputs else {
        return Tree::call(id, op.inputs.initial(), Vec::new()).print(style, leaf);
    };
    let first = |name: &str| match name == op.inputs.name(2) {
        true => Leaf::close("…".to_owned()),
        false => Leaf::close(name.to_owned()),
    };
    Tree::call(id, 3, Vec::new()).print(style, &first)
}

/// `1 if x is positive, else 0`.
pub(crate) fn of_cases(
    op: &Op,
    cases: &[RowCase],
    style: Style,
    leaf: &dyn Fn(&str) -> Leaf,
) -> Leaf {
    // Modes without a name are not told apart: the first is the usual one.
    if let Some(RowCase {
        when: Condition::Mode("", _),
        text,
    }) = cases.first()
    {
        return general(op, text, style, leaf);
    }
    let said = cases.iter().enumerate().map(|(nth, case)| {
        let text = general(op, &case.text, style, leaf).text;
        let last = nth > 0 && nth + 1 == cases.len();
        let condition = match &case.when {
            Condition::Where(comparison) => comparison.said(style, leaf),
            Condition::Mode(they, _) | Condition::Else(they) => in_words(op, they, style, leaf),
        };
        match style {
            Style::Latex if condition.is_empty() => format!("{text} & \\text{{else}}"),
            Style::Latex => format!("{text} & {condition}"),
            _ if last => format!("else {text}"),
            _ if condition.is_empty() => text,
            _ => format!("{text} if {condition}"),
        }
    });
    let said: Vec<String> = said.collect();
    match style {
        Style::Latex => Leaf::close(format!(
            "\\begin{{cases}} {} \\end{{cases}}",
            said.join(" \\\\ ")
        )),
        _ => Leaf {
            text: said.join(", "),
            binds: LOOSE,
        },
    }
}
