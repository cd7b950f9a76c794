//! Long texts, shortened.

use std::borrow::Cow;

/// The beginning of a text, at most so many letters, with `…` if anything is left out.
/// Takes no longer for a longer text.
pub(in crate::gui) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn only_a_long_text_is_shortened() {
        assert_eq!(shortened("äöü", 3), "äöü");
        assert_eq!(shortened("äöü", 2), "äö…");
        assert_eq!(shortened("", 0), "");
    }
}
