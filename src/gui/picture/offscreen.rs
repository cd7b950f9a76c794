//! [`Offscreen`]: drawing code that runs without a window.

use eframe::egui::epaint::ClippedShape;
use eframe::egui::{self, Color32, Context, Pos2, RawInput, Rect, Theme, Ui, Vec2};
use image::RgbaImage;

use super::error::PictureError;
use super::finite::keep_finite;
use super::raster::Rasteriser;
use super::svg::svg;
use crate::core::limits::{MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE};

/// Texts of an SVG are laid out with this many pixels for each point: an SVG has no
/// pixels, and egui moves letters to whole ones.
const SVG_PIXELS_PER_POINT: f32 = 4.0;

/// The largest texture that letters are drawn into, in texels a side.
const MAX_TEXTURE_SIDE: usize = 16_384;

/// What a picture is drawn on, instead of a window: its size, its theme and its
/// background.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offscreen {
    size: Vec2,
    theme: Theme,
    pixels_per_point: f32,
    background: Color32,
}

impl Offscreen {
    /// A size in points, a theme with the colour of its panels as the background, and one
    /// pixel for each point.
    #[must_use]
    pub fn new(size: Vec2, theme: Theme) -> Self {
        Self {
            size,
            theme,
            pixels_per_point: 1.0,
            background: theme.default_visuals().panel_fill,
        }
    }

    /// With another number of pixels for each point. An SVG has none and doesn't change.
    #[must_use]
    pub fn pixels_per_point(self, pixels_per_point: f32) -> Self {
        Self {
            pixels_per_point,
            ..self
        }
    }

    /// With another background; [`Color32::TRANSPARENT`] for none.
    #[must_use]
    pub fn background(self, background: Color32) -> Self {
        Self { background, ..self }
    }

    /// What `draw` draws, as pixels.
    ///
    /// `draw` gets a [`Ui`] that covers the picture, in a context of its own. It is called
    /// twice, as egui needs one pass to measure; fonts and styles that it sets in the
    /// first hold in the second, which is kept.
    ///
    /// # Errors
    /// The size or the scale isn't allowed, or there is no memory for the pixels.
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
    /// The size or the scale isn't allowed.
    pub fn shapes(&self, draw: impl FnMut(&mut Ui)) -> Result<Vec<ClippedShape>, PictureError> {
        self.check()?;
        Ok(self.draw(self.pixels_per_point, draw).shapes)
    }

    /// What `draw` draws, as an SVG; `draw` is called as for [`image`](Self::image).
    ///
    /// # Errors
    /// The size isn't allowed.
    pub fn svg(&self, draw: impl FnMut(&mut Ui)) -> Result<String, PictureError> {
        let shapes = self.pixels_per_point(SVG_PIXELS_PER_POINT).shapes(draw)?;
        Ok(svg(&shapes, self.size, self.background))
    }

    fn check(&self) -> Result<(), PictureError> {
        let Vec2 {
            x: width,
            y: height,
        } = self.size;
        // NaN is in no range.
        let allowed = |side: f32| side > 0.0 && side <= MAX_PICTURE_SIDE;
        if !allowed(width) || !allowed(height) {
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

    fn draw(&self, pixels_per_point: f32, mut draw: impl FnMut(&mut Ui)) -> OffscreenDrawing {
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
        OffscreenDrawing {
            context,
            rasteriser,
            shapes: keep_finite(shapes),
        }
    }
}

/// What one closure drew, and what is needed to paint it.
struct OffscreenDrawing {
    context: Context,
    rasteriser: Rasteriser,
    shapes: Vec<ClippedShape>,
}
