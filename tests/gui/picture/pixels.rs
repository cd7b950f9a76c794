//! What the rasteriser paints where.

use eframe::egui::epaint::{CubicBezierShape, ImageDelta, Mesh, Primitive, Vertex, WHITE_UV};
use eframe::egui::{
    Align2, ClippedPrimitive, Color32, ColorImage, FontId, Pos2, Rect, Shape, Stroke, TextureId,
    TextureOptions, TexturesDelta, Theme, pos2, vec2,
};
use image::{Rgba, RgbaImage};
use wiregrad::gui::picture::{Offscreen, Rasteriser, for_clipboard, to_png};

use super::rect;

const WHITE: Rgba<u8> = Rgba([255; 4]);
const RED: Rgba<u8> = Rgba([255, 0, 0, 255]);

/// A rasteriser that knows one texture, all white unless it is said otherwise.
fn rasteriser(texture: ColorImage, options: TextureOptions) -> Rasteriser {
    let mut rasteriser = Rasteriser::default();
    let mut delta = TexturesDelta::default();
    delta.push(TextureId::default(), ImageDelta::full(texture, options));
    rasteriser.update(&mut delta);
    assert!(delta.is_empty());
    rasteriser
}

fn white() -> Rasteriser {
    rasteriser(
        ColorImage::filled([1, 1], Color32::WHITE),
        TextureOptions::LINEAR,
    )
}

fn primitive(mesh: Mesh) -> ClippedPrimitive {
    ClippedPrimitive {
        clip_rect: Rect::EVERYTHING,
        primitive: Primitive::Mesh(mesh),
    }
}

fn triangles(corners: &[Pos2], color: Color32) -> ClippedPrimitive {
    let mut mesh = Mesh::default();
    for corner in corners {
        mesh.indices.push(mesh.vertices.len() as u32);
        mesh.vertices.push(Vertex::untextured(*corner, color));
    }
    primitive(mesh)
}

fn render(primitives: &[ClippedPrimitive], size: [u32; 2]) -> RgbaImage {
    let image = white().render(primitives, size, 1.0, Color32::TRANSPARENT);
    image.expect("a lawful size")
}

#[test]
fn triangles_side_by_side_meet_without_a_gap_and_without_overlap() {
    // A fan around a point, its edges at all angles and through pixel centres: at half
    // opacity a pixel painted twice, or not at all, would differ.
    let centre = pos2(20.5, 20.5);
    let rim: Vec<Pos2> = [
        (0.0, 0.0),
        (17.3, 0.0),
        (20.5, 0.0),
        (41.0, 0.0),
        (41.0, 20.5),
        (41.0, 41.0),
        (33.7, 41.0),
        (0.0, 41.0),
        (0.0, 7.9),
    ]
    .map(|(x, y)| pos2(x, y))
    .to_vec();
    let half = Color32::from_rgba_premultiplied(100, 0, 0, 128);
    let mut corners = Vec::new();
    for (i, from) in rim.iter().enumerate() {
        let to = rim[(i + 1) % rim.len()];
        // Every second one turns the other way: it makes no difference.
        let triangle = if i % 2 == 0 {
            [centre, *from, to]
        } else {
            [centre, to, *from]
        };
        corners.extend(triangle);
    }
    let image = render(&[triangles(&corners, half)], [41, 41]);
    assert!(image.pixels().all(|pixel| *pixel == Rgba([199, 0, 0, 128])));
}

#[test]
fn a_pixel_belongs_to_a_triangle_if_its_centre_does() {
    // From x = 2 ½ to 5 ½: the centre of pixel 2 is on the left edge, that of 5 on the
    // right one. The same from top to bottom.
    let square = [(2.5, 2.5), (5.5, 2.5), (5.5, 5.5), (2.5, 5.5)].map(|(x, y)| pos2(x, y));
    let [a, b, c, d] = square;
    let image = render(&[triangles(&[a, b, c, a, c, d], Color32::RED)], [8, 8]);
    for (x, y, pixel) in image.enumerate_pixels() {
        let inside = (2..5).contains(&x) && (2..5).contains(&y);
        assert_eq!(*pixel == RED, inside, "{x}, {y}");
    }
}

#[test]
fn colours_run_evenly_and_blend_in_gamma_space() {
    let mut mesh = Mesh::default();
    let corners = [(0.0, Color32::BLACK), (256.0, Color32::from_gray(255))];
    for y in [0.0, 2.0] {
        for (x, color) in corners {
            mesh.vertices.push(Vertex::untextured(pos2(x, y), color));
        }
    }
    mesh.indices = vec![0, 1, 2, 2, 1, 3];
    let image = render(&[primitive(mesh)], [256, 2]);
    for (x, _, pixel) in image.enumerate_pixels() {
        let exact = (f64::from(x) + 0.5) / 256.0 * 255.0;
        assert!(
            (f64::from(pixel[0]) - exact).abs() <= 0.51,
            "{x}: {pixel:?}"
        );
    }

    // Half of white over black, then half of black over that: 128 and 64.
    let all = [pos2(-9.0, -9.0), pos2(40.0, -9.0), pos2(-9.0, 40.0)];
    let layers = [
        triangles(&all, Color32::BLACK),
        triangles(&all, Color32::from_white_alpha(128)),
        triangles(&all, Color32::from_black_alpha(127)),
    ];
    assert_eq!(render(&layers[..2], [3, 3])[(1, 1)][0], 128);
    assert_eq!(render(&layers, [3, 3])[(1, 1)], Rgba([64, 64, 64, 255]));
}

