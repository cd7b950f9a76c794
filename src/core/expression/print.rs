//! From an expression to text: the one printer, with brackets by precedence.
//!
//! What stands for a name is the caller's choice ([`Leaf`]): the name, the name of a node,
//! or a number. A number that is negative gets brackets behind an operator, under a power
//! and under a root: `2 × (−2)`, `(−8) ^ 0.33`.

use super::names::{Looks, looks, quoted};
use super::tree::{Application, Expression, ExpressionId, Formula};
use crate::core::latex;
use crate::core::number::minus_signs;

/// How a formula is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As one types it; reads back as the same formula.
    Text,
    /// As a book prints it: `½ × (a − y)²`.
    Unicode,
    /// With all brackets and signs, to show how a formula is read.
    Reading,
    /// For a paper.
    Latex,
}

/// What stands for a name, and how close it binds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Leaf {
    pub(crate) text: String,
    pub(crate) binds: u8,
}

/// How close a list of cases binds: less than any operator.
pub(crate) const LOOSE: u8 = 5;
/// How close a comparison binds.
pub(super) const COMPARISON: u8 = 6;
pub(crate) const SUM: u8 = 10;
pub(crate) const PRODUCT: u8 = 20;
const SIGN: u8 = 25;
const POWER: u8 = 30;
pub(crate) const CLOSE: u8 = 100;

impl Leaf {
    /// A name, or anything else that needs no brackets.
    pub(crate) fn close(text: String) -> Leaf {
        Leaf { text, binds: CLOSE }
    }

    /// A number that is written already.
    pub(crate) fn number(text: String) -> Leaf {
        let binds = match () {
            () if text.starts_with(['−', '-']) => SIGN,
            () if text.contains("\\cdot") => PRODUCT,
            () => CLOSE,
        };
        Leaf { text, binds }
    }

    fn has_sign(&self) -> bool {
        self.text.starts_with(['−', '-'])
    }

    /// The text, in brackets if it binds less close than this.
    pub(crate) fn within(&self, least: u8, style: Style) -> String {
        match self.binds < least {
            true => bracketed(&self.text, style),
            false => self.text.clone(),
        }
    }

    /// The text behind an operator: in brackets if it begins with a sign, too.
    pub(crate) fn behind(&self, least: u8, style: Style) -> String {
        match self.has_sign() {
            true => bracketed(&self.text, style),
            false => self.within(least, style),
        }
    }
}

/// A text in round brackets.
pub(crate) fn bracketed(text: &str, style: Style) -> String {
    let (open, close) = brackets(style);
    format!("{open}{text}{close}")
}

fn brackets(style: Style) -> (&'static str, &'static str) {
    match style {
        Style::Latex => ("\\left(", "\\right)"),
        _ => ("(", ")"),
    }
}

/// A name as a style has it.
pub(crate) fn name(name: &str, style: Style) -> String {
    match style {
        Style::Text | Style::Reading => quoted(name),
        Style::Unicode | Style::Latex => name_leaf(name, style).behind(CLOSE, style),
    }
}

/// A name as a book has it: one that reads as a formula binds as loosely as any, another
/// odd one stands in quotes.
pub(crate) fn name_leaf(name: &str, style: Style) -> Leaf {
    let text = match style {
        Style::Latex => latex::name(name),
        _ => name.to_owned(),
    };
    match looks(name) {
        Looks::Number if style == Style::Latex => {
            Leaf::number(latex::number(&name.replace('−', "-")))
        }
        Looks::Number => Leaf::number(minus_signs(name)),
        Looks::Formula => Leaf { text, binds: LOOSE },
        Looks::Odd if style != Style::Latex => Leaf::close(format!("\"{name}\"")),
        Looks::Word | Looks::Odd => Leaf::close(text),
    }
}

/// A part of an expression's text.
pub(super) enum Piece {
    /// As it stands.
    Text(String),
    /// An expression, in brackets if it binds less close than this.
    Part(ExpressionId, u8),
}

fn text(text: impl Into<String>) -> Piece {
    Piece::Text(text.into())
}

