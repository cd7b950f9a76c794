//! [`Kept`]: what the canvas has found out and keeps for the next frames, each with
//! what it was found out from.

use eframe::egui::{Align2, Color32, Context, Pos2, Rect, Vec2};

use super::Drawing;
use super::brush::Pot;
use super::ink::Ink;
use super::minimap::Map;
use super::path::Path;
use super::readings::Readings;
use super::text::Texts;
use super::tiles::Tiles;

/// What is kept from frame to frame.
#[derive(Default)]
pub(crate) struct Kept {
    pot: Option<(u64, Pot)>,
    pub(super) texts: Texts,
    pub(super) readings: Readings,
    pub(super) tiles: Tiles,
    pub(super) map: Map,
    pub(super) path: Path,
}

/// What is drawn with: the mesh, and what is known of texts and numbers.
pub(crate) struct Pen<'a> {
    pub(super) ctx: &'a Context,
    pub(super) ink: Ink,
    pub(super) texts: &'a mut Texts,
    pub(super) readings: &'a mut Readings,
    pub(super) path: &'a Path,
}

impl Kept {
    /// Begins a frame: forgets what no longer holds.
    pub(super) fn begin(&mut self, ctx: &Context, drawing: &Drawing<'_>) {
        self.texts.begin(ctx);
        self.readings.begin(drawing.editor);
        self.path.update(drawing.hit, drawing.scene, drawing.editor);
        let epoch = self.texts.epoch();
        if self.pot.as_ref().is_none_or(|(known, _)| *known != epoch) {
            self.pot = Some((epoch, Pot::new(ctx)));
        }
    }

    pub(super) fn pot(&self, ctx: &Context) -> Pot {
        let known = self.pot.as_ref().map(|(_, pot)| pot.clone());
        known.unwrap_or_else(|| Pot::new(ctx))
    }

    pub(super) fn pen<'a>(&'a mut self, ctx: &'a Context, as_shapes: bool) -> Pen<'a> {
        Pen {
            ink: Ink::new(&self.pot(ctx), as_shapes),
            ctx,
            texts: &mut self.texts,
            readings: &mut self.readings,
            path: &self.path,
        }
    }
}

impl Pen<'_> {
    /// Sets a text of this size in points, that ends in … where the room ends.
    pub(super) fn text(
        &mut self,
        text: &str,
        size: f32,
        room: f32,
        at: (Pos2, Align2),
        color: Color32,
    ) -> Rect {
        let (texts, ink) = (&mut *self.texts, &mut self.ink);
        texts.set(self.ctx, ink, text, size, room, at, color)
    }

    /// The same for one of many small texts, whose room changes with every zoom: set
    /// letter by letter, as numbers are, where letters can be.
    pub(super) fn letters(
        &mut self,
        text: &str,
        size: f32,
        room: f32,
        at: (Pos2, Align2),
        color: Color32,
    ) -> Rect {
        if !text.is_ascii() || !self.ink.sets_letters() {
            return self.text(text, size, room, at, color);
        }
        let (texts, ink) = (&mut *self.texts, &mut self.ink);
        let fits = texts.letters_within(self.ctx, text, size, room);
        let rest = if fits.len() < text.len() { "…" } else { "" };
        texts.set_number(self.ctx, ink, &[fits, rest], size, at, color)
    }

    /// How wide a text is.
    pub(super) fn line_width(&mut self, text: &str, size: f32) -> f32 {
        let size = self.texts.size(size);
        let galley = self.texts.line(self.ctx, text, size, f32::INFINITY);
        galley.size().x
    }

    /// Sets a number, given in parts.
    pub(super) fn number(
        &mut self,
        parts: &[&str],
        size: f32,
        at: (Pos2, Align2),
        color: Color32,
    ) -> Rect {
        let (texts, ink) = (&mut *self.texts, &mut self.ink);
        texts.set_number(self.ctx, ink, parts, size, at, color)
    }

    /// How large that is.
    pub(super) fn number_size(&mut self, parts: &[&str], size: f32) -> Vec2 {
        self.texts.number_size(self.ctx, parts, size)
    }
}
