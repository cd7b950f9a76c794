//! Pictures: whatever can be drawn in a window, as pixels (PNG, clipboard) and as SVG
//! with real text, without a window and without a graphics card.
//!
//! ```
//! use eframe::egui::{Theme, vec2};
//! use wiregrad::gui::picture::{Offscreen, to_png};
//!
//! let offscreen = Offscreen::new(vec2(200.0, 40.0), Theme::Light).pixels_per_point(2.0);
//! let image = offscreen.image(|ui| {
//!     ui.label("J = ½(wx + b − y)²");
//! })?;
//! assert_eq!(image.dimensions(), (400, 80));
//! assert!(to_png(&image)?.starts_with(b"\x89PNG"));
//!
//! let svg = offscreen.svg(|ui| {
//!     ui.label("J = ½(wx + b − y)²");
//! })?;
//! assert!(svg.contains(">J = ½(wx + b − y)²</text>"));
//! # Ok::<(), wiregrad::gui::picture::PictureError>(())
//! ```

mod error;
mod finite;
mod graph;
mod offscreen;
mod png;
mod raster;
mod svg;

pub use eframe::egui::Theme;

pub use error::PictureError;
pub use finite::keep_finite;
pub use graph::{GraphPicture, PictureFormat, PictureNumbers, PicturePart};
pub use offscreen::Offscreen;
pub use png::{for_clipboard, to_png};
pub use raster::Rasteriser;
pub use svg::svg;
