//! [`SvgWriter`]: the text of an SVG file, and what has been defined in it.

use std::fmt::Write;

use eframe::egui::{Color32, Pos2, Rect, Vec2};

use super::attributes::{Fill, Num};

/// The fonts of running text: egui's own, and what is about as wide elsewhere, for
/// programs that don't know `textLength`.
pub(super) const PROPORTIONAL: &str = "'Ubuntu Light',Ubuntu,'Segoe UI','Helvetica Neue',Arial,\
     'DejaVu Sans Condensed','DejaVu Sans',sans-serif";

/// An SVG that is being written.
pub(super) struct SvgWriter {
    pub(super) page: Rect,
    pub(super) body: String,
    pub(super) definitions: String,
    /// Those that have been defined; the place is the number in the name.
    pub(super) clips: Vec<Rect>,
    /// The one whose group is open.
    pub(super) open_clip: Option<Rect>,
    /// Those that have been defined, by their standard deviation.
    pub(super) blurs: Vec<f32>,
    /// How many have been defined.
    pub(super) gradients: usize,
}

impl SvgWriter {
    /// An empty page of a size in points.
    pub(super) fn new(size: Vec2) -> SvgWriter {
        SvgWriter {
            page: Rect::from_min_size(Pos2::ZERO, size),
            body: String::new(),
            definitions: String::new(),
            clips: Vec::new(),
            open_clip: None,
            blurs: Vec::new(),
            gradients: 0,
        }
    }

    /// Opens the group of a clip rectangle, unless it is open.
    pub(super) fn enter_clip(&mut self, clip: Option<Rect>) {
        if clip == self.open_clip {
            return;
        }
        self.close_clip();
        let Some(rect) = clip else {
            return;
        };
        let known = self.clips.iter().position(|known| *known == rect);
        let number = known.unwrap_or_else(|| {
            let number = self.clips.len();
            self.clips.push(rect);
            let (x, y, width, height) = sides(rect);
            self.define(format_args!(
                r#"<clipPath id="c{number}"><rect x="{x}" y="{y}" width="{width}" height="{height}"/></clipPath>"#
            ));
            number
        });
        self.put(format_args!("<g clip-path=\"url(#c{number})\">\n"));
        self.open_clip = clip;
    }

    pub(super) fn close_clip(&mut self) {
        if self.open_clip.take().is_some() {
            self.body.push_str("</g>\n");
        }
    }

    pub(super) fn put(&mut self, text: std::fmt::Arguments<'_>) {
        let _ = self.body.write_fmt(text); // A String takes anything.
    }

    pub(super) fn define(&mut self, text: std::fmt::Arguments<'_>) {
        let _ = self.definitions.write_fmt(text);
        self.definitions.push('\n');
    }

    pub(super) fn finish(self, background: Color32) -> String {
        let (_, _, width, height) = sides(self.page);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"{PROPORTIONAL}\" xml:space=\"preserve\">\n"
        );
        if !self.definitions.is_empty() {
            out += &format!("<defs>\n{}</defs>\n", self.definitions);
        }
        if background != Color32::TRANSPARENT {
            let fill = Fill(background);
            out += &format!("<rect width=\"{width}\" height=\"{height}\"{fill}/>\n");
        }
        if !self.body.is_empty() {
            out += &format!("<g fill=\"none\">\n{}</g>\n", self.body);
        }
        out + "</svg>\n"
    }
}

/// The left edge, the top edge, the width and the height.
pub(super) fn sides(rect: Rect) -> (Num, Num, Num, Num) {
    (
        Num(rect.min.x),
        Num(rect.min.y),
        Num(rect.width()),
        Num(rect.height()),
    )
}
