//! Pictures of the editor without a graphics card, for snapshots:
//! `Harness::builder().renderer(SoftwareRenderer::default())`.

use eframe::egui::{Color32, Context, FullOutput, TexturesDelta};
use egui_kittest::{SnapshotOptions, TestRenderer};
use image::RgbaImage;
use wiregrad::gui::picture::{Rasteriser, keep_finite};

/// Draws a harness by [`Rasteriser`].
#[derive(Default)]
pub(crate) struct SoftwareRenderer {
    rasteriser: Rasteriser,
}

impl TestRenderer for SoftwareRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        self.rasteriser.update(delta);
    }

    fn render(&mut self, context: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let scale = context.pixels_per_point();
        let size = (context.content_rect().size() * scale).round();
        let primitives = context.tessellate(keep_finite(output.shapes.clone()), scale);
        let size = [size.x as u32, size.y as u32];
        self.rasteriser
            .render(&primitives, size, scale, Color32::TRANSPARENT)
            .map_err(|error| error.to_string())
    }
}

/// How alike a picture and its snapshot must be. No graphics card is in play, so what
/// remains is the last bit of a sine in the outline of a round corner: a step or two in
/// 255 at an edge, far below this, while a line of another colour or a pixel farther
/// left is far above.
pub(crate) fn strict() -> SnapshotOptions {
    SnapshotOptions::new().threshold(0.1).max_failed_pixels(0)
}
