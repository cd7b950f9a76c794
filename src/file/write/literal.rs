//! How numbers and texts are written.

use std::fmt::{self, Write as _};

/// Two numbers in parentheses.
pub(super) fn write_pair<T: fmt::Debug>(out: &mut String, first: T, second: T) -> fmt::Result {
    out.push('(');
    write_short(out, first)?;
    out.push_str(", ");
    write_short(out, second)?;
    out.push(')');
    Ok(())
}

/// The shortest digits that read back to the same bits, and no ".0".
pub(super) fn write_short(out: &mut String, number: impl fmt::Debug) -> fmt::Result {
    let start = out.len();
    write!(out, "{number:?}")?;
    // "-0" would read back as the whole number 0.
    if out.ends_with(".0") && &out[start..] != "-0.0" {
        out.truncate(out.len() - 2);
    }
    Ok(())
}

/// In quotes, on one line, whatever is in it.
pub(in crate::file) fn write_text(out: &mut String, text: &str) -> fmt::Result {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => write!(out, "\\u{{{:x}}}", u32::from(c))?,
            c => out.push(c),
        }
    }
    out.push('"');
    Ok(())
}
