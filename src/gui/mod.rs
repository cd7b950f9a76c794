//! The editor: a window on eframe and egui.

pub mod picture;
