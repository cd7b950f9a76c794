//! A formula as it is typed: the place of a mistake is underlined.

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Color32, FontId, Galley, Stroke, Ui};

/// How a formula is drawn while it is typed.
pub(super) struct FormulaText {
    pub(super) font: FontId,
    pub(super) color: Color32,
    /// The colour of the line under a mistake.
    pub(super) error: Color32,
    /// Where the mistake is, in bytes.
    pub(super) span: Option<Range<usize>>,
}

impl FormulaText {
    /// Lays a text out, in lines of at most this width.
    pub(super) fn galley(&self, ui: &Ui, text: &str, width: f32) -> Arc<Galley> {
        let plain = TextFormat::simple(self.font.clone(), self.color);
        let wrong = TextFormat {
            underline: Stroke::new(2.0, self.error),
            ..plain.clone()
        };
        let span = self.span.as_ref().map_or(0..0, |span| seen(text, span));
        let mut job = LayoutJob::default();
        job.wrap.max_width = width;
        let parts = [
            (0..span.start, &plain),
            (span.clone(), &wrong),
            (span.end..text.len(), &plain),
        ];
        for (part, format) in parts {
            if let Some(part) = text.get(part).filter(|part| !part.is_empty()) {
                job.append(part, 0.0, format.clone());
            }
        }
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    }
}

/// A part of the text that can be seen underlined: a place between letters becomes the letter
/// behind it, the end of the text the last letter.
fn seen(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.ceil_char_boundary(span.end.min(text.len())).max(start);
    if text[start..end].chars().any(|c| !c.is_whitespace()) {
        return start..end;
    }
    let behind = text[start..].char_indices();
    if let Some((at, c)) = behind.into_iter().find(|(_, c)| !c.is_whitespace()) {
        return start + at..start + at + c.len_utf8();
    }
    let mut before = text[..start].char_indices().rev();
    match before.find(|(_, c)| !c.is_whitespace()) {
        Some((at, c)) => at..at + c.len_utf8(),
        None => 0..text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::seen;

    #[test]
    fn something_is_always_underlined() {
        for (text, span, expected) in [
            ("a + sin", 4..7, "sin"),
            ("a + ", 4..4, "+"),
            ("a  b", 1..1, "b"),
            ("½ × ÷", 3..3, "×"),
            ("½½", 3..9, "½"),
            ("", 0..0, ""),
            ("a", 7..9, "a"),
        ] {
            assert_eq!(&text[seen(text, &span)], expected, "{text:?}");
        }
    }
}
