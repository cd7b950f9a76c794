//! What can't be drawn is refused with a cure, or left out; nothing panics.

use eframe::egui::epaint::{
    BandShape, CircleShape, ClippedShape, CubicBezierShape, EllipseShape, Mesh, PathShape,
    QuadraticBezierShape, RectShape, Vertex,
};
use eframe::egui::{Color32, Pos2, Rangef, Rect, Shape, Stroke, StrokeKind, Theme, pos2, vec2};
use wiregrad::gui::picture::{Offscreen, PictureError, Rasteriser, keep_finite, svg};

use super::rect;

fn refused(width: f32, height: f32, pixels_per_point: f32) -> String {
    let sheet = Offscreen::new(vec2(width, height), Theme::Dark).pixels_per_point(pixels_per_point);
    let image = sheet.image(|_| panic!("drawn before it was checked"));
    let message = image.expect_err("refused").to_string();
    assert!(message.contains("choose"), "{message}");
    message
}

#[test]
fn sizes_that_no_picture_can_have() {
    assert_eq!(
        refused(20_000.0, 10.0, 1.0),
        "a picture of 20000 × 10 points can't be drawn: each side must be above 0 and at most \
         16384 points, so choose a smaller part of the graph"
    );
    for side in [0.0, -1.0, f32::NAN, f32::INFINITY] {
        assert!(refused(side, 10.0, 1.0).contains("points can't"));
        assert!(refused(10.0, side, 1.0).contains("points can't"));
    }
    for scale in [0.0, -1.0, f32::NAN, f32::INFINITY] {
        assert!(refused(10.0, 10.0, scale).contains("pixels per point"));
    }
    let many = refused(16_000.0, 10_000.0, 1.0);
    assert!(many.contains("16000 × 10000 pixels"), "{many}");
    assert!(many.contains("100 million"), "{many}");
    assert!(refused(16_000.0, 10_000.0, 1e30).contains("pixels can't"));
    assert!(refused(10.0, 10.0, 0.01).contains("0 × 0 pixels"));

    let long = Rasteriser::default().render(&[], [2 << 20, 1], 1.0, Color32::BLACK);
    assert_eq!(
        long,
        Err(PictureError::Pixels {
            width: 2 << 20,
            height: 1
        })
    );
    // An SVG has no pixels to run out of.
    let sheet = Offscreen::new(vec2(16_000.0, 16_000.0), Theme::Dark);
    assert!(sheet.svg(|_| {}).is_ok());
    assert!(
        Offscreen::new(vec2(9.0, f32::NAN), Theme::Dark)
            .svg(|_| {})
            .is_err()
    );
}

#[test]
fn nothing_drawn_is_the_background() {
    let sheet = Offscreen::new(vec2(30.0, 20.0), Theme::Light).background(Color32::GREEN);
    let image = sheet.image(|_| {}).expect("a lawful sheet");
    assert!(image.pixels().all(|pixel| pixel.0 == [0, 255, 0, 255]));
    assert_eq!(
        sheet.svg(|_| {}).expect("a lawful sheet"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\" \
         viewBox=\"0 0 30 20\" font-family=\"'Ubuntu Light',Ubuntu,'Segoe UI','Helvetica Neue',\
         Arial,'DejaVu Sans Condensed','DejaVu Sans',sans-serif\" xml:space=\"preserve\">\n<rect width=\"30\" height=\"20\" \
         fill=\"#0f0\"/>\n</svg>\n"
    );
    let none = svg(&[], vec2(f32::NAN, f32::INFINITY), Color32::TRANSPARENT);
    assert!(none.contains("width=\"0\" height=\"0\""), "{none}");
}

fn triangle(corners: [Pos2; 3], color: Color32) -> Mesh {
    Mesh {
        indices: vec![0, 1, 2],
        vertices: corners.map(|at| Vertex::untextured(at, color)).to_vec(),
        ..Mesh::default()
    }
}

/// Every kind of shape with this number somewhere in it.
fn shapes_with(bad: f32) -> Vec<Shape> {
    let (color, stroke) = (Color32::RED, Stroke::new(1.0, Color32::BLUE));
    let (good, wrong) = (pos2(5.0, 5.0), pos2(bad, 5.0));
    let band = |x: f32, low: f32| {
        let range = Rangef::new(low, 9.0);
        eframe::egui::epaint::BandPoint { x, y: range }
    };
    let mut blurred = RectShape::filled(rect(1.0, 1.0, 5.0, 5.0), 0.0, color);
    blurred.blur_width = bad;
    vec![
        Shape::circle_filled(wrong, 3.0, color),
        Shape::Circle(CircleShape::filled(good, bad, color)),
        Shape::Ellipse(EllipseShape::filled(good, vec2(bad, 2.0), color)),
        Shape::line_segment([good, wrong], stroke),
        Shape::line_segment([good, pos2(1.0, 2.0)], Stroke::new(bad, color)),
        Shape::Path(PathShape::convex_polygon(
            vec![good, wrong, Pos2::ZERO],
            color,
            stroke,
        )),
        Shape::Band(BandShape::new(
            vec![band(0.0, 1.0), band(bad, 2.0)],
            color,
            stroke,
        )),
        Shape::Band(BandShape::new(
            vec![band(0.0, bad), band(5.0, 2.0)],
            color,
            stroke,
        )),
        Shape::rect_filled(Rect::from_min_max(good, wrong), 2.0, color),
        Shape::rect_stroke(
            Rect::from_min_max(wrong, good),
            2.0,
            stroke,
            StrokeKind::Inside,
        ),
        Shape::Rect(blurred),
        Shape::from(triangle([good, wrong, pos2(0.0, 9.0)], color)),
        Shape::QuadraticBezier(QuadraticBezierShape::from_points_stroke(
            [good, wrong, Pos2::ZERO],
            true,
            color,
            stroke,
        )),
        Shape::CubicBezier(CubicBezierShape::from_points_stroke(
            [good, wrong, Pos2::ZERO, good],
            false,
            color,
            stroke,
        )),
        Shape::Vec(vec![Shape::Vec(vec![Shape::circle_filled(
            wrong, 3.0, color,
        )])]),
    ]
}

#[test]
fn places_that_are_none_are_left_out() {
    let sheet = Offscreen::new(vec2(20.0, 20.0), Theme::Dark).background(Color32::BLACK);
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30, -1e30] {
        for shape in shapes_with(bad) {
            let draw = |ui: &mut eframe::egui::Ui| {
                ui.painter()
                    .circle_filled(pos2(15.0, 15.0), 3.0, Color32::WHITE);
                ui.painter().add(shape.clone());
            };
            let image = sheet.image(draw).expect("a lawful sheet");
            assert_eq!(image[(15, 15)].0[0], 255, "{shape:?}");
            let text = sheet.svg(draw).expect("a lawful sheet");
            assert!(text.contains("<circle cx=\"15\""), "{text}");
            for word in ["NaN", "inf", "e30"] {
                assert!(!text.contains(word), "{text}");
            }
        }
    }
    let nowhere = ClippedShape::new(
        Rect::NAN,
        Shape::circle_filled(Pos2::ZERO, 3.0, Color32::RED),
    );
    assert!(keep_finite(vec![nowhere]).is_empty());
}
