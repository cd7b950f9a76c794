//! Drags that end before the button is released, and drags that meet the edge.

use eframe::egui::{Event, Key, Modifiers, PointerButton, pos2, vec2};
use wiregrad::gui::canvas::geometry;
use wiregrad::gui::first_document;

use crate::driver::Driver;

/// A driver with the button held on the number of `w`, which was scrubbed already.
fn scrubbing() -> Driver {
    let mut driver = Driver::new(first_document());
    let field = driver.part("w", geometry::value_field).center();
    driver.grab(field, field + vec2(40.0, 0.0));
    assert!(driver.number("w").expect("a number") > 2.0);
    driver
}

/// Where the pointer is while [`scrubbing`].
fn held(driver: &Driver) -> eframe::egui::Pos2 {
    driver.part("w", geometry::value_field).center() + vec2(40.0, 0.0)
}

#[test]
fn a_scrub_ends_when_the_window_loses_the_focus() {
    let mut driver = scrubbing();
    let (at, number) = (held(&driver), driver.number("w"));
    driver.feed(Event::WindowFocused(false));
    driver.feed(Event::WindowFocused(true));
    driver.carry(at, at + vec2(60.0, 0.0));
    assert_eq!(driver.number("w"), number, "it goes on");
    assert!(!driver.app().canvas.is_busy());
    // It is one step, like any other.
    driver.undo();
    assert_eq!(driver.number("w"), Some(2.0));
}

#[test]
fn a_drag_of_a_node_ends_when_the_window_loses_the_focus() {
    let mut driver = Driver::new(first_document());
    let (from, place) = (driver.title("w"), driver.at("w"));
    driver.no_step(|driver| {
        driver.grab(from, from + vec2(60.0, 40.0));
        driver.feed(Event::WindowFocused(false));
        driver.feed(Event::WindowFocused(true));
        driver.carry(from + vec2(60.0, 40.0), from + vec2(90.0, 80.0));
        driver.let_go(from + vec2(90.0, 80.0));
    });
    assert_eq!(driver.at("w"), place);
    // The next drag is a drag again.
    driver.one_step(|driver| driver.drag(from, from + vec2(60.0, 40.0)));
}

#[test]
fn undo_in_a_scrub_takes_back_the_scrub_alone() {
    let mut driver = Driver::new(first_document());
    // Something to undo, and something to redo.
    let title = driver.title("w");
    driver.drag(title, title + vec2(0.0, -40.0));
    let moved = driver.at("w");
    let title = driver.title("x");
    driver.drag(title, title + vec2(0.0, 40.0));
    driver.undo();
    let redo = driver.app().editor.history().redo_label();
    assert!(redo.is_some());
    let field = driver.part("w", geometry::value_field).center();
    driver.grab(field, field + vec2(40.0, 0.0));
    assert_ne!(driver.number("w"), Some(2.0));
    driver.undo();
    assert_eq!(driver.number("w"), Some(2.0));
    assert_eq!(driver.at("w"), moved, "the step before was undone");
    assert_eq!(driver.app().editor.history().redo_label(), redo);
    driver.carry(field + vec2(40.0, 0.0), field + vec2(80.0, 0.0));
    driver.let_go(field + vec2(80.0, 0.0));
    assert_eq!(driver.number("w"), Some(2.0), "it goes on");
}

#[test]
fn a_command_in_a_drag_ends_it_and_says_nothing_later() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("w"));
    let from = driver.title("w");
    driver.grab(from, from + vec2(50.0, 50.0));
    driver.key(Key::Delete);
    assert!(driver.document().graph().find("w").is_none());
    let said = driver.app().said.clone();
    driver.let_go(from + vec2(50.0, 50.0));
    assert_eq!(driver.app().said, said);
}

#[test]
fn another_document_ends_a_drag() {
    let mut driver = Driver::new(first_document());
    let from = driver.title("w");
    driver.grab(from, from + vec2(50.0, 50.0));
    driver.press(Modifiers::COMMAND, Key::N);
    driver.let_go(from + vec2(50.0, 50.0));
    assert_eq!(driver.app().said, "");
    assert!(!driver.app().canvas.is_busy());
}

#[test]
fn a_view_command_does_not_end_a_drag() {
    let mut driver = Driver::new(first_document());
    let from = driver.title("w");
    driver.one_step(|driver| {
        driver.grab(from, from + vec2(40.0, 40.0));
        driver.key(Key::PageUp);
        driver.let_go(from + vec2(40.0, 40.0));
    });
}

#[test]
fn a_box_reads_shift_when_it_begins() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("x"));
    let (x, w) = (driver.selected(), driver.node("w"));
    let (from, to) = (w.left_top() - vec2(12.0, 12.0), w.center());
    driver.hover(from);
    driver.feed(Event::ModifiersChanged(Modifiers::SHIFT));
    driver.feed(Event::PointerButton {
        pos: from,
        button: PointerButton::Primary,
        pressed: true,
        modifiers: Modifiers::SHIFT,
    });
    driver.carry(from, to);
    driver.feed(Event::ModifiersChanged(Modifiers::NONE));
    driver.let_go(to);
    let selected = driver.selected();
    assert!(selected.contains(&"w".to_owned()), "{selected:?}");
    assert!(x.iter().all(|name| selected.contains(name)), "{selected:?}");
}

#[test]
fn a_drag_past_the_edge_pans() {
    let mut driver = Driver::new(first_document());
    let canvas = driver.app().canvas.rect().expect("it was drawn");
    let from = driver.title("w");
    let seen = driver.app().canvas.view.center;
    let before = driver.at("w");
    driver.grab(from, pos2(canvas.center().x, canvas.bottom() + 40.0));
    for _ in 0..20 {
        driver.carry(
            pos2(canvas.center().x, canvas.bottom() + 40.0),
            pos2(canvas.center().x, canvas.bottom() + 41.0),
        );
    }
    driver.let_go(pos2(canvas.center().x, canvas.bottom() - 60.0));
    let now = driver.app().canvas.view.center;
    assert!(now.y > seen.y + 20.0, "{seen} {now}");
    assert_eq!(now.x, seen.x);
    assert!(driver.at("w").1 > before.1);
}