/// Prints expressions of one formula.
#[derive(Clone, Copy)]
pub(crate) struct Printer<'a> {
    pub(crate) formula: &'a Formula,
    pub(crate) style: Style,
    /// What stands for a name.
    pub(crate) leaf: &'a dyn Fn(&str) -> Leaf,
}

impl Printer<'_> {
    /// An expression as text, and how close it binds.
    pub(crate) fn print(&self, root: ExpressionId) -> Leaf {
        let (open, close) = brackets(self.style);
        let mut out = String::new();
        let mut stack = vec![Piece::Part(root, 0)];
        while let Some(piece) = stack.pop() {
            match piece {
                Piece::Text(text) => out.push_str(&text),
                Piece::Part(id, least) => {
                    let in_brackets = self.precedence(id) < least
                        || !stands_first(&out) && self.begins_with_sign(id);
                    if in_brackets {
                        stack.push(text(close));
                    }
                    stack.extend(self.pieces(id).into_iter().rev());
                    if in_brackets {
                        stack.push(text(open));
                    }
                }
            }
        }
        Leaf {
            text: out,
            binds: self.precedence(root),
        }
    }

    /// How close an expression binds.
    pub(super) fn precedence(&self, id: ExpressionId) -> u8 {
        match self.formula.get(id) {
            Expression::Number(x) if x.is_sign_negative() => SIGN,
            Expression::Name(name) => (self.leaf)(name).binds,
            Expression::Apply(apply) if apply.attributes.is_empty() => {
                match (apply.op.op().name, apply.inputs.len()) {
                    ("negative", 1) => SIGN,
                    ("square", 1) => POWER,
                    ("divide", _) if self.style == Style::Latex => CLOSE,
                    (name, 2) if !self.is_called(apply) => {
                        infix(name, self.style).map_or(CLOSE, |(precedence, _)| precedence)
                    }
                    _ => CLOSE,
                }
            }
            _ => CLOSE,
        }
    }

    /// A power whose exponent is written as 2 would read back as a square.
    fn is_called(&self, apply: &Application) -> bool {
        let exponent = apply.inputs.get(1).map(|id| self.formula.get(*id));
        apply.op.op().name == "power" && exponent == Some(&Expression::Number(2.0))
    }

    /// Whether the first sign of an expression's text is a minus.
    fn begins_with_sign(&self, id: ExpressionId) -> bool {
        self.beginning(id).starts_with(['-', '−'])
    }

    /// The first piece of an expression's text; nothing if that is a bracket around a part.
    fn beginning(&self, mut id: ExpressionId) -> String {
        loop {
            match self.pieces(id).into_iter().next() {
                Some(Piece::Text(text)) => return text,
                Some(Piece::Part(part, least)) if self.precedence(part) >= least => id = part,
                _ => return String::new(),
            }
        }
    }

    /// The parts of an expression's text.
    pub(super) fn pieces(&self, id: ExpressionId) -> Vec<Piece> {
        let style = self.style;
        match self.formula.get(id) {
            Expression::Number(x) => vec![text(match self.formula.written(id) {
                Some(sign) if matches!(style, Style::Reading | Style::Unicode) => sign.to_owned(),
                Some("π") if style == Style::Latex => "\\pi".to_owned(),
                _ => number(*x, style),
            })],
            Expression::Tensor(tensor) => {
                let dims: Vec<usize> = tensor.shape().dims().collect();
                let number = |x| number(x, style);
                vec![text(crate::core::number::nested(
                    &dims,
                    tensor.data(),
                    number,
                ))]
            }
            Expression::Name(name) => vec![text((self.leaf)(name).text)],
            Expression::Unwired => vec![text(match style {
                Style::Latex => "\\square",
                _ => "_",
            })],
            Expression::Source(kind, value) => {
                let name = crate::core::ops::source(*kind).op().name;
                match style {
                    Style::Latex => vec![Piece::Part(*value, 0)],
                    _ => vec![text(format!("{name}(")), Piece::Part(*value, 0), text(")")],
                }
            }
            Expression::Apply(apply) => self.application(apply),
        }
    }

    fn application(&self, apply: &Application) -> Vec<Piece> {
        let found = match (apply.attributes.is_empty(), &apply.inputs[..]) {
            (true, [x]) => self.of_one(apply.op.op().name, *x),
            (true, [a, b]) if !self.is_called(apply) => self.of_two(apply.op.op().name, *a, *b),
            _ => None,
        };
        found.unwrap_or_else(|| self.call(apply))
    }

    /// With all brackets, only what has them already goes without.
    fn bracket(&self, least: u8) -> u8 {
        match self.style {
            Style::Reading => CLOSE,
            _ => least,
        }
    }

    /// An op of one input that has a sign.
    fn of_one(&self, name: &str, x: ExpressionId) -> Option<Vec<Piece>> {
        let style = self.style;
        let (before, least, after) = match (name, style) {
            ("negative", Style::Text | Style::Latex) => ("-", self.bracket(SIGN), ""),
            ("negative", _) => ("−", self.bracket(SIGN), ""),
            ("square", Style::Text) => ("", POWER + 1, "^2"),
            ("square", Style::Latex) => ("", POWER + 1, "^{2}"),
            ("square", _) => ("", self.bracket(POWER + 1), "²"),
            ("sqrt", Style::Latex) => ("\\sqrt{", 0, "}"),
            ("sqrt", Style::Unicode) => ("√", CLOSE, ""),
            ("abs", Style::Latex) => ("\\left|", 0, "\\right|"),
            ("abs", Style::Unicode) => ("|", 0, "|"),
            ("transpose", Style::Latex) => ("", CLOSE, "^{\\top}"),
            ("transpose", Style::Unicode) => ("", CLOSE, "ᵀ"),
            _ => return None,
        };
        Some(vec![text(before), Piece::Part(x, least), text(after)])
    }

    /// An op of two inputs that has a sign.
    fn of_two(&self, name: &str, a: ExpressionId, b: ExpressionId) -> Option<Vec<Piece>> {
        if self.style == Style::Latex && matches!(name, "divide" | "power") {
            let (before, least, between) = match name {
                "divide" => ("\\frac{", 0, "}{"),
                _ => ("", POWER + 1, "^{"),
            };
            return Some(vec![
                text(before),
                Piece::Part(a, least),
                text(between),
                Piece::Part(b, 0),
                text("}"),
            ]);
        }
        let (own, sign) = infix(name, self.style)?;
        // From left to right; powers from right to left; comparisons are not chained.
        let (left, right) = match own {
            POWER => (own + 1, own),
            COMPARISON => (own + 1, own + 1),
            own => (own, own + 1),
        };
        // `w^T` would read back as a transpose.
        let is_t = own == POWER && self.style == Style::Text && self.beginning(b) == "T";
        let right = if is_t { u8::MAX } else { self.bracket(right) };
        Some(vec![
            Piece::Part(a, self.bracket(left)),
            text(sign),
            Piece::Part(b, right),
        ])
    }

    fn call(&self, apply: &Application) -> Vec<Piece> {
        let name = apply.op.op().name;
        let style = self.style;
        let (open, close) = brackets(style);
        let mut parts = vec![text(function(name, style) + open)];
        for (nth, input) in apply.inputs.iter().enumerate() {
            if nth > 0 {
                parts.push(text(", "));
            }
            parts.push(Piece::Part(*input, 0));
        }
        for setting in &apply.attributes {
            // As the parser reads it back. A number is told from a whole one by its point.
            let (name, value) = (&setting.name, setting.value.to_string());
            let short = value.strip_suffix(".0").unwrap_or(&value);
            let set = match style {
                Style::Text | Style::Reading => format!(", {name}={value}"),
                Style::Unicode => format!(", {name}={}", minus_signs(short)),
                Style::Latex => format!(", {}", latex::words(&format!("{name}={short}"))),
            };
            parts.push(text(set));
        }
        parts.push(text(close));
        parts
    }
}

