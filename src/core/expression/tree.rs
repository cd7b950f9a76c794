//! [`Formula`]: statements over an arena of expressions.

use std::ops::Range;

use crate::core::op::SourceKind;
use crate::core::op::attributes::{AttributeValue, Attributes};
use crate::core::ops::OpId;
use crate::core::tensor::Tensor;

/// An expression, as a place in its formula's arena. Its parts have smaller numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ExpressionId(pub(crate) u32);

impl ExpressionId {
    /// Its place in the arena.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a part of a formula says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    /// A number that is written out.
    Number(f64),
    /// A tensor that is written out.
    Tensor(Tensor),
    /// A node, by its name: of the graph, of the formula, or new.
    Name(Box<str>),
    /// An input without a wire.
    Unwired,
    /// An op, its inputs and its attributes.
    Apply(Box<Application>),
    /// A source of a kind that is said: `parameter(2)`.
    Source(SourceKind, ExpressionId),
}

/// An op with its inputs and attributes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Application {
    pub(crate) op: OpId,
    pub(crate) inputs: Vec<ExpressionId>,
    pub(crate) attributes: Vec<Setting>,
}

/// An attribute that is set: `axis=0`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Setting {
    pub(crate) name: Box<str>,
    pub(crate) value: AttributeValue,
    pub(crate) span: Range<usize>,
}

impl Setting {
    /// What is set on a node.
    pub(crate) fn all(attributes: Option<&Attributes>) -> Vec<Setting> {
        let set = attributes.into_iter().flat_map(Attributes::iter);
        let setting = |(name, value): (&'static str, &AttributeValue)| Setting {
            name: name.into(),
            value: value.clone(),
            span: 0..0,
        };
        set.map(setting).collect()
    }
}

/// A line of a formula.
#[derive(Clone, Debug)]
pub enum Statement {
    /// `name = expression`, or an expression alone.
    Define(Definition),
    /// `target NAME`; `target _` leaves the choice to the program.
    Target(Option<Box<str>>, Range<usize>),
}

/// A name and what it stands for.
#[derive(Clone, Debug)]
pub struct Definition {
    pub(crate) name: Option<Box<str>>,
    pub(crate) span: Range<usize>,
    pub(crate) expression: ExpressionId,
}

/// A parsed formula.
#[derive(Clone, Debug, Default)]
pub struct Formula {
    pub(crate) text: Box<str>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) expressions: Vec<Expression>,
    /// Where each expression stands in the text.
    pub(crate) spans: Vec<Range<usize>>,
    /// The number that an expression is, if it is made of numbers alone.
    pub(crate) numbers: Vec<Option<f64>>,
}

impl Formula {
    /// The statements, in the order in which they were written.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    pub(crate) fn get(&self, id: ExpressionId) -> &Expression {
        &self.expressions[id.index()]
    }

    pub(crate) fn span(&self, id: ExpressionId) -> Range<usize> {
        self.spans[id.index()].clone()
    }

    /// The number that an expression is, if it is made of numbers alone.
    pub(crate) fn number(&self, id: ExpressionId) -> Option<f64> {
        self.numbers[id.index()]
    }

    /// A number as it was written, where that is one sign: `½`, `π`, `e`.
    pub(crate) fn written(&self, id: ExpressionId) -> Option<&str> {
        let text = self.text.get(self.span(id))?;
        let mut signs = text.chars();
        let first = signs.next()?;
        let is_power = matches!(first, '¹' | '²' | '³' | '⁰'..='⁹');
        let is_sign = !first.is_ascii_digit() && !is_power && signs.next().is_none();
        is_sign.then_some(text)
    }

    pub(crate) fn push(&mut self, expression: Expression, span: Range<usize>) -> ExpressionId {
        let number = self.folded(&expression);
        self.expressions.push(expression);
        self.spans.push(span);
        self.numbers.push(number);
        ExpressionId((self.expressions.len() - 1) as u32) // below MAX_FORMULA_BYTES
    }

    /// Arithmetic with numbers alone is one number.
    fn folded(&self, expression: &Expression) -> Option<f64> {
        match expression {
            Expression::Number(x) => Some(*x),
            Expression::Apply(apply) if apply.attributes.is_empty() => {
                let number = |nth: usize| self.number(*apply.inputs.get(nth)?);
                let a = number(0)?;
                Some(match apply.op.op().name {
                    "negative" => -a,
                    "square" => a * a,
                    "add" => a + number(1)?,
                    "subtract" => a - number(1)?,
                    "multiply" => a * number(1)?,
                    "divide" => a / number(1)?,
                    "power" => a.powf(number(1)?),
                    _ => return None,
                })
            }
            _ => None,
        }
    }
}
