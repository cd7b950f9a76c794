//! What a person sees and does first.

use eframe::egui::{Key, Modifiers, vec2};
use wiregrad::gui::first_document;

use super::driver::Driver;

#[test]
fn the_lecture_neuron_is_there_and_evaluated() {
    let driver = Driver::new(first_document());
    let evaluation = driver.app().editor.evaluation();
    assert_eq!(evaluation.gradient_number(driver.id("w")), Some(-4.0));
    assert_eq!(evaluation.number(driver.id("J")), Some(2.0));
}

#[test]
fn a_node_is_dragged_and_the_move_undone() {
    let mut driver = Driver::new(first_document());
    let before = driver.document().clone();
    let at = driver.title("w");
    driver.drag(at, at + vec2(60.0, 40.0));
    assert!(*driver.document() != before);
    driver.press(Modifiers::COMMAND, Key::Z);
    assert!(*driver.document() == before);
}

#[test]
fn a_wire_is_drawn_from_an_output_to_an_input() {
    let mut driver = Driver::of(
        r#"(version: 1, nodes: [
            (name: "x", op: "input", value: 3, at: (0, 0)),
            (name: "y", op: "square", inputs: [None], at: (300, 0)),
        ])"#,
    );
    let (from, to) = (driver.output("x"), driver.input("y", 0));
    driver.drag(from, to);
    let y = driver.id("y");
    let graph = driver.document().graph();
    assert_eq!(graph.get(y).expect("y").inputs(), [Some(driver.id("x"))]);
    assert_eq!(driver.app().editor.evaluation().number(y), Some(9.0));
}
