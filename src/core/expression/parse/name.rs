//! What a name means where it stands: a node, a number, a function, a product of nodes,
//! or a new node.

use super::Parser;
use super::frame::Operator;
use crate::core::expression::error::FormulaError;
use crate::core::expression::names::{constant, function, is_module, product};
use crate::core::expression::token::{Bracket, TokenKind};
use crate::core::expression::tree::Expression;
use crate::core::ops;

impl Parser<'_> {
    /// Reads a name that isn't in backquotes.
    pub(super) fn name(&mut self, name: &str) -> Result<(), FormulaError> {
        let span = self.span();
        let known = (self.is_known)(name);
        if !known && is_module(name) && self.kind(1) == Some(&TokenKind::Dot) {
            return self.of_module();
        }
        let is_called = self.kind(1) == Some(&TokenKind::Open(Bracket::Round));
        if is_called && let Some(callee) = self.callee(name)? {
            return self.call(callee, name, span, 1);
        }
        self.at += 1;
        if known {
            self.push(Expression::Name(name.into()), span);
        } else if let Some(x) = constant(name) {
            self.push(Expression::Number(x), span);
        } else if let Some(op) = function(name).filter(|op| op.op().name == name || self.takes()) {
            let op = op.op().name;
            let message = format!("{name:?} is the op {op} and has no arguments here");
            let help = format!("write {name}(x), or `{name}` for a node of this name");
            return Err(self.error(span, message, help));
        } else if let Some(parts) = product(name, self.is_known) {
            return self.product_of(name, &parts);
        } else if is_called {
            let help = match ops::suggest(name) {
                Some(op) => format!(
                    "did you mean {}? For a product, write {name} * (…)",
                    op.name
                ),
                None => format!("write {name} * (…) for a product; 'wiregrad ops' lists the ops"),
            };
            let message = format!("{name:?} is neither an op nor a node");
            return Err(self.error(span, message, help));
        } else {
            self.push(Expression::Name(name.into()), span);
        }
        Ok(())
    }

    /// Whether what comes next could be the argument of a function without brackets.
    fn takes(&self) -> bool {
        self.kind(0).is_some_and(TokenKind::starts_operand)
    }

    /// `wx` as w·x.
    fn product_of(&mut self, name: &str, parts: &[&str]) -> Result<(), FormulaError> {
        let whole = self.words[self.at - 1].span.clone();
        let mut from = whole.start;
        for (nth, part) in parts.iter().enumerate() {
            let span = from..from + part.len();
            if nth > 0 {
                let op = self.named_op("multiply")?;
                self.reduce_above(20, false)?;
                let place = span.start..span.start;
                self.top().operators.push((Operator::Binary(op, 20), place));
            }
            self.push(Expression::Name((*part).into()), span);
            from += part.len();
        }
        debug_assert_eq!(from - whole.start, name.len());
        Ok(())
    }

    /// A function of a module of Python, at the module's name: `np.exp(x)`, `math.pi`.
    fn of_module(&mut self) -> Result<(), FormulaError> {
        let start = self.span();
        while let (Some(TokenKind::Name(_)), Some(TokenKind::Dot), Some(TokenKind::Name(_))) =
            (self.kind(0), self.kind(1), self.kind(2))
        {
            self.at += 2;
        }
        let span = start.start..self.span().end;
        let Some(TokenKind::Name(name)) = self.kind(0).cloned() else {
            return Err(self.error(span, "a function is missing", "write np.exp(x)"));
        };
        if self.kind(1) == Some(&TokenKind::Open(Bracket::Round))
            && let Some(callee) = self.callee(&name)?
        {
            return self.call(callee, &name, span, 1);
        }
        if let Some(x) = constant(&name) {
            self.at += 1;
            self.push(Expression::Number(x), span);
            return Ok(());
        }
        let help = match ops::suggest(&name) {
            Some(op) => format!("did you mean {}?", op.name),
            None => "'wiregrad ops' lists the ops".to_owned(),
        };
        let written = self.text[span.clone()].to_owned();
        Err(self.error(span, format!("{written} is no op"), help))
    }

    /// A function of LaTeX: with brackets a call, else it takes the next factor.
    pub(super) fn function(&mut self, name: &str) -> Result<(), FormulaError> {
        let span = self.span();
        let brackets = [Bracket::Round, Bracket::Curly];
        let is_open = |b: &Bracket| self.kind(1) == Some(&TokenKind::Open(*b));
        if brackets.iter().any(is_open)
            && let Some(callee) = self.callee(name)?
        {
            return self.call(callee, name, span, 1);
        }
        let op = self.named_op(name)?;
        self.prefix(Operator::Apply(op, false));
        Ok(())
    }
}
