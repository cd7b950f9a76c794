//! The editor: a window in which a person wires operations and sees at once the value
//! and the derivative on every wire.
//!
//! One frame, one direction: the app draws the [document](crate::document::Document)
//! and its [evaluation](live::Live), whatever draws adds [actions](action::Action) to a
//! list, and the app carries them out at the end of the frame. Nothing that draws
//! changes the document. What is derived is cached by the revision of what it came
//! from.

pub mod action;
pub mod app;
pub mod canvas;
pub mod command;
pub mod display;
pub mod editor;
mod key_queue;
mod keys;

pub mod files;
pub mod learn;
pub mod life;
pub mod live;
mod menu;
pub mod number_text;
pub mod panels;
mod perform;
pub mod picture;
pub mod selection;
pub mod settings;
pub mod start;
mod status;
mod style;
pub mod theme;
mod walk;

use std::path::Path;

use crate::document::Document;

/// The document that the editor starts with: the lecture's neuron.
pub fn first_document() -> Document {
    let first = start::LESSONS.first().map(start::Lesson::document);
    first.and_then(Result::ok).unwrap_or_default()
}

/// Opens the window, with a file or the start panel, and returns when it is closed.
///
/// # Errors
/// There is no screen, or the window can't be opened; says what works without one.
pub fn run(file: Option<&Path>) -> Result<(), String> {
    if let Some(message) = display::missing(file) {
        return Err(message);
    }
    let (life, message) = life::Life::of_person(file);
    let options = eframe::NativeOptions {
        viewport: life.viewport(),
        ..Default::default()
    };
    let mut app = app::App::with(first_document(), life);
    app.said = message.unwrap_or_default();
    let made = eframe::run_native(
        "wiregrad",
        options,
        Box::new(move |creation| {
            theme::install(&creation.egui_ctx);
            Ok(Box::new(app))
        }),
    );
    made.map_err(|error| display::no_window(&display::reason(&error.to_string()), file))
}
