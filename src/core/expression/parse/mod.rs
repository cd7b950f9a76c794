//! From words to a [`Formula`], with a stack of our own. Which operator binds how close
//! stands in `operators`.

use std::ops::Range;

use super::error::FormulaError;
use super::lexer::tokens;
use super::token::{Bracket, Token, TokenKind};
use super::tree::{Application, Definition, Expression, ExpressionId, Formula, Setting, Statement};
use crate::core::ops::OpId;

mod call;
mod frame;
mod name;
mod operators;

use frame::{Frame, Operator, Purpose};

/// Reads a formula that may use the nodes for which `is_node` holds.
///
/// # Errors
/// What can't be read, with its place and what to do.
pub fn parse(text: &str, is_node: &dyn Fn(&str) -> bool) -> Result<Formula, FormulaError> {
    let words = tokens(text)?;
    let defined = defined(&words);
    let is_known = |name: &str| defined.contains(name) || is_node(name);
    let mut parser = Parser {
        text,
        words: &words,
        at: 0,
        formula: Formula {
            text: text.into(),
            ..Formula::default()
        },
        frames: Vec::new(),
        wants_operand: true,
        is_known: &is_known,
    };
    while parser.at < words.len() {
        parser.statement()?;
    }
    Ok(parser.formula)
}

/// The names that a formula defines.
fn defined(words: &[Token]) -> std::collections::HashSet<Box<str>> {
    let starts = |at: usize| at == 0 || words[at - 1].kind == TokenKind::Separator;
    let pairs = words.windows(2).enumerate();
    let names = pairs.filter(|(at, pair)| pair[1].kind == TokenKind::Assign && starts(*at));
    let named = names.filter_map(|(_, pair)| match &pair[0].kind {
        TokenKind::Name(name) | TokenKind::Quoted(name) => Some(name.clone()),
        _ => None,
    });
    named.collect()
}

struct Parser<'a> {
    text: &'a str,
    words: &'a [Token],
    at: usize,
    formula: Formula,
    /// The brackets that are open, the statement itself first.
    frames: Vec<Frame>,
    wants_operand: bool,
    is_known: &'a dyn Fn(&str) -> bool,
}

