//! [`Pen`]: a layer to draw on, with what is known of texts and numbers.

use eframe::egui::{Align2, Color32, Context, Pos2, Rect, Vec2};

use super::layer::Layer;
use super::path::Path;
use super::readings::Readings;
use super::text::Texts;

/// What a frame is drawn with.
pub(crate) struct Pen<'a> {
    pub(super) ctx: &'a Context,
    pub(super) layer: Layer,
    pub(super) texts: &'a mut Texts,
    pub(super) readings: &'a mut Readings,
    pub(super) path: &'a Path,
    /// The smallest letters of a number so far, in points.
    pub(super) smallest: f32,
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
        let (texts, layer) = (&mut *self.texts, &mut self.layer);
        texts.set(self.ctx, layer, text, size, room, at, color)
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
        if !text.is_ascii() || !self.layer.sets_letters() {
            return self.text(text, size, room, at, color);
        }
        let (texts, layer) = (&mut *self.texts, &mut self.layer);
        let fits = texts.letters_within(self.ctx, text, size, room);
        let rest = if fits.len() < text.len() { "…" } else { "" };
        texts.set_number(self.ctx, layer, &[fits, rest], size, at, color)
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
        self.smallest = self.smallest.min(size);
        let (texts, layer) = (&mut *self.texts, &mut self.layer);
        texts.set_number(self.ctx, layer, parts, size, at, color)
    }

    /// How large that is.
    pub(super) fn number_size(&mut self, parts: &[&str], size: f32) -> Vec2 {
        self.texts.number_size(self.ctx, parts, size)
    }
}
