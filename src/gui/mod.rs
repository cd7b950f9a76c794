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
mod connect_list;
pub mod editor;
pub mod learn;
pub mod live;
mod menu;
pub mod panels;

mod keys;
pub mod number_text;
mod perform;
pub mod picture;
pub mod selection;
mod status;
mod style;
pub mod theme;

mod walk;

use std::path::Path;

use eframe::egui;

use crate::document::Document;
use crate::file;

/// What is open when nothing else is asked for.
const FIRST: &str = include_str!("../../saved_graphs/lecture_neuron.ron");

/// The document that the editor starts with: the lecture's neuron.
pub fn first_document() -> Document {
    file::load_bytes(FIRST.as_bytes()).unwrap_or_default()
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// There is no display, or the window can't be opened; says what to do.
pub fn run(path: Option<&Path>) -> Result<(), String> {
    let document = match path {
        Some(path) => file::load(path).map_err(|error| error.to_string())?,
        None => first_document(),
    };
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("wiregrad")
            .with_inner_size([1280.0, 800.0]),
        ..Default::default()
    };
    let made = eframe::run_native(
        "wiregrad",
        options,
        Box::new(move |creation| {
            theme::install(&creation.egui_ctx);
            Ok(Box::new(app::App::new(document)))
        }),
    );
    made.map_err(|error| error.to_string())
}
