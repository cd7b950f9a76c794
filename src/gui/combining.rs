//! Letters with combining marks, as in θ̂. egui takes the first font that has the letter,
//! and its own fonts have no marks, so that the mark is lost. These letters are drawn from a
//! font that has both.

use std::sync::Mutex;

use eframe::egui::epaint::FontColorTransferFunction;
use eframe::egui::epaint::text::{
    FontDefinitions, FontPriority, Fonts, Galley, Glyph, GlyphBitmap, GlyphRasterizer,
    GlyphRasterizerRequest, RasterizedGlyph, TextOptions,
};
use eframe::egui::{Color32, ColorImage, FontId, Pos2, Rect};

/// Draws each letter that has a combining mark from these fonts, if they have it. Other
/// letters are drawn as usual.
pub(super) fn rasterizer(fonts: FontDefinitions) -> GlyphRasterizer {
    let new = move || {
        let options = TextOptions {
            // The text that asks applies its own.
            color_transfer_function: FontColorTransferFunction::Off,
            ..TextOptions::default()
        };
        Fonts::new(options, fonts.clone())
    };
    let fonts: Mutex<Option<Fonts>> = Mutex::new(None);
    let draw = move |request: &GlyphRasterizerRequest<'_>| {
        if !request.cluster.chars().any(is_mark) {
            return None;
        }
        let mut fonts = fonts.lock().ok()?;
        // Letters that were drawn before are kept by the text that asked for them.
        let is_full = |fonts: &Fonts| fonts.font_atlas_fill_ratio() > 0.8;
        if fonts.as_ref().is_none_or(is_full) {
            *fonts = Some(new());
        }
        rasterized(fonts.as_mut()?, request)
    };
    GlyphRasterizer::new("wiregrad: combining marks", draw).with_priority(FontPriority::Highest)
}

/// Whether a sign is drawn over the letter before it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}')
}

/// A letter with its marks as one bitmap; none if the fonts lack a part of it.
fn rasterized(fonts: &mut Fonts, request: &GlyphRasterizerRequest<'_>) -> Option<RasterizedGlyph> {
    let font = FontId::proportional(request.font_size_px);
    if !fonts.has_glyphs(&font, request.cluster) {
        return None;
    }
    let text = request.cluster.to_owned();
    let mut view = fonts.with_pixels_per_point(1.0);
    let galley = view.layout_no_wrap(text, font, Color32::WHITE);
    let origin = glyphs(&galley).next()?.pos;
    let place = |glyph: &Glyph| {
        let at = glyph.pos - origin + glyph.uv_rect.offset;
        Rect::from_min_size(at.to_pos2(), glyph.uv_rect.size).round()
    };
    let drawn = glyphs(&galley).filter(|glyph| !glyph.uv_rect.is_nothing());
    let all = drawn.clone().map(place).reduce(Rect::union)?;
    let size = [all.width() as usize, all.height() as usize];
    let mut image = ColorImage::filled(size, Color32::TRANSPARENT);
    let atlas = fonts.texture_atlas().image();
    for glyph in drawn {
        copy(
            atlas,
            glyph,
            &mut image,
            place(glyph).min - all.min.to_vec2(),
        );
    }
    let ends = glyphs(&galley).map(|glyph| glyph.max_x() - origin.x);
    Some(RasterizedGlyph {
        bitmap: GlyphBitmap {
            image,
            offset_px: all.min.to_vec2(),
            is_color: false,
        },
        advance_px: ends.fold(0.0, f32::max),
    })
}

fn glyphs(galley: &Galley) -> impl Iterator<Item = &Glyph> + Clone {
    galley.rows.iter().flat_map(|row| &row.glyphs)
}

/// Copies a glyph out of the texture to a point of an image; what is there already stays.
fn copy(atlas: &ColorImage, glyph: &Glyph, image: &mut ColorImage, at: Pos2) {
    let [from, to] = [glyph.uv_rect.min, glyph.uv_rect.max].map(|ends| ends.map(usize::from));
    let (left, top) = (at.x as usize, at.y as usize);
    for y in from[1]..to[1] {
        for x in from[0]..to[0] {
            let (into_x, into_y) = (left + x - from[0], top + y - from[1]);
            if into_x < image.width() && into_y < image.height() {
                let into = &mut image[(into_x, into_y)];
                *into = *into + atlas[(x, y)];
            }
        }
    }
}
