//! Rectangles, circles and ellipses.

use eframe::egui::epaint::{CircleShape, EllipseShape, RectShape};
use eframe::egui::{Color32, CornerRadius, Rect, Stroke, StrokeKind, Vec2};

use super::attributes::{Fill, Num, Outline, Turn};
use super::writer::{SvgWriter, sides};

/// The standard deviation of egui's blur, a ramp of width 1.
const BLUR_DEVIATION: f32 = 0.288_675; // √(1/12)

impl SvgWriter {
    pub(super) fn circle(&mut self, circle: &CircleShape) {
        let CircleShape {
            center,
            radius,
            fill,
            stroke,
        } = *circle;
        if radius <= 0.0 || unseen(fill, stroke) {
            return;
        }
        let radius = radius + beyond(stroke);
        let (x, y, radius) = (Num(center.x), Num(center.y), Num(radius));
        let (fill, stroke) = (Fill(fill), Outline(stroke));
        self.put(format_args!(
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"{fill}{stroke}/>\n"
        ));
    }

    pub(super) fn ellipse(&mut self, ellipse: &EllipseShape) {
        let EllipseShape {
            center,
            radius,
            fill,
            stroke,
            angle,
        } = *ellipse;
        if radius.min_elem() <= 0.0 || unseen(fill, stroke) {
            return;
        }
        let turn = Turn(angle, center);
        let radius = radius + Vec2::splat(beyond(stroke));
        let (x, y, rx, ry) = (Num(center.x), Num(center.y), Num(radius.x), Num(radius.y));
        let (fill, stroke) = (Fill(fill), Outline(stroke));
        self.put(format_args!(
            "<ellipse cx=\"{x}\" cy=\"{y}\" rx=\"{rx}\" ry=\"{ry}\"{fill}{stroke}{turn}/>\n"
        ));
    }

    pub(super) fn rect(&mut self, shape: &RectShape) {
        // What fills it is an image, which is not here; its frame can be drawn.
        let textured = shape.brush.is_some();
        let fill = if textured {
            Color32::TRANSPARENT
        } else {
            shape.fill
        };
        let (rect, radii, fill, stroke) = centred(shape, fill);
        if !rect.is_positive() || unseen(fill, stroke) {
            return;
        }
        let blur = self.blur(shape.blur_width);
        let turn = Turn(shape.angle, shape.rect.center());
        let (fill, stroke) = (Fill(fill), Outline(stroke));
        let [nw, ne, se, sw] = radii;
        if ne == nw && se == nw && sw == nw {
            let (x, y, width, height) = sides(rect);
            self.put(format_args!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\""
            ));
            if nw > 0.0 {
                self.put(format_args!(" rx=\"{}\"", Num(nw)));
            }
        } else {
            self.put(format_args!("<path d=\"{}\"", corners(rect, radii)));
        }
        self.put(format_args!("{fill}{stroke}{turn}{blur}/>\n"));
    }

    /// The attribute of an element that is blurred as wide as this.
    fn blur(&mut self, width: f32) -> String {
        if width <= 0.0 {
            return String::new();
        }
        let deviation = width * BLUR_DEVIATION;
        if let Some(known) = self.blurs.iter().position(|known| *known == deviation) {
            return format!(" filter=\"url(#b{known})\"");
        }
        let name = self.blurs.len();
        self.blurs.push(deviation);
        // The filter's region is a part larger than the element: one that is thin and
        // blurred wide needs more than the usual tenth.
        let deviation = Num(deviation);
        self.define(format_args!(
            "<filter id=\"b{name}\" x=\"-1\" y=\"-1\" width=\"3\" height=\"3\">\
             <feGaussianBlur stdDeviation=\"{deviation}\"/></filter>"
        ));
        format!(" filter=\"url(#b{name})\"")
    }
}

fn unseen(fill: Color32, stroke: Stroke) -> bool {
    fill == Color32::TRANSPARENT && stroke.is_empty()
}

/// How far out the middle of the stroke of a round shape lies: egui draws it outside.
fn beyond(stroke: Stroke) -> f32 {
    if stroke.is_empty() {
        0.0
    } else {
        stroke.width / 2.0
    }
}

/// A rectangle whose stroke runs along the middle of its edge, as SVG has it, with the
/// radii of the corners from the left top clockwise.
fn centred(shape: &RectShape, fill: Color32) -> (Rect, [f32; 4], Color32, Stroke) {
    let stroke = shape.stroke;
    let outward = match shape.stroke_kind {
        _ if stroke.is_empty() => 0.0,
        StrokeKind::Inside => -stroke.width / 2.0,
        StrokeKind::Middle => 0.0,
        StrokeKind::Outside => stroke.width / 2.0,
    };
    let rect = shape.rect.expand(outward);
    let CornerRadius { nw, ne, sw, se } = shape.corner_radius;
    // A sharp corner stays sharp, however far out it is.
    let radius = |corner: u8, rect: Rect| match f32::from(corner) {
        0.0 => 0.0,
        radius => (radius + outward).clamp(0.0, rect.size().min_elem().max(0.0) / 2.0),
    };
    let radii = |rect: Rect| [nw, ne, se, sw].map(|corner| radius(corner, rect));
    if !stroke.is_empty() && rect.size().min_elem() <= stroke.width {
        // The stroke covers all of it.
        let rect = rect.expand(stroke.width / 2.0);
        return (rect, radii(rect), stroke.color, Stroke::NONE);
    }
    (rect, radii(rect), fill, stroke)
}

/// The path around a rectangle whose corners are rounded differently.
fn corners(rect: Rect, [nw, ne, se, sw]: [f32; 4]) -> String {
    let (left, right, top, bottom) = (rect.min.x, rect.max.x, rect.min.y, rect.max.y);
    let line = |x: f32, y: f32| format!("L{} {}", Num(x), Num(y));
    let arc = |radius: f32, x: f32, y: f32| {
        if radius == 0.0 {
            return String::new();
        }
        let radius = Num(radius);
        format!("A{radius} {radius} 0 0 1 {} {}", Num(x), Num(y))
    };
    [
        format!("M{} {}", Num(left + nw), Num(top)),
        line(right - ne, top),
        arc(ne, right, top + ne),
        line(right, bottom - se),
        arc(se, right - se, bottom),
        line(left + sw, bottom),
        arc(sw, left, bottom - sw),
        line(left, top + nw),
        arc(nw, left + nw, top),
        "Z".to_owned(),
    ]
    .concat()
}
