//! [`Target`]: the pixels that are painted.

use eframe::egui::{Color32, Rect};
use image::RgbaImage;

use crate::core::limits::MAX_PICTURE_PIXELS;
use crate::gui::picture::error::PictureError;

/// The longest side in pixels: products of coordinates then fit 64 bits.
pub(super) const MAX_SIDE: u32 = 1 << 20;

/// The pixels of a picture, premultiplied, row after row.
pub(super) struct Target {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<[u8; 4]>,
}

/// The pixels that may be painted: from the first up to, without, the last.
pub(super) struct ClipRect {
    pub(super) left: i64,
    pub(super) right: i64,
    pub(super) top: i64,
    pub(super) bottom: i64,
}

impl ClipRect {
    pub(super) fn is_empty(&self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }
}

impl Target {
    pub(super) fn new(
        [width, height]: [u32; 2],
        background: Color32,
    ) -> Result<Self, PictureError> {
        let area = u64::from(width) * u64::from(height);
        if area == 0 || area > MAX_PICTURE_PIXELS || width.max(height) > MAX_SIDE {
            return Err(PictureError::Pixels { width, height });
        }
        let (width, height) = (width as usize, height as usize);
        let mut pixels = Vec::new();
        let room = pixels.try_reserve_exact(width * height);
        room.map_err(|_| PictureError::Memory)?;
        pixels.resize(width * height, background.to_array());
        Ok(Self {
            width,
            height,
            pixels,
        })
    }

    /// A clip rectangle in whole pixels, as egui's painters round it.
    pub(super) fn clip(&self, rect: Rect, pixels_per_point: f32) -> ClipRect {
        let pixel =
            |at: f32, size: usize| ((at * pixels_per_point).round() as i64).min(size as i64);
        ClipRect {
            left: pixel(rect.min.x, self.width).max(0),
            right: pixel(rect.max.x, self.width),
            top: pixel(rect.min.y, self.height).max(0),
            bottom: pixel(rect.max.y, self.height),
        }
    }

    /// A part of a row. The span lies inside the picture.
    pub(super) fn span(&mut self, row: i64, left: i64, right: i64) -> &mut [[u8; 4]] {
        let start = row as usize * self.width;
        let range = start + left as usize..start + right as usize;
        self.pixels.get_mut(range).unwrap_or_default()
    }

    /// Without the premultiplication, as picture files have it.
    pub(super) fn into_image(mut self) -> RgbaImage {
        for [r, g, b, a] in &mut self.pixels {
            if !matches!(*a, 0 | 255) {
                let alpha = u32::from(*a);
                let full = |c: u8| ((u32::from(c) * 255 + alpha / 2) / alpha).min(255) as u8;
                (*r, *g, *b) = (full(*r), full(*g), full(*b));
            }
        }
        let bytes = self.pixels.into_flattened();
        // As long as it has to be, so there always is an image.
        RgbaImage::from_raw(self.width as u32, self.height as u32, bytes).unwrap_or_default()
    }
}
