//! The icon of the program: two numbers that flow into a node, one of them blue as a value,
//! the other one orange as a gradient. It is drawn as everything else is, so it can be
//! pixels of any size and an SVG.

use std::path::Path;

use eframe::egui::epaint::CubicBezierShape;
use eframe::egui::{self, Color32, IconData, Painter, Pos2, Rect, Stroke, pos2, vec2};
use image::RgbaImage;

use super::picture::{Offscreen, PictureError, to_png};
use super::platform::files;
use super::theme::{Scheme, Theme};

/// How many points wide and high it is drawn.
const SIDE: f32 = 64.0;

/// The sizes that desktops ask for, in pixels.
const SIZES: [u16; 8] = [16, 24, 32, 48, 64, 128, 256, 512];

/// The size of the icon of the window, in pixels.
const WINDOW: u16 = 128;

/// The icon as so many pixels a side.
///
/// # Errors
/// There is no memory for it.
pub fn icon(pixels: u16) -> Result<RgbaImage, PictureError> {
    offscreen()
        .pixels_per_point(f32::from(pixels) / SIDE)
        .image(|ui| paint(&painter(ui)))
}

/// The icon as an SVG.
///
/// # Errors
/// None that its size could have.
pub fn icon_svg() -> Result<String, PictureError> {
    offscreen().svg(|ui| paint(&painter(ui)))
}

/// The icon of the window.
pub(super) fn of_window() -> IconData {
    let Ok(image) = icon(WINDOW) else {
        return IconData::default();
    };
    let (width, height) = image.dimensions();
    IconData {
        rgba: image.into_raw(),
        width,
        height,
    }
}

/// Writes the icon in all sizes, as it lies below `/usr/share`.
///
/// # Errors
/// A file can't be written; says which.
pub fn write_icons(folder: &Path) -> Result<(), String> {
    let icons = folder.join("icons/hicolor");
    let save =
        |path: &Path, bytes: &[u8]| files::write(path, bytes).map_err(|error| error.to_string());
    for size in SIZES {
        let png = icon(size).and_then(|image| to_png(&image));
        let png = png.map_err(|error| error.to_string())?;
        save(
            &icons.join(format!("{size}x{size}/apps/wiregrad.png")),
            &png,
        )?;
    }
    let svg = icon_svg().map_err(|error| error.to_string())?;
    save(&icons.join("scalable/apps/wiregrad.svg"), svg.as_bytes())
}

fn offscreen() -> Offscreen {
    Offscreen::new(vec2(SIDE, SIDE), egui::Theme::Dark).background(Color32::TRANSPARENT)
}

fn painter(ui: &egui::Ui) -> Painter {
    ui.ctx().layer_painter(egui::LayerId::background())
}

fn paint(painter: &Painter) {
    let colors = Theme::new(true, Scheme::Default);
    let [value, gradient, node] = [pos2(15.0, 19.0), pos2(15.0, 45.0), pos2(46.0, 32.0)];
    let card = Rect::from_min_max(pos2(2.0, 2.0), pos2(SIDE - 2.0, SIDE - 2.0));
    painter.rect_filled(card, 14.0, colors.node);
    wire(painter, value, node, colors.value);
    wire(painter, gradient, node, colors.gradient);
    painter.circle_filled(value, 6.5, colors.value);
    painter.circle_filled(gradient, 6.5, colors.gradient);
    painter.circle_filled(node, 9.5, colors.text);
}

fn wire(painter: &Painter, from: Pos2, to: Pos2, color: Color32) {
    let bend = vec2(16.0, 0.0);
    let points = [from, from + bend, to - bend, to];
    let stroke = Stroke::new(5.0, color);
    let curve = CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
    painter.add(curve);
}
