//! [`Token`]: a word of a formula, with its place.

use std::ops::Range;

/// A word of a formula.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// Where it stands, in bytes.
    pub(super) span: Range<usize>,
}

/// What a word is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    /// `2e-3`, `½`.
    Number(f64),
    /// `w`, `x₁`.
    Name(Box<str>),
    /// A name in backquotes: never an op, a number or a product.
    Quoted(Box<str>),
    /// A text in quotes, the value of an attribute.
    Text(Box<str>),
    /// A function of LaTeX, which needs no brackets: `\log x`.
    Function(Box<str>),
    /// `\frac`, before two groups in braces.
    Fraction,
    /// `+`.
    Plus,
    /// `-`, `−`.
    Minus,
    /// `*`, `·`, `×`.
    Times,
    /// `/`, `÷`.
    Over,
    /// `@`.
    At,
    /// `^`, `**`.
    Power,
    /// `²`, `⁻¹`: a power in one word.
    Superscript(f64),
    /// `√`.
    Root,
    /// `ᵀ`.
    Transposed,
    /// `<`, `>=`, `==` and the like.
    Relation(Relation),
    /// `=`.
    Assign,
    /// `,`.
    Comma,
    /// `:`.
    Colon,
    /// `.` before a name.
    Dot,
    /// `|`.
    Bar,
    /// An opening bracket.
    Open(Bracket),
    /// A closing bracket.
    Close(Bracket),
    /// `_`: an input without a wire.
    Unwired,
    /// The end of a line or `;`.
    Separator,
}

/// The signs that compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// `<`.
    Less,
    /// `<=`, `≤`.
    LessEqual,
    /// `>`.
    Greater,
    /// `>=`, `≥`.
    GreaterEqual,
    /// `==`.
    Equal,
    /// `!=`, `≠`.
    NotEqual,
}

impl Relation {
    /// The name of the op that it stands for.
    pub(super) fn op(self) -> &'static str {
        match self {
            Relation::Less => "less",
            Relation::LessEqual => "less_equal",
            Relation::Greater => "greater",
            Relation::GreaterEqual => "greater_equal",
            Relation::Equal => "equal",
            Relation::NotEqual => "not_equal",
        }
    }
}

/// The kinds of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    /// `(`.
    Round,
    /// `[`.
    Square,
    /// `{`.
    Curly,
}

impl Bracket {
    /// The sign that closes it.
    pub(super) fn close(self) -> char {
        match self {
            Bracket::Round => ')',
            Bracket::Square => ']',
            Bracket::Curly => '}',
        }
    }
}

impl TokenKind {
    /// Whether an operand can begin with it: after another operand, that is a product.
    pub(super) fn starts_operand(&self) -> bool {
        use TokenKind as T;
        matches!(
            self,
            T::Number(_)
                | T::Name(_)
                | T::Quoted(_)
                | T::Function(_)
                | T::Fraction
                | T::Root
                | T::Open(Bracket::Round | Bracket::Curly)
                | T::Unwired
        )
    }
}
