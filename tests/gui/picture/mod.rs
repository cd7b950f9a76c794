//! Pictures: pixels against what the shapes say, SVG against what a reader expects,
//! and a snapshot that a harness takes without a graphics card.

mod graph;
mod pixels;
mod refusals;
mod snapshot;
mod vectors;

use eframe::egui::{Rect, pos2, vec2};

/// A rectangle by its left, its top, its width and its height.
fn rect(x: f32, y: f32, width: f32, height: f32) -> Rect {
    Rect::from_min_size(pos2(x, y), vec2(width, height))
}
