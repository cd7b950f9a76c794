//! Pictures: whatever can be drawn in a window, as pixels (PNG, clipboard) and as SVG
//! with real text, without a window and without a graphics card.
//!
//! ```
//! use eframe::egui::{Theme, vec2};
//! use wiregrad::gui::picture::{Sheet, to_png};
//!
//! let sheet = Sheet::new(vec2(200.0, 40.0), Theme::Light).pixels_per_point(2.0);
//! let image = sheet.image(|ui| {
//!     ui.label("J = ½(wx + b − y)²");
//! })?;
//! assert_eq!(image.dimensions(), (400, 80));
//! assert!(to_png(&image)?.starts_with(b"\x89PNG"));
//!
//! let svg = sheet.svg(|ui| {
//!     ui.label("J = ½(wx + b − y)²");
//! })?;
//! assert!(svg.contains(">J = ½(wx + b − y)²</text>"));
//! # Ok::<(), wiregrad::gui::picture::PictureError>(())
//! ```

mod finite;
mod graph;
mod raster;
mod svg;

pub use eframe::egui::Theme;
use eframe::egui::epaint::ClippedShape;
use eframe::egui::{self, Color32, ColorImage, Context, Pos2, RawInput, Rect, Ui, Vec2};
use image::{ExtendedColorType, ImageEncoder, RgbaImage};

pub use finite::keep_finite;
pub use graph::{Format, GraphPicture, Part};
pub use raster::Rasteriser;
pub use svg::svg;

use crate::core::limits::{MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE};
use crate::file::FileError;

/// Texts of an SVG are laid out as if a point had so many pixels: it has none, and
/// egui moves letters to whole ones.
const SVG_PIXELS_PER_POINT: f32 = 4.0;

/// The largest texture that letters are drawn into, in texels a side.
const MAX_TEXTURE_SIDE: usize = 16_384;

/// Why there is no picture, and what to do.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PictureError {
    /// A side is too long, no number, or not above 0.
    #[error(
        "a picture of {width} × {height} points can't be drawn: each side must be above 0 and at \
         most {MAX_PICTURE_SIDE} points, so choose a smaller part of the graph"
    )]
    Size {
        /// The width asked for, in points.
        width: f32,
        /// The height asked for, in points.
        height: f32,
    },
    /// The scale is no number above 0.
    #[error("a picture can't have {0} pixels a point: choose a number above 0, such as 2")]
    Scale(f32),
    /// There would be no pixel, or too many.
    #[error(
        "a picture of {width} × {height} pixels can't be drawn: it must have from 1 to \
         {} million of them, so choose a smaller scale or part of the graph, or SVG",
        MAX_PICTURE_PIXELS / 1_000_000
    )]
    Pixels {
        /// The width, in pixels.
        width: u32,
        /// The height, in pixels.
        height: u32,
    },
    /// The pixels don't fit into the memory.
    #[error("there is no memory for the picture: choose a smaller scale, or close something else")]
    Memory,
    /// The pixels couldn't be packed into a PNG.
    #[error("the picture can't be packed into a PNG ({0}): save it as SVG")]
    Encode(String),
    /// The file couldn't be saved.
    #[error(transparent)]
    Save(FileError),
}

/// What a picture is drawn on: its size, its theme and its background.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    size: Vec2,
    theme: Theme,
    pixels_per_point: f32,
    background: Color32,
}

impl Sheet {
    /// A sheet of a size in points, in a theme and with the colour of its panels, one
    /// pixel a point.
    #[must_use]
    pub fn new(size: Vec2, theme: Theme) -> Self {
        Self {
            size,
            theme,
            pixels_per_point: 1.0,
            background: theme.default_visuals().panel_fill,
        }
    }

    /// With another number of pixels a point. An SVG has none and doesn't change.
    #[must_use]
    pub fn pixels_per_point(self, pixels_per_point: f32) -> Self {
        Self {
            pixels_per_point,
            ..self
        }
    }

    /// With another background; [`Color32::TRANSPARENT`] lets shine through what the
    /// picture is put on.
    #[must_use]
    pub fn background(self, background: Color32) -> Self {
        Self { background, ..self }
    }

