//! Draws egui's triangles without a graphics card.
//!
//! The same pixels as egui's shader gives on a card, within 1/255 a channel: corners
//! are rounded to 1/256 of a pixel, a pixel belongs to the triangle in which its
//! centre lies (the one to the right of or below an edge, if on it), colours are
//! premultiplied and blended in gamma space, and every blend is rounded to 8 bits.
//! Mipmaps are not kept.

mod guard;
mod paint;
mod target;
mod texture;
mod triangle;

use std::collections::HashMap;

use eframe::egui::epaint::Primitive;
use eframe::egui::{ClippedPrimitive, Color32, Mesh, TextureId, TexturesDelta};
use image::RgbaImage;

use super::error::PictureError;
use target::{ClipRect, Target};
use texture::Texture;
use triangle::Corner;

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
    /// out, as are triangles with a corner that isn't finite.
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
    clip: &ClipRect,
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
