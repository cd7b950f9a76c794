//! The names in a text of a row, put in.

/// A text with what `of` gives in place of its names. The names of keywords, `axis=`, of
/// members, `.T`, and of functions stay.
pub(super) fn filled(text: &str, of: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_alphabetic() || c == '_') {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !(c.is_alphanumeric() || c == '_'));
        let (name, after) = from.split_at(end.unwrap_or(from.len()));
        out.push_str(before);
        let is_keyword = after.starts_with('=') && !after.starts_with("==");
        let is_part = out.ends_with(|c: char| c == '.' || c.is_ascii_digit());
        let put = of(name).filter(|_| !(is_keyword || is_part || after.starts_with('(')));
        match put {
            Some(put) if put.starts_with('-') && !starts_part(&out) => {
                out.push('(');
                out.push_str(&put);
                out.push(')');
            }
            Some(put) => out.push_str(&put),
            None => out.push_str(name),
        }
        rest = after;
    }
    out + rest
}

/// Whether a text has a name that something is put in for.
pub(super) fn mentions(text: &str, name: &str) -> bool {
    let found = std::cell::Cell::new(false);
    filled(text, |known| {
        found.set(found.get() || known == name);
        None
    });
    found.get()
}

/// Whether what follows a text is an argument of its own.
fn starts_part(text: &str) -> bool {
    text.trim_end().ends_with(['(', ',', '=', '[']) || text.is_empty()
}

/// Whether a sum, a comparison or the like stands outside of all brackets of a text.
pub(super) fn is_loose(text: &str) -> bool {
    let mut depth = 0_i32;
    text.char_indices().any(|(at, c)| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        let is_sign = matches!(c, '+' | '-' | '<' | '>' | '|' | '&' | '=');
        depth == 0 && is_sign && at > 0 && text[..at].ends_with(' ')
    })
}

/// The functions that a text calls: names before a bracket that are no members.
pub(super) fn called(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (at, _) in text.match_indices('(') {
        let before = &text[..at];
        let start = before.rfind(|c: char| !(c.is_alphanumeric() || c == '_'));
        let start = start.map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
        let is_member = before[..start].ends_with('.') || before[..start].ends_with("def ");
        if start < at && !is_member {
            names.push(&before[start..]);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::{called, filled, is_loose};

    #[test]
    fn names_are_put_in_where_they_stand_for_something() {
        let of = |name: &str| match name {
            "x" => Some("W_1".to_owned()),
            "axis" => Some("-1".to_owned()),
            "y" => Some("-2.0".to_owned()),
            _ => None,
        };
        let text = "x * np.sum(x.T, axis=axis) ** y + y(x)";
        assert_eq!(
            filled(text, of),
            "W_1 * np.sum(W_1.T, axis=-1) ** (-2.0) + y(W_1)"
        );
    }

    #[test]
    fn what_is_loose_and_what_is_called_is_seen() {
        assert!(is_loose("a - b(c)") && !is_loose("-a * (b + c)") && !is_loose("f(a + b)"));
        assert_eq!(called("np.exp(f(x)) * (a + g(b))"), ["f", "g"]);
    }
}
