//! The editor.

pub mod display;
pub mod files;
pub mod settings;
pub mod start;
