//! From a [`Formula`] to text: one that reads back, one with every bracket, and LaTeX.

use super::expression::{Application, Expression, ExpressionId, Formula, Statement};
use super::names::quoted;
use crate::core::explain::notation::Notation;
use crate::core::op::attributes::AttributeValue;

/// How a formula is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As one types it; reads back as the same formula.
    Text,
    /// With all brackets and signs, to show how a formula is read.
    Reading,
    /// For a paper.
    Latex,
}

/// A formula as text, a statement a line.
pub fn write(formula: &Formula, style: Style) -> String {
    let mut out = String::new();
    for statement in &formula.statements {
        match statement {
            Statement::Define(definition) => {
                if let Some(name) = &definition.name {
                    out += &name_in(name, style);
                    out += if style == Style::Latex { " &= " } else { " = " };
                }
                write_expression(&mut out, formula, definition.expression, style);
            }
            Statement::Target(..) if style == Style::Latex => continue,
            Statement::Target(Some(name), _) => {
                out += "target ";
                out += &name_in(name, style);
            }
            Statement::Target(None, _) => out += "target _",
        }
        out += if style == Style::Latex {
            " \\\\\n"
        } else {
            "\n"
        };
    }
    match style {
        Style::Latex => format!(
            "\\begin{{aligned}}\n{}\n\\end{{aligned}}\n",
            out.trim_end_matches(" \\\\\n")
        ),
        _ => out,
    }
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

fn write_expression(out: &mut String, formula: &Formula, root: ExpressionId, style: Style) {
    let mut stack = vec![Piece::Part(root, 0)];
    while let Some(piece) = stack.pop() {
        match piece {
            Piece::Text(text) => out.push_str(&text),
            Piece::Part(id, least) => {
                let in_brackets = precedence(formula, id, style) < least;
                let (open, close) = match style {
                    Style::Latex => ("\\left(", "\\right)"),
                    _ => ("(", ")"),
                };
                if in_brackets {
                    stack.push(text(close));
                }
                stack.extend(pieces(formula, id, style).into_iter().rev());
                if in_brackets {
                    stack.push(text(open));
                }
            }
        }
    }
}

/// What a node that computes an expression is called; nothing if a part has no name.
pub(super) fn label<'a>(
    formula: &Formula,
    id: ExpressionId,
    of_part: &dyn Fn(ExpressionId) -> Option<&'a str>,
) -> Option<String> {
    let mut out = String::new();
    for piece in pieces(formula, id, Style::Reading) {
        match piece {
            Piece::Text(text) => out += &text,
            Piece::Part(part, _) => {
                let name = of_part(part)?;
                match precedence(formula, part, Style::Text) < least(formula, id) {
                    true => out += &format!("({name})"),
                    false => out += name,
                }
            }
        }
    }
    Some(out)
}

/// How close the operands of an expression bind at least to need no brackets in a label.
fn least(formula: &Formula, id: ExpressionId) -> u8 {
    match precedence(formula, id, Style::Text) {
        CALL => 0,
        SUM => SUM,
        own => own + 1,
    }
}

const SUM: u8 = 10;
const PRODUCT: u8 = 20;
const SIGN: u8 = 25;
const POWER: u8 = 30;
const CALL: u8 = 100;