    /// What `draw` draws, as pixels.
    ///
    /// `draw` gets a [`Ui`] that covers the sheet, in a context of its own. It is called
    /// twice, as egui needs one pass to measure; fonts and styles that it sets in the
    /// first hold in the second, which is kept.
    ///
    /// # Errors
    /// The sheet has no lawful size or scale, or there is no memory for its pixels.
    pub fn image(&self, draw: impl FnMut(&mut Ui)) -> Result<RgbaImage, PictureError> {
        let size = self.size_in_pixels()?;
        let drawing = self.draw(self.pixels_per_point, draw);
        let primitives = drawing
            .context
            .tessellate(drawing.shapes, self.pixels_per_point);
        let scale = self.pixels_per_point;
        drawing
            .rasteriser
            .render(&primitives, size, scale, self.background)
    }

    /// What `draw` draws, as egui's shapes; `draw` is called as for
    /// [`image`](Self::image). Shapes in the wrong place (NaN) are left out.
    ///
    /// # Errors
    /// The sheet has no lawful size or scale.
    pub fn shapes(&self, draw: impl FnMut(&mut Ui)) -> Result<Vec<ClippedShape>, PictureError> {
        self.check()?;
        Ok(self.draw(self.pixels_per_point, draw).shapes)
    }

    /// What `draw` draws, as an SVG; `draw` is called as for [`image`](Self::image).
    ///
    /// # Errors
    /// The sheet has no lawful size.
    pub fn svg(&self, draw: impl FnMut(&mut Ui)) -> Result<String, PictureError> {
        let sheet = self.pixels_per_point(SVG_PIXELS_PER_POINT);
        let shapes = sheet.shapes(draw)?;
        Ok(svg(&shapes, self.size, self.background))
    }

    fn check(&self) -> Result<(), PictureError> {
        let Vec2 {
            x: width,
            y: height,
        } = self.size;
        // NaN is in no range.
        let lawful = |side: f32| side > 0.0 && side <= MAX_PICTURE_SIDE;
        if !lawful(width) || !lawful(height) {
            return Err(PictureError::Size { width, height });
        }
        if !(self.pixels_per_point.is_finite() && self.pixels_per_point > 0.0) {
            return Err(PictureError::Scale(self.pixels_per_point));
        }
        Ok(())
    }

    /// Checked before anything is drawn, as drawing may take long.
    fn size_in_pixels(&self) -> Result<[u32; 2], PictureError> {
        self.check()?;
        let pixels = (self.size * self.pixels_per_point).round();
        let (width, height) = (pixels.x as u32, pixels.y as u32);
        let area = u64::from(width) * u64::from(height);
        if area == 0 || area > MAX_PICTURE_PIXELS {
            return Err(PictureError::Pixels { width, height });
        }
        Ok([width, height])
    }

    fn draw(&self, pixels_per_point: f32, mut draw: impl FnMut(&mut Ui)) -> Drawing {
        let context = Context::default();
        context.set_theme(self.theme);
        let mut rasteriser = Rasteriser::default();
        let mut shapes = Vec::new();
        for _ in 0..2 {
            let mut input = RawInput {
                screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
                max_texture_side: Some(MAX_TEXTURE_SIDE),
                time: Some(0.0),
                ..RawInput::default()
            };
            let viewport = input.viewports.entry(egui::ViewportId::ROOT).or_default();
            viewport.native_pixels_per_point = Some(pixels_per_point);
            let mut output = context.run_ui(input, &mut draw);
            rasteriser.update(&mut output.textures_delta);
            shapes = output.shapes;
        }
        Drawing {
            context,
            rasteriser,
            shapes: keep_finite(shapes),
        }
    }
}

/// What one closure drew, and what is needed to paint it.
struct Drawing {
    context: Context,
    rasteriser: Rasteriser,
    shapes: Vec<ClippedShape>,
}

/// The image as egui takes it to the clipboard, by
/// [`Context::copy_image`](egui::Context::copy_image).
#[must_use]
pub fn for_clipboard(image: &RgbaImage) -> ColorImage {
    let (width, height) = image.dimensions();
    let size = [width as usize, height as usize];
    ColorImage::from_rgba_unmultiplied(size, image.as_raw())
}

/// The bytes of a PNG file.
///
/// # Errors
/// The image has no pixel.
pub fn to_png(image: &RgbaImage) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    let (width, height) = image.dimensions();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(image.as_raw(), width, height, ExtendedColorType::Rgba8)
        .map_err(|error| PictureError::Encode(error.to_string()))?;
    Ok(bytes)
}
