//! [`Layer`]: what is drawn together.
//!
//! On the screen everything goes into one mesh, by a [`MeshBuilder`]. For a picture with real
//! text and real curves (SVG) it becomes egui's shapes instead; both look the same.

use std::sync::Arc;

use eframe::egui::epaint::{CubicBezierShape, RectShape, TextShape};
use eframe::egui::{
    Color32, CornerRadius, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2,
};

use super::atlas::Atlas;
use super::mesh::{self, MeshBuilder};
use super::outline::Corners;

/// Where what is drawn goes.
enum Output {
    Mesh(MeshBuilder),
    Shapes(Vec<Shape>),
}

/// Something to draw on.
pub(super) struct Layer {
    output: Output,
    pixel: f32,
    /// How much of a colour arrives: below 1 for what is dimmed.
    pub(super) opacity: f32,
    /// Where boxes with hard edges and curves are cut off, in a mesh.
    edges: Rect,
}

/// Room for what is drawn over a large mesh: names, what is selected, the minimap.
const SLACK: usize = 1 << 16;

/// What was drawn, to be shown any number of times.
pub(super) enum FinishedLayer {
    /// A mesh, as a text that egui shows.
    Mesh(Arc<Galley>),
    /// Shapes.
    Shapes(Vec<Shape>),
}

impl FinishedLayer {
    /// Makes it so many times as large, seen from the origin. False if it can't be, and
    /// nothing has changed then.
    pub(super) fn stretch(&mut self, by: f32) -> bool {
        match self {
            FinishedLayer::Mesh(galley) => mesh::stretch(galley, by),
            FinishedLayer::Shapes(_) => false,
        }
    }

    /// How many vertices and indices there are.
    pub(super) fn size(&self) -> [usize; 2] {
        match self {
            FinishedLayer::Mesh(galley) => [galley.num_vertices, galley.num_indices],
            FinishedLayer::Shapes(_) => [0; 2],
        }
    }

    /// Shows it, moved by a distance; less of it if the opacity is below 1.
    pub(super) fn show(&self, painter: &Painter, by: Vec2, opacity: f32) {
        match self {
            FinishedLayer::Mesh(galley) => {
                let text = TextShape::new(by.to_pos2(), galley.clone(), Color32::WHITE);
                painter.add(text.with_opacity_factor(opacity));
            }
            FinishedLayer::Shapes(shapes) => {
                let moved = shapes.iter().cloned().map(|mut shape| {
                    shape.translate(by);
                    shape
                });
                painter.extend(moved);
            }
        }
    }
}

impl Layer {
    /// Nothing drawn yet; as shapes if asked for, else in one mesh.
    pub(super) fn new(atlas: &Atlas, as_shapes: bool) -> Layer {
        let output = match as_shapes {
            true => Output::Shapes(Vec::new()),
            false => Output::Mesh(MeshBuilder::new(atlas)),
        };
        Layer {
            output,
            pixel: atlas.pixel(),
            opacity: 1.0,
            edges: Rect::EVERYTHING,
        }
    }

    /// Nothing drawn yet, in a mesh with the memory of one that isn't shown any more.
    /// Boxes with hard edges and curves will be cut off at `edges`.
    pub(super) fn within(atlas: &Atlas, edges: Rect, old: Option<FinishedLayer>) -> Layer {
        let mut layer = Layer::new(atlas, false);
        layer.edges = edges;
        if let Some(FinishedLayer::Mesh(old)) = old {
            layer.output = Output::Mesh(MeshBuilder::reuse(atlas, old));
        }
        layer
    }

    /// Ends the drawing.
    pub(super) fn finish(self) -> FinishedLayer {
        match self.output {
            Output::Mesh(builder) => FinishedLayer::Mesh(builder.finish([0; 2])),
            Output::Shapes(shapes) => FinishedLayer::Shapes(shapes),
        }
    }

    /// Ends the drawing and shows it.
    pub(super) fn show(self, painter: &Painter) {
        self.finish().show(painter, Vec2::ZERO, 1.0);
    }

    /// Ends the drawing and shows it. `room` is for how many vertices and indices room is
    /// made for what is shown on it.
    pub(super) fn show_under(self, painter: &Painter, room: [usize; 2]) {
        match self.output {
            Output::Mesh(builder) => {
                let under = builder.finish(room.map(|count| count + SLACK));
                painter.add(TextShape::new(Pos2::ZERO, under, Color32::WHITE));
            }
            Output::Shapes(shapes) => painter.extend(shapes),
        }
    }

    /// The side of a pixel, in points.
    pub(super) fn pixel(&self) -> f32 {
        self.pixel
    }

    /// The nearest edge between two pixels.
    pub(super) fn snap(&self, x: f32) -> f32 {
        (x / self.pixel).round() * self.pixel
    }

    /// The rectangle with its edges between pixels.
    pub(super) fn snap_rect(&self, rect: Rect) -> Rect {
        Rect::from_min_max(
            pos2(self.snap(rect.min.x), self.snap(rect.min.y)),
            pos2(self.snap(rect.max.x), self.snap(rect.max.y)),
        )
    }

