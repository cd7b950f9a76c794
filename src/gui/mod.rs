//! The editor: a window in which the user wires operations and sees at once the value
//! and the derivative on every wire.
//!
//! One frame, one direction: the app draws the [document](crate::document::Document)
//! and its evaluation, UI code adds actions to a list, and the app carries them out at
//! the end of the frame. Nothing that draws changes the document. What is derived is
//! cached by the revision of what it came from.

pub mod icon;
pub mod picture;
pub mod plot;
pub mod theme;

mod background;
mod combining;
mod frame;
mod heat;
mod key_queue;
mod keys;
mod menu;
mod panels;
mod perform;
mod platform;
mod short_text;
mod signs;
mod status;
mod style;

// The tests drive the editor through these; they are no interface of the library.
#[doc(hidden)]
pub mod action;
#[doc(hidden)]
pub mod app;
#[doc(hidden)]
pub mod canvas;
#[doc(hidden)]
pub mod command;
#[doc(hidden)]
pub mod editor;
#[doc(hidden)]
pub mod files;
#[doc(hidden)]
pub mod learn;
#[doc(hidden)]
pub mod live;
#[doc(hidden)]
pub mod open_edits;
#[doc(hidden)]
pub mod overlay;
#[doc(hidden)]
pub mod selection;
#[doc(hidden)]
pub mod settings;
#[doc(hidden)]
pub mod shell;
#[doc(hidden)]
pub mod shipped;
#[doc(hidden)]
pub mod start;
#[doc(hidden)]
pub mod train;

use std::path::Path;

pub use shipped::first_document;

/// Opens the window, with a file or the start panel, and returns when it is closed.
///
/// # Errors
/// There is no screen, or the window can't be opened; says what works without one.
pub fn run(file: Option<&Path>) -> Result<(), String> {
    if let Some(message) = platform::display::missing(file) {
        return Err(message);
    }
    let (shell, message) = shell::Shell::of_user(file);
    let options = eframe::NativeOptions {
        viewport: shell.viewport().with_icon(icon::of_window()),
        ..Default::default()
    };
    let mut app = app::App::with(first_document(), shell);
    app.said = message.unwrap_or_default();
    let made = eframe::run_native(
        "wiregrad",
        options,
        Box::new(move |creation| {
            theme::install(&creation.egui_ctx);
            keep_on_screen(creation);
            Ok(Box::new(app))
        }),
    );
    made.map_err(|error| {
        platform::display::no_window(&platform::display::reason(&error.to_string()), file)
    })
}

/// A window opens where it was left; if no screen is there any more, on one that is.
fn keep_on_screen(creation: &eframe::CreationContext<'_>) {
    use eframe::egui::{Rect, ViewportCommand, pos2, vec2};
    let Some(window) = creation.winit_window() else {
        return;
    };
    let Ok(at) = window.outer_position() else {
        return; // The system places windows itself.
    };
    let size = window.outer_size();
    let rect = |x: i32, y: i32, width: u32, height: u32| {
        Rect::from_min_size(pos2(x as f32, y as f32), vec2(width as f32, height as f32))
    };
    let screens = window.available_monitors().map(|screen| {
        let (at, size) = (screen.position(), screen.size());
        rect(at.x, at.y, size.width, size.height)
    });
    let screens: Vec<Rect> = screens.collect();
    let place = rect(at.x, at.y, size.width, size.height);
    if let Some(to) = settings::back_on_screen(place, &screens) {
        let points = (to.to_vec2() / window.scale_factor() as f32).to_pos2();
        let command = ViewportCommand::OuterPosition(points);
        creation.egui_ctx.send_viewport_cmd(command);
    }
}
