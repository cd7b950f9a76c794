//! What an SVG says.

use eframe::egui::epaint::{
    BandPoint, BandShape, ClippedShape, CubicBezierShape, EllipseShape, Mesh, PathShape,
    PathStroke, QuadraticBezierShape, RectShape, Vertex,
};
use eframe::egui::text::LayoutJob;
use eframe::egui::{
    Align2, Color32, CornerRadius, Direction, FontFamily, FontId, Rect, RichText, Shape, Stroke,
    StrokeKind, TextFormat, Theme, emath::TSTransform, pos2, vec2,
};
use wiregrad::gui::picture::{Offscreen, svg};

use super::rect;

/// The elements that shapes become, without what is around every file.
fn elements(shapes: impl IntoIterator<Item = Shape>) -> Vec<String> {
    let clipped = shapes
        .into_iter()
        .map(|shape| ClippedShape::new(Rect::EVERYTHING, shape));
    let text = svg(
        &clipped.collect::<Vec<_>>(),
        vec2(100.0, 80.0),
        Color32::TRANSPARENT,
    );
    let body = text.lines().skip(1);
    body.map(str::to_owned)
        .filter(|line| !matches!(line.as_str(), "<g fill=\"none\">" | "</g>" | "</svg>"))
        .collect()
}

fn only(shape: Shape) -> String {
    let mut elements = elements([shape]);
    assert_eq!(elements.len(), 1, "{elements:#?}");
    elements.remove(0)
}

fn blue(width: f32) -> Stroke {
    Stroke::new(width, Color32::BLUE)
}

