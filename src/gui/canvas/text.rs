//! [`Texts`]: text at its final size, laid out once.
//!
//! A name is laid out by egui and kept while it is seen. A number changes too often
//! for that: its characters are laid out once each and set side by side, every one on
//! a whole pixel, so that a new number costs no layout and its digits don't wobble.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{Align2, Color32, Context, FontId, Galley, Pos2, Rect, Vec2, vec2};
use hashbrown::HashMap;

use super::ink::Ink;

/// A text that was laid out, and when it was last used.
struct Kept {
    galley: Arc<Galley>,
    used: u64,
}

/// What makes two texts the same: the words, the size and the room.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    text: Box<str>,
    size: u32,
    room: u32,
}

#[derive(Hash)]
struct KeyRef<'a> {
    text: &'a str,
    size: u32,
    room: u32,
}

impl hashbrown::Equivalent<Key> for KeyRef<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        *self.text == *key.text && self.size == key.size && self.room == key.room
    }
}

/// How many texts are kept before those that are no longer seen are let go.
const MOST: usize = 4096;
/// The steps of the room for texts that are cut, in points.
const ROOM_STEP: f32 = 4.0;
/// Wide enough for every text.
const ENDLESS: f32 = 1e6;

/// Texts that were laid out.
#[derive(Default)]
pub(crate) struct Texts {
    kept: HashMap<Key, Kept>,
    characters: HashMap<(char, u32), Arc<Galley>>,
    frame: u64,
    epoch: u64,
    probe: Option<Arc<Galley>>,
    pixels_per_point: f32,
}

impl Texts {
    /// Begins a frame: lets go what points into a texture that is no more.
    pub(crate) fn begin(&mut self, ctx: &Context) {
        self.frame += 1;
        // egui empties the texture when it is full, and when the fonts or the theme
        // change, and says so in no other way than by forgetting its own texts too.
        let font = FontId::proportional(8.0);
        let probe =
            ctx.fonts_mut(|fonts| fonts.layout_no_wrap(" ".to_owned(), font, Color32::WHITE));
        let known = self.probe.as_ref();
        if !known.is_some_and(|known| Arc::ptr_eq(known, &probe)) {
            self.kept.clear();
            self.characters.clear();
            self.epoch += 1;
        }
        self.probe = Some(probe);
        self.pixels_per_point = ctx.pixels_per_point();
        if self.kept.len() > MOST {
            let last = self.frame - 1;
            self.kept.retain(|_, kept| kept.used >= last);
        }
    }

    /// Another number whenever glyphs may lie elsewhere in the texture.
    pub(crate) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The size that text is set in: whole half pixels, so that a zoom that goes on
    /// doesn't lay everything out in each frame.
    pub(crate) fn size(&self, points: f32) -> f32 {
        let step = 2.0 * self.pixels_per_point;
        ((points * step).round() / step).clamp(1.0, 200.0)
    }

    /// A text on one line, ending in … where the room ends.
    pub(crate) fn line(&mut self, ctx: &Context, text: &str, size: f32, room: f32) -> Arc<Galley> {
        let room = room.clamp(0.0, ENDLESS);
        let key = KeyRef {
            text,
            size: size.to_bits(),
            room: room.to_bits(),
        };
        if let Some(kept) = self.kept.get_mut(&key) {
            kept.used = self.frame;
            return kept.galley.clone();
        }
        let font = FontId::proportional(size);
        let mut job = LayoutJob::simple(text.to_owned(), font, Color32::WHITE, f32::INFINITY);
        if room < ENDLESS {
            job.wrap = TextWrapping::truncate_at_width(room);
        }
        let galley = ctx.fonts_mut(|fonts| fonts.layout_job(job));
        let key = Key {
            text: text.into(),
            size: key.size,
            room: key.room,
        };
        let kept = Kept {
            galley: galley.clone(),
            used: self.frame,
        };
        self.kept.insert(key, kept);
        galley
    }

    /// Sets a text at a point. Returns where it is.
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn set(
        &mut self,
        ctx: &Context,
        ink: &mut Ink,
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
            // In steps, so that a zoom that goes on doesn't cut it anew in each frame.
            let room = (room / ROOM_STEP).floor() * ROOM_STEP;
            galley = self.line(ctx, text, size, room);
        }
        let rect = anchor.anchor_size(at, galley.size());
        ink.text(rect.min, &galley, color);
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
    pub(crate) fn number_size(&mut self, ctx: &Context, parts: &[&str], size: f32) -> Vec2 {
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
    pub(crate) fn letters_within<'a>(
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
    pub(crate) fn set_number(
        &mut self,
        ctx: &Context,
        ink: &mut Ink,
        parts: &[&str],
        size: f32,
        (at, anchor): (Pos2, Align2),
        color: Color32,
    ) -> Rect {
        let rect = anchor.anchor_size(at, self.number_size(ctx, parts, size));
        if !ink.sets_letters() {
            let whole = parts.concat();
            self.set(
                ctx,
                ink,
                &whole,
                size,
                ENDLESS,
                (rect.min, Align2::LEFT_TOP),
                color,
            );
            return rect;
        }
        let size = self.size(size);
        let mut from = ink.snap_rect(rect).min;
        for c in parts.iter().flat_map(|part| part.chars()) {
            let galley = self.character(ctx, c, size);
            ink.text(from, &galley, color);
            from.x += ink.snap(galley.size().x);
        }
        rect
    }
}
