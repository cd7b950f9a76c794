//! Names, numbers and small tensors as LaTeX.

mod signs;

pub(crate) use signs::{greek, sign};

/// A name in math mode: `w`, `x_{1}`, `\hat{y}`, `\text{total loss}`.
pub(crate) fn name(name: &str) -> String {
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

/// Words in math mode, with everything in them that LaTeX would take for its own.
pub(crate) fn words(text: &str) -> String {
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

/// A number from its text: `1.2e-7` becomes a power of ten.
pub(crate) fn number(text: &str) -> String {
    match text.split_once('e') {
        Some((mantissa, exponent)) => format!("{mantissa} \\cdot 10^{{{exponent}}}"),
        None if text == "NaN" => "\\text{NaN}".to_owned(),
        None => text.replace("inf", "\\infty"),
    }
}

/// A small tensor: a row, a matrix, or nested lists.
pub(crate) fn matrix(lengths: &[usize], data: &[f64], number: &impl Fn(f64) -> String) -> String {
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

#[cfg(test)]
mod tests {
    use super::{name, number};

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
}
