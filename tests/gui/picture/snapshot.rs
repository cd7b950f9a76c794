//! A harness with the software renderer: what later snapshots of the editor stand on.

use eframe::egui::epaint::CubicBezierShape;
use eframe::egui::{Color32, LayerId, Shape, Stroke, StrokeKind, Theme, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use image::Rgba;

use super::rect;
use crate::renderer::{SoftwareRenderer, strict};

fn drawing(ui: &mut eframe::egui::Ui) {
    let panel = ui.visuals().panel_fill;
    let painter = ui.ctx().layer_painter(LayerId::background());
    painter.rect_filled(ui.ctx().content_rect(), 0.0, panel);
    ui.label("∂J/∂w = −4");
    let _ = ui.button("Sweep");
    let frame = rect(90.0, 20.0, 30.0, 20.0);
    let stroke = Stroke::new(2.0, Color32::from_rgb(0, 120, 200));
    let yellow = Color32::from_rgb(250, 200, 0);
    painter.rect(frame, 4.0, yellow, stroke, StrokeKind::Inside);
    let points = [(120.0, 50.0), (140.0, 50.0), (120.0, 20.0), (140.0, 20.0)];
    painter.add(Shape::CubicBezier(CubicBezierShape::from_points_stroke(
        points.map(|(x, y)| pos2(x, y)),
        false,
        Color32::TRANSPARENT,
        Stroke::new(2.0, Color32::RED),
    )));
}

fn harness(theme: Theme) -> Harness<'static> {
    Harness::builder()
        .with_size([160.0, 70.0])
        .with_theme(theme)
        .renderer(SoftwareRenderer::default())
        .with_options(strict())
        .build_ui(drawing)
}

#[test]
fn the_harness_draws_without_a_graphics_card() {
    let mut harness = harness(Theme::Light);
    harness.run();
    let image = harness.render().expect("a picture");
    assert_eq!(image.dimensions(), (160, 70));
    let panel = Theme::Light.default_visuals().panel_fill.to_array();
    assert_eq!(image[(159, 69)], Rgba(panel));
    assert_eq!(image[(105, 30)], Rgba([250, 200, 0, 255]));
    assert_eq!(image[(105, 20)], Rgba([0, 120, 200, 255]));
    assert_eq!(image[(105, 19)], Rgba(panel));
    let [r, g, b, _] = image[(130, 35)].0; // near the middle of the curve
    assert!(r > 250 && g < 10 && b < 10, "{r} {g} {b}");
    assert!(harness.query_by_label("Sweep").is_some());
    let label = harness.get_by_label("∂J/∂w = −4").rect();
    let ink = image
        .enumerate_pixels()
        .filter(|(x, y, p)| label.contains(pos2(*x as f32 + 0.5, *y as f32 + 0.5)) && p[0] < 128);
    assert!(ink.count() > 40);
}

fn looks_as_it_did(theme: Theme, name: &str) {
    let mut harness = harness(theme);
    harness.run();
    harness.snapshot(name);
}

#[test]
fn the_light_theme_looks_as_it_did() {
    looks_as_it_did(Theme::Light, "picture_light");
}

#[test]
fn the_dark_theme_looks_as_it_did() {
    looks_as_it_did(Theme::Dark, "picture_dark");
}
