//! LaTeX from names, numbers and the templates of the op table.

use super::fill::{Atom, stands_free};
use crate::core::op::{Piece, pieces};

/// A name in math mode: `w`, `x_{1}`, `\hat{y}`, `\text{total loss}`.
pub(super) fn name(name: &str) -> String {
    symbol(name).unwrap_or_else(|| words(name))
}

/// A letter, perhaps with a number below it and a prime behind it.
fn symbol(name: &str) -> Option<String> {
    let mut rest = name.chars();
    let letter = letter(rest.next()?)?;
    let rest = rest.as_str();
    let (rest, prime) = match rest.strip_suffix(['\'', '′']) {
        Some(rest) => (rest, "'"),
        None => (rest, ""),
    };
    let digits: String = rest
        .strip_prefix('_')
        .unwrap_or(rest)
        .chars()
        .map(raised)
        .collect();
    if rest.is_empty() {
        return Some(format!("{letter}{prime}"));
    }
    let number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    number.then(|| format!("{letter}_{{{digits}}}{prime}"))
}

/// An ordinary digit for one that stands below the line.
fn raised(c: char) -> char {
    let digit = (c as u32)
        .checked_sub('₀' as u32)
        .filter(|digit| *digit < 10);
    digit
        .and_then(|digit| char::from_digit(digit, 10))
        .unwrap_or(c)
}

fn letter(c: char) -> Option<String> {
    if c.is_ascii_alphabetic() {
        return Some(c.to_string());
    }
    let accents = [('ŷ', "\\hat{y}"), ('ŵ', "\\hat{w}"), ('ȳ', "\\bar{y}")];
    let accent = accents.iter().find(|(letter, _)| *letter == c);
    accent
        .map(|(_, text)| (*text).to_owned())
        .or_else(|| greek(c))
}

fn greek(c: char) -> Option<String> {
    const SMALL: &str = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi \
                         omicron pi rho varsigma sigma tau upsilon phi chi psi omega";
    const LARGE: [(char, &str); 10] = [
        ('Γ', "Gamma"),
        ('Δ', "Delta"),
        ('Θ', "Theta"),
        ('Λ', "Lambda"),
        ('Ξ', "Xi"),
        ('Π', "Pi"),
        ('Σ', "Sigma"),
        ('Φ', "Phi"),
        ('Ψ', "Psi"),
        ('Ω', "Omega"),
    ];
    let nth = (c as usize).checked_sub('α' as usize)?;
    let small = SMALL.split(' ').nth(nth);
    let large = LARGE.iter().find(|(letter, _)| *letter == c);
    let found = if c < 'α' {
        large.map(|(_, name)| *name)
    } else {
        small
    };
    let found = found.filter(|name| *name != "omicron")?;
    Some(format!("\\{found}"))
}

/// Words in math mode, with everything in them that LaTeX would take for its own.
pub(super) fn words(text: &str) -> String {
    let mut out = String::new();
    let mut open = false;
    for c in text.chars() {
        let below = Some(raised(c)).filter(|digit| *digit != c);
        let below = below.map(|digit| format!("{{}}_{digit}"));
        let math = below
            .or_else(|| greek(c))
            .or_else(|| sign(c).map(str::to_owned));
        if math.is_some() == open {
            out.push_str(if open { "}" } else { "\\text{" });
            open = !open;
        }
        match math {
            Some(math) => out.push_str(&format!("{{{math}}}")),
            None if "{}$&#%_".contains(c) => out.extend(['\\', c]),
            None => out.push(c),
        }
    }
    if open {
        out.push('}');
    }
    out
}

/// What is written in math mode only.
fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '\\' => "\\backslash",
        '^' => "\\wedge",
        '~' => "\\sim",
        '−' => "-",
        '×' => "\\times",
        '·' => "\\cdot",
        '÷' => "/",
        '<' => "<",
        '>' => ">",
        '|' => "|",
        '²' => "{}^{2}",
        '′' => "'",
        '→' => "\\to",
        '∂' => "\\partial",
        '√' => "\\surd",
        '…' => "\\ldots",
        '∞' => "\\infty",
        _ => return None,
    })
}

/// A number from its text: `1.2e-7` becomes a power of ten.
pub(super) fn number(text: &str) -> String {
    match text.split_once('e') {
        Some((mantissa, exponent)) => format!("{mantissa} \\cdot 10^{{{exponent}}}"),
        None if text == "NaN" => "\\text{NaN}".to_owned(),
        None => text.replace("inf", "\\infty"),
    }
}

/// A small tensor: a row, a matrix, or nested lists.
pub(super) fn matrix(lengths: &[usize], data: &[f64], number: &impl Fn(f64) -> String) -> String {
    match lengths {
        [] => data.first().map_or_else(String::new, |x| number(*x)),
        [_] | [_, _] => {
            let width = lengths.last().copied().unwrap_or(1).max(1);
            let row = |row: &[f64]| {
                row.iter()
                    .map(|x| number(*x))
                    .collect::<Vec<_>>()
                    .join(" & ")
            };
            let rows: Vec<String> = data.chunks(width).map(row).collect();
            format!(
                "\\begin{{pmatrix}} {} \\end{{pmatrix}}",
                rows.join(" \\\\ ")
            )
        }
        [first, inner @ ..] => {
            let parts = data.chunks((data.len() / first).max(1));
            let parts: Vec<String> = parts.map(|part| matrix(inner, part, number)).collect();
            format!("\\left[ {} \\right]", parts.join(", "))
        }
    }
}

/// A formula from a template of the op table.
pub(super) fn fill(template: &str, put: impl Fn(Piece<'_>) -> Atom) -> String {
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
    use super::{fill, name, number};
    use crate::core::explain::fill::Atom;
    use crate::core::op::Piece;

    #[test]
    fn names_are_symbols_or_words() {
        let cases = [
            ("w", "w"),
            ("x1", "x_{1}"),
            ("x_12", "x_{12}"),
            ("c₁₀", "c_{10}"),
            ("σ", "\\sigma"),
            ("ŷ", "\\hat{y}"),
            ("w'", "w'"),
            ("loss", "\\text{loss}"),
            ("50 % of_all", "\\text{50 \\% of\\_all}"),
            ("a\\b", "\\text{a}{\\backslash}\\text{b}"),
        ];
        for (plain, latex) in cases {
            assert_eq!(name(plain), latex);
        }
    }

    #[test]
    fn numbers_are_numbers() {
        assert_eq!(number("1.2e-7"), "1.2 \\cdot 10^{-7}");
        assert_eq!(number("-inf"), "-\\infty");
        assert_eq!(number("-4"), "-4");
    }

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
