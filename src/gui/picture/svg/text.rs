//! Text, as text: it can be selected, searched and edited.
//!
//! A piece of one format on one line is one element, at the place of its first letter.
//! `textLength` makes it as wide as it is here, whatever font is found.

use std::ops::Range;

use eframe::egui::epaint::TextShape;
use eframe::egui::epaint::text::{Galley, Glyph, LayoutSection, Row};
use eframe::egui::{Color32, FontFamily, Pos2, Rect, Stroke, TextFormat, pos2};

use super::attributes::{Fill, Num, Turn, escape};
use super::writer::{PROPORTIONAL, SvgWriter, sides};

/// The fonts for letters of equal width, as [`PROPORTIONAL`].
const MONOSPACE: &str = "Hack,'DejaVu Sans Mono',Menlo,Consolas,monospace";

impl SvgWriter {
    pub(super) fn text(&mut self, shape: &TextShape) {
        if shape.opacity_factor <= 0.0 {
            return;
        }
        let turned = shape.angle != 0.0;
        if turned {
            let turn = Turn(shape.angle, shape.pos);
            self.put(format_args!("<g{turn}>\n"));
        }
        let sections = sections(&shape.galley);
        let mut first = 0;
        for row in &shape.galley.rows {
            let pieces = pieces(&row.glyphs, first, &sections);
            first += row.glyphs.len() + usize::from(row.ends_with_newline);
            let line = TextLine {
                origin: shape.pos + row.pos.to_vec2(),
                scale: scale(row),
                shape,
            };
            for piece in &pieces {
                self.piece(&line, piece);
            }
            if !row.visuals.mesh.is_empty() {
                let bounds = row.visuals.mesh_bounds;
                let bounds = bounds.translate(line.origin.to_vec2());
                let ends = [bounds.left_bottom(), bounds.right_bottom()];
                self.segment(ends, shape.underline);
            }
        }
        if turned {
            self.put(format_args!("</g>\n"));
        }
    }

    /// The letters of a piece, with what lies behind them and the lines along them.
    fn piece(&mut self, line: &TextLine<'_>, piece: &TextPiece<'_>) {
        let ([first, ..], [.., last]) = (piece.glyphs, piece.glyphs) else {
            return;
        };
        let format = piece.format;
        let place = line.place(first.logical_rect().union(last.logical_rect()));
        let behind = line.ink(format.background);
        if behind != Color32::TRANSPARENT {
            let (x, y, width, height) = sides(place.expand(format.expand_bg * line.scale));
            let fill = Fill(behind);
            self.put(format_args!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{fill}/>\n"
            ));
        }
        self.letters(line, piece);
        let strokes = [
            (place.bottom(), format.underline),
            (place.center().y, format.strikethrough),
        ];
        for (y, stroke) in strokes {
            let stroke = Stroke::new(stroke.width * line.scale, line.ink(stroke.color));
            self.segment([pos2(place.left(), y), pos2(place.right(), y)], stroke);
        }
    }

    fn letters(&mut self, line: &TextLine<'_>, piece: &TextPiece<'_>) {
        let is_space = |glyph: &&Glyph| glyph.chr.is_whitespace();
        let glyphs = piece.glyphs;
        let start = glyphs.iter().take_while(is_space).count();
        let end = glyphs.len() - glyphs.iter().rev().take_while(is_space).count();
        let glyphs = glyphs.get(start..end).unwrap_or_default();
        let ([first, ..], [.., last]) = (glyphs, glyphs) else {
            return;
        };
        let format = piece.format;
        let color = match line.shape.override_text_color {
            Some(color) => color.gamma_multiply(line.opacity()),
            None => line.ink(format.color),
        };
        if color == Color32::TRANSPARENT {
            return;
        }
        let at = line.origin + first.pos.to_vec2() * line.scale;
        let (x, y, size) = (Num(at.x), Num(at.y), Num(format.font_id.size * line.scale));
        self.put(format_args!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\""
        ));
        self.family(&format.font_id.family);
        if format.italics {
            self.put(format_args!(" font-style=\"italic\""));
        }
        let width = Num((last.max_x() - first.pos.x) * line.scale);
        let fill = Fill(color);
        self.put(format_args!(
            "{fill} textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\">"
        ));
        for glyph in glyphs {
            escape(&mut self.body, glyph.chr);
        }
        self.put(format_args!("</text>\n"));
    }

    fn family(&mut self, family: &FontFamily) {
        match family {
            FontFamily::Proportional => {}
            FontFamily::Monospace => self.put(format_args!(" font-family=\"{MONOSPACE}\"")),
            FontFamily::Name(name) => {
                let mut family = String::new();
                for c in name.chars().filter(|c| !matches!(c, '\'' | '\\')) {
                    escape(&mut family, c);
                }
                self.put(format_args!(" font-family=\"'{family}',{PROPORTIONAL}\""));
            }
        }
    }
}

