//! egui's shapes as an SVG with real text.
//!
//! The file needs nothing besides itself: no style sheet, no script, no font. Every
//! shape becomes the SVG element that says the same, so that it can be edited; only
//! meshes become triangles. What needs a texture (pictures in the drawing) is left out.
//! The same shapes give the same text.

mod attributes;
mod mesh;
mod path;
mod solid;
mod text;

use std::fmt::Write;

use eframe::egui::epaint::{ClippedShape, Shape};
use eframe::egui::{Color32, Pos2, Rect, Vec2, emath::TSTransform};

use super::finite::keep_finite;
use attributes::{At, Fill, Num};

/// Draws shapes as the text of an SVG file of a size in points, on a background.
/// Shapes that can't be seen are left out, as are those in the wrong place (NaN). A
/// size that is no number counts as 0.
#[must_use]
pub fn svg(shapes: &[ClippedShape], size: Vec2, background: Color32) -> String {
    let side = |x: f32| if x.is_finite() { x.max(0.0) } else { 0.0 };
    let size = Vec2::new(side(size.x), side(size.y));
    let mut writer = Writer {
        sheet: Rect::from_min_size(Pos2::ZERO, size),
        body: String::new(),
        definitions: String::new(),
        clips: Vec::new(),
        open_clip: None,
        blurs: Vec::new(),
        gradients: 0,
    };
    for clipped in keep_finite(shapes.to_vec()) {
        writer.clipped(&clipped);
    }
    writer.close_clip();
    writer.finish(background)
}

/// An SVG in the making.
struct Writer {
    sheet: Rect,
    body: String,
    definitions: String,
    /// Those that have been defined; the place is the number in the name.
    clips: Vec<Rect>,
    /// The one whose group is open.
    open_clip: Option<Rect>,
    /// Those that have been defined, by their standard deviation.
    blurs: Vec<f32>,
    /// How many have been defined.
    gradients: usize,
}

impl Writer {
    fn clipped(&mut self, clipped: &ClippedShape) {
        let seen = clipped.clip_rect.intersect(self.sheet);
        let transform = clipped.transform_after_tessellation;
        let bounds = transform * clipped.shape.visual_bounding_rect();
        if !seen.is_positive() || !bounds.intersects(seen) {
            return;
        }
        // The file is cut at its own edge anyway.
        let whole = seen == self.sheet || seen.contains_rect(bounds);
        self.enter_clip(if whole { None } else { Some(seen) });
        if transform == TSTransform::IDENTITY {
            return self.shape(&clipped.shape);
        }
        let (by, scale) = (At(transform.translation.to_pos2()), transform.scaling);
        self.put(format_args!(
            "<g transform=\"translate({by}) scale({scale})\">\n"
        ));
        self.shape(&clipped.shape);
        self.put(format_args!("</g>\n"));
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Noop | Shape::Callback(_) => {}
            Shape::Vec(shapes) => {
                for shape in shapes {
                    self.shape(shape);
                }
            }
            Shape::Circle(circle) => self.circle(circle),
            Shape::Ellipse(ellipse) => self.ellipse(ellipse),
            Shape::LineSegment { points, stroke } => self.segment(*points, *stroke),
            Shape::Path(path) => self.path(path),
            Shape::Band(band) => self.band(band),
            Shape::Rect(rect) => self.rect(rect),
            Shape::Text(text) => self.text(text),
            Shape::Mesh(mesh) => self.mesh(mesh),
            Shape::QuadraticBezier(curve) => self.quadratic(curve),
            Shape::CubicBezier(curve) => self.cubic(curve),
        }
    }

    /// Opens the group of a clip rectangle, unless it is open.
    fn enter_clip(&mut self, clip: Option<Rect>) {
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

    fn close_clip(&mut self) {
        if self.open_clip.take().is_some() {
            self.body.push_str("</g>\n");
        }
    }

    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        let _ = self.body.write_fmt(text); // A String takes anything.
    }

    fn define(&mut self, text: std::fmt::Arguments<'_>) {
        let _ = self.definitions.write_fmt(text);
        self.definitions.push('\n');
    }

    fn finish(self, background: Color32) -> String {
        let (_, _, width, height) = sides(self.sheet);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"{}\" xml:space=\"preserve\">\n",
            text::PROPORTIONAL
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
fn sides(rect: Rect) -> (Num, Num, Num, Num) {
    (
        Num(rect.min.x),
        Num(rect.min.y),
        Num(rect.width()),
        Num(rect.height()),
    )
}
