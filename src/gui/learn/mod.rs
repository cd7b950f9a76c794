//! Explanations: the player, the nudge, why a gradient is what it is, forward mode, the
//! gradient check, the quiz, what derivatives cost, and lessons. They read the document and
//! its evaluation, and change neither.
//!
//! [`Learn`] holds the [mode](mode::Mode) that is on and the lesson that is open. Each mode
//! has a file with its state and a file that draws it; the `registry` lists them. Numbers and
//! sentences come from [`explain`](crate::core::explain).

mod available;
mod card;
pub mod check;
mod check_card;
pub mod cost;
mod cost_card;
mod follow;
mod forward_bar;
pub mod forward_mode;
pub mod lesson;
pub mod lesson_editor;
mod lesson_editor_panel;
mod lesson_panel;
mod lesson_reply;
pub mod mode;
pub mod nudge;
mod nudge_card;
mod nudge_plot;
pub mod player;
mod player_bar;
mod player_button;
mod player_caption;
mod player_overlay;
pub mod quiz;
mod quiz_bar;
mod quiz_results;
mod reach;
mod redaction;
mod registry;
pub mod results;
mod said;
mod show;
mod state;
pub mod step_view;
pub mod why;
mod why_card;

pub use state::Learn;
