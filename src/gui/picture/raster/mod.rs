//! Draws egui's triangles without a graphics card.
//!
//! The same pixels as egui's shader gives on a card, within 1/255 a channel: corners
//! are rounded to 1/256 of a pixel, a pixel belongs to the triangle in which its
//! centre lies (the one to the right of or below an edge, if on it), colours are
//! premultiplied and blended in gamma space, and every blend is rounded to 8 bits.
//! Mipmaps are not kept.

mod guard;
mod paint;
mod texture;
mod triangle;

use std::collections::HashMap;

use eframe::egui::epaint::Primitive;
use eframe::egui::{ClippedPrimitive, Color32, Mesh, Rect, TextureId, TexturesDelta};
use image::RgbaImage;

use super::PictureError;
use crate::core::limits::MAX_PICTURE_PIXELS;
use texture::Texture;
use triangle::Corner;

/// The longest side in pixels: products of coordinates then fit 64 bits.
const MAX_SIDE: u32 = 1 << 20;

/// A software renderer that keeps egui's textures from one picture to the next.
#[derive(Default)]
pub struct Rasteriser {
    textures: HashMap<TextureId, Texture>,
    /// Freed by the last delta, but perhaps still painted with in its frame.
    unused: Vec<TextureId>,
}

impl Rasteriser {
    /// Takes in what changed in the textures since the last call; the delta is empty
    /// afterwards. Call it with every frame's delta, before the frame is rendered.
    pub fn update(&mut self, delta: &mut TexturesDelta) {
        for id in self.unused.drain(..) {
            self.textures.remove(&id);
        }
        for (id, images) in delta.set.drain() {
            for image in images {
                match (image.pos, self.textures.get_mut(&id)) {
                    (Some(at), Some(texture)) => texture.patch(&image, at),
                    _ => {
                        self.textures.insert(id, Texture::new(&image));
                    }
                }
            }
        }
        self.unused.extend(delta.free.drain());
    }

    /// A picture of tessellated shapes, `size` pixels wide and high, in colours that
    /// are not premultiplied. Paint callbacks, which need a graphics card, are left
    /// out, as are triangles with a corner that is no place (NaN or infinite).
    ///
    /// # Errors
    /// The picture is too large, or there is no memory for it.
    pub fn render(
        &self,
        primitives: &[ClippedPrimitive],
        size: [u32; 2],
        pixels_per_point: f32,
        background: Color32,
    ) -> Result<RgbaImage, PictureError> {
        let mut target = Target::new(size, background)?;
        for primitive in primitives {
            let clip = target.clip(primitive.clip_rect, pixels_per_point);
            if let (Primitive::Mesh(mesh), false) = (&primitive.primitive, clip.is_empty())
                && let Some(texture) = self.textures.get(&mesh.texture_id)
            {
                paint_mesh(&mut target, &clip, mesh, texture, pixels_per_point);
            }
        }
        Ok(target.into_image())
    }
}

fn paint_mesh(
    target: &mut Target,
    clip: &Clip,
    mesh: &Mesh,
    texture: &Texture,
    pixels_per_point: f32,
) {
    let size = texture.size();
    let corner = |index: u32| {
        let vertex = mesh.vertices.get(index as usize)?;
        Corner::new(vertex, pixels_per_point, size)
    };
    for [a, b, c] in mesh.triangles() {
        if let (Some(a), Some(b), Some(c)) = (corner(a), corner(b), corner(c)) {
            guard::paint(target, clip, [a, b, c], texture);
        }
    }
}

/// The pixels of a picture, premultiplied, row after row.
struct Target {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 4]>,
}

/// The pixels that may be painted: from the first up to, without, the last.
struct Clip {
    left: i64,
    right: i64,
    top: i64,
    bottom: i64,
}

impl Clip {
    fn is_empty(&self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }
}

impl Target {
    fn new([width, height]: [u32; 2], background: Color32) -> Result<Self, PictureError> {
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
    fn clip(&self, rect: Rect, pixels_per_point: f32) -> Clip {
        let pixel =
            |at: f32, size: usize| ((at * pixels_per_point).round() as i64).min(size as i64);
        Clip {
            left: pixel(rect.min.x, self.width).max(0),
            right: pixel(rect.max.x, self.width),
            top: pixel(rect.min.y, self.height).max(0),
            bottom: pixel(rect.max.y, self.height),
        }
    }

    /// A part of a row. The span lies inside the picture.
    fn span(&mut self, row: i64, left: i64, right: i64) -> &mut [[u8; 4]] {
        let start = row as usize * self.width;
        let range = start + left as usize..start + right as usize;
        self.pixels.get_mut(range).unwrap_or_default()
    }

    /// Without the premultiplication, as picture files have it.
    fn into_image(mut self) -> RgbaImage {
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
