//! Slips that are often made in a file, told from what stands where the parser stopped:
//! a sign that looks like another one, a decimal comma, a comment of another language, a
//! bracket that is never closed.

use ron::error::Error as Ron;

/// What was meant, and the byte where it went wrong.
pub(super) struct Slip {
    pub(super) message: String,
    pub(super) at: usize,
}

const NO_COMMENT: &str = "a comment starts with //, not with #";

impl Slip {
    fn new(message: impl Into<String>, at: usize) -> Slip {
        let message = message.into();
        Slip { message, at }
    }
}

/// The slip at a byte of a text where the parser stopped; nothing if it is another fault.
pub(super) fn slip(error: &Ron, text: &str, at: usize) -> Option<Slip> {
    if matches!(error, Ron::Message(_)) {
        return None; // our own words
    }
    if matches!(error, Ron::ExpectedAttribute) {
        let at = text.get(..at)?.rfind('#').unwrap_or(at);
        return Some(Slip::new(NO_COMMENT, at));
    }
    let (before, rest) = text.split_at_checked(at)?;
    let space = rest.len() - rest.trim_start().len();
    let rest = rest.trim_start();
    let at = at + space;
    let closes = |c: char| c.is_whitespace() || matches!(c, ')' | ']' | '}' | ',');
    if rest.chars().all(closes) {
        return unclosed(text);
    }
    let message = match rest.chars().next() {
        Some(c @ ('\u{2212}' | '\u{2012}' | '\u{2013}' | '\u{2014}' | '\u{fe63}' | '\u{ff0d}')) => {
            format!("{c:?} only looks like a minus sign: write -")
        }
        Some(c @ ('“' | '”' | '„' | '‟' | '«' | '»' | '＂')) => {
            format!("{c:?} only looks like a quote: write \"")
        }
        Some(c @ ('‘' | '’' | '‚' | '`' | '\'')) => {
            format!("a text stands in \"double quotes\": write \", not {c}")
        }
        Some('#') if !rest.starts_with("#!") => NO_COMMENT.to_owned(),
        Some('(') if matches!(error, Ron::ExpectedIdentifier) && follows_comma(before) => {
            "a ) is missing before this (: close the entry above".to_owned()
        }
        Some(c) if c.is_ascii_digit() => return decimal_comma(before, rest),
        Some(_) | None => return None,
    };
    Some(Slip::new(message, at))
}

fn follows_comma(before: &str) -> bool {
    before.trim_end().ends_with(',')
}

/// A comma between two digits, without a space.
fn decimal_comma(before: &str, rest: &str) -> Option<Slip> {
    let whole = before.strip_suffix(',')?;
    let digits = |c: char| c.is_ascii_digit();
    let start = whole
        .trim_end_matches(|c: char| digits(c) || c == '-')
        .len();
    let (whole, fraction) = (&whole[start..], rest.split(|c| !digits(c)).next()?);
    if !whole.ends_with(digits) {
        return None;
    }
    let message = format!("a number has a point, not a comma: write {whole}.{fraction}");
    Some(Slip::new(message, start))
}

/// The innermost bracket that is still open where a text ends.
fn unclosed(text: &str) -> Option<Slip> {
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        at += match c {
            '(' | '[' | '{' => {
                open.push((c, at));
                1
            }
            ')' | ']' | '}' => {
                open.pop();
                1
            }
            '"' => quoted(rest)?,
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map(|end| end + 2)?,
            c => c.len_utf8(),
        };
    }
    let (bracket, at) = open.pop()?;
    let close = match bracket {
        '(' => ')',
        '[' => ']',
        _ => '}',
    };
    let line = text[..at].matches('\n').count() + 1;
    let message = format!(
        "the text ends too early: the {bracket} of line {line} is not closed; add {close}, or fetch \
         the file again"
    );
    Some(Slip::new(message, text.trim_end().len()))
}

/// The length of the text in quotes at the start; nothing if it has no end.
fn quoted(text: &str) -> Option<usize> {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| match c {
        _ if escaped => {
            escaped = false;
            false
        }
        '\\' => {
            escaped = true;
            false
        }
        c => *c == '"',
    });
    end.map(|(at, _)| at + 1)
}
