//! Lines, polygons and curves.

use std::fmt::Write;

use eframe::egui::epaint::{
    BandShape, ColorMode, CubicBezierShape, PathShape, PathStroke, QuadraticBezierShape,
};
use eframe::egui::{Color32, Pos2, Rect, Stroke, StrokeKind, Vec2, emath::Rot2, pos2};

use super::attributes::{At, Fill, Outline};
use super::writer::SvgWriter;

impl SvgWriter {
    pub(super) fn segment(&mut self, [from, to]: [Pos2; 2], stroke: Stroke) {
        if !stroke.is_empty() {
            let d = format!("M{}L{}", At(from), At(to));
            self.outline(&d, Color32::TRANSPARENT, stroke);
        }
    }

    pub(super) fn path(&mut self, path: &PathShape) {
        if path.points.len() < 2 {
            return;
        }
        match &path.stroke.color {
            ColorMode::Solid(color) => {
                let stroke = Stroke::new(path.stroke.width, *color);
                let moved = outward(path);
                let points = moved.as_deref().unwrap_or(&path.points);
                self.outline(&polyline(points, path.closed), path.fill, stroke);
            }
            ColorMode::UV(color) => {
                let line = polyline(&path.points, path.closed);
                self.outline(&line, path.fill, Stroke::NONE);
                // SVG's gradients don't follow a line: a colour for each piece.
                let bounds = Rect::from_points(&path.points);
                for pair in path.points.windows(2) {
                    if let &[from, to] = pair {
                        let color = color(bounds, from + (to - from) / 2.0);
                        self.segment([from, to], Stroke::new(path.stroke.width, color));
                    }
                }
            }
        }
    }

    pub(super) fn quadratic(&mut self, curve: &QuadraticBezierShape) {
        let Some(stroke) = plain(&curve.stroke, curve.closed) else {
            return self.path(&curve.to_path_shape(None));
        };
        let [from, by, to] = curve.points.map(At);
        let close = if curve.closed { "Z" } else { "" };
        self.outline(&format!("M{from}Q{by} {to}{close}"), curve.fill, stroke);
    }

    pub(super) fn cubic(&mut self, curve: &CubicBezierShape) {
        let Some(stroke) = plain(&curve.stroke, curve.closed) else {
            for path in curve.to_path_shapes(None, None) {
                self.path(&path);
            }
            return;
        };
        let [from, a, b, to] = curve.points.map(At);
        let close = if curve.closed { "Z" } else { "" };
        self.outline(&format!("M{from}C{a} {b} {to}{close}"), curve.fill, stroke);
    }

    /// A band is the area between two lines over the same steps to the right; a step
    /// that doesn't go right, or is upside down, parts it.
    pub(super) fn band(&mut self, band: &BandShape) {
        let turn = Rot2::from_angle(band.angle);
        let turned = |x: f32, y: f32| (turn * pos2(x, y).to_vec2()).to_pos2();
        let upright = band.points.chunk_by(|a, b| {
            let valid = |range: eframe::egui::emath::Rangef| range.min <= range.max;
            valid(a.y) && valid(b.y) && a.x < b.x
        });
        for run in upright.filter(|run| run.len() > 1) {
            let above = run.iter().map(|p| turned(p.x, p.y.min));
            let below = run.iter().rev().map(|p| turned(p.x, p.y.max));
            let stroke = PathStroke::from(band.stroke).with_kind(band.stroke_kind);
            self.path(&PathShape {
                points: above.chain(below).collect(),
                closed: true,
                fill: band.fill,
                stroke,
            });
        }
    }

    fn outline(&mut self, d: &str, fill: Color32, stroke: Stroke) {
        if fill != Color32::TRANSPARENT || !stroke.is_empty() {
            let (fill, stroke) = (Fill(fill), Outline(stroke));
            self.put(format_args!("<path d=\"{d}\"{fill}{stroke}/>\n"));
        }
    }
}

/// The stroke of a curve that SVG can draw as it is: one colour, along the middle.
fn plain(stroke: &PathStroke, closed: bool) -> Option<Stroke> {
    let along_the_middle = !closed || stroke.kind == StrokeKind::Middle || stroke.is_empty();
    match &stroke.color {
        ColorMode::Solid(color) if along_the_middle => Some(Stroke::new(stroke.width, *color)),
        _ => None,
    }
}

fn polyline(points: &[Pos2], closed: bool) -> String {
    let mut d = String::new();
    for (i, point) in points.iter().enumerate() {
        let step = if i == 0 { 'M' } else { 'L' };
        let _ = write!(d, "{step}{}", At(*point)); // A String takes anything.
    }
    if closed {
        d.push('Z');
    }
    d
}

/// The points of a polygon moved so that a stroke inside or outside of it runs along
/// their middle; None if nothing has to move.
fn outward(path: &PathShape) -> Option<Vec<Pos2>> {
    let by = match path.stroke.kind {
        _ if !path.closed || path.stroke.is_empty() => return None,
        StrokeKind::Middle => return None,
        StrokeKind::Inside => -path.stroke.width / 2.0,
        StrokeKind::Outside => path.stroke.width / 2.0,
    };
    let points = &path.points;
    let count = points.len();
    let next = |i: usize| points.get((i + 1) % count).copied().unwrap_or_default();
    // Above 0 if the points run clockwise on the screen.
    let doubled_area: f32 = (0..count)
        .map(|i| (points[i], next(i)))
        .map(|(a, b)| a.x * b.y - b.x * a.y)
        .sum();
    let by = by * doubled_area.signum();
    let normal = |from: Pos2, to: Pos2| {
        let along = (to - from).normalized();
        Vec2::new(along.y, -along.x)
    };
    let moved = (0..count).map(|i| {
        let before = normal(points[(i + count - 1) % count], points[i]);
        let both = (before + normal(points[i], next(i))) / 2.0;
        // Farther at a sharp corner, as its sides both move; but not without end.
        points[i] + both * (by / both.length_sq().max(0.25))
    });
    Some(moved.collect())
}
