//! [`Caches`]: what is expensive to compute, and kept as long as it is valid.

use eframe::egui::Context;

use super::atlas::Atlas;
use super::drawing::Drawing;
use super::layer::Layer;
use super::minimap::MinimapCache;
use super::path::Path;
use super::pen::Pen;
use super::readings::Readings;
use super::text::Texts;
use super::tiles::Tiles;

/// What is cached from frame to frame.
#[derive(Default)]
pub(super) struct Caches {
    atlas: Option<Atlas>,
    pub(super) texts: Texts,
    pub(super) readings: Readings,
    pub(super) tiles: Tiles,
    pub(super) minimap: MinimapCache,
    pub(super) path: Path,
}

impl Caches {
    /// Begins a frame: forgets what no longer holds.
    pub(super) fn begin(&mut self, ctx: &Context, drawing: &Drawing<'_>) {
        self.texts.begin(ctx);
        self.readings.begin(drawing.editor);
        self.path.update(drawing.hit, drawing.scene, drawing.editor);
        let epoch = self.texts.epoch();
        self.atlas = self.atlas.take().filter(|known| known.epoch() == epoch);
    }

    /// What is taken from the texture of the fonts.
    pub(super) fn atlas(&mut self, ctx: &Context) -> Atlas {
        let epoch = self.texts.epoch();
        let atlas = self.atlas.get_or_insert_with(|| Atlas::new(ctx, epoch));
        atlas.clone()
    }

    /// A new layer to draw on.
    pub(super) fn pen<'a>(&'a mut self, ctx: &'a Context, as_shapes: bool) -> Pen<'a> {
        Pen {
            layer: Layer::new(&self.atlas(ctx), as_shapes),
            ctx,
            texts: &mut self.texts,
            readings: &mut self.readings,
            path: &self.path,
            smallest: f32::INFINITY,
        }
    }
}
