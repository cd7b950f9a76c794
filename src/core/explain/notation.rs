//! [`Notation`]: how names, numbers, formulas and derivatives are written, as plain
//! text or as LaTeX.

use super::fill::{Atom, fill_text};
use super::latex;
use crate::core::evaluation::Numbers;
use crate::core::number::{Summary, minus_signs, nested, short, typeset};
use crate::core::op::Piece;

/// How formulas are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notation {
    /// Plain text: `∂J/∂w = 2 · (−2) = −4`.
    #[default]
    Text,
    /// LaTeX, for a formula in math mode; needs amsmath.
    Latex,
}

/// How many significant digits a number is written with.
const DIGITS: usize = 7;
/// And one of many in a tensor.
const DIGITS_OF_MANY: usize = 4;
/// Tensors of up to this many elements are written whole.
const WHOLE: usize = 8;

impl Notation {
    /// A node's name. As text, one that could be taken for a formula is put in
    /// quotes.
    pub fn name(self, name: &str) -> String {
        match self {
            Notation::Latex => latex::name(name),
            Notation::Text
                if name
                    .chars()
                    .all(|c| c.is_alphanumeric() || "_.'′".contains(c)) =>
            {
                name.to_owned()
            }
            Notation::Text => format!("\"{name}\""),
        }
    }

    /// A number, with the sign − (U+2212) in text.
    pub fn number(self, x: f64) -> String {
        self.number_in(x, DIGITS)
    }

    fn number_in(self, x: f64, digits: usize) -> String {
        match self {
            Notation::Text => typeset(x, digits),
            Notation::Latex => latex::number(&short(x, digits)),
        }
    }

    /// A number as a factor or a later term: in parentheses if it is negative.
    pub fn factor(self, x: f64) -> String {
        let Atom { text, loose } = self.number_atom(x);
        if loose { format!("({text})") } else { text }
    }

    pub(crate) fn number_atom(self, x: f64) -> Atom {
        let text = self.number(x);
        let loose = text.starts_with(['−', '-']) || text.contains("\\cdot");
        Atom { text, loose }
    }

    pub(crate) fn name_atom(self, name: &str) -> Atom {
        let (text, loose) = (self.name(name), false);
        Atom { text, loose }
    }

    /// The derivative of one node by another: `∂J/∂w`.
    pub fn partial(self, of: &str, by: &str) -> String {
        let [of, by] = [of, by].map(|name| self.name(name));
        match self {
            Notation::Text => format!("∂{of}/∂{by}"),
            Notation::Latex => format!("\\frac{{\\partial {of}}}{{\\partial {by}}}"),
        }
    }

    /// The gradient of a tensor: `dW`.
    pub fn gradient(self, name: &str) -> String {
        match self {
            Notation::Text => format!("d{}", self.name(name)),
            Notation::Latex => format!("\\mathrm{{d}}{}", self.name(name)),
        }
    }

    /// A formula with a word behind it that tells it apart: `∂J/∂b via c`.
    pub(crate) fn tagged(self, formula: &str, word: &str, name: &str) -> String {
        match self {
            Notation::Text => format!("{formula} {word} {}", self.name(name)),
            Notation::Latex => {
                format!("{formula} \\text{{ {word} }} {}", self.name(name))
            }
        }
    }

    /// Factors, multiplied.
    pub(crate) fn product(self, factors: &[String]) -> String {
        factors.join(match self {
            Notation::Text => " · ",
            Notation::Latex => " \\cdot ",
        })
    }

    /// Terms, added up; a long sum is cut short.
    pub(crate) fn sum(self, terms: impl ExactSizeIterator<Item = String>) -> String {
        const MOST: usize = 12;
        let count = terms.len();
        let mut shown: Vec<String> = terms.take(MOST).collect();
        if count > MOST {
            shown.push(self.words(&format!("… ({} more)", count - MOST)));
        }
        shown.join(" + ")
    }

    /// Numbers, added up: `2 + (−3)`.
    pub(crate) fn sum_of_numbers(self, numbers: &[f64]) -> String {
        let terms = numbers.iter().enumerate();
        self.sum(terms.map(|(nth, x)| match nth {
            0 => self.number(*x),
            _ => self.factor(*x),
        }))
    }

    /// Plain words within a formula.
    pub(crate) fn words(self, text: &str) -> String {
        match self {
            Notation::Text => text.to_owned(),
            Notation::Latex => latex::words(text),
        }
    }

    /// A value: a number, a small tensor whole, of a large one what it is like.
    pub fn value(self, numbers: &Numbers<'_>) -> String {
        let Numbers { shape, data } = numbers;
        if let Some(x) = numbers.as_scalar() {
            return self.number(x);
        }
        let number = |x: f64| self.number_in(x, DIGITS_OF_MANY);
        if data.len() <= WHOLE {
            let lengths: Vec<usize> = shape.dims().collect();
            return match self {
                Notation::Text => nested(&lengths, data, number),
                Notation::Latex => latex::matrix(&lengths, data, &number),
            };
        }
        let summary = Summary::of(data);
        let number = |x: f64| minus_signs(&short(x, DIGITS_OF_MANY));
        let text = match summary.only() {
            Some(x) => format!("all {}", number(x)),
            None => summary.text(number),
        };
        self.words(&format!("{shape}, {text}"))
    }

    /// What stands for a value in a formula: a number, or a tensor's shape.
    pub(crate) fn value_atom(self, numbers: &Numbers<'_>) -> Atom {
        match numbers.as_scalar() {
            Some(x) => self.number_atom(x),
            None => Atom {
                text: numbers.shape.to_string(),
                loose: false,
            },
        }
    }

    /// A formula from a template, with something put in for its placeholders.
    pub(crate) fn fill(self, template: &str, put: impl Fn(Piece<'_>) -> Atom) -> String {
        match self {
            Notation::Text => fill_text(template, put),
            Notation::Latex => latex::fill(template, put),
        }
    }
}