/// A row of a text in its place.
struct TextLine<'a> {
    origin: Pos2,
    scale: f32,
    shape: &'a TextShape,
}

impl TextLine<'_> {
    fn place(&self, rect: Rect) -> Rect {
        (self.scale * rect).translate(self.origin.to_vec2())
    }

    fn opacity(&self) -> f32 {
        self.shape.opacity_factor.min(1.0)
    }

    /// A colour of the layout, as it is painted.
    fn ink(&self, color: Color32) -> Color32 {
        let color = if color == Color32::PLACEHOLDER {
            self.shape.fallback_color
        } else {
            color
        };
        color.gamma_multiply(self.opacity())
    }
}

/// How much larger a row is drawn than it was laid out: a transformed text has larger
/// letters in its mesh only.
fn scale(row: &Row) -> f32 {
    let vertices = &row.visuals.mesh.vertices;
    let sizes = row.glyphs.iter().filter_map(|glyph| {
        let first = glyph.first_vertex as usize;
        let height = vertices.get(first + 3)?.pos.y - vertices.get(first)?.pos.y;
        let scale = height / glyph.uv_rect.size.y;
        (!glyph.uv_rect.is_nothing() && scale.is_finite() && scale > 0.0).then_some(scale)
    });
    let scale = sizes.into_iter().next().unwrap_or(1.0);
    // Where nothing was transformed, the difference of two places is off by a last bit.
    if (scale - 1.0).abs() < 1e-4 {
        1.0
    } else {
        scale
    }
}

/// The sections of a layout by the characters that they cover, not the bytes.
fn sections(galley: &Galley) -> Vec<(Range<usize>, &LayoutSection)> {
    let mut characters = 0;
    let text = galley.text();
    let sections = galley.job.sections.iter().map(|section| {
        let start = characters;
        let bytes = section.byte_range.start.0..section.byte_range.end.0;
        characters += text.get(bytes).map_or(0, |text| text.chars().count());
        (start..characters, section)
    });
    sections.collect()
}

/// Letters side by side on one line, of one format.
struct TextPiece<'a> {
    glyphs: &'a [Glyph],
    format: &'a TextFormat,
}

/// The pieces of a row whose first letter is this one of the whole text.
fn pieces<'a>(
    glyphs: &'a [Glyph],
    first: usize,
    sections: &[(Range<usize>, &'a LayoutSection)],
) -> Vec<TextPiece<'a>> {
    // The mark of a text that was cut short is in no section: it looks like the last.
    let section_of = |i: usize| {
        let ends = sections.partition_point(|(range, _)| range.end <= first + i);
        ends.min(sections.len().saturating_sub(1))
    };
    let mut pieces = Vec::new();
    let mut start = 0;
    for (i, glyph) in glyphs.iter().enumerate() {
        let section = section_of(i);
        let goes_on = glyphs
            .get(i + 1)
            .is_some_and(|next| next.pos.y == glyph.pos.y && section_of(i + 1) == section);
        if let (false, Some((_, found))) = (goes_on, sections.get(section)) {
            pieces.push(TextPiece {
                glyphs: glyphs.get(start..=i).unwrap_or_default(),
                format: &found.format,
            });
            start = i + 1;
        }
    }
    pieces
}
