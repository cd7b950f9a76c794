//! Names and numbers, edited where they stand.

use eframe::egui::{Event, Key, Modifiers, PointerButton, vec2};
use wiregrad::gui::canvas::geometry;
use wiregrad::gui::first_document;

use super::driver::Driver;

#[test]
fn a_node_is_renamed_in_place() {
    let mut driver = Driver::new(first_document());
    driver.press(Modifiers::COMMAND, Key::Num1);
    driver.click(driver.title("c"));
    driver.one_step(|d| {
        d.key(Key::F2);
        d.enter("product");
    });
    assert_eq!(driver.inputs("a"), ["product", "b"]);
    driver.one_step(|d| {
        d.double_click(d.title("product"));
        d.enter("p");
    });
    assert_eq!(driver.inputs("a"), ["p", "b"]);
    // A name that is taken keeps the field open, and Escape gives up.
    driver.no_step(|d| {
        d.key(Key::F2);
        d.enter("b");
        assert!(d.app().said.contains("another node"), "{}", d.app().said);
        assert!(d.app().canvas.is_busy());
        d.key(Key::Escape);
    });
    assert!(!driver.app().canvas.is_busy());
    // A click elsewhere is an Enter.
    driver.one_step(|d| {
        d.key(Key::F2);
        d.press(Modifiers::COMMAND, Key::A);
        d.type_text("q");
        d.click(d.nowhere());
    });
    assert_eq!(driver.inputs("a"), ["q", "b"]);
}

#[test]
fn the_number_of_a_source_is_typed_as_a_sum_too() {
    let mut driver = Driver::new(first_document());
    let field = driver.part("w", geometry::value_field).center();
    driver.one_step(|d| {
        d.double_click(field);
        d.enter("1/4");
    });
    assert_eq!(driver.number("w"), Some(0.25));
    driver.click(driver.title("w"));
    for (typed, number) in [("2e-3", 2e-3), ("−4", -4.0), ("3", 3.0)] {
        driver.one_step(|d| {
            d.key(Key::Enter);
            d.enter(typed);
        });
        assert_eq!(driver.number("w"), Some(number));
    }
    driver.no_step(|d| {
        d.key(Key::Enter);
        d.enter("three");
        assert!(d.app().canvas.is_busy());
        d.key(Key::Escape);
    });
    // Typing with a source selected goes straight to its number.
    driver.one_step(|d| {
        d.type_text("7");
        d.type_text("5");
        d.key(Key::Enter);
    });
    assert_eq!(driver.number("w"), Some(75.0));
    assert!(!driver.has_palette());
}

#[test]
fn the_number_of_a_source_is_scrubbed() {
    let mut driver = Driver::new(first_document());
    let field = driver.part("w", geometry::value_field).center();
    driver.one_step(|d| d.drag(field, field + vec2(100.0, 0.0)));
    assert_eq!(driver.number("w"), Some(3.0));
    assert_eq!(driver.number("c"), Some(-6.0));
    let (from, to) = (field, field - vec2(100.0, 0.0));
    driver.one_step(|d| d.drag_with(from, to, PointerButton::Primary, Modifiers::SHIFT));
    assert_eq!(driver.number("w"), Some(2.9));
    driver.one_step(|d| d.drag_with(from, to, PointerButton::Primary, Modifiers::COMMAND));
    assert_eq!(driver.number("w"), Some(-7.1));
    // Every number on the way is seen; Escape brings the first one back.
    driver.no_step(|d| {
        d.grab(field, field + vec2(50.0, 0.0));
        assert_ne!(d.number("w"), Some(-7.1));
        d.key(Key::Escape);
        assert_eq!(d.number("w"), Some(-7.1));
        d.let_go(field + vec2(50.0, 0.0));
    });
}

#[test]
fn a_range_brings_a_slider() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("w"));
    driver.press(Modifiers::SHIFT, Key::F);
    let body = driver.title("w");
    driver.one_step(|d| {
        d.right_click(body);
        d.choose("Set a range…");
        d.enter("-1 to 3");
    });
    let slider = driver.part("w", geometry::slider);
    let middle = slider.center();
    driver.one_step(|d| d.drag(middle, slider.right_center() - vec2(1.0, 0.0)));
    assert!(driver.number("w").expect("a number") > 2.9);
    driver.one_step(|d| d.drag(slider.right_center() - vec2(1.0, 0.0), middle));
    let number = driver.number("w").expect("a number");
    assert!((number - 1.0).abs() < 0.03, "{number}");
    driver.one_step(|d| {
        d.right_click(body);
        d.choose("Remove its range");
    });
    driver.no_step(|d| {
        d.right_click(body);
        d.choose("Set a range…");
        d.enter("3 to -1");
        d.key(Key::Escape);
    });
}

#[test]
fn an_undo_under_an_open_field_closes_it() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("w"));
    driver.press(Modifiers::COMMAND, Key::D);
    driver.key(Key::F2);
    assert!(driver.app().canvas.is_busy());
    driver.choose("Edit");
    driver.choose_containing("Undo");
    assert!(!driver.app().canvas.is_busy());
}

#[test]
fn numbers_that_are_pasted_lie_on_no_other_node() {
    let mut driver = Driver::new(first_document());
    let names: Vec<String> = {
        let nodes = driver.document().graph().iter();
        nodes.map(|(_, node)| node.name().to_owned()).collect()
    };
    driver.hover(driver.title("d"));
    driver.send(Event::Paste("a,b\n1,2\n3,4\n".to_owned()));
    driver.harness.run_steps(20);
    let new = driver.selected().remove(0);
    assert!(!names.contains(&new), "{new} is new");
    let place = driver.node(&new);
    for name in names {
        let other = driver.node(&name);
        // They may touch.
        assert!(
            !place.shrink(0.5).intersects(other),
            "{new} at {place}, {name} at {other}"
        );
    }
}