#[test]
fn clip_rectangles_cut_at_whole_pixels() {
    let all = [pos2(-9.0, -9.0), pos2(40.0, -9.0), pos2(-9.0, 40.0)];
    let mut clipped = triangles(&all, Color32::RED);
    clipped.clip_rect = Rect::from_min_max(pos2(1.4, -7.0), pos2(3.6, 2.5));
    let image = render(&[clipped], [8, 8]);
    let red = image.enumerate_pixels().filter(|(.., p)| **p == RED);
    let red: Vec<(u32, u32)> = red.map(|(x, y, _)| (x, y)).collect();
    let expected = [1, 2, 3].map(|x| [0, 1, 2].map(|y| (x, y))).concat();
    assert_eq!(red.len(), expected.len());
    assert!(expected.iter().all(|place| red.contains(place)), "{red:?}");
}

#[test]
fn triangles_that_reach_far_out_are_cut_and_not_lost() {
    // The middle of a picture lies between two triangles a hundred million points wide.
    let far = 1e8;
    let corners = [
        pos2(-far, -far),
        pos2(far, -far),
        pos2(far, far),
        pos2(-far, -far),
        pos2(far, far),
        pos2(-far, far),
    ];
    let image = render(
        &[triangles(&corners, Color32::from_white_alpha(100))],
        [64, 64],
    );
    assert!(
        image
            .pixels()
            .all(|pixel| *pixel == Rgba([255, 255, 255, 100]))
    );

    let image = render(&[triangles(&corners[..3], Color32::WHITE)], [64, 64]);
    for (x, y, pixel) in image.enumerate_pixels() {
        // Along the diagonal the cut may be a pixel off.
        if x.abs_diff(y) > 8 {
            assert_eq!(pixel[3] == 255, x > y, "{x}, {y}");
        }
    }
}

#[test]
fn textures_are_read_between_texels_wrapped_and_patched() {
    let texels = [Color32::BLACK, Color32::WHITE, Color32::RED, Color32::WHITE];
    let checks = ColorImage::new([2, 2], texels.to_vec());
    let textured = |width: f32, uv: Rect| {
        let mut mesh = Mesh::default();
        mesh.add_rect_with_uv(rect(0.0, 0.0, width, width), uv, Color32::WHITE);
        [primitive(mesh)]
    };
    let whole = textured(8.0, rect(0.0, 0.0, 1.0, 1.0));
    let draw = |options, primitives: &[ClippedPrimitive]| {
        let rasteriser = rasteriser(checks.clone(), options);
        let image = rasteriser.render(primitives, [8, 8], 1.0, Color32::TRANSPARENT);
        image.expect("a lawful size")
    };

    let near = draw(TextureOptions::NEAREST, &whole);
    assert_eq!((near[(3, 3)], near[(4, 3)]), (Rgba([0, 0, 0, 255]), WHITE));
    assert_eq!(near[(3, 4)], RED);

    // Pixel 3 is 7/16 across: a texel and a half less ½, so 3/8 of the way to white.
    let linear = draw(TextureOptions::LINEAR, &whole);
    assert_eq!(linear[(0, 0)], Rgba([0, 0, 0, 255]));
    assert_eq!(linear[(3, 0)][0], 96);
    assert_eq!(linear[(7, 0)], WHITE);

    let twice = textured(8.0, rect(0.0, 0.0, 2.0, 2.0));
    let repeated = draw(TextureOptions::NEAREST_REPEAT, &twice);
    assert_eq!(repeated[(4, 0)], Rgba([0, 0, 0, 255]));
    let mirrored = draw(TextureOptions::NEAREST_MIRRORED_REPEAT, &twice);
    assert_eq!(
        (mirrored[(4, 0)], mirrored[(7, 0)]),
        (WHITE, Rgba([0, 0, 0, 255]))
    );

    let mut patched = rasteriser(checks, TextureOptions::NEAREST);
    let mut delta = TexturesDelta::default();
    let patch = ColorImage::filled([2, 1], Color32::BLUE);
    // It reaches out of the texture on the right, and is cut there.
    let patch = ImageDelta::partial([1, 1], patch, TextureOptions::NEAREST);
    delta.push(TextureId::default(), patch);
    patched.update(&mut delta);
    let image = patched.render(&whole, [8, 8], 1.0, Color32::TRANSPARENT);
    let image = image.expect("a lawful size");
    assert_eq!(image[(5, 5)], Rgba([0, 0, 255, 255]));
    assert_eq!((image[(3, 5)], image[(5, 3)]), (RED, WHITE));
}

