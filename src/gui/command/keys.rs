//! Keys: how they are written, and what they mean while something is explained.

use eframe::egui::{Context, Key, KeyboardShortcut, ModifierNames, Modifiers};

use super::table::Command;

const fn key(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

/// What keys mean on the canvas while the player is on.
pub static PLAYER_KEYS: &[(KeyboardShortcut, Command)] = &[
    (key(Key::Space), Command::PlayPause),
    (key(Key::ArrowRight), Command::StepOn),
    (key(Key::ArrowLeft), Command::StepBack),
    (key(Key::Home), Command::StepToStart),
    (key(Key::End), Command::StepToEnd),
];

/// And while a quiz is on.
pub static QUIZ_KEYS: &[(KeyboardShortcut, Command)] = &[(key(Key::Enter), Command::QuizAnswer)];

/// And while a lesson is on.
pub static LESSON_KEYS: &[(KeyboardShortcut, Command)] = &[
    (key(Key::PageDown), Command::LessonOn),
    (key(Key::PageUp), Command::LessonBack),
];

/// And while anything is being explained.
pub static ANY_MODE_KEYS: &[(KeyboardShortcut, Command)] =
    &[(key(Key::Escape), Command::StopExplaining)];

/// The keys of a command as a person reads them: `Ctrl+Shift+Z or Ctrl+Y`.
pub fn keys_text(ctx: &Context, keys: &[KeyboardShortcut]) -> String {
    let is_mac = ctx.os().is_mac();
    let text = |keys: &KeyboardShortcut| {
        let mut modifiers = keys.modifiers;
        let sign = sign(keys.logical_key);
        // Whoever types a question mark holds Shift anyway.
        modifiers.shift &= keys.logical_key != Key::Questionmark;
        let held = ModifierNames::NAMES.format(&modifiers, is_mac);
        if held.is_empty() {
            sign.to_owned()
        } else {
            format!("{held}+{sign}")
        }
    };
    let mut texts: Vec<String> = keys.iter().map(text).collect();
    texts.dedup();
    texts.join(" or ")
}

/// What a key is called; egui's own arrows are in none of our fonts.
fn sign(key: Key) -> &'static str {
    match key {
        Key::ArrowLeft => "←",
        Key::ArrowRight => "→",
        Key::ArrowUp => "↑",
        Key::ArrowDown => "↓",
        Key::Quote => "'",
        key => key.symbol_or_name(),
    }
}