impl Parser<'_> {
    fn kind(&self, ahead: usize) -> Option<&TokenKind> {
        self.words.get(self.at + ahead).map(|word| &word.kind)
    }

    /// Where the next word stands; at the end, the end.
    fn span(&self) -> Range<usize> {
        let end = self.text.len()..self.text.len();
        self.words
            .get(self.at)
            .map_or(end, |word| word.span.clone())
    }

    /// From the start of a place to the end of the last word that was read.
    fn since(&self, start: &Range<usize>) -> Range<usize> {
        let last = self.at.checked_sub(1).and_then(|at| self.words.get(at));
        start.start..last.map_or(start.end, |word| word.span.end)
    }

    fn error(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> FormulaError {
        FormulaError::new(self.text, span, message, help)
    }

    fn statement(&mut self) -> Result<(), FormulaError> {
        if self.kind(0) == Some(&TokenKind::Separator) {
            self.at += 1;
            return Ok(());
        }
        let is_name = |kind: &TokenKind| {
            matches!(
                kind,
                TokenKind::Name(_) | TokenKind::Quoted(_) | TokenKind::Unwired
            )
        };
        let is_target = self.kind(0) == Some(&TokenKind::Name("target".into()));
        if is_target && self.kind(1).is_some_and(is_name) {
            return self.target();
        }
        let name = match (self.kind(0), self.kind(1)) {
            (Some(TokenKind::Name(n) | TokenKind::Quoted(n)), Some(TokenKind::Assign)) => {
                Some((n.clone(), self.span()))
            }
            _ => None,
        };
        let start = self.span();
        if name.is_some() {
            self.at += 2;
        }
        let expression = self.expression()?;
        let (name, span) = match name {
            Some((name, span)) => (Some(name), span),
            None => (None, start),
        };
        self.formula.statements.push(Statement::Define(Definition {
            name,
            span,
            expression,
        }));
        Ok(())
    }

    /// `target NAME`.
    fn target(&mut self) -> Result<(), FormulaError> {
        self.at += 1;
        let span = self.span();
        let name = match self.kind(0) {
            Some(TokenKind::Name(name) | TokenKind::Quoted(name)) => Some(name.clone()),
            _ => None,
        };
        self.at += 1;
        if !matches!(self.kind(0), None | Some(TokenKind::Separator)) {
            return Err(self.error(
                self.span(),
                "something stands behind the target",
                "write target and one name, and start a new line",
            ));
        }
        self.formula.statements.push(Statement::Target(name, span));
        Ok(())
    }

    /// An expression up to the end of its statement.
    fn expression(&mut self) -> Result<ExpressionId, FormulaError> {
        self.frames.clear();
        self.frames
            .push(Frame::new(Purpose::Statement, self.span()));
        self.wants_operand = true;
        while let Some(word) = self.words.get(self.at) {
            if word.kind == TokenKind::Separator && self.ends_here() {
                break;
            }
            match self.wants_operand {
                true => self.operand()?,
                false => self.operator()?,
            }
        }
        if self.frames.len() > 1 {
            return Err(self.not_closed());
        }
        self.finish_frame()
    }

    /// Whether a line's end ends the statement: not within brackets, and not where an
    /// operand is still to come.
    fn ends_here(&self) -> bool {
        let goes_on = self.frames.len() > 1 || self.wants_operand && self.has_begun();
        // `;` always ends; brackets are then not closed.
        let span = self.span();
        !goes_on || self.text[span].starts_with(';')
    }

    fn has_begun(&self) -> bool {
        let top = self.frames.last();
        top.is_some_and(|top| !top.operators.is_empty() || !top.operands.is_empty())
    }

    fn top(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            let span = self.span();
            self.frames.push(Frame::new(Purpose::Statement, span));
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn open(&mut self, purpose: Purpose) {
        let span = self.span();
        self.frames.push(Frame::new(purpose, span));
        self.at += 1;
        self.wants_operand = true;
    }

    fn push(&mut self, expression: Expression, span: Range<usize>) {
        let id = self.formula.push(expression, span);
        self.top().operands.push(id);
        self.wants_operand = false;
    }

    /// Reads a word where a number, a name or a bracket is wanted.
    fn operand(&mut self) -> Result<(), FormulaError> {
        let span = self.span();
        let Some(kind) = self.kind(0).cloned() else {
            return Err(self.missing());
        };
        match kind {
            TokenKind::Separator => self.at += 1,
            TokenKind::Number(x) => {
                self.at += 1;
                self.push(Expression::Number(x), span);
            }
            TokenKind::Unwired => {
                self.at += 1;
                self.push(Expression::Unwired, span);
            }
            TokenKind::Quoted(name) => {
                self.at += 1;
                self.push(Expression::Name(name), span);
            }
            TokenKind::Name(name) => return self.name(&name),
            TokenKind::Function(name) => return self.function(&name),
            TokenKind::Minus => self.prefix(Operator::Negate),
            TokenKind::Plus => self.at += 1,
            TokenKind::Root => self.root()?,
            TokenKind::Fraction => self.fraction()?,
            TokenKind::Bar => self.open(Purpose::Bars),
            TokenKind::Open(Bracket::Square) => return self.tensor(),
            TokenKind::Open(bracket) => self.open(Purpose::Group(bracket)),
            TokenKind::Close(_) | TokenKind::Comma if self.may_close_empty() => {
                return self.operator();
            }
            _ => return Err(self.missing()),
        }
        Ok(())
    }

    /// Whether a call without arguments may end here.
    fn may_close_empty(&self) -> bool {
        let Some(top) = self.frames.last() else {
            return false;
        };
        top.operands.is_empty() && top.operators.is_empty() && top.may_be_empty()
    }

    fn missing(&self) -> FormulaError {
        let span = self.span();
        let word = &self.text[span.clone()];
        let message = match word.trim() {
            "" => "a number or a name is missing at the end".to_owned(),
            word => format!("a number or a name is missing before {word:?}"),
        };
        self.error(span, message, "write what the operator works on")
    }

    fn not_closed(&self) -> FormulaError {
        let open = self.frames.last();
        let span = open.map_or(0..0, |frame| frame.span.clone());
        let close = open.map_or(')', |frame| frame.purpose.close());
        let sign = self.text[span.clone()].to_owned();
        let help = format!("write {close} where it ends");
        self.error(span, format!("{sign:?} is not closed"), help)
    }

    fn prefix(&mut self, operator: Operator) {
        let span = self.span();
        self.top().operators.push((operator, span));
        self.at += 1;
    }

    /// `√x`, or `\sqrt{x}`.
    fn root(&mut self) -> Result<(), FormulaError> {
        if matches!(self.kind(1), Some(TokenKind::Open(Bracket::Square))) {
            return Err(self.error(
                self.span(),
                "only square roots can be written with a root sign",
                "write x^(1/3)",
            ));
        }
        let op = self.named_op("sqrt")?;
        self.prefix(Operator::Apply(op, true));
        Ok(())
    }

    /// `\frac{a}{b}`.
    fn fraction(&mut self) -> Result<(), FormulaError> {
        if !matches!(self.kind(1), Some(TokenKind::Open(Bracket::Curly))) {
            let span = self.span();
            return Err(self.error(
                span,
                "\\frac needs two groups in braces",
                "write \\frac{1}{2}",
            ));
        }
        self.at += 1;
        self.open(Purpose::Numerator);
        Ok(())
    }

    fn named_op(&self, name: &str) -> Result<OpId, FormulaError> {
        OpId::named(name).ok_or_else(|| {
            let message = format!("this version has no op {name:?}");
            self.error(self.span(), message, "'wiregrad ops' lists them")
        })
    }

    /// Carries out what is left in the innermost bracket, and takes it away.
    fn finish_frame(&mut self) -> Result<ExpressionId, FormulaError> {
        if self.wants_operand {
            return Err(self.missing());
        }
        while !self.top().operators.is_empty() {
            self.reduce()?;
        }
        let frame = self.frames.pop();
        match frame.and_then(|frame| frame.operands.last().copied()) {
            Some(id) => Ok(id),
            None => Err(self.missing()),
        }
    }
}

impl Setting {
    fn new(
        name: &str,
        value: crate::core::op::attributes::AttributeValue,
        span: Range<usize>,
    ) -> Setting {
        Setting {
            name: name.into(),
            value,
            span,
        }
    }
}
