//! Names and titles in languages that have signs of their own.

/// Text in HTML, as Graphviz reads it in labels: no sign in it begins anything. What XML
/// has no place for becomes U+FFFD.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("<br/>"),
            '\t' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Text in a label of Mermaid between double quotes: everything but letters, digits and
/// spaces is written as its number, so no sign is left that could mean anything.
pub(super) fn mermaid(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("<br/>"),
            c if c.is_control() => out.push('\u{fffd}'),
            ' ' => out.push(' '),
            c if c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric()) => out.push(c),
            c => out.push_str(&format!("#{};", c as u32)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{html, mermaid};

    #[test]
    fn no_sign_of_the_language_is_left() {
        let name = "a\"]; n0 -> n1 [label=<b>&amp;\n#quot;`%%{init}%%`";
        let quoted = html(name);
        assert!(!quoted.contains(['"', '\'', '\n']), "{quoted}");
        assert!(
            !quoted.contains("<b>") && quoted.contains("&amp;amp;"),
            "{quoted}"
        );
        let quoted = mermaid(name);
        assert!(!quoted.contains(['"', '`', '%', ']', '&']), "{quoted}");
        assert_eq!(mermaid("损失 J_1"), "损失 J#95;1");
    }
}
