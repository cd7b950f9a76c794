//! [`Texts`]: text at its final size, laid out once.
//!
//! A name is laid out by egui and cached while it is seen. A number changes too often for
//! that: each of its characters is laid out once, and they are set side by side, every one on
//! a whole pixel. A new number needs no layout, and its digits don't wobble.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{Align2, Color32, Context, FontId, Galley, Pos2, Rect, Vec2, vec2};
use hashbrown::HashMap;

use super::layer::Layer;

/// A text that was laid out, and when it was last used.
struct LaidOut {
    galley: Arc<Galley>,
    used: u64,
}

/// What makes two texts the same: the words, the size and the room.
#[derive(Clone, PartialEq, Eq, Hash)]
struct TextKey {
    text: Box<str>,
    size: u32,
    room: u32,
}

#[derive(Hash)]
struct TextKeyRef<'a> {
    text: &'a str,
    size: u32,
    room: u32,
}

impl hashbrown::Equivalent<TextKey> for TextKeyRef<'_> {
    fn equivalent(&self, key: &TextKey) -> bool {
        *self.text == *key.text && self.size == key.size && self.room == key.room
    }
}

/// From so many cached texts on, those that are no longer seen are dropped.
const MOST: usize = 4096;
/// The steps of the room for texts that are cut, in points.
const ROOM_STEP: f32 = 4.0;
/// Wide enough for every text.
const ENDLESS: f32 = 1e6;

/// Texts that were laid out.
#[derive(Default)]
pub(super) struct Texts {
    lines: HashMap<TextKey, LaidOut>,
    characters: HashMap<(char, u32), Arc<Galley>>,
    frame: u64,
    epoch: u64,
    probe: Option<Arc<Galley>>,
    pixels_per_point: f32,
}

impl Texts {
    /// Begins a frame: drops what points into a texture that is no more.
    pub(super) fn begin(&mut self, ctx: &Context) {
        self.frame += 1;
        // egui empties the texture when it is full, and when the fonts or the theme
        // change, and says so in no other way than by forgetting its own texts too.
        let font = FontId::proportional(8.0);
        let probe =
            ctx.fonts_mut(|fonts| fonts.layout_no_wrap(" ".to_owned(), font, Color32::WHITE));
        let known = self.probe.as_ref();
        if !known.is_some_and(|known| Arc::ptr_eq(known, &probe)) {
            self.lines.clear();
            self.characters.clear();
            self.epoch += 1;
        }
        self.probe = Some(probe);
        self.pixels_per_point = ctx.pixels_per_point();
        if self.lines.len() > MOST {
            let last = self.frame - 1;
            self.lines.retain(|_, kept| kept.used >= last);
        }
    }

    /// Changes whenever glyphs may have moved in the texture.
    pub(super) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The size that text is set in: whole half pixels, so that not every frame of a zoom
    /// lays everything out again.
    pub(super) fn size(&self, points: f32) -> f32 {
        let step = 2.0 * self.pixels_per_point;
        ((points * step).round() / step).clamp(1.0, 200.0)
    }

    /// A text on one line, ending in … where the room ends.
    pub(super) fn line(&mut self, ctx: &Context, text: &str, size: f32, room: f32) -> Arc<Galley> {
        let room = room.clamp(0.0, ENDLESS);
        let key = TextKeyRef {
            text,
            size: size.to_bits(),
            room: room.to_bits(),
        };
        if let Some(kept) = self.lines.get_mut(&key) {
            kept.used = self.frame;
            return kept.galley.clone();
        }
        let font = FontId::proportional(size);
        let mut job = LayoutJob::simple(text.to_owned(), font, Color32::WHITE, f32::INFINITY);
        if room < ENDLESS {
            job.wrap = TextWrapping::truncate_at_width(room);
        }
        let galley = ctx.fonts_mut(|fonts| fonts.layout_job(job));
        let key = TextKey {
            text: text.into(),
            size: key.size,
            room: key.room,
        };
        let kept = LaidOut {
            galley: galley.clone(),
            used: self.frame,
        };
        self.lines.insert(key, kept);
        galley
    }

    /// Sets a text at a point. Returns where it is.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn set(
        &mut self,
        ctx: &Context,
        layer: &mut Layer,
        text: &str,
        size: f32,
        room: f32,
        (at, anchor): (Pos2, Align2),
        color: Color32,
    ) -> Rect {
        if text.is_empty() {
            return Rect::from_min_size(at, Vec2::ZERO);
        }
        let size = self.size(size);
        let mut galley = self.line(ctx, text, size, ENDLESS);
        if galley.size().x > room {
            // In steps, so that not every frame of a zoom cuts it again.
            let room = (room / ROOM_STEP).floor() * ROOM_STEP;
            galley = self.line(ctx, text, size, room);
        }
        let rect = anchor.anchor_size(at, galley.size());
        layer.text(rect.min, &galley, color);
        rect
    }

    fn character(&mut self, ctx: &Context, c: char, size: f32) -> Arc<Galley> {
        let known = self.characters.entry((c, size.to_bits()));
        let make = || {
            let font = FontId::proportional(size);
            ctx.fonts_mut(|fonts| fonts.layout_no_wrap(c.to_string(), font, Color32::WHITE))
        };
        known.or_insert_with(make).clone()
    }

    /// How large a number is, given in parts.
    pub(super) fn number_size(&mut self, ctx: &Context, parts: &[&str], size: f32) -> Vec2 {
        let size = self.size(size);
        let pixels = self.pixels_per_point;
        let mut total = Vec2::ZERO;
        for c in parts.iter().flat_map(|part| part.chars()) {
            let of_one = self.character(ctx, c, size).size();
            total = vec2(
                total.x + (of_one.x * pixels).round() / pixels,
                total.y.max(of_one.y),
            );
        }
        total
    }

    /// As many letters as have room, with a … behind them if it isn't all.
    pub(super) fn letters_within<'a>(
        &mut self,
        ctx: &Context,
        text: &'a str,
        size: f32,
        room: f32,
    ) -> &'a str {
        let pixels = self.pixels_per_point;
        let size = self.size(size);
        let width = |texts: &mut Texts, c: char| {
            (texts.character(ctx, c, size).size().x * pixels).round() / pixels
        };
        let cut = room - width(self, '…');
        let (mut end, mut before) = (0.0, 0);
        for (at, c) in text.char_indices() {
            if end <= cut {
                before = at;
            }
            end += width(self, c);
            if end > room {
                return text.get(..before).unwrap_or_default();
            }
        }
        text
    }

    /// Sets a number, given in parts, at a point. Returns where it is.
    pub(super) fn set_number(
        &mut self,
        ctx: &Context,
        layer: &mut Layer,
        parts: &[&str],
        size: f32,
        (at, anchor): (Pos2, Align2),
        color: Color32,
    ) -> Rect {
        let rect = anchor.anchor_size(at, self.number_size(ctx, parts, size));
        if !layer.sets_letters() {
            let whole = parts.concat();
            self.set(
                ctx,
                layer,
                &whole,
                size,
                ENDLESS,
                (rect.min, Align2::LEFT_TOP),
                color,
            );
            return rect;
        }
        let size = self.size(size);
        let mut from = layer.snap_rect(rect).min;
        for c in parts.iter().flat_map(|part| part.chars()) {
            let galley = self.character(ctx, c, size);
            layer.text(from, &galley, color);
            from.x += layer.snap(galley.size().x);
        }
        rect
    }
}
