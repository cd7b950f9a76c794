//! What colour each pixel of a triangle gets.

use super::target::{ClipRect, Target};
use super::texture::Texture;
use super::triangle::{Corner, Triangle};

/// Paints a triangle that lies within the guard band.
pub(super) fn triangle(
    target: &mut Target,
    clip: &ClipRect,
    mut corners: [Corner; 3],
    texture: &Texture,
) {
    let Some(triangle) = Triangle::new(&mut corners) else {
        return;
    };
    let [a, b, c] = &corners;
    let places = triangle.places();
    if a.texel != b.texel || a.texel != c.texel {
        return textured(target, clip, (&triangle, &corners), texture);
    }
    // One texel for the whole: most of what egui draws, in the white one.
    let [u, v] = a.texel.map(|x| x as f32);
    let texel = texture.sampler(false).at(u, v);
    let tint = |color: [f64; 4]| {
        std::array::from_fn::<f64, 4, _>(|k| color[k] * f64::from(texel[k]) / 255.0)
    };
    if a.color == b.color && a.color == c.color {
        let color = tint(a.color).map(|x| x as f32);
        triangle.for_each_span(target, clip, |pixels, _, _| fill(pixels, color));
    } else {
        let colors = LinearField::new(&places, corners.map(|c| tint(c.color)));
        triangle.for_each_span(target, clip, |pixels, column, row| {
            let (color, color_step) = colors.along(column, row);
            for (i, pixel) in pixels.iter_mut().enumerate() {
                blend(pixel, step(color, color_step, i as f32));
            }
        });
    }
}

/// Paints a triangle over which the texture changes: a line, a letter, a picture.
fn textured(
    target: &mut Target,
    clip: &ClipRect,
    (triangle, corners): (&Triangle, &[Corner; 3]),
    texture: &Texture,
) {
    let places = triangle.places();
    let texels = LinearField::new(&places, corners.map(|c| c.texel));
    let parts = corners.map(|c| c.color.map(|x| x / 255.0));
    let sampler = texture.sampler(texels.is_steep());
    let [a, b, c] = corners;
    if a.color == b.color && a.color == c.color {
        let color = parts[0].map(|x| x as f32);
        triangle.for_each_span(target, clip, |pixels, column, row| {
            let (texel, texel_step) = texels.along(column, row);
            for (i, pixel) in pixels.iter_mut().enumerate() {
                let [u, v] = step(texel, texel_step, i as f32);
                let texel = sampler.at(u, v);
                blend(pixel, std::array::from_fn(|k| texel[k] * color[k]));
            }
        });
        return;
    }
    let colors = LinearField::new(&places, parts);
    triangle.for_each_span(target, clip, |pixels, column, row| {
        let (texel, texel_step) = texels.along(column, row);
        let (color, color_step) = colors.along(column, row);
        for (i, pixel) in pixels.iter_mut().enumerate() {
            let i = i as f32;
            let [u, v] = step(texel, texel_step, i);
            let texel = sampler.at(u, v);
            let color = step(color, color_step, i);
            blend(pixel, std::array::from_fn(|k| texel[k] * color[k]));
        }
    });
}

/// Quantities that change linearly over the picture.
struct LinearField<const N: usize> {
    origin: [f64; 2],
    at_origin: [f64; N],
    right: [f64; N],
    down: [f64; N],
}

impl<const N: usize> LinearField<N> {
    /// The one with these values at these places, which aren't on one line.
    fn new([a, b, c]: &[[f64; 2]; 3], [at_a, at_b, at_c]: [[f64; N]; 3]) -> Self {
        let (ux, uy) = (b[0] - a[0], b[1] - a[1]);
        let (vx, vy) = (c[0] - a[0], c[1] - a[1]);
        let per_area = 1.0 / (ux * vy - uy * vx);
        let slope = |of_u: f64, of_v: f64, k: usize| {
            ((at_b[k] - at_a[k]) * of_u + (at_c[k] - at_a[k]) * of_v) * per_area
        };
        Self {
            origin: *a,
            at_origin: at_a,
            right: std::array::from_fn(|k| slope(vy, -uy, k)),
            down: std::array::from_fn(|k| slope(-vx, ux, k)),
        }
    }

    /// The values at the centre of a pixel, and what a pixel to the right adds.
    fn along(&self, column: i64, row: i64) -> ([f32; N], [f32; N]) {
        let x = column as f64 + 0.5 - self.origin[0];
        let y = row as f64 + 0.5 - self.origin[1];
        let here = |k: usize| self.at_origin[k] + self.right[k] * x + self.down[k] * y;
        (
            std::array::from_fn(|k| here(k) as f32),
            self.right.map(|x| x as f32),
        )
    }

    /// Whether a step of one pixel is more than 1.
    fn is_steep(&self) -> bool {
        let length = |slope: &[f64; N]| slope.iter().map(|x| x * x).sum::<f64>();
        // Rounded corners make a texture at its own size look a little smaller.
        length(&self.right).max(length(&self.down)) > 1.02
    }
}

fn step<const N: usize>(from: [f32; N], step: [f32; N], steps: f32) -> [f32; N] {
    std::array::from_fn(|k| from[k] + step[k] * steps)
}

/// Puts a premultiplied colour over a pixel.
fn blend(pixel: &mut [u8; 4], color: [f32; 4]) {
    let rest = 1.0 - color[3] * (1.0 / 255.0);
    *pixel = std::array::from_fn(|k| (color[k] + f32::from(pixel[k]) * rest + 0.5) as u8);
}

/// Puts one colour over a run of pixels.
fn fill(pixels: &mut [[u8; 4]], color: [f32; 4]) {
    if color[3] >= 255.0 {
        pixels.fill(color.map(|x| (x + 0.5) as u8));
    } else if color != [0.0; 4] {
        for pixel in pixels {
            blend(pixel, color);
        }
    }
}
