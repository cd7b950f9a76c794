//! Panning and zooming.

use eframe::egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, pos2, vec2};
use egui_kittest::kittest::Queryable;
use wiregrad::document::Document;
use wiregrad::gui::canvas::view::{MAX_ZOOM, MIN_ZOOM, View};
use wiregrad::gui::first_document;

use super::driver::Driver;

fn view(driver: &Driver) -> View {
    driver.app().canvas.view
}

/// What is under a point of the screen.
fn under(driver: &Driver, at: Pos2) -> Pos2 {
    driver.app().canvas.graph_point(at).expect("drawn")
}

#[test]
fn the_middle_button_and_space_pan() {
    let mut driver = Driver::new(first_document());
    let at = driver.title("a");
    let by = vec2(90.0, -40.0);
    let point = under(&driver, at);
    driver.no_step(|d| d.drag_with(at, at + by, PointerButton::Middle, Modifiers::NONE));
    assert!((under(&driver, at + by) - point).length() < 0.1);

    driver.harness.key_down(Key::Space);
    driver.run();
    driver.no_step(|d| d.drag(at + by, at));
    driver.harness.key_up(Key::Space);
    driver.run();
    assert!((under(&driver, at) - point).length() < 0.1);
    // Used to pan it opens no palette.
    assert!(!driver.has_palette());
}

#[test]
fn two_fingers_pan_and_a_wheel_zooms() {
    let mut driver = Driver::new(first_document());
    let at = driver.title("c");
    driver.hover(at);
    let (point, before) = (under(&driver, at), view(&driver));
    driver.wheel(MouseWheelUnit::Point, vec2(7.0, -5.0), Modifiers::NONE);
    assert_eq!(view(&driver).zoom, before.zoom);
    assert!((under(&driver, at + vec2(7.0, -5.0)) - point).length() < 0.1);

    let point = under(&driver, at);
    driver.wheel(MouseWheelUnit::Line, vec2(0.0, 1.0), Modifiers::NONE);
    let zoomed = view(&driver).zoom / before.zoom;
    assert!((1.15..1.25).contains(&zoomed), "{zoomed}");
    assert!((under(&driver, at) - point).length() < 0.1);

    // With Shift a wheel pans to the side; with Ctrl fingers zoom.
    let before = view(&driver);
    driver.wheel(MouseWheelUnit::Line, vec2(0.0, 1.0), Modifiers::SHIFT);
    assert_eq!(view(&driver).zoom, before.zoom);
    assert!(view(&driver).center.x < before.center.x);
    let before = view(&driver);
    driver.wheel(MouseWheelUnit::Point, vec2(0.0, 5.0), Modifiers::COMMAND);
    assert!(view(&driver).zoom > before.zoom);
}

#[test]
fn a_pinch_zooms_to_the_pointer_between_the_limits() {
    let mut driver = Driver::new(first_document());
    let at = driver.title("c");
    driver.hover(at);
    let point = under(&driver, at);
    driver.send(Event::Zoom(1.5));
    assert!((under(&driver, at) - point).length() < 0.1);
    for _ in 0..20 {
        driver.send(Event::Zoom(3.0));
    }
    assert_eq!(view(&driver).zoom, MAX_ZOOM);
    for _ in 0..20 {
        driver.send(Event::Zoom(0.3));
    }
    assert_eq!(view(&driver).zoom, MIN_ZOOM);
}

#[test]
fn keys_zoom_to_all_to_the_selection_and_to_actual_size() {
    let mut driver = Driver::new(first_document());
    let fitted = view(&driver);
    driver.press(Modifiers::COMMAND, Key::Num1);
    assert_eq!(view(&driver).zoom, 1.0);
    driver.key(Key::PageUp);
    driver.key(Key::PageUp);
    assert!((view(&driver).zoom - 1.25 * 1.25).abs() < 1e-4);
    driver.key(Key::PageDown);
    assert!((view(&driver).zoom - 1.25).abs() < 1e-4);
    driver.key(Key::F);
    let same = |a: View, b: View| (a.zoom / b.zoom - 1.0).abs() < 0.01 && a.center == b.center;
    assert!(same(view(&driver), fitted));
    let at = driver.title("w");
    driver.click(at);
    driver.press(Modifiers::SHIFT, Key::F);
    let middle = driver.app().canvas.rect().expect("drawn").center();
    assert!((driver.node("w").center() - middle).length() < 1.0);
    driver.key(Key::Home);
    assert!(same(view(&driver), fitted));
}

#[test]
fn zoom_to_fit_shows_frames_too() {
    let mut driver = Driver::of(
        r#"(version: 1,
            nodes: [(name: "x", op: "input", value: 1, at: (0, 0))],
            frames: [(title: "Far", at: (900, 700), size: (400, 300))])"#,
    );
    driver.press(Modifiers::COMMAND, Key::Num1);
    driver.key(Key::F);
    let canvas = driver.app().canvas.rect().expect("drawn");
    let far = driver.app().canvas.screen_point(pos2(1300.0, 1000.0));
    assert!(canvas.contains(far.expect("drawn")));
    assert!(canvas.contains_rect(driver.node("x")));
}

#[test]
fn motions_end_and_idle_frames_ask_for_no_other() {
    let mut driver = Driver::new(first_document());
    driver.harness.key_press(Key::PageUp);
    driver.harness.run_steps(3);
    assert!(driver.is_moving(), "zooming is a motion");
    driver.run();
    assert!(!driver.is_moving());
}

#[test]
fn an_empty_canvas_survives_every_view_command() {
    let mut driver = Driver::new(Document::default());
    for key in [
        Key::F,
        Key::Home,
        Key::PageUp,
        Key::PageDown,
        Key::ArrowLeft,
        Key::ArrowDown,
    ] {
        driver.key(key);
    }
    driver.press(Modifiers::SHIFT, Key::F);
    driver.press(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::L);
    assert!(view(&driver).zoom.is_finite());
}

#[test]
fn an_empty_canvas_says_how_to_begin_and_lets_the_pointer_through() {
    let begin = "Type a number, or the name of an op";
    let mut driver = Driver::new(Document::default());
    driver.run();
    let words = driver.harness.get_by_label(begin).rect();
    driver.double_click(words.center());
    assert_eq!(driver.palette_text().as_deref(), Some(""));
    driver.key(Key::Escape);
    assert!(driver.harness.query_by_label(begin).is_some());
    driver.type_text("2");
    driver.key(Key::Enter);
    driver.run();
    assert!(driver.harness.query_by_label(begin).is_none());
}
