//! [`Notation`]: how names, numbers, formulas and derivatives are written, as plain
//! text or as LaTeX.

use crate::core::evaluation::Numbers;
use crate::core::expression::Style;
use crate::core::expression::print::{self, Leaf};
use crate::core::latex;
use crate::core::number::{Summary, minus_signs, nested, short, typeset};

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
    /// How expressions are printed in it.
    pub(crate) fn style(self) -> Style {
        match self {
            Notation::Text => Style::Unicode,
            Notation::Latex => Style::Latex,
        }
    }

    /// A node's name: one that reads as a formula in brackets, another odd one in quotes.
    pub fn name(self, name: &str) -> String {
        print::name(name, self.style())
    }

    /// A node's name in a formula, where it may need brackets.
    pub(crate) fn name_leaf(self, name: &str) -> Leaf {
        print::name_leaf(name, self.style())
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

    /// A number as a factor or a later term: in brackets if it is negative.
    pub fn factor(self, x: f64) -> String {
        self.number_leaf(x).behind(print::PRODUCT + 1, self.style())
    }

    pub(crate) fn number_leaf(self, x: f64) -> Leaf {
        Leaf::number(self.number(x))
    }

    /// The derivative of one node by another: `∂J/∂w`.
    pub fn partial(self, of: &str, by: &str) -> String {
        let [of, by] = [of, by].map(|name| self.name(name));
        match self {
            Notation::Text => format!("∂{of}/∂{by}"),
            Notation::Latex => format!("\\frac{{\\partial {of}}}{{\\partial {by}}}"),
        }
    }

    /// The gradient of a tensor: `dW`, `d(X @ W)`.
    pub fn gradient(self, name: &str) -> String {
        let style = self.style();
        let name = match name.contains('(') {
            true => print::bracketed(&self.name_leaf(name).text, style),
            false => self.name(name),
        };
        match self {
            Notation::Text => format!("d{name}"),
            Notation::Latex => format!("\\mathrm{{d}}{name}"),
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

    /// What stands for a value in a formula: a number, a small tensor whole, of a large
    /// one its lengths, `⟨4×2⟩`.
    pub(crate) fn value_leaf(self, numbers: &Numbers<'_>) -> Leaf {
        match numbers.as_scalar() {
            Some(x) => self.number_leaf(x),
            None if numbers.data.len() <= WHOLE => Leaf::close(self.value(numbers)),
            None => {
                let lengths: Vec<String> = numbers.shape.dims().map(|n| n.to_string()).collect();
                Leaf::close(match self {
                    Notation::Text => format!("⟨{}⟩", lengths.join("×")),
                    Notation::Latex => {
                        format!("\\langle {} \\rangle", lengths.join(" \\times "))
                    }
                })
            }
        }
    }
}
