//! Operators, by precedence:
//!
//! | binds | operators |
//! |---|---|
//! | loosest | `<` `<=` `>` `>=` `==` `!=`, one of them |
//! | | `+` `-`, left to right |
//! | | `*` `/` `@` and products without a sign, left to right |
//! | | a sign before a factor: `-x^2` is −(x²), `-x*y` is (−x)·y |
//! | | a function of LaTeX without brackets: `\log x^2` is log(x²) |
//! | | `^`, `**`, superscripts, right to left: `2^x^2` is 2^(x²), `2^-x` is 2^(−x) |
//! | | `√` |
//! | tightest | calls, `.T`, `[…]` |

use std::ops::Range;

use super::Parser;
use super::frame::{Operator, Purpose};
use crate::core::expression::error::FormulaError;
use crate::core::expression::print::COMPARISON;
use crate::core::expression::token::{Bracket, Relation, TokenKind};
use crate::core::expression::tree::{Application, Expression, ExpressionId};
use crate::core::ops::OpId;

impl Parser<'_> {
    /// Reads a word behind an operand.
    pub(super) fn operator(&mut self) -> Result<(), FormulaError> {
        let span = self.span();
        let Some(kind) = self.kind(0).cloned() else {
            return Ok(());
        };
        if kind.starts_operand() {
            return self.product(&kind);
        }
        match kind {
            TokenKind::Relation(relation) => self.comparison(relation),
            TokenKind::Plus => self.binary("add", 10),
            TokenKind::Minus => self.binary("subtract", 10),
            TokenKind::Times => self.binary("multiply", 20),
            TokenKind::Over => self.binary("divide", 20),
            TokenKind::At => self.binary("matmul", 20),
            TokenKind::Power if self.transposes() => self.transpose(),
            TokenKind::Power => self.power(),
            TokenKind::Superscript(x) => {
                self.power()?;
                self.push(Expression::Number(x), span);
                Ok(())
            }
            TokenKind::Transposed => self.transpose(),
            TokenKind::Dot => self.method(),
            TokenKind::Open(Bracket::Square) => self.index(),
            TokenKind::Bar if self.closes_bars() => self.close(None),
            TokenKind::Bar => self.product(&kind),
            TokenKind::Close(bracket) => self.close(Some(bracket)),
            TokenKind::Comma => self.comma(),
            TokenKind::Separator => {
                self.at += 1; // within brackets
                Ok(())
            }
            TokenKind::Assign => Err(self.error(
                span,
                "a second = in one statement",
                "start a new line or write ; before the name; == compares",
            )),
            _ => Err(self.error(
                span.clone(),
                format!("{:?} can't stand here", &self.text[span]),
                "write an operator between the two parts",
            )),
        }
    }

    /// Whether `^T` or `^{T}` comes next, as notes write a transpose, and no node is
    /// called T.
    fn transposes(&self) -> bool {
        let is_t = |ahead| self.kind(ahead) == Some(&TokenKind::Name("T".into()));
        let in_braces = self.kind(1) == Some(&TokenKind::Open(Bracket::Curly))
            && is_t(2)
            && self.kind(3) == Some(&TokenKind::Close(Bracket::Curly));
        !(self.is_known)("T") && (is_t(1) || in_braces)
    }

    fn transpose(&mut self) -> Result<(), FormulaError> {
        let op = self.named_op("transpose")?;
        let start = self.span();
        let words = match (self.kind(0), self.kind(1)) {
            (Some(TokenKind::Transposed), _) => 1,
            (_, Some(TokenKind::Open(_))) => 4,
            _ => 2,
        };
        self.at += words;
        let span = self.since(&start);
        self.apply_to_last(op, span)
    }

    fn closes_bars(&self) -> bool {
        let top = self.frames.last();
        top.is_some_and(|frame| matches!(frame.purpose, Purpose::Bars))
    }

    /// A product without a sign.
    fn product(&mut self, next: &TokenKind) -> Result<(), FormulaError> {
        let last = self.top().operands.last().copied();
        let is_number = |id: ExpressionId| matches!(self.formula.get(id), Expression::Number(_));
        let after_number = last.is_some_and(is_number) && self.follows_its_operand();
        if after_number && matches!(next, TokenKind::Number(_)) {
            return Err(self.error(
                self.span(),
                "two numbers stand side by side",
                "write the operator between them, or a decimal point",
            ));
        }
        let op = self.named_op("multiply")?;
        let span = self.span();
        let place = span.start..span.start;
        self.reduce_above(20, false)?;
        self.top().operators.push((Operator::Binary(op, 20), place));
        self.wants_operand = true;
        Ok(())
    }

    /// Whether the word before is the last operand itself, not a bracket or a power.
    fn follows_its_operand(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.words.get(at));
        before.is_some_and(|word| matches!(word.kind, TokenKind::Number(_)))
    }

    fn binary(&mut self, op: &str, precedence: u8) -> Result<(), FormulaError> {
        let op = self.named_op(op)?;
        let span = self.span();
        self.reduce_above(precedence, false)?;
        let operator = Operator::Binary(op, precedence);
        self.top().operators.push((operator, span));
        self.at += 1;
        self.wants_operand = true;
        Ok(())
    }

    /// A comparison compares two: what it gives is 1 or 0, which `a < b < c` would compare
    /// with c.
    fn comparison(&mut self, relation: Relation) -> Result<(), FormulaError> {
        self.reduce_above(COMPARISON + 1, false)?;
        if let Some((Operator::Binary(_, COMPARISON), first)) = self.top().operators.last() {
            let whole = first.start..self.span().end;
            return Err(self.error(
                whole,
                "comparisons can't be chained",
                "write (a < b)*(b < c) for both, or put one of them in brackets",
            ));
        }
        self.binary(relation.op(), COMPARISON)
    }

    fn power(&mut self) -> Result<(), FormulaError> {
        let op = self.named_op("power")?;
        let span = self.span();
        self.reduce_above(30, true)?;
        self.top().operators.push((Operator::Binary(op, 30), span));
        self.at += 1;
        self.wants_operand = true;
        Ok(())
    }

    /// Carries out the operators that bind closer than one that comes; of equals too,
    /// if they go from left to right.
    pub(super) fn reduce_above(
        &mut self,
        precedence: u8,
        to_left: bool,
    ) -> Result<(), FormulaError> {
        while let Some((operator, _)) = self.top().operators.last() {
            let its = operator.precedence();
            if its < precedence || its == precedence && to_left {
                break;
            }
            self.reduce()?;
        }
        Ok(())
    }

    /// Carries out the last operator.
    pub(super) fn reduce(&mut self) -> Result<(), FormulaError> {
        let Some((operator, place)) = self.top().operators.pop() else {
            return Ok(());
        };
        let op = match operator {
            Operator::Negate => self.named_op("negative")?,
            Operator::Apply(op, _) | Operator::Binary(op, _) => op,
        };
        let count = match operator {
            Operator::Binary(..) => 2,
            _ => 1,
        };
        let top = self.top();
        let from = top.operands.len().checked_sub(count);
        let Some(from) = from else {
            let help = "write what the operator works on";
            return Err(self.error(place, "an operand is missing", help));
        };
        let inputs = top.operands.split_off(from);
        let id = self.applied(op, inputs, place)?;
        self.top().operands.push(id);
        Ok(())
    }

    /// An op on these inputs. A power of exactly 2 is a square, one of e an exp.
    pub(super) fn applied(
        &mut self,
        op: OpId,
        mut inputs: Vec<ExpressionId>,
        place: Range<usize>,
    ) -> Result<ExpressionId, FormulaError> {
        let spans = inputs.iter().map(|id| self.formula.span(*id));
        let span = spans.fold(place, |a, b| a.start.min(b.start)..a.end.max(b.end));
        let exponent = inputs.get(1).map(|id| self.formula.get(*id));
        let is_square = op.op().name == "power" && exponent == Some(&Expression::Number(2.0));
        // e^x is exp(x), where e is the number.
        let is_exp = op.op().name == "power" && inputs.len() == 2 && self.is_e(inputs[0]);
        let op = match (is_exp, is_square) {
            (true, _) => {
                inputs.remove(0);
                self.named_op("exp")?
            }
            (false, true) => {
                inputs.truncate(1);
                self.named_op("square")?
            }
            _ => op,
        };
        let apply = Application {
            op,
            inputs,
            attributes: Vec::new(),
        };
        Ok(self.formula.push(Expression::Apply(Box::new(apply)), span))
    }

    /// Whether an expression is the number e, written as a letter.
    fn is_e(&self, id: ExpressionId) -> bool {
        let is_number = matches!(self.formula.get(id), Expression::Number(_));
        is_number && self.text[self.formula.span(id)].ends_with('e')
    }

    pub(super) fn apply_to_last(
        &mut self,
        op: OpId,
        place: Range<usize>,
    ) -> Result<(), FormulaError> {
        let last = self.top().operands.pop();
        let id = self.applied(op, last.into_iter().collect(), place)?;
        self.top().operands.push(id);
        Ok(())
    }
}
