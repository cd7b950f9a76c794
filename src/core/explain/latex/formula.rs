//! LaTeX formulas from the templates of the op table.

use super::signs::{greek, sign};
use crate::core::explain::fill::{Atom, stands_free};
use crate::core::op::{Piece, pieces};

/// A formula from a template of the op table.
pub(in crate::core::explain) fn fill(template: &str, put: impl Fn(Piece<'_>) -> Atom) -> String {
    let mut writer = FormulaWriter::default();
    let mut pieces = pieces(template).peekable();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Text(text) => writer.text(text),
            piece => {
                let Atom { text, loose } = put(piece);
                // Under a root and in an exponent braces hold it together.
                let free = stands_free(&writer.plain, pieces.peek()) || writer.waits.is_some();
                writer.atom(&if loose && !free {
                    format!("({text})")
                } else {
                    text
                });
                writer.plain.push('x');
            }
        }
    }
    writer.out.trim().to_owned()
}

/// What the next atom or parenthesis belongs to.
#[derive(Clone, Copy)]
enum Waits {
    Root,
    Power,
}

#[derive(Default)]
struct FormulaWriter {
    out: String,
    /// The template's own text so far, an x for each atom.
    plain: String,
    /// What closes each parenthesis that is open.
    closers: Vec<&'static str>,
    waits: Option<Waits>,
}

impl FormulaWriter {
    fn atom(&mut self, text: &str) {
        self.out += &match self.waits.take() {
            Some(Waits::Root) => format!("\\sqrt{{{text}}}"),
            Some(Waits::Power) => format!("^{{{text}}}"),
            None => text.to_owned(),
        };
    }

    fn text(&mut self, text: &str) {
        self.plain.push_str(text);
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if c.is_ascii_alphabetic() {
                rest = self.word(rest);
                continue;
            }
            rest = &rest[c.len_utf8()..];
            self.sign(c);
        }
    }

    /// A function's name, or words; returns what comes after.
    fn word<'a>(&mut self, text: &'a str) -> &'a str {
        let of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = text.find(|c| !of_name(c)).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        if rest.starts_with('(') {
            let known = [
                "exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min",
            ];
            self.out += &if known.contains(&word) {
                format!("\\{word}")
            } else {
                format!("\\operatorname{{{}}}", word.replace('_', "\\_"))
            };
            return rest;
        }
        // As many words as follow one another.
        let of_words = |c: char| c.is_ascii_alphabetic() || "_ ".contains(c);
        let end = text.find(|c| !of_words(c)).unwrap_or(text.len());
        let mut end = end;
        if text[end..].starts_with('(') {
            end = text[..end].rfind(' ').map_or(end, |space| space + 1);
        }
        let (words, rest) = text.split_at(end);
        // Signs and parentheses keep their own distance.
        let close = self.out.is_empty() || self.out.ends_with(['(', ' ']) && !words.contains(' ');
        let before = if close { "" } else { " " };
        let words = words.trim_end().replace('_', "\\_");
        let after = if rest.starts_with([',', ')']) {
            ""
        } else {
            " "
        };
        self.out += &format!("\\text{{{before}{words}{after}}}");
        rest
    }

    fn sign(&mut self, c: char) {
        match c {
            '(' => {
                let (open, close) = match self.waits.take() {
                    Some(Waits::Root) => ("\\sqrt{", "}"),
                    Some(Waits::Power) => ("^{(", ")}"),
                    None => ("(", ")"),
                };
                self.out.push_str(open);
                self.closers.push(close);
            }
            ')' => self.out.push_str(self.closers.pop().unwrap_or(")")),
            '√' => self.waits = Some(Waits::Root),
            '^' => self.waits = Some(Waits::Power),
            '²' => self.out.push_str("^{2}"),
            'ᵀ' => self.out.push_str("^{\\top}"),
            ' ' if self.waits.is_some() || self.out.ends_with(' ') => {}
            c if c.is_ascii_digit() => self.atom(&c.to_string()),
            c => match greek(c).or_else(|| sign(c).map(str::to_owned)) {
                Some(text) => self.out += &format!("{text} "),
                None => self.out.push(c),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fill;
    use crate::core::explain::fill::Atom;
    use crate::core::op::Piece;

    #[test]
    fn templates_are_translated() {
        let put = |piece: Piece<'_>| match piece {
            Piece::Input(0) => Atom {
                text: "-2".to_owned(),
                loose: true,
            },
            Piece::Input(_) => Atom {
                text: "b".to_owned(),
                loose: false,
            },
            _ => Atom {
                text: "y".to_owned(),
                loose: false,
            },
        };
        let cases = [
            ("{0} × {1}", "-2 \\times b"),
            ("{1} × {0}", "b \\times (-2)"),
            ("{0}²", "(-2)^{2}"),
            ("√{0}", "\\sqrt{-2}"),
            ("1 ÷ √(1 − {0}²)", "1 / \\sqrt{1 - (-2)^{2}}"),
            ("{1} ^ ({1} − 1)", "b ^{(b - 1)}"),
            ("log(1 + exp({0}))", "\\log(1 + \\exp(-2))"),
            ("leaky_relu({0})", "\\operatorname{leaky\\_relu}(-2)"),
            (
                "1 if {1} is positive, else 0",
                "1 \\text{ if }b \\text{ is positive}, \\text{ else }0",
            ),
            ("{dy} · {1}ᵀ", "y \\cdot b^{\\top}"),
        ];
        for (template, latex) in cases {
            assert_eq!(fill(template, put), latex, "{template}");
        }
    }
}
