//! [`Command`]: everything that can be asked for without further words.
//!
//! One table feeds the menus, the shortcuts, the command palette, the shortcut sheet
//! and the tests.

mod keys;
mod table;

pub use keys::{
    ANY_MODE_KEYS, EXPLAINING_KEYS, KeyBinding, LESSON_KEYS, PLAYER_KEYS, QUIZ_KEYS, keys_text,
};
pub use table::{COMMANDS, Command, CommandInfo, Menu};
