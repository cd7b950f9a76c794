//! Texts, names and numbers as they stand in a program of Python. Whatever a name or a title
//! is, it can't end a string or a comment.

use crate::core::tensor::Tensor;

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if is_unsafe(c) => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a character ends lines, steers a terminal or turns the direction of writing.
fn is_unsafe(c: char) -> bool {
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// A text in a comment: on one line.
pub(super) fn comment(text: &str) -> String {
    text.replace(is_unsafe, " ")
}

/// Paragraphs as the text of a module, between three quotes.
pub(super) fn docstring(paragraphs: &[String]) -> String {
    let safe = |text: &String| {
        let text = text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
        let lines = text
            .lines()
            .map(|line| wrapped(&line.replace(is_unsafe, " ")));
        lines.collect::<Vec<_>>().join("\n")
    };
    let texts: Vec<String> = paragraphs.iter().map(safe).collect();
    format!("\"\"\"{}\n\"\"\"\n", texts.join("\n\n"))
}

/// The widest line of running text.
const WIDTH: usize = 88;

/// A line broken between words.
fn wrapped(line: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for word in line.split_whitespace() {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDTH {
            out.push('\n');
            width = 0;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out
}

/// A number, to the bit: Python reads the fewest digits as Rust does. Those that aren't finite
/// are the names `nan` and `inf`.
pub(super) fn number(x: f64) -> String {
    match x {
        x if x.is_nan() => "nan".to_owned(),
        x if x.is_infinite() => if x > 0.0 { "inf" } else { "-inf" }.to_owned(),
        x => format!("{x:?}"),
    }
}

/// The numbers of an array as nested lists.
pub(super) fn lists(tensor: &Tensor) -> String {
    let dims: Vec<usize> = tensor.shape().dims().collect();
    crate::core::number::nested(&dims, tensor.data(), number)
}

/// Lengths or places as a tuple.
pub(super) fn tuple(all: &[impl ToString]) -> String {
    let texts: Vec<String> = all.iter().map(ToString::to_string).collect();
    match &texts[..] {
        [only] => format!("({only},)"),
        texts => format!("({})", texts.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{comment, docstring, quoted};

    #[test]
    fn no_text_ends_what_it_stands_in() {
        assert_eq!(quoted("a\"b\\c\nd\r"), "\"a\\\"b\\\\c\\nd\\u000d\"");
        assert_eq!(comment("a\nimport os\u{2028}"), "a import os ");
        let text = docstring(&["a \"\"\" b \\".to_owned(), "c".to_owned()]);
        assert_eq!(text, "\"\"\"a \\\"\\\"\\\" b \\\\\n\nc\n\"\"\"\n");
    }
}
