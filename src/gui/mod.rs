//! The editor.

pub mod display;
pub mod files;
pub mod life;
pub mod settings;
pub mod start;
