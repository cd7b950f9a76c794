//! An expression in Python.

use std::collections::BTreeMap;

use super::language::Language;
use super::names::Identifiers;
use super::text::{self as texts, number};
use crate::core::expression::tree::{Application, Expression, ExpressionId, Formula};
use crate::core::fault::Fault;
use crate::core::op::Op;
use crate::core::op::attributes::{Attribute, AttributeValue, DefaultValue};
use crate::core::op::python::{Form, Python};
use crate::core::tensor::Tensor;

/// The functions that a program calls, by the names of their ops; and whether with a
/// derivative of their own.
pub(super) type Called = BTreeMap<&'static str, bool>;

/// What an expression is printed with.
pub(super) struct Printer<'a> {
    pub(super) language: &'static Language,
    pub(super) formula: &'a Formula,
    pub(super) names: &'a mut Identifiers,
    /// The ops that are called as functions of their own.
    pub(super) called: &'a mut Called,
    /// Whether numbers are not finite, so that no derivative but the op's own will do.
    pub(super) exact: bool,
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
                    let in_brackets = self.closeness(id) < least;
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
            Expression::Tensor(tensor) => vec![text(self.array(tensor))],
            Expression::Name(name) => vec![text(self.names.of(name))],
            Expression::Unwired => {
                let help = "wire a node to it";
                return Err(Fault::new("an input is not wired", help));
            }
            Expression::Source(_, value) => match self.formula.get(*value) {
                Expression::Number(x) => vec![text(self.of_type(*x))],
                _ => vec![Piece::Part(*value, 0)],
            },
            Expression::Apply(apply) => self.application(apply)?,
        })
    }

    fn application(&mut self, apply: &Application) -> Result<Vec<Piece>, Fault> {
        let op = apply.op.op();
        let form = self.form(apply);
        match (form, &apply.inputs[..]) {
            (Form::Infix(sign, own), [a, b]) => {
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
            (Form::Comparison(sign), [a, b]) => Ok(vec![
                text("("),
                self.first(apply, *a, Python::SUM),
                text(format!(" {sign} ")),
                Piece::Part(*b, Python::SUM),
                text(") * 1.0"),
            ]),
            (Form::Around(before, behind, _, least), [x]) => Ok(vec![
                text(self.language.text(before)),
                self.first(apply, *x, least),
                text(behind),
            ]),
            (Form::Call(name), _) => Ok(self.call(apply, name, Arguments::Named)),
            (Form::CallInFull(name), _) => Ok(self.call(apply, name, Arguments::InFull)),
            (Form::InOrder(name), _) => Ok(self.call(apply, name, Arguments::InOrder)),
            (Form::OfList(name), _) => Ok(self.call(apply, name, Arguments::OfList)),
            (Form::Missing(reason), _) => Err(missing(op, reason)),
            (Form::OfFormula | Form::Function(_), _) => {
                self.called.entry(op.name).or_insert(false);
                Ok(self.call(apply, &function_name(op), Arguments::OfOwn))
            }
            (Form::Ruled | Form::RuledUnlessNumber, _) => {
                self.called.insert(op.name, true);
                Ok(self.call(apply, &function_name(op), Arguments::OfOwn))
            }
            (Form::Infix(..) | Form::Comparison(_) | Form::Around(..) | Form::Same, _) => {
                Err(missing(op, "it has another number of inputs"))
            }
        }
    }

    /// How an op is written here.
    fn form(&self, apply: &Application) -> Form {
        let op = apply.op.op();
        let form = self.language.form(op, self.exact);
        let second = apply.inputs.get(1).map(|id| self.formula.get(*id));
        match (form, second) {
            (Form::RuledUnlessNumber, Some(Expression::Number(_))) => op.python.numpy,
            (form, _) => form,
        }
    }

    /// The first operand. Where all are numbers that are written out, Python would compute with
    /// its own numbers, which know no infinity.
    fn first(&self, apply: &Application, id: ExpressionId, least: u8) -> Piece {
        let is_number = |id: &ExpressionId| matches!(self.formula.get(*id), Expression::Number(_));
        match self.formula.get(id) {
            Expression::Number(x) if apply.inputs.iter().all(is_number) => text(self.of_type(*x)),
            _ => Piece::Part(id, least),
        }
    }

    /// A number with the type of an array's.
    fn of_type(&self, x: f64) -> String {
        format!("{}({})", self.language.number, number(x))
    }

    fn array(&self, tensor: &Tensor) -> String {
        format!("{}({})", self.language.array, texts::lists(tensor))
    }

    fn call(&self, apply: &Application, name: &str, arguments: Arguments) -> Vec<Piece> {
        let is_list = arguments == Arguments::OfList;
        let name = self.language.text(name);
        let wraps = self.language.wraps_numbers || arguments == Arguments::OfOwn;
        let mut parts = vec![text(format!("{name}({}", if is_list { "[" } else { "" }))];
        for (nth, input) in apply.inputs.iter().enumerate() {
            if nth > 0 {
                parts.push(text(", "));
            }
            parts.push(match self.formula.get(*input) {
                Expression::Number(x) if wraps => text(self.of_type(*x)),
                _ => Piece::Part(*input, 0),
            });
        }
        if is_list {
            parts.push(text("]"));
        }
        for row in apply.op.op().attributes {
            let set = apply.attributes.iter().find(|set| *set.name == *row.name);
            let is_full = arguments == Arguments::InFull;
            let value = match (set, row.default) {
                (Some(set), _) => value_text(&set.value),
                (None, DefaultValue::Required(_)) => default_text(row),
                (None, _) if is_full => default_text(row),
                (None, _) => continue,
            };
            parts.push(text(match arguments {
                Arguments::InOrder => format!(", {value}"),
                _ => format!(", {}={value}", row.name),
            }));
        }
        parts.push(text(")"));
        parts
    }

    /// How close an expression binds.
    fn closeness(&self, id: ExpressionId) -> u8 {
        match self.formula.get(id) {
            Expression::Number(x) if x.is_sign_negative() => Python::SIGN,
            Expression::Apply(apply) => match self.form(apply) {
                Form::Infix(_, own) | Form::Around(_, _, own, _) => own,
                Form::Comparison(_) => Python::PRODUCT,
                _ => Python::CALL,
            },
            _ => Python::CALL,
        }
    }
}

