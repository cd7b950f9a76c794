//! Graphs of many nodes, seen from afar.

use std::fmt::Write;

use eframe::egui::{Key, Modifiers, Pos2, Rect, vec2};
use image::RgbaImage;
use wiregrad::document::Document;
use wiregrad::file;
use wiregrad::gui::canvas::detail::Detail;
use wiregrad::gui::canvas::view::View;
use wiregrad::gui::learn::player::Player;

use super::driver::Driver;

const COLUMNS: usize = 60;
const ROWS: usize = 40;

/// A grid of sums, each of its left and its upper neighbour.
fn many() -> Document {
    let mut text = "(version: 1, nodes: [".to_owned();
    for i in 0..COLUMNS * ROWS {
        let (column, row) = (i % COLUMNS, i / COLUMNS);
        let left = (column > 0).then(|| format!("\"n{}\"", i - 1));
        let above = (row > 0).then(|| format!("\"n{}\"", i - COLUMNS));
        let inputs: Vec<String> = left.into_iter().chain(above).collect();
        let what = match inputs.len() {
            0 => "\"parameter\", value: 0.5".to_owned(),
            1 => format!("\"tanh\", inputs: [{}]", inputs.join(", ")),
            _ => format!("\"add\", inputs: [{}]", inputs.join(", ")),
        };
        let (x, y) = (column * 190, row * 170);
        let _ = write!(text, "(name: \"n{i}\", op: {what}, at: ({x}, {y})),");
    }
    text.push_str("])");
    file::load_bytes(text.as_bytes()).expect("a graph")
}

/// The canvas alone, without the minimap.
fn canvas(driver: &mut Driver) -> RgbaImage {
    driver.harness.state_mut().options.minimap = false;
    driver.key(Key::Escape);
    driver.hover(Pos2::new(3.0, 3.0));
    let picture = driver.harness.render().expect("a picture");
    let rect = driver.app().canvas.rect().expect("the canvas was drawn");
    let [left, top] = [rect.left(), rect.top()].map(|x| x.ceil() as u32);
    let [width, height] = [rect.width(), rect.height()].map(|x| x as u32 - 1);
    image::imageops::crop_imm(&picture, left, top, width, height).to_image()
}

/// Holds that the canvas shows what it shows of the same graph when that is opened.
fn looks_as_if_opened_now(driver: &mut Driver, step: &str) {
    let mut fresh = Driver::new(driver.document().clone());
    fresh.harness.state_mut().canvas.view = driver.app().canvas.view;
    let (kept, fresh) = (canvas(driver), canvas(&mut fresh));
    assert_eq!(kept.dimensions(), fresh.dimensions());
    let off =
        |(a, b): &(&image::Rgba<u8>, &image::Rgba<u8>)| (0..3).any(|i| a.0[i].abs_diff(b.0[i]) > 6);
    let off = kept.pixels().zip(fresh.pixels()).filter(off).count();
    // The edges of tiles lie elsewhere: a pixel here and there falls on the other side.
    assert!(off < 60, "after {step}: {off} pixels");
}

fn show(driver: &mut Driver, center: (f32, f32), zoom: f32) {
    let center = center.into();
    driver.harness.state_mut().canvas.view = View { center, zoom };
    driver.run();
}

#[test]
fn what_is_kept_of_the_far_view_is_never_old() {
    let mut driver = Driver::new(many());
    assert_eq!(driver.app().canvas.drawn().detail, Some(Detail::Boxes));
    looks_as_if_opened_now(&mut driver, "opening");
    for step in 1..8 {
        show(&mut driver, (5_000.0, 3_000.0), 0.13 + 0.02 * step as f32);
    }
    assert_eq!(driver.app().canvas.drawn().detail, Some(Detail::Names));
    looks_as_if_opened_now(&mut driver, "zooming in");
    let from = driver.node("n1230").center();
    driver.one_step(|d| d.drag(from, from + vec2(70.0, 45.0)));
    looks_as_if_opened_now(&mut driver, "moving a node");
    driver.undo();
    looks_as_if_opened_now(&mut driver, "undoing that");
    driver.one_step(|d| {
        d.click(from);
        d.key(Key::Delete);
    });
    looks_as_if_opened_now(&mut driver, "deleting a node");
    show(&mut driver, (6_500.0, 4_000.0), 0.2);
    looks_as_if_opened_now(&mut driver, "panning");
    driver.one_step(|d| {
        d.press(Modifiers::COMMAND, Key::A);
        d.press(Modifiers::ALT, Key::ArrowDown);
    });
    driver.key(Key::Escape);
    looks_as_if_opened_now(&mut driver, "moving all");
    driver.key(Key::Home);
    looks_as_if_opened_now(&mut driver, "zooming out");
}

#[test]
fn while_the_zoom_goes_on_nothing_is_missing() {
    let mut driver = Driver::new(many());
    let background = |picture: &RgbaImage| {
        let paper = *picture.get_pixel(2, 2);
        picture.pixels().filter(|pixel| **pixel == paper).count()
    };
    for zoom in [0.2, 0.05, 0.3, 0.09] {
        let center = Rect::from_min_size(Pos2::ZERO, vec2(11_400.0, 6_800.0)).center();
        driver.harness.state_mut().canvas.view = View { center, zoom };
        driver.harness.step();
        let at_once = background(&driver.harness.render().expect("a picture"));
        driver.run();
        let at_rest = background(&driver.harness.render().expect("a picture"));
        let part = at_once as f32 / at_rest as f32;
        assert!((0.8..1.25).contains(&part), "{zoom}: {part}");
    }
}

#[test]
fn the_player_goes_where_its_numbers_can_be_read() {
    let mut driver = Driver::new(many());
    driver.key(Key::F5);
    assert!(driver.app().learn.mode::<Player>().is_some());
    assert_eq!(driver.app().canvas.drawn().detail, Some(Detail::Full));
}
