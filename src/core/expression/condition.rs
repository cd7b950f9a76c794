//! Comparisons of two expressions, and how they are said: `x > 0`, "x is positive".

use super::print::{Leaf, Style};
use super::single::Tree;

/// A comparison of two expressions.
#[derive(Debug)]
pub struct Comparison {
    /// The left side.
    pub left: Tree,
    /// The sign between them.
    pub sign: Sign,
    /// The right side.
    pub right: Tree,
}

/// A sign of comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `>`.
    Above,
    /// `>=`.
    AtLeast,
    /// `<`.
    Below,
    /// `<=`.
    AtMost,
    /// `==`.
    Equal,
}

/// Longer signs first: `>=` begins with `>`.
const SIGNS: [(&str, Sign); 5] = [
    (">=", Sign::AtLeast),
    ("<=", Sign::AtMost),
    ("==", Sign::Equal),
    (">", Sign::Above),
    ("<", Sign::Below),
];

impl Sign {
    /// Whether two numbers compare so.
    pub fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Sign::Above => left > right,
            Sign::AtLeast => left >= right,
            Sign::Below => left < right,
            Sign::AtMost => left <= right,
            Sign::Equal => left == right,
        }
    }
}

impl Comparison {
    /// Reads `x > 0`; each side by `side`.
    pub(super) fn parse(text: &str, side: impl Fn(&str) -> Option<Tree>) -> Option<Comparison> {
        let found = SIGNS.iter().find_map(|(written, sign)| {
            let (left, right) = text.split_once(written)?;
            Some((left, *sign, right))
        });
        let (left, sign, right) = found?;
        Some(Comparison {
            left: side(left)?,
            sign,
            right: side(right)?,
        })
    }

    /// Whether it holds, where each name is a number. `None` if one has no number.
    pub(super) fn holds(&self, number: &dyn Fn(&str) -> Option<f64>) -> Option<bool> {
        let (left, right) = (self.left.number(number)?, self.right.number(number)?);
        Some(self.sign.holds(left, right))
    }

    /// As a text: `x is positive`; in LaTeX `x > 0`.
    pub(crate) fn said(&self, style: Style, leaf: &dyn Fn(&str) -> Leaf) -> String {
        let [left, right] = [&self.left, &self.right].map(|tree| tree.print(style, leaf).text);
        if style == Style::Latex {
            let sign = match self.sign {
                Sign::Above => ">",
                Sign::AtLeast => "\\ge",
                Sign::Below => "<",
                Sign::AtMost => "\\le",
                Sign::Equal => "=",
            };
            return format!("{left} {sign} {right}");
        }
        if self.right.constant() == Some(0.0) {
            let what = match self.sign {
                Sign::Above => "positive",
                Sign::AtLeast => "not negative",
                Sign::Below => "negative",
                Sign::AtMost => "not positive",
                Sign::Equal => "0",
            };
            return format!("{left} is {what}");
        }
        match self.sign {
            Sign::Above => format!("{left} is larger than {right}"),
            Sign::AtLeast => format!("{left} is at least {right}"),
            Sign::Below => format!("{left} is smaller than {right}"),
            Sign::AtMost => format!("{left} is at most {right}"),
            Sign::Equal => format!("{left} equals {right}"),
        }
    }
}
