//! Leaves out shapes whose numbers aren't finite.

use eframe::egui::emath::Rangef;
use eframe::egui::epaint::{ClippedShape, PathStroke, Shape};
use eframe::egui::{Pos2, Rect, Stroke, pos2};

/// Shapes farther away than this, in points, are left out: egui would cut a curve of that
/// length into endless pieces.
const FAR: f32 = 1e9;

/// The shapes without those at a place that isn't a number, for which egui panics or draws
/// garbage. Infinite rectangles are cut far outside of any picture,
/// and paint callbacks, which only a graphics card can draw, are left out too.
#[must_use]
pub fn keep_finite(shapes: Vec<ClippedShape>) -> Vec<ClippedShape> {
    let shapes = shapes.into_iter().filter_map(|clipped| {
        let rect = clipped.clip_rect;
        let placed = !rect.any_nan() && clipped.transform_after_tessellation.is_valid();
        let shape = finite(clipped.shape).filter(|_| placed)?;
        Some(ClippedShape { shape, ..clipped })
    });
    shapes.collect()
}

/// The shape if all its numbers are numbers.
fn finite(shape: Shape) -> Option<Shape> {
    let is_finite = match &shape {
        Shape::Noop | Shape::Callback(_) => false,
        Shape::Vec(_) | Shape::Rect(_) | Shape::Mesh(_) => true,
        Shape::Circle(c) => at(c.center) && c.radius.abs() <= FAR && width(&c.stroke),
        Shape::Ellipse(e) => {
            at(e.center) && at(e.radius.to_pos2()) && e.angle.is_finite() && width(&e.stroke)
        }
        Shape::LineSegment { points, stroke } => points.iter().copied().all(at) && width(stroke),
        Shape::Path(path) => path.points.iter().copied().all(at) && path_width(&path.stroke),
        Shape::Band(band) => {
            let point = |x: f32, y: Rangef| at(pos2(x, y.min)) && at(pos2(x, y.max));
            band.points.iter().all(|p| point(p.x, p.y))
                && band.angle.is_finite()
                && width(&band.stroke)
        }
        Shape::Text(text) => {
            let factor = text.opacity_factor;
            at(text.pos) && text.angle.is_finite() && factor.is_finite() && width(&text.underline)
        }
        Shape::QuadraticBezier(b) => b.points.iter().copied().all(at) && path_width(&b.stroke),
        Shape::CubicBezier(b) => b.points.iter().copied().all(at) && path_width(&b.stroke),
    };
    match shape {
        _ if !is_finite => None,
        Shape::Vec(shapes) => Some(Shape::Vec(shapes.into_iter().filter_map(finite).collect())),
        Shape::Mesh(mesh) => {
            let finite = mesh.vertices.iter().all(|v| at(v.pos) && at(v.uv));
            (finite && mesh.is_valid()).then_some(Shape::Mesh(mesh))
        }
        Shape::Rect(mut rect) => {
            let numbers = rect.blur_width.is_finite() && rect.angle.is_finite();
            if rect.rect.any_nan() || !numbers || !width(&rect.stroke) {
                return None;
            }
            rect.rect = near(rect.rect);
            Some(Shape::Rect(rect))
        }
        shape => Some(shape),
    }
}

fn at(point: Pos2) -> bool {
    point.x.abs() <= FAR && point.y.abs() <= FAR // NaN isn't
}

fn width(stroke: &Stroke) -> bool {
    stroke.width.is_finite()
}

fn path_width(stroke: &PathStroke) -> bool {
    stroke.width.is_finite()
}

fn near(rect: Rect) -> Rect {
    let far = Rect::from_min_max(pos2(-FAR, -FAR), pos2(FAR, FAR));
    rect.intersect(far)
}