/// The name of an op's function. Those that Python has itself are left alone.
pub(super) fn function_name(op: &Op) -> String {
    let own = ["abs", "max", "min", "sum", "round", "slice", "input"];
    match own.contains(&op.name) {
        true => format!("{}_", op.name),
        false => op.name.to_owned(),
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
    /// The same for a function that is written out, which may ask numbers for their shape.
    OfOwn,
    /// As for the first, with what isn't set, too.
    InFull,
    /// The inputs, then what is set.
    InOrder,
    /// The inputs as a list, then what is set with its names.
    OfList,
}

/// What an attribute is set to.
pub(super) fn value_text(value: &AttributeValue) -> String {
    match value {
        AttributeValue::Flag(true) => "True".to_owned(),
        AttributeValue::Flag(false) => "False".to_owned(),
        AttributeValue::Integers(list) => texts::tuple(list),
        AttributeValue::Word(word) => texts::quoted(word),
        AttributeValue::Number(x) => number(*x),
        AttributeValue::Integer(n) => n.to_string(),
    }
}

/// What an attribute is if it isn't set.
pub(super) fn default_text(row: &Attribute) -> String {
    match row.default {
        DefaultValue::Number(x) => number(x),
        DefaultValue::Integer(n) => n.to_string(),
        DefaultValue::Flag(true) => "True".to_owned(),
        DefaultValue::Flag(false) => "False".to_owned(),
        DefaultValue::Word(word) => texts::quoted(word),
        DefaultValue::Required(list) => texts::tuple(list),
        DefaultValue::Absent(_) => "None".to_owned(),
    }
}