#[test]
fn what_has_no_place_or_no_texture_is_left_out() {
    let nowhere = pos2(f32::NAN, 3.0);
    let endless = pos2(f32::INFINITY, 3.0);
    let good = [pos2(0.0, 0.0), pos2(9.0, 0.0), pos2(0.0, 9.0)];
    let mut lost = triangles(&good, Color32::WHITE);
    if let Primitive::Mesh(mesh) = &mut lost.primitive {
        mesh.texture_id = TextureId::User(7);
    }
    let mut dangling = triangles(&good, Color32::WHITE);
    if let Primitive::Mesh(mesh) = &mut dangling.primitive {
        mesh.indices[1] = 99;
    }
    let bad = [
        triangles(&[good[0], nowhere, good[2]], Color32::WHITE),
        triangles(&[good[0], endless, good[2]], Color32::WHITE),
        triangles(&[good[0], good[1], good[1]], Color32::WHITE),
        lost,
        dangling,
    ];
    let image = render(&bad, [8, 8]);
    assert!(image.pixels().all(|pixel| pixel[3] == 0));
    assert_eq!(WHITE_UV, Pos2::ZERO); // what an untextured corner relies on
}

#[test]
fn a_text_a_curve_and_a_circle_are_where_they_were_put() {
    let sheet = Offscreen::new(vec2(200.0, 60.0), Theme::Light)
        .pixels_per_point(2.0)
        .background(Color32::WHITE);
    let image = sheet
        .image(|ui| {
            let painter = ui.painter();
            let font = FontId::monospace(20.0);
            painter.text(
                pos2(10.0, 30.0),
                Align2::LEFT_CENTER,
                "MMM",
                font,
                Color32::BLACK,
            );
            painter.circle_filled(pos2(80.0, 30.0), 10.0, Color32::BLUE);
            let curve = [(100.0, 10.0), (150.0, 10.0), (140.0, 50.0), (190.0, 50.0)];
            let points = curve.map(|(x, y)| pos2(x, y));
            let stroke = Stroke::new(2.0, Color32::RED);
            painter.add(Shape::CubicBezier(CubicBezierShape::from_points_stroke(
                points,
                false,
                Color32::TRANSPARENT,
                stroke,
            )));
        })
        .expect("a lawful sheet");
    assert_eq!(image.dimensions(), (400, 120));
    let pixel = |x: f32, y: f32| image[((x * 2.0) as u32, (y * 2.0) as u32)];
    // Three letters of 12 points: dark ink in each, and none to the right of them.
    let ink = |left: u32, right: u32| {
        let columns = left * 2..right * 2;
        let dark = image
            .enumerate_pixels()
            .filter(|(x, _, p)| columns.contains(x) && p[0] < 80);
        dark.count()
    };
    for letter in 0..3 {
        assert!(ink(10 + letter * 12, 22 + letter * 12) > 60, "{letter}");
    }
    assert_eq!(ink(48, 68), 0);
    assert_eq!(pixel(80.0, 30.0), Rgba([0, 0, 255, 255]));
    assert_eq!(pixel(80.0, 21.0), Rgba([0, 0, 255, 255]));
    assert_eq!(pixel(80.0, 18.5), WHITE);
    // Half way along the curve, at ⅛ of its ends and ⅜ of the points between.
    assert_eq!(pixel(145.0, 30.0), RED);
    assert_eq!(pixel(145.0, 36.0), WHITE);
}

#[test]
fn a_clear_background_stays_clear_in_the_file() {
    let sheet = Offscreen::new(vec2(20.0, 20.0), Theme::Dark).background(Color32::TRANSPARENT);
    let image = sheet
        .image(|ui| {
            let color = Color32::from_rgba_unmultiplied(200, 100, 50, 128);
            ui.painter()
                .rect_filled(rect(5.0, 5.0, 10.0, 10.0), 0.0, color);
        })
        .expect("a lawful sheet");
    assert_eq!(image[(1, 1)], Rgba([0; 4]));
    let [r, g, b, a] = image[(10, 10)].0;
    assert_eq!(a, 128);
    for (channel, exact) in [(r, 200), (g, 100), (b, 50)] {
        assert!(channel.abs_diff(exact) <= 1, "{channel} for {exact}");
    }
    let png = to_png(&image).expect("a PNG");
    let read = image::load_from_memory(&png).expect("a PNG").into_rgba8();
    assert_eq!(read, image);

    let copied = for_clipboard(&image);
    assert_eq!(copied.size, [20, 20]);
    assert_eq!(copied[(1, 1)], Color32::TRANSPARENT);
    assert_eq!(copied[(10, 10)].a(), 128);
}
