//! [`Atlas`]: what a mesh takes from the texture of the fonts.

use std::sync::Arc;

use eframe::egui::epaint::{ClippedShape, Primitive, Vertex};
use eframe::egui::{Color32, Context, FontId, Galley, Pos2, Rect, Shape, vec2};

/// Where the texture of the fonts is white, in texels.
pub(super) const WHITE: Pos2 = Pos2::ZERO;

/// A cut through a filled disc in the texture of the fonts: along it, a line fades at
/// both sides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Disc {
    /// From the middle of the line to where it has faded, in pixels.
    pub(super) reach: f32,
    /// Where it has faded above, in texels.
    pub(super) top: Pos2,
    /// Where it has faded below, in texels.
    pub(super) bottom: Pos2,
}

/// The discs there are, of half widths of 1, 2, 3 … parts of a pixel.
const DISCS: usize = 48;
/// How many parts a pixel has.
const PARTS: f32 = 8.0;

/// What is needed to draw with the fonts of a context.
#[derive(Clone)]
pub(super) struct Atlas {
    discs: Arc<[Disc]>,
    template: Arc<Galley>,
    pixel: f32,
    epoch: u64,
}

impl Atlas {
    /// Reads the texture of a context that has begun its frame. A new texture has a new
    /// epoch, and needs a new `Atlas`.
    pub(super) fn new(ctx: &Context, epoch: u64) -> Atlas {
        let font = FontId::proportional(8.0);
        let template =
            ctx.fonts_mut(|fonts| fonts.layout_no_wrap(" ".to_owned(), font, Color32::WHITE));
        Atlas {
            discs: discs(ctx),
            template,
            pixel: 1.0 / ctx.pixels_per_point(),
            epoch,
        }
    }

    /// Changes whenever glyphs may have moved in the texture.
    pub(super) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The disc whose half width, in points, is nearest to this one; nothing if all are
    /// smaller.
    pub(super) fn disc(&self, half: f32) -> Option<Disc> {
        let nearest = (half / self.pixel * PARTS).round() as usize;
        self.discs.get(nearest.max(1) - 1).copied()
    }

    /// The same, but the largest disc if all are smaller.
    pub(super) fn disc_or_largest(&self, half: f32) -> Option<Disc> {
        self.disc(half).or(self.discs.last().copied())
    }

    /// A text with nothing in it.
    pub(super) fn template(&self) -> Galley {
        (*self.template).clone()
    }

    /// The side of a pixel, in points.
    pub(super) fn pixel(&self) -> f32 {
        self.pixel
    }
}

/// Has egui draw discs, and reads from where in the texture it takes them.
fn discs(ctx: &Context) -> Arc<[Disc]> {
    let pixels = ctx.pixels_per_point();
    let half = |i: usize| (i + 1) as f32 / PARTS;
    let shape = |i| {
        let shape = Shape::circle_filled(Pos2::ZERO, half(i) / pixels, Color32::WHITE);
        ClippedShape::new(Rect::EVERYTHING, shape)
    };
    let drawn = ctx.tessellate((0..DISCS).map(shape).collect(), pixels);
    let [width, height] = ctx.fonts(|fonts| fonts.font_image_size().map(|side| side as f32));
    let texels = vec2(width, height);
    let vertices = drawn.iter().flat_map(|clipped| match &clipped.primitive {
        Primitive::Mesh(mesh) => mesh.vertices.clone(),
        Primitive::Callback(_) => Vec::new(),
    });
    let vertices: Vec<Vertex> = vertices.collect();
    let disc = |i| {
        // Four corners a disc, unless that was switched off.
        let quad = vertices
            .get(4 * i..4 * i + 4)
            .filter(|_| vertices.len() == 4 * DISCS)?;
        let uv = Rect::from_points(&quad.iter().map(|v| v.uv).collect::<Vec<_>>());
        let uv = Rect::from_min_max(
            (uv.min.to_vec2() * texels).to_pos2(),
            (uv.max.to_vec2() * texels).to_pos2(),
        );
        let reach = Rect::from_points(&quad.iter().map(|v| v.pos).collect::<Vec<_>>());
        Some(Disc {
            reach: reach.height() / 2.0 * pixels,
            top: uv.center_top(),
            bottom: uv.center_bottom(),
        })
    };
    let hard = |i| Disc {
        reach: half(i),
        top: WHITE,
        bottom: WHITE,
    };
    (0..DISCS).map(|i| disc(i).unwrap_or(hard(i))).collect()
}