/// Whether what comes next stands first in its brackets.
fn stands_first(before: &str) -> bool {
    let opens = |text: &str| text.is_empty() || text.ends_with(['(', '[', '{', ',']);
    // A bar behind a letter closes.
    let bar = before.strip_suffix('|');
    let after_bar = bar.is_some_and(|it| opens(it) || it.ends_with([' ', '|', '√', 't']));
    opens(before.trim_end()) || after_bar
}

/// How close an operator binds, and its sign.
fn infix(name: &str, style: Style) -> Option<(u8, &'static str)> {
    // As text, typeset, in a reading, in LaTeX.
    let (binds, signs) = match name {
        "greater" => (COMPARISON, [" > ", " > ", " > ", " > "]),
        "greater_equal" => (COMPARISON, [" >= ", " ≥ ", " ≥ ", " \\ge "]),
        "less" => (COMPARISON, [" < ", " < ", " < ", " < "]),
        "less_equal" => (COMPARISON, [" <= ", " ≤ ", " ≤ ", " \\le "]),
        "equal" => (COMPARISON, [" == ", " = ", " == ", " = "]),
        "not_equal" => (COMPARISON, [" != ", " ≠ ", " ≠ ", " \\ne "]),
        "add" => (SUM, [" + ", " + ", " + ", " + "]),
        "subtract" => (SUM, [" - ", " − ", " − ", " - "]),
        "multiply" => (PRODUCT, ["*", " × ", "·", " \\cdot "]),
        "divide" => (PRODUCT, ["/", " ÷ ", "/", "/"]),
        "matmul" => (PRODUCT, [" @ ", " · ", " @ ", " "]),
        "power" => (POWER, ["^", " ^ ", "^", "^"]),
        _ => return None,
    };
    Some((binds, signs[style as usize]))
}