    fn color(&self, color: Color32) -> Color32 {
        if self.opacity < 1.0 {
            color.gamma_multiply(self.opacity)
        } else {
            color
        }
    }

    /// A box with hard edges.
    pub(super) fn quad(&mut self, rect: Rect, color: Color32) {
        let color = self.color(color);
        match &mut self.output {
            Output::Mesh(builder) => builder.quad(rect.intersect(self.edges), color),
            Output::Shapes(shapes) => shapes.push(Shape::rect_filled(rect, 0.0, color)),
        }
    }

    /// A line through these points.
    pub(super) fn line(&mut self, points: &[Pos2], width: f32, color: Color32) {
        let color = self.color(color);
        match &mut self.output {
            Output::Mesh(builder) => builder.line(points, width, color),
            Output::Shapes(shapes) => {
                shapes.push(Shape::line(points.to_vec(), Stroke::new(width, color)));
            }
        }
    }

    /// A cubic Bézier curve.
    pub(super) fn curve(&mut self, curve: &[Pos2; 4], width: f32, color: Color32) {
        let color = self.color(color);
        match &mut self.output {
            Output::Mesh(builder) => builder.curve(curve, self.edges, width, color),
            Output::Shapes(shapes) => {
                let stroke = Stroke::new(width, color);
                let fill = Color32::TRANSPARENT;
                let shape = CubicBezierShape::from_points_stroke(*curve, false, fill, stroke);
                shapes.push(shape.into());
            }
        }
    }

    /// A box with round corners, whose edge fades over `soft` points.
    pub(super) fn soft_box(&mut self, rect: Rect, corners: Corners, soft: f32, color: Color32) {
        let color = self.color(color);
        match &mut self.output {
            Output::Mesh(builder) => builder.soft_box(rect, corners, soft, color),
            Output::Shapes(shapes) => {
                let shape = RectShape::filled(rect, corner_radius(corners), color);
                shapes.push(shape.with_blur_width(soft).into());
            }
        }
    }

    /// A box with round corners.
    pub(super) fn round_box(&mut self, rect: Rect, corners: Corners, color: Color32) {
        let color = self.color(color);
        match &mut self.output {
            Output::Mesh(builder) => builder.soft_box(rect, corners, 0.0, color),
            Output::Shapes(shapes) => {
                shapes.push(RectShape::filled(rect, corner_radius(corners), color).into());
            }
        }
    }

    /// The edge of a box with round corners, inside of it.
    pub(super) fn ring(&mut self, rect: Rect, radius: f32, width: f32, color: Color32) {
        let color = self.color(color);
        match &mut self.output {
            Output::Mesh(builder) => builder.ring(rect, radius, width, color),
            Output::Shapes(shapes) => {
                let (radius, stroke) = (corner_radius([radius; 4]), Stroke::new(width, color));
                shapes.push(RectShape::stroke(rect, radius, stroke, StrokeKind::Inside).into());
            }
        }
    }

    /// A filled circle.
    pub(super) fn disc(&mut self, center: Pos2, radius: f32, color: Color32) {
        let color = self.color(color);
        match &mut self.output {
            Output::Mesh(builder) => builder.disc(center, radius, color),
            Output::Shapes(shapes) => shapes.push(Shape::circle_filled(center, radius, color)),
        }
    }

    /// A circle's edge, inside of it.
    pub(super) fn circle(&mut self, center: Pos2, radius: f32, width: f32, color: Color32) {
        let color = self.color(color);
        match &mut self.output {
            Output::Mesh(builder) => {
                let rect = Rect::from_center_size(center, Vec2::splat(2.0 * radius));
                builder.ring(rect, radius, width, color);
            }
            Output::Shapes(shapes) => {
                let stroke = Stroke::new(width, color);
                shapes.push(Shape::circle_stroke(center, radius - width / 2.0, stroke));
            }
        }
    }

    /// A laid-out text with its upper left corner near a point: on the nearest pixel.
    pub(super) fn text(&mut self, at: Pos2, galley: &Arc<Galley>, color: Color32) {
        let color = self.color(color);
        let at = vec2(self.snap(at.x), self.snap(at.y));
        match &mut self.output {
            Output::Mesh(builder) => {
                for row in &galley.rows {
                    builder.glyphs(&row.visuals.mesh, at + row.pos.to_vec2(), color);
                }
            }
            Output::Shapes(shapes) => {
                let text = TextShape::new(at.to_pos2(), galley.clone(), color);
                shapes.push(text.with_override_text_color(color).into());
            }
        }
    }

    /// Whether letters of a number can be set one by one: not where text has to stay
    /// text.
    pub(super) fn sets_letters(&self) -> bool {
        matches!(self.output, Output::Mesh(_))
    }
}

fn corner_radius(corners: Corners) -> CornerRadius {
    let [nw, ne, se, sw] = corners.map(|radius| radius.round().clamp(0.0, 255.0) as u8);
    CornerRadius { nw, ne, sw, se }
}