#[test]
fn rectangles_keep_their_stroke_on_the_side_it_was_on() {
    let frame = rect(10.0, 10.0, 40.0, 20.0);
    let filled = Shape::rect_filled(frame, 0.0, Color32::RED);
    assert_eq!(
        only(filled),
        r##"<rect x="10" y="10" width="40" height="20" fill="#f00"/>"##
    );
    let stroked = |kind| {
        let rect = RectShape::new(frame, 4.0, Color32::RED, blue(2.0), kind);
        only(Shape::Rect(rect))
    };
    let around =
        |place: &str| format!(r##"<rect {place} fill="#f00" stroke="#00f" stroke-width="2"/>"##);
    assert_eq!(
        stroked(StrokeKind::Inside),
        around(r#"x="11" y="11" width="38" height="18" rx="3""#)
    );
    assert_eq!(
        stroked(StrokeKind::Middle),
        around(r#"x="10" y="10" width="40" height="20" rx="4""#)
    );
    assert_eq!(
        stroked(StrokeKind::Outside),
        around(r#"x="9" y="9" width="42" height="22" rx="5""#)
    );

    let thin = Shape::rect_stroke(rect(1.0, 1.0, 9.0, 1.5), 0.0, blue(2.0), StrokeKind::Inside);
    assert_eq!(
        only(thin),
        r##"<rect x="1" y="1" width="9" height="1.5" fill="#00f"/>"##
    );
    let radii = CornerRadius {
        nw: 5,
        ne: 5,
        sw: 0,
        se: 0,
    };
    let tab = only(Shape::rect_filled(frame, radii, Color32::RED));
    assert!(tab.contains("M15 10L45 10A5 5 0 0 1 50 15L50 30"), "{tab}");
    let turned =
        RectShape::filled(frame, 0.0, Color32::RED).with_angle(std::f32::consts::FRAC_PI_2);
    assert!(only(Shape::Rect(turned)).contains(r#"transform="rotate(90 30 20)""#));
}

#[test]
fn shadows_are_blurred_and_share_their_blur() {
    let shadow = |x: f32, width: f32| {
        let rect = RectShape::filled(
            rect(x, 10.0, 20.0, 20.0),
            3.0,
            Color32::from_black_alpha(51),
        );
        Shape::Rect(rect.with_blur_width(width))
    };
    let shadows = elements([shadow(10.0, 8.0), shadow(40.0, 8.0), shadow(70.0, 4.0)]).join("\n");
    assert_eq!(shadows.matches("<filter").count(), 2, "{shadows}");
    assert_eq!(
        shadows.matches("filter=\"url(#b0)\"").count(),
        2,
        "{shadows}"
    );
    assert!(shadows.contains("stdDeviation=\"2.31\""), "{shadows}"); // 8 / √12
    assert!(
        shadows.contains("fill=\"#000\" fill-opacity=\"0.2\""),
        "{shadows}"
    );
}

#[test]
fn lines_curves_and_rounds_are_what_they_are() {
    let line = Shape::line_segment([pos2(1.0, 2.0), pos2(30.25, 4.126)], blue(1.0));
    assert_eq!(only(line), r##"<path d="M1 2L30.25 4.13" stroke="#00f"/>"##);
    let clear = Stroke::new(1.5, Color32::from_rgba_unmultiplied(255, 255, 255, 128));
    let points = [(0.0, 0.0), (20.0, 0.0), (30.0, 40.0), (50.0, 40.0)].map(|(x, y)| pos2(x, y));
    let cubic = CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, clear);
    assert_eq!(
        only(Shape::CubicBezier(cubic)),
        r##"<path d="M0 0C20 0 30 40 50 40" stroke="#fff" stroke-width="1.5" stroke-opacity="0.5"/>"##
    );
    let points = [points[0], points[1], points[2]];
    let curve = QuadraticBezierShape::from_points_stroke(points, true, Color32::RED, blue(1.0));
    assert_eq!(
        only(Shape::QuadraticBezier(curve)),
        r##"<path d="M0 0Q20 0 30 40Z" fill="#f00" stroke="#00f"/>"##
    );
    assert_eq!(
        only(Shape::circle_stroke(pos2(9.0, 9.0), 4.5, blue(1.0))),
        r##"<circle cx="9" cy="9" r="5" stroke="#00f"/>"##
    );
    let ellipse = EllipseShape::filled(pos2(9.0, 9.0), vec2(4.0, 2.0), Color32::from_gray(18));
    assert_eq!(
        only(Shape::Ellipse(ellipse)),
        r##"<ellipse cx="9" cy="9" rx="4" ry="2" fill="#121212"/>"##
    );
}

#[test]
fn polygons_move_outwards_for_an_outer_stroke() {
    let square = [(10.0, 10.0), (20.0, 10.0), (20.0, 20.0), (10.0, 20.0)];
    let clockwise: Vec<_> = square.map(|(x, y)| pos2(x, y)).to_vec();
    let counter = clockwise.iter().rev().copied().collect::<Vec<_>>();
    let polygon = |points, kind| {
        let stroke = PathStroke::from(blue(2.0)).with_kind(kind);
        only(Shape::Path(PathShape::convex_polygon(
            points,
            Color32::RED,
            stroke,
        )))
    };
    let outer = polygon(clockwise.clone(), StrokeKind::Outside);
    assert!(outer.contains("M9 9L21 9L21 21L9 21Z"), "{outer}");
    let inner = polygon(counter, StrokeKind::Inside);
    assert!(inner.contains("M11 19L19 19L19 11L11 11Z"), "{inner}");
    let middle = polygon(clockwise.clone(), StrokeKind::Middle);
    assert!(middle.contains("M10 10L20 10L20 20L10 20Z"), "{middle}");

    let varied = PathStroke::new_uv(1.0, |_, at| {
        Color32::from_gray(if at.y < 15.0 { 0 } else { 255 })
    });
    let pieces = elements([Shape::line(clockwise, varied)]);
    let colours = pieces.iter().filter_map(|piece| piece.split('"').nth(3));
    assert_eq!(colours.collect::<Vec<_>>(), ["#000", "#fff", "#fff"]);

    let steps = [(0.0, 10.0), (10.0, 12.0), (20.0, 11.0)];
    let points = steps.map(|(x, y)| BandPoint::new(x, y..=y + 4.0)).to_vec();
    assert_eq!(
        only(Shape::Band(BandShape::filled(points, Color32::RED))),
        r##"<path d="M0 10L10 12L20 11L20 15L10 16L0 14Z" fill="#f00"/>"##
    );
}

#[test]
fn meshes_become_triangles_of_their_colours() {
    let mut map = Mesh::default();
    map.add_colored_rect(rect(0.0, 0.0, 10.0, 10.0), Color32::RED);
    map.add_colored_rect(rect(10.0, 0.0, 10.0, 10.0), Color32::RED);
    map.add_colored_rect(rect(0.0, 10.0, 10.0, 10.0), Color32::BLUE);
    let cells = elements([Shape::from(map)]);
    assert_eq!(cells.len(), 2, "{cells:#?}");
    assert_eq!(cells[0].matches('M').count(), 4);
    assert!(cells[0].contains("#f00") && cells[1].contains("#00f"));
    assert!(cells[0].contains("crispEdges"));

    // Clear triangles that may overlap stay apart, or the overlap would be lost.
    let clear = Color32::from_rgba_unmultiplied(255, 0, 0, 100);
    let mut mesh = Mesh::default();
    mesh.add_colored_rect(rect(0.0, 0.0, 10.0, 10.0), clear);
    mesh.add_colored_rect(rect(5.0, 0.0, 10.0, 10.0), clear);
    assert_eq!(elements([Shape::from(mesh)]).len(), 2);

    let colours = [Color32::RED, Color32::BLUE];
    let shaded = Shape::gradient_rect(rect(0.0, 0.0, 10.0, 10.0), Direction::LeftToRight, colours);
    let shaded = elements([shaded]).join("\n");
    let stops = r##"<stop stop-color="#00f"/><stop offset="1" stop-color="#f00"/>"##;
    assert!(shaded.contains(stops), "{shaded}");
    assert!(shaded.contains("fill=\"url(#g0)\""), "{shaded}");

    // Letters of a font texture can't be told from any other image.
    let mut textured = Mesh::default();
    textured.add_triangle(0, 1, 2);
    textured.vertices = [(0.0, 0.0), (9.0, 0.0), (0.0, 9.0)]
        .map(|(x, y)| Vertex {
            pos: pos2(x, y),
            uv: pos2(x, y),
            color: Color32::RED,
        })
        .to_vec();
    assert!(elements([Shape::from(textured)]).is_empty());
}

#[test]
fn clip_rectangles_are_there_only_where_they_cut() {
    let at = |x: f32, clip_rect: Rect| {
        ClippedShape::new(
            clip_rect,
            Shape::circle_filled(pos2(x, 20.0), 5.0, Color32::RED),
        )
    };
    let clip = rect(0.0, 0.0, 22.0, 40.0);
    let shapes = [
        at(10.0, clip), // whole
        at(20.0, clip), // cut
        at(21.0, clip), // cut by the same
        at(60.0, clip), // out of sight
        at(99.0, Rect::EVERYTHING),
        at(20.0, clip),
        at(300.0, Rect::EVERYTHING), // out of sight
    ];
    let text = svg(&shapes, vec2(100.0, 40.0), Color32::TRANSPARENT);
    assert_eq!(text.matches("<circle").count(), 5, "{text}");
    assert_eq!(text.matches("<clipPath").count(), 1, "{text}");
    assert_eq!(text.matches("clip-path=\"url(#c0)\"").count(), 2, "{text}");
    assert_eq!(text.matches("<g").count(), text.matches("</g>").count());
    assert_eq!(text, svg(&shapes, vec2(100.0, 40.0), Color32::TRANSPARENT));
}

fn sheet() -> Offscreen {
    Offscreen::new(vec2(300.0, 100.0), Theme::Light)
}

/// What an attribute of the element that holds this text says, as a number.
fn number(svg: &str, text: &str, attribute: &str) -> f32 {
    let line = svg.lines().find(|line| line.contains(text));
    let line = line.unwrap_or_else(|| panic!("{text} is not in {svg}"));
    let (_, value) = line
        .split_once(&format!(" {attribute}=\""))
        .expect(attribute);
    let value = value.split('"').next().expect("a value");
    value.parse().expect("a number")
}

#[test]
fn text_stays_text_where_it_was_and_as_wide() {
    let mut place = Rect::NOTHING;
    let text = sheet().svg(|ui| {
        let font = FontId::proportional(20.0);
        let painter = ui.painter();
        place = painter.text(
            pos2(50.0, 60.0),
            Align2::LEFT_BOTTOM,
            "a < b & \"c\"\u{7}",
            font,
            Color32::from_rgb(1, 2, 3),
        );
    });
    let text = text.expect("a lawful sheet");
    let said = ">a &lt; b &amp; &quot;c&quot;\u{fffd}</text>";
    assert!(text.contains(said), "{text}");
    assert!(text.contains("fill=\"#010203\""), "{text}");
    assert_eq!(number(&text, said, "font-size"), 20.0);
    assert_eq!(number(&text, said, "x"), 50.0);
    assert!((number(&text, said, "textLength") - place.width()).abs() < 0.6);
    // The baseline: above the bottom of the line by what hangs below.
    let baseline = number(&text, said, "y");
    assert!((place.top() + 12.0..place.bottom() - 2.0).contains(&baseline));
}

#[test]
fn pieces_of_text_keep_their_own_looks() {
    let mut job = LayoutJob::default();
    let plain = TextFormat::simple(FontId::proportional(14.0), Color32::RED);
    let code = TextFormat {
        font_id: FontId::new(14.0, FontFamily::Monospace),
        background: Color32::YELLOW,
        underline: Stroke::new(1.0, Color32::GREEN),
        italics: true,
        ..TextFormat::simple(FontId::monospace(14.0), Color32::PLACEHOLDER)
    };
    job.append("∂ first\n", 0.0, plain.clone());
    job.append("second ", 0.0, plain);
    job.append("third", 0.0, code);
    let draw = |opacity: f32| {
        let svg = sheet().svg(|ui| {
            let galley = ui.painter().layout_job(job.clone());
            let text =
                eframe::egui::epaint::TextShape::new(pos2(10.0, 10.0), galley, Color32::BLUE)
                    .with_opacity_factor(opacity)
                    .with_angle(0.5);
            ui.painter().add(text);
        });
        svg.expect("a lawful sheet")
    };
    let text = draw(1.0);
    for piece in [">∂ first<", ">second<", ">third<"] {
        assert!(text.contains(piece), "{text}");
    }
    assert!(number(&text, ">second<", "y") > number(&text, ">∂ first<", "y") + 10.0);
    let second = number(&text, ">second<", "x") + number(&text, ">second<", "textLength");
    assert!(number(&text, ">third<", "x") > second + 2.0, "{text}");
    let third = text.lines().find(|line| line.contains(">third<"));
    let third = third.expect("it is there");
    for look in ["Hack", "italic", "#00f"] {
        assert!(third.contains(look), "{third}");
    }
    assert!(
        text.contains("<rect") && text.contains("fill=\"#ff0\""),
        "{text}"
    );
    assert!(text.contains("stroke=\"#0f0\""), "{text}");
    assert!(text.contains("transform=\"rotate(28.65 10 10)\""), "{text}");
    assert!(draw(0.5).contains("fill-opacity=\"0.5\""));
    assert!(!draw(0.0).contains("<text"));
}

#[test]
fn a_line_that_wraps_and_one_cut_short_are_lines_of_their_own() {
    let text = sheet().svg(|ui| {
        ui.set_max_width(60.0);
        ui.label("several words that wrap");
        ui.add(eframe::egui::Label::new(RichText::new("too long for this")).truncate());
    });
    let text = text.expect("a lawful sheet");
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("<text"))
        .filter_map(|line| line.split(['>', '<']).nth(2))
        .collect();
    assert!(lines.len() >= 4, "{lines:?}");
    let (last, wrapped) = lines.split_last().expect("lines");
    assert_eq!(wrapped.join(" "), "several words that wrap");
    assert!(last.starts_with("too") && last.ends_with('…'), "{last}");
}

#[test]
fn a_scaled_text_has_scaled_letters() {
    let draw = |scale: f32| {
        let svg = sheet().svg(|ui| {
            let font = FontId::proportional(10.0);
            let galley = ui
                .painter()
                .layout_no_wrap("scaled".to_owned(), font, Color32::RED);
            let mut shape = Shape::galley(pos2(10.0, 10.0), galley, Color32::RED);
            shape.transform(TSTransform::new(vec2(5.0, 0.0), scale));
            ui.painter().add(shape);
        });
        svg.expect("a lawful sheet")
    };
    let (plain, double) = (draw(1.0), draw(2.0));
    let of = |svg: &str, attribute: &str| number(svg, ">scaled<", attribute);
    assert_eq!(
        (of(&plain, "font-size"), of(&double, "font-size")),
        (10.0, 20.0)
    );
    assert!((of(&double, "textLength") - 2.0 * of(&plain, "textLength")).abs() < 0.02);
    assert_eq!((of(&plain, "x"), of(&double, "x")), (15.0, 25.0));
    assert!((of(&double, "y") - 2.0 * of(&plain, "y")).abs() < 0.02);

    let circle = Shape::circle_filled(pos2(10.0, 10.0), 5.0, Color32::RED);
    let mut late = ClippedShape::new(Rect::EVERYTHING, circle);
    late.transform_after_tessellation = TSTransform::new(vec2(3.0, 4.0), 0.5);
    let text = svg(&[late], vec2(100.0, 80.0), Color32::TRANSPARENT);
    assert!(
        text.contains("<g transform=\"translate(3 4) scale(0.5)\">\n<circle cx=\"10\""),
        "{text}"
    );
}