fn infix(name: &str) -> Option<(u8, [&'static str; 3])> {
    // The sign as text, in a reading, in LaTeX.
    Some(match name {
        "add" => (SUM, [" + ", " + ", " + "]),
        "subtract" => (SUM, [" - ", " − ", " - "]),
        "multiply" => (PRODUCT, ["*", "·", " \\cdot "]),
        "divide" => (PRODUCT, ["/", "/", "/"]),
        "matmul" => (PRODUCT, [" @ ", " @ ", " "]),
        "power" => (POWER, ["^", "^", "^"]),
        _ => return None,
    })
}

/// How close an expression binds.
fn precedence(formula: &Formula, id: ExpressionId, style: Style) -> u8 {
    match formula.get(id) {
        Expression::Number(x) if x.is_sign_negative() => SIGN,
        Expression::Apply(apply) if apply.attributes.is_empty() => {
            let name = apply.op.op().name;
            match name {
                "negative" => SIGN,
                "square" => POWER,
                "divide" if style == Style::Latex => CALL,
                _ if apply.inputs.len() == 2 && !is_called(formula, apply) => {
                    infix(name).map_or(CALL, |(precedence, _)| precedence)
                }
                _ => CALL,
            }
        }
        _ => CALL,
    }
}

/// A power whose exponent is written as 2 would read back as a square.
fn is_called(formula: &Formula, apply: &Application) -> bool {
    let exponent = apply.inputs.get(1).map(|id| formula.get(*id));
    apply.op.op().name == "power" && exponent == Some(&Expression::Number(2.0))
}

fn pieces(formula: &Formula, id: ExpressionId, style: Style) -> Vec<Piece> {
    match formula.get(id) {
        Expression::Number(x) => vec![text(match formula.written(id) {
            Some(sign) if style == Style::Reading => sign.to_owned(),
            _ => number(*x, style),
        })],
        Expression::Tensor(tensor) => {
            let dims: Vec<usize> = tensor.shape().dims().collect();
            vec![text(crate::core::number::nested(
                &dims,
                tensor.data(),
                |x| number(x, style),
            ))]
        }
        Expression::Name(name) => vec![text(name_in(name, style))],
        Expression::Unwired => vec![text(if style == Style::Latex {
            "\\square"
        } else {
            "_"
        })],
        Expression::Source(kind, value) => {
            let name = crate::core::ops::source(*kind).op().name;
            match style {
                Style::Latex => vec![Piece::Part(*value, 0)],
                _ => vec![text(format!("{name}(")), Piece::Part(*value, 0), text(")")],
            }
        }
        Expression::Apply(apply) => application(formula, apply, style),
    }
}

fn application(formula: &Formula, apply: &Application, style: Style) -> Vec<Piece> {
    let name = apply.op.op().name;
    // With all brackets, only what has them already goes without.
    let bracket = |least: u8| match style {
        Style::Reading => CALL,
        _ => least,
    };
    if apply.attributes.is_empty() {
        match (name, &apply.inputs[..]) {
            ("divide", [a, b]) if style == Style::Latex => {
                return vec![
                    text("\\frac{"),
                    Piece::Part(*a, 0),
                    text("}{"),
                    Piece::Part(*b, 0),
                    text("}"),
                ];
            }
            ("negative", [x]) => {
                let sign = if style == Style::Reading { "−" } else { "-" };
                return vec![text(sign), Piece::Part(*x, bracket(SIGN))];
            }
            ("square", [x]) => {
                let sign = match style {
                    Style::Text => "^2",
                    Style::Reading => "²",
                    Style::Latex => "^{2}",
                };
                return vec![Piece::Part(*x, bracket(POWER + 1)), text(sign)];
            }
            ("sqrt", [x]) if style == Style::Latex => {
                return vec![text("\\sqrt{"), Piece::Part(*x, 0), text("}")];
            }
            ("abs", [x]) if style == Style::Latex => {
                return vec![text("\\left|"), Piece::Part(*x, 0), text("\\right|")];
            }
            ("power", [a, b]) if style == Style::Latex => {
                return vec![
                    Piece::Part(*a, POWER + 1),
                    text("^{"),
                    Piece::Part(*b, 0),
                    text("}"),
                ];
            }
            (name, [a, b]) if !is_called(formula, apply) => {
                if let Some((own, signs)) = infix(name) {
                    // From left to right; powers from right to left.
                    let (left, right) = match own {
                        POWER => (own + 1, own),
                        own => (own, own + 1),
                    };
                    return vec![
                        Piece::Part(*a, bracket(left)),
                        text(signs[style as usize]),
                        Piece::Part(*b, bracket(right)),
                    ];
                }
            }
            _ => {}
        }
    }
    call(apply, style)
}

fn call(apply: &Application, style: Style) -> Vec<Piece> {
    let name = apply.op.op().name;
    let mut parts = match style {
        Style::Latex => vec![text(format!(
            "\\operatorname{{{}}}\\left(",
            name.replace('_', "\\_")
        ))],
        _ => vec![text(format!("{name}("))],
    };
    for (nth, input) in apply.inputs.iter().enumerate() {
        if nth > 0 {
            parts.push(text(", "));
        }
        parts.push(Piece::Part(*input, 0));
    }
    for setting in &apply.attributes {
        let value = attribute(&setting.value);
        parts.push(text(format!(", {}={value}", setting.name)));
    }
    parts.push(text(if style == Style::Latex {
        "\\right)"
    } else {
        ")"
    }));
    parts
}

/// As the parser reads it back. A number is told from a whole one by its point.
fn attribute(value: &AttributeValue) -> String {
    value.to_string()
}

/// To the bit, with the fewest digits.
fn number(x: f64, style: Style) -> String {
    let written = format!("{x:?}");
    let written = written.strip_suffix(".0").unwrap_or(&written).to_owned();
    match style {
        Style::Text => written,
        Style::Reading => written.replace('-', "−"),
        Style::Latex => match written.split_once('e') {
            Some((digits, power)) => format!("{digits} \\cdot 10^{{{power}}}"),
            None => written,
        },
    }
}

fn name_in(name: &str, style: Style) -> String {
    match style {
        Style::Text | Style::Reading => quoted(name),
        Style::Latex => Notation::Latex.name(name),
    }
}