/// What a function is called.
fn function(name: &str, style: Style) -> String {
    match (name, style) {
        ("sigmoid", Style::Unicode) => "σ".to_owned(),
        ("maximum", Style::Unicode) => "max".to_owned(),
        ("minimum", Style::Unicode) => "min".to_owned(),
        ("sigmoid", Style::Latex) => "\\sigma".to_owned(),
        ("maximum", Style::Latex) => "\\max".to_owned(),
        ("minimum", Style::Latex) => "\\min".to_owned(),
        ("asin" | "acos" | "atan", Style::Latex) => format!("\\arc{}", &name[1..]),
        (
            "exp" | "log" | "sin" | "cos" | "tan" | "sinh" | "cosh" | "tanh" | "max" | "min",
            Style::Latex,
        ) => format!("\\{name}"),
        (name, Style::Latex) => format!("\\operatorname{{{}}}", name.replace('_', "\\_")),
        (name, _) => name.to_owned(),
    }
}

/// To the bit, with the fewest digits.
fn number(x: f64, style: Style) -> String {
    let written = format!("{x:?}");
    let written = written.strip_suffix(".0").unwrap_or(&written).to_owned();
    match style {
        Style::Text => written,
        Style::Reading | Style::Unicode => minus_signs(&written),
        Style::Latex => latex::number(&written),
    }
}

/// What a node that computes an expression is called; nothing if a part has no name.
pub(crate) fn label<'a>(
    formula: &Formula,
    id: ExpressionId,
    of_part: &dyn Fn(ExpressionId) -> Option<&'a str>,
) -> Option<String> {
    let leaf = |it: &str| Leaf::close(name(it, Style::Reading));
    let [reading, plain] = [Style::Reading, Style::Text].map(|style| Printer {
        formula,
        style,
        leaf: &leaf,
    });
    // How close the operands bind at least to need no brackets.
    let least = match plain.precedence(id) {
        CLOSE => 0,
        SUM => SUM,
        own => own + 1,
    };
    let mut out = String::new();
    for piece in reading.pieces(id) {
        match piece {
            Piece::Text(text) => out += &text,
            Piece::Part(part, _) => {
                let name = of_part(part)?;
                match plain.precedence(part) < least {
                    true => out += &format!("({name})"),
                    false => out += name,
                }
            }
        }
    }
    Some(out)
}
