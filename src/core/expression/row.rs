//! The texts of the rows of the op table as expressions, each parsed once; and which of
//! its cases applies to a node.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::condition::Comparison;
use super::single::Tree;
use crate::core::op::text::{Case, MadeText, Text, When};
use crate::core::op::{Op, Signature};
use crate::core::ops::{self, OpId};

/// A text of a row, parsed.
#[derive(Debug)]
pub enum RowText {
    /// The op itself with what is set on the node.
    Itself,
    /// An expression.
    Is(Tree),
    /// The first of these cases that applies.
    Cases(Vec<RowCase>),
    /// An expression that depends on shapes or attributes; in general words.
    Made(&'static str, MadeText),
    /// No expression, but words.
    Words(&'static str),
}

/// A text that holds under a condition.
#[derive(Debug)]
pub struct RowCase {
    /// When it holds.
    pub when: Condition,
    /// What holds then.
    pub text: RowText,
}

/// When a case holds.
#[derive(Debug)]
pub enum Condition {
    /// Where a comparison holds.
    Where(Box<Comparison>),
    /// For some shapes and attributes, which are such.
    Mode(&'static str, fn(Signature<'_>) -> bool),
    /// In all other cases, which are such.
    Else(&'static str),
}

/// The texts of a row, parsed.
#[derive(Debug)]
pub struct RowTexts {
    /// The value.
    pub formula: RowText,
    /// The local derivatives, as the row has them.
    pub local_derivatives: Vec<RowText>,
    /// What flows back, as the row has it.
    pub contributions: Vec<RowText>,
}

static ALL: LazyLock<Vec<RowTexts>> =
    LazyLock::new(|| ops::ALL.iter().map(|op| RowTexts::of(op)).collect());

impl RowTexts {
    fn of(op: &'static Op) -> RowTexts {
        let all = |texts: &'static [Text]| texts.iter().map(|it| RowText::of(op, it)).collect();
        RowTexts {
            formula: RowText::of(op, &op.formula),
            local_derivatives: all(op.local_derivatives),
            contributions: all(op.contributions),
        }
    }

    /// Those of an op.
    pub fn named(op: &Op) -> Option<&'static RowTexts> {
        ALL.get(OpId::named(op.name)?.index())
    }
}

impl RowText {
    /// Parses a text of an op. What can't be read is left as words; a test looks for that.
    pub fn of(op: &Op, text: &'static Text) -> RowText {
        match text {
            Text::Itself => RowText::Itself,
            Text::Is(text) => Tree::parse(op, text).map_or(RowText::Words(text), RowText::Is),
            Text::Cases(cases) => {
                let case = |case: &'static Case| RowCase {
                    when: Condition::of(op, &case.when),
                    text: RowText::of(op, &case.text),
                };
                RowText::Cases(cases.iter().map(case).collect())
            }
            Text::Made(words, made) => RowText::Made(words, *made),
            Text::Words { says, .. } => RowText::Words(says),
        }
    }
}

impl Condition {
    fn of(op: &Op, when: &'static When) -> Condition {
        match when {
            When::Where(text) => Comparison::parse(text, |side| Tree::parse(op, side))
                .map_or(Condition::Else(text), |it| Condition::Where(Box::new(it))),
            When::Mode(they, holds) => Condition::Mode(they, *holds),
            When::Else(they) => Condition::Else(they),
        }
    }
}

/// A node, as far as the choice of a text asks for it.
pub struct NodeFacts<'a> {
    /// Its op.
    pub op: &'static Op,
    /// Its shapes and attributes.
    pub signature: Signature<'a>,
    /// Which input a derivative is by; 0 for the value.
    pub input: usize,
    /// How many elements a comparison is asked for; 0 if there are too many.
    pub elements: usize,
    /// The number behind a name at an element.
    pub number: &'a dyn Fn(&str, usize) -> Option<f64>,
}

/// What holds for a node.
#[derive(Debug)]
pub enum Branch<'a> {
    /// The op itself.
    Itself,
    /// An expression.
    Is(Cow<'a, Tree>),
    /// Different things for its elements.
    Cases(&'a [RowCase]),
    /// Only words.
    Words(&'static str),
}

impl RowText {
    /// What holds for a node, and the condition that chose it.
    pub fn branch<'a>(&'a self, node: &NodeFacts<'_>) -> (Branch<'a>, Option<&'a Condition>) {
        let mut text = self;
        let mut chosen = None;
        loop {
            let branch = match text {
                RowText::Itself => Branch::Itself,
                RowText::Is(tree) => Branch::Is(Cow::Borrowed(tree)),
                RowText::Words(words) => Branch::Words(words),
                RowText::Made(words, made) => {
                    let made = made(node.signature, node.input);
                    let tree = made.and_then(|text| Tree::parse(node.op, &text));
                    tree.map_or(Branch::Words(words), |tree| Branch::Is(Cow::Owned(tree)))
                }
                RowText::Cases(cases) => match taken(cases, node) {
                    Some(case) => {
                        chosen = Some(&case.when);
                        text = &case.text;
                        continue;
                    }
                    None => Branch::Cases(cases),
                },
            };
            return (branch, chosen);
        }
    }
}

/// The case that holds for all elements of a node.
fn taken<'a>(cases: &'a [RowCase], node: &NodeFacts<'_>) -> Option<&'a RowCase> {
    let at = |element: usize| {
        cases.iter().position(|case| match &case.when {
            Condition::Where(comparison) => {
                let number = |name: &str| (node.number)(name, element);
                comparison.holds(&number) == Some(true)
            }
            Condition::Mode(_, holds) => holds(node.signature),
            Condition::Else(_) => true,
        })
    };
    let compares = |case: &RowCase| matches!(case.when, Condition::Where(_));
    if !cases.iter().any(compares) {
        return at(0).map(|nth| &cases[nth]);
    }
    let first = (node.elements > 0).then(|| at(0)).flatten()?;
    let agree = (1..node.elements).all(|element| at(element) == Some(first));
    agree.then(|| &cases[first])
}
