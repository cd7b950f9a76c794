//! Textures, and what a graphics card would read from them.

use eframe::egui::epaint::ImageDelta;
use eframe::egui::{Color32, ImageData, TextureFilter, TextureOptions, TextureWrapMode};

/// An image that triangles are painted with, in premultiplied colours.
pub(super) struct Texture {
    width: usize,
    height: usize,
    texels: Vec<[u8; 4]>,
    options: TextureOptions,
}

impl Texture {
    /// A texture from a delta that replaces the whole of it.
    pub(super) fn new(delta: &ImageDelta) -> Self {
        let ImageData::Color(image) = &delta.image;
        let [width, height] = image.size;
        let mut texels: Vec<[u8; 4]> = image.pixels.iter().map(Color32::to_array).collect();
        texels.resize(width * height, [0; 4]);
        Self {
            width,
            height,
            texels,
            options: delta.options,
        }
    }

    /// Puts a delta's image at its place; what would lie outside is left out.
    pub(super) fn patch(&mut self, delta: &ImageDelta, [left, top]: [usize; 2]) {
        let ImageData::Color(image) = &delta.image;
        self.options = delta.options;
        let width = image.size[0].min(self.width.saturating_sub(left));
        if width == 0 {
            return;
        }
        let rows = self.texels.chunks_exact_mut(self.width).skip(top);
        for (row, new) in rows.zip(image.pixels.chunks_exact(image.size[0])) {
            for (texel, new) in row.iter_mut().skip(left).zip(new.iter().take(width)) {
                *texel = new.to_array();
            }
        }
    }

    /// The size in texels.
    pub(super) fn size(&self) -> [f32; 2] {
        [self.width as f32, self.height as f32]
    }

    /// A reader of this texture. `shrunk` says that a pixel covers more than a texel.
    pub(super) fn sampler(&self, shrunk: bool) -> Sampler<'_> {
        let filter = if shrunk {
            self.options.minification
        } else {
            self.options.magnification
        };
        Sampler {
            texture: self,
            linear: filter == TextureFilter::Linear,
        }
    }

    /// The four texels from these coordinates on, row by row.
    fn square(&self, x: i32, y: i32) -> [[f32; 4]; 4] {
        let inside = |at: i32, size: usize| {
            let at = usize::try_from(at).ok();
            at.filter(|at| at + 1 < size)
        };
        if let (Some(column), Some(row)) = (inside(x, self.width), inside(y, self.height))
            && let start = row * self.width + column
            && let Some([a, b]) = self.texels.get(start..start + 2)
            && let Some([c, d]) = self.texels.get(start + self.width..start + self.width + 2)
        {
            return [a, b, c, d].map(|texel| texel.map(f32::from));
        }
        let (x1, y1) = (x.saturating_add(1), y.saturating_add(1));
        [(x, y), (x1, y), (x, y1), (x1, y1)].map(|(x, y)| self.texel(x, y))
    }

    /// The texel at whole coordinates, which may lie outside.
    fn texel(&self, x: i32, y: i32) -> [f32; 4] {
        let x = wrap(x, self.width, self.options.wrap_mode);
        let y = wrap(y, self.height, self.options.wrap_mode);
        let texel = self.texels.get(y * self.width + x);
        texel.copied().unwrap_or_default().map(f32::from)
    }
}

/// A texture with the filter that suits the triangle.
pub(super) struct Sampler<'a> {
    texture: &'a Texture,
    linear: bool,
}

impl Sampler<'_> {
    /// The colour at coordinates in texels, each channel from 0 to 255.
    pub(super) fn at(&self, u: f32, v: f32) -> [f32; 4] {
        let texture = self.texture;
        if !self.linear {
            return texture.texel(floor(u), floor(v));
        }
        // The centre of the first texel is at ½.
        let (u, v) = (u - 0.5, v - 0.5);
        let (x, y) = (floor(u), floor(v));
        let (across, down) = (u - x as f32, v - y as f32);
        let [a, b, c, d] = texture.square(x, y);
        mix(mix(a, b, across), mix(c, d, across), down)
    }
}

/// The whole number below: `f32::floor` is a call where the processor may be an old one.
fn floor(x: f32) -> i32 {
    let whole = x as i32;
    if whole as f32 > x { whole - 1 } else { whole }
}

fn mix(from: [f32; 4], to: [f32; 4], part: f32) -> [f32; 4] {
    std::array::from_fn(|i| from[i] + (to[i] - from[i]) * part)
}

fn wrap(at: i32, size: usize, mode: TextureWrapMode) -> usize {
    let last = size.saturating_sub(1);
    if let Ok(inside) = usize::try_from(at)
        && inside <= last
    {
        return inside;
    }
    let size = i32::try_from(size.max(1)).unwrap_or(i32::MAX);
    let wrapped = match mode {
        TextureWrapMode::ClampToEdge => at.clamp(0, size - 1),
        TextureWrapMode::Repeat => at.rem_euclid(size),
        TextureWrapMode::MirroredRepeat if at.div_euclid(size) % 2 == 0 => at.rem_euclid(size),
        TextureWrapMode::MirroredRepeat => size - 1 - at.rem_euclid(size),
    };
    usize::try_from(wrapped).unwrap_or(0)
}
