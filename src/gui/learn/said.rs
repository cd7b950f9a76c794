//! [`Said`]: the reply to a learner's answer, and its colour.

use eframe::egui::RichText;

use super::card::MATHS;
use crate::core::explain::judgement::Judgement;
use crate::gui::theme::Theme;

/// A reply to a learner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The sentence.
    pub text: String,
    /// Whether it says right, wrong, or neither.
    pub tone: Tone,
}

/// What a reply says of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Right.
    Good,
    /// Wrong.
    Bad,
    /// Neither.
    Neutral,
}

impl Said {
    /// A sentence.
    pub fn new(text: impl Into<String>, tone: Tone) -> Said {
        Said {
            text: text.into(),
            tone,
        }
    }

    /// The reply to an answer that isn't right, after this many misses.
    pub(super) fn not_right(judgement: &Judgement, misses: usize) -> Said {
        let tone = match judgement {
            Judgement::Rough => Tone::Neutral,
            _ => Tone::Bad,
        };
        Said::new(capital(&judgement.message(misses)), tone)
    }
}

/// A text with a capital first letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A sentence in the colour of its tone.
pub(super) fn tinted(text: &str, tone: Tone, theme: &Theme) -> RichText {
    let (sign, color) = match tone {
        Tone::Good => ("✔ ", theme.fine),
        Tone::Bad => ("✖ ", theme.error),
        Tone::Neutral => ("", theme.text),
    };
    RichText::new(format!("{sign}{text}"))
        .size(MATHS)
        .color(color)
}
