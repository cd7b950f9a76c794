//! Frames and free text notes.

use eframe::egui::{Key, Modifiers, Rect, vec2};
use wiregrad::document::{Frame, TextNote};
use wiregrad::gui::canvas::geometry;
use wiregrad::gui::first_document;

use super::driver::Driver;

fn frame(driver: &Driver) -> Frame {
    let mut frames = driver.document().frames();
    frames
        .next()
        .map(|(_, frame)| frame.clone())
        .expect("a frame")
}

fn note(driver: &Driver) -> Option<TextNote> {
    driver
        .document()
        .texts()
        .next()
        .map(|(_, note)| note.clone())
}

fn framed() -> Driver {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("w"));
    driver.click_with(driver.title("x"), Modifiers::SHIFT);
    driver.one_step(|d| {
        d.press(Modifiers::COMMAND, Key::G);
        d.enter("Layer 1");
    });
    driver
}

fn header(driver: &Driver) -> Rect {
    driver.on_screen(geometry::frame_header(geometry::frame_rect(&frame(driver))))
}

#[test]
fn a_frame_is_drawn_around_the_selection_and_named() {
    let mut driver = framed();
    let drawn = frame(&driver);
    assert_eq!(drawn.title(), "Layer 1");
    let scene = &driver.app().canvas.scene;
    let nodes = scene
        .bounds_of([driver.id("w"), driver.id("x")])
        .expect("nodes");
    assert!(geometry::frame_rect(&drawn).contains_rect(nodes));
    let at = header(&driver).left_center() + vec2(10.0, 0.0);
    driver.one_step(|d| {
        d.double_click(at);
        d.enter("Inputs");
    });
    assert_eq!(frame(&driver).title(), "Inputs");
}

#[test]
fn a_frame_takes_along_what_is_in_it() {
    let mut driver = framed();
    let (w, b, at) = (
        driver.at("w"),
        driver.at("b"),
        header(&driver).left_center() + vec2(9.0, 0.0),
    );
    let before = frame(&driver).at();
    driver.one_step(|d| d.drag(at, at - vec2(60.0, 0.0)));
    let by = frame(&driver).at().x() - before.x();
    assert!(by < -20.0);
    assert_eq!(driver.at("w"), (w.0 + by, w.1));
    assert_eq!(driver.at("b"), b);
}

#[test]
fn a_frame_is_resized_copied_and_deleted() {
    let mut driver = framed();
    let rect = driver.on_screen(geometry::frame_rect(&frame(&driver)));
    let corner = rect.max - vec2(3.0, 3.0);
    let before = frame(&driver);
    driver.one_step(|d| d.drag(corner, corner + vec2(10.0, 60.0)));
    assert!(frame(&driver).height() > before.height());
    assert_eq!(frame(&driver).at(), before.at());
    let at = header(&driver).left_center() + vec2(9.0, 0.0);
    driver.click(at);
    driver.one_step(|d| d.press(Modifiers::COMMAND, Key::D));
    assert_eq!(driver.document().frames().count(), 2);
    driver.one_step(|d| d.key(Key::Delete));
    assert_eq!(driver.document().frames().count(), 1);
    assert!(driver.document().graph().find("w").is_some());
}

#[test]
fn a_note_is_written_changed_moved_and_deleted() {
    let mut driver = Driver::new(first_document());
    driver.hover(driver.nowhere());
    driver.one_step(|d| {
        d.press(Modifiers::COMMAND, Key::T);
        d.type_text("the chain rule");
        d.key(Key::Enter);
        d.type_text("at work");
        d.press(Modifiers::COMMAND, Key::Enter);
    });
    assert_eq!(
        note(&driver).expect("a note").text,
        "the chain rule\nat work"
    );
    let rect = |d: &Driver| d.on_screen(geometry::text_rect(&note(d).expect("a note")));
    let at = rect(&driver).center();
    let before = note(&driver).expect("a note").at;
    driver.one_step(|d| d.drag(at, at + vec2(80.0, -60.0)));
    assert!(note(&driver).expect("a note").at.x() > before.x());
    let at = rect(&driver).center();
    driver.one_step(|d| {
        d.double_click(at);
        d.press(Modifiers::COMMAND, Key::A);
        d.type_text("J");
        d.click(d.nowhere());
    });
    assert_eq!(note(&driver).expect("a note").text, "J");
    driver.click(rect(&driver).center());
    driver.one_step(|d| d.key(Key::Delete));
    assert_eq!(note(&driver), None);
    // A note without a word comes to nothing.
    driver.no_step(|d| {
        d.press(Modifiers::COMMAND, Key::T);
        d.click(d.nowhere());
    });
}
