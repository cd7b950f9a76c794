//! Keys: how they are written, and what they mean while something is explained.

use eframe::egui::{Context, Key, KeyboardShortcut, ModifierNames, Modifiers};

use super::table::Command;

const fn key(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

/// A key that has another meaning on the canvas while something is explained.
pub type KeyBinding = (KeyboardShortcut, Command);

/// What keys mean while the player is open.
pub static PLAYER_KEYS: &[KeyBinding] = &[
    (key(Key::Space), Command::PlayPause),
    (key(Key::ArrowRight), Command::StepOn),
    (key(Key::ArrowLeft), Command::StepBack),
    (key(Key::Home), Command::StepToStart),
    (key(Key::End), Command::StepToEnd),
];

/// What keys mean while a quiz is open.
pub static QUIZ_KEYS: &[KeyBinding] = &[(key(Key::Enter), Command::QuizAnswer)];

/// What keys mean while a lesson is open.
pub static LESSON_KEYS: &[KeyBinding] = &[
    (key(Key::PageDown), Command::LessonOn),
    (key(Key::PageUp), Command::LessonBack),
];

/// What keys mean while any mode is on.
pub static ANY_MODE_KEYS: &[KeyBinding] = &[(key(Key::Escape), Command::StopExplaining)];

/// All of these, for the shortcut sheet.
pub static EXPLAINING_KEYS: [&[KeyBinding]; 4] =
    [PLAYER_KEYS, QUIZ_KEYS, LESSON_KEYS, ANY_MODE_KEYS];

/// The keys of a command as the user reads them: `Ctrl+Shift+Z or Ctrl+Y`.
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
