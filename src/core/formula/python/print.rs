//! An expression in Python.

use std::collections::BTreeSet;

use super::names::Identifiers;
use crate::core::expression::tree::{Application, Expression, ExpressionId, Formula};
use crate::core::fault::Fault;
use crate::core::op::Op;
use crate::core::op::attributes::{AttributeValue, DefaultValue};
use crate::core::op::python::Python;
use crate::core::tensor::Tensor;

/// What an expression is printed with.
pub(super) struct Printer<'a> {
    pub(super) formula: &'a Formula,
    pub(super) names: &'a mut Identifiers,
    /// The ops that are called as functions of their own.
    pub(super) called: &'a mut BTreeSet<&'static str>,
}

/// A part of an expression's text.
enum Piece {
    Text(String),
    /// An expression, in brackets if it binds less close than this.
    Part(ExpressionId, u8),
}

fn text(text: impl Into<String>) -> Piece {
    Piece::Text(text.into())
}

impl Printer<'_> {
    /// The expression.
    ///
    /// # Errors
    /// An op can't be written in Python, or an input isn't wired.
    pub(super) fn expression(&mut self, root: ExpressionId) -> Result<String, Fault> {
        let mut out = String::new();
        let mut stack = vec![Piece::Part(root, 0)];
        while let Some(piece) = stack.pop() {
            match piece {
                Piece::Text(text) => out.push_str(&text),
                Piece::Part(id, least) => {
                    let in_brackets = closeness(self.formula, id) < least;
                    if in_brackets {
                        stack.push(text(")"));
                    }
                    stack.extend(self.pieces(id)?.into_iter().rev());
                    if in_brackets {
                        stack.push(text("("));
                    }
                }
            }
        }
        Ok(out)
    }

    fn pieces(&mut self, id: ExpressionId) -> Result<Vec<Piece>, Fault> {
        Ok(match self.formula.get(id) {
            Expression::Number(x) => vec![text(number(*x))],
            Expression::Tensor(tensor) => vec![text(array(tensor))],
            Expression::Name(name) => vec![text(self.names.of(name))],
            Expression::Unwired => {
                let help = "wire a node to it";
                return Err(Fault::new("an input is not wired", help));
            }
            Expression::Source(_, value) => match self.formula.get(*value) {
                Expression::Number(x) => vec![text(float64(*x))],
                _ => vec![Piece::Part(*value, 0)],
            },
            Expression::Apply(apply) => self.application(apply)?,
        })
    }

    fn application(&mut self, apply: &Application) -> Result<Vec<Piece>, Fault> {
        let op = apply.op.op();
        match (op.python, &apply.inputs[..]) {
            (Python::Infix(sign, own), [a, b]) => {
                // Powers from right to left, all else from left to right.
                let (left, right) = match own {
                    Python::POWER => (own + 1, own),
                    own => (own, own + 1),
                };
                Ok(vec![
                    self.first(apply, *a, left),
                    text(format!(" {sign} ")),
                    Piece::Part(*b, right),
                ])
            }
            (Python::Around(before, behind, _, least), [x]) => Ok(vec![
                text(before),
                self.first(apply, *x, least),
                text(behind),
            ]),
            (Python::Np(name), _) => Ok(call(op, apply, &format!("np.{name}"), Arguments::Named)),
            (Python::NpInOrder(name), _) => {
                Ok(call(op, apply, &format!("np.{name}"), Arguments::InOrder))
            }
            (Python::NpOfList(name), _) => {
                Ok(call(op, apply, &format!("np.{name}"), Arguments::OfList))
            }
            (Python::Missing(reason), _) => Err(missing(op, reason)),
            (Python::OfFormula | Python::Function(_), _) => {
                self.called.insert(op.name);
                Ok(call(op, apply, op.name, Arguments::Named))
            }
            (Python::Infix(..) | Python::Around(..), _) => {
                Err(missing(op, "it has another number of inputs"))
            }
        }
    }

    /// The first operand. Where all are numbers that are written out, Python would compute with
    /// its own numbers, which know no infinity.
    fn first(&self, apply: &Application, id: ExpressionId, least: u8) -> Piece {
        let is_number = |id: &ExpressionId| matches!(self.formula.get(*id), Expression::Number(_));
        match self.formula.get(id) {
            Expression::Number(x) if apply.inputs.iter().all(is_number) => text(float64(*x)),
            _ => Piece::Part(id, least),
        }
    }
}

/// Why an op can't be written.
pub(super) fn missing(op: &Op, reason: &str) -> Fault {
    Fault::new(
        format!("{} can't be written in Python: {reason}", op.name),
        "write this part by hand, or use another op",
    )
}

/// How the arguments of a call stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arguments {
    /// The inputs, then what is set with its names.
    Named,
    /// The inputs, then what is set.
    InOrder,
    /// The inputs as a list, then what is set with its names.
    OfList,
}

fn call(op: &Op, apply: &Application, name: &str, arguments: Arguments) -> Vec<Piece> {
    let is_list = arguments == Arguments::OfList;
    let mut parts = vec![text(format!("{name}({}", if is_list { "[" } else { "" }))];
    for (nth, input) in apply.inputs.iter().enumerate() {
        if nth > 0 {
            parts.push(text(", "));
        }
        parts.push(Piece::Part(*input, 0));
    }
    if is_list {
        parts.push(text("]"));
    }
    for row in op.attributes {
        let set = apply.attributes.iter().find(|set| *set.name == *row.name);
        let value = match (set, row.default) {
            (Some(set), _) => value_text(&set.value),
            (None, DefaultValue::Required(list)) => tuple(list),
            (None, _) => continue,
        };
        parts.push(text(match arguments {
            Arguments::InOrder => format!(", {value}"),
            Arguments::Named | Arguments::OfList => format!(", {}={value}", row.name),
        }));
    }
    parts.push(text(")"));
    parts
}

fn value_text(value: &AttributeValue) -> String {
    match value {
        AttributeValue::Flag(true) => "True".to_owned(),
        AttributeValue::Flag(false) => "False".to_owned(),
        AttributeValue::Integers(list) => tuple(list),
        AttributeValue::Word(word) => format!("{word:?}"),
        AttributeValue::Number(x) => number(*x),
        AttributeValue::Integer(n) => n.to_string(),
    }
}

fn tuple(list: &[i64]) -> String {
    let all: Vec<String> = list.iter().map(i64::to_string).collect();
    match &all[..] {
        [only] => format!("({only},)"),
        all => format!("({})", all.join(", ")),
    }
}

/// How close an expression binds.
fn closeness(formula: &Formula, id: ExpressionId) -> u8 {
    match formula.get(id) {
        Expression::Number(x) if x.is_sign_negative() => Python::SIGN,
        Expression::Apply(apply) => match apply.op.op().python {
            Python::Infix(_, own) | Python::Around(_, _, own, _) => own,
            _ => Python::CALL,
        },
        _ => Python::CALL,
    }
}

/// To the bit: Python reads the fewest digits as Rust does.
fn number(x: f64) -> String {
    format!("{x:?}")
}

fn float64(x: f64) -> String {
    format!("np.float64({})", number(x))
}

fn array(tensor: &Tensor) -> String {
    let dims: Vec<usize> = tensor.shape().dims().collect();
    let lists = crate::core::number::nested(&dims, tensor.data(), number);
    format!("np.array({lists})")
}
