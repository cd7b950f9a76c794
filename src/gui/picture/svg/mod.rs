//! egui's shapes as an SVG with real text.
//!
//! The file is complete: it needs no style sheet, no script and no font. Every shape
//! becomes the SVG element for it, so that it can be edited; only meshes become
//! triangles. What needs a texture (pictures in the drawing) is left out.
//! The same shapes give the same text.

mod attributes;
mod mesh;
mod path;
mod solid;
mod text;
mod writer;

use eframe::egui::epaint::{ClippedShape, Shape};
use eframe::egui::{Color32, Vec2, emath::TSTransform};

use super::finite::keep_finite;
use attributes::At;
use writer::SvgWriter;

/// Draws shapes as the text of an SVG file of a size in points, on a background.
/// Shapes that can't be seen are left out, as are those in the wrong place (NaN). A
/// size that isn't a number counts as 0.
#[must_use]
pub fn svg(shapes: &[ClippedShape], size: Vec2, background: Color32) -> String {
    let side = |x: f32| if x.is_finite() { x.max(0.0) } else { 0.0 };
    let size = Vec2::new(side(size.x), side(size.y));
    let mut writer = SvgWriter::new(size);
    for clipped in keep_finite(shapes.to_vec()) {
        writer.clipped(&clipped);
    }
    writer.close_clip();
    writer.finish(background)
}

impl SvgWriter {
    fn clipped(&mut self, clipped: &ClippedShape) {
        let seen = clipped.clip_rect.intersect(self.page);
        let transform = clipped.transform_after_tessellation;
        let bounds = transform * clipped.shape.visual_bounding_rect();
        if !seen.is_positive() || !bounds.intersects(seen) {
            return;
        }
        // The file is cut at its own edge anyway.
        let whole = seen == self.page || seen.contains_rect(bounds);
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
}
