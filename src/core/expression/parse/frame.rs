//! [`Frame`]: a bracket that is open while its inside is read.

use std::ops::Range;

use crate::core::expression::token::Bracket;
use crate::core::expression::tree::{ExpressionId, Setting};
use crate::core::op::SourceKind;
use crate::core::ops::OpId;

/// An operator that waits for its operands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Operator {
    /// A sign before a factor.
    Negate,
    /// An op of one input before its operand; whether it is a root sign.
    Apply(OpId, bool),
    /// An op of two inputs, and how close it binds.
    Binary(OpId, u8),
}

impl Operator {
    /// How close it binds; the table stands in the module above.
    pub(super) fn precedence(self) -> u8 {
        match self {
            Operator::Negate => 25,
            Operator::Apply(_, false) => 28,
            Operator::Apply(_, true) => 40,
            Operator::Binary(_, precedence) => precedence,
        }
    }
}

/// What is called.
#[derive(Clone, Copy, Debug)]
pub(super) enum Callee {
    /// An op.
    Op(OpId),
    /// `max` or `min`: of one tensor, or the larger or smaller of two.
    Extreme {
        /// Of all numbers of one input.
        reduction: OpId,
        /// Of two inputs, element by element.
        of_two: OpId,
    },
    /// `parameter(2)`.
    Source(SourceKind),
}

/// Why a bracket is open.
#[derive(Debug)]
pub(super) enum Purpose {
    /// The statement itself.
    Statement,
    /// Brackets that only group.
    Group(Bracket),
    /// `|x|`.
    Bars,
    /// The first group of `\frac`.
    Numerator,
    /// The second group of `\frac`, after this.
    Denominator(ExpressionId),
    /// The arguments of a function.
    Call(Box<Call>),
}

/// A call whose arguments are read.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) callee: Callee,
    /// The function as it was written.
    pub(super) name: Box<str>,
    pub(super) span: Range<usize>,
    pub(super) bracket: Bracket,
    pub(super) inputs: Vec<ExpressionId>,
    pub(super) attributes: Vec<Setting>,
}

impl Purpose {
    /// The sign that closes it.
    pub(super) fn close(&self) -> char {
        match self {
            Purpose::Statement => ';',
            Purpose::Group(bracket) => bracket.close(),
            Purpose::Bars => '|',
            Purpose::Numerator | Purpose::Denominator(_) => '}',
            Purpose::Call(call) => call.bracket.close(),
        }
    }
}

/// An open bracket, and what has been read in it.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) purpose: Purpose,
    /// Where it opened.
    pub(super) span: Range<usize>,
    pub(super) operands: Vec<ExpressionId>,
    pub(super) operators: Vec<(Operator, Range<usize>)>,
}

impl Frame {
    pub(super) fn new(purpose: Purpose, span: Range<usize>) -> Frame {
        Frame {
            purpose,
            span,
            operands: Vec::new(),
            operators: Vec::new(),
        }
    }

    /// Whether it may close with nothing in it: a call that has its arguments, or whose
    /// receiver stands before the point.
    pub(super) fn may_be_empty(&self) -> bool {
        matches!(&self.purpose, Purpose::Call(call) if !call.inputs.is_empty() || !call.attributes.is_empty())
    }
}
