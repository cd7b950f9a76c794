//! Images for files and for the clipboard.

use eframe::egui::ColorImage;
use image::{ExtendedColorType, ImageEncoder, RgbaImage};

use super::error::PictureError;

/// The image as egui takes it to the clipboard, by
/// [`Context::copy_image`](eframe::egui::Context::copy_image).
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
