//! The table editor.

use eframe::egui::{Event, Key};
use egui_kittest::kittest::Queryable;
use wiregrad::gui::action::Action;

use super::driver::Driver;
use super::panels::{CTRL, MATRICES, NONE};

#[test]
fn a_tensor_is_edited_cell_by_cell_and_pasted() {
    let mut driver = Driver::of(MATRICES);
    let a = driver.id("A");
    let data = |driver: &Driver| {
        let node = driver.document().graph().get(a).expect("A");
        node.value().expect("a value").data().to_vec()
    };
    driver.act(Action::OpenTable(a));
    driver.press_on("element 0, 1: 2");
    driver.type_text("-7");
    driver.press(NONE, Key::Tab);
    assert_eq!(data(&driver), [1.0, -7.0, 3.0, 4.0, 5.0, 6.0]);
    // The next cell is open already.
    driver.press(CTRL, Key::A);
    driver.type_text("8");
    driver.press(NONE, Key::Enter);
    assert_eq!(data(&driver), [1.0, -7.0, 8.0, 4.0, 5.0, 6.0]);
    driver.press(NONE, Key::Escape);
    driver.press_on("element 0, 0: 1");
    driver
        .harness
        .event(Event::Paste("10\t20\n30\t40".to_owned()));
    driver.run();
    assert_eq!(data(&driver), [10.0, 20.0, 8.0, 30.0, 40.0, 6.0]);
    driver.press(CTRL, Key::Z);
    assert_eq!(data(&driver)[0], 1.0);
    driver.press_on("Gradient");
    assert!(driver.sees("element 1, 2: 1"));
}

#[test]
fn a_source_is_reshaped_and_a_bad_shape_told() {
    let mut driver = Driver::of(MATRICES);
    let a = driver.id("A");
    driver.act(Action::OpenTable(a));
    let shape = |driver: &Driver| {
        let node = driver.document().graph().get(a).expect("A");
        node.value().expect("a value").shape().to_string()
    };
    driver.press_on_field("Shape");
    driver.press(CTRL, Key::A);
    driver.type_text("3 2");
    driver.press_on("Reshape");
    assert_eq!(shape(&driver), "[3, 2]");
    driver.press_on_field("Shape");
    driver.press(CTRL, Key::A);
    driver.type_text("0");
    driver.press_on("Reshape");
    assert_eq!(shape(&driver), "[3, 2]");
    assert!(driver.sees("has length 0"));
}

#[test]
fn a_million_elements_cost_a_screenful() {
    let row = format!("[{}]", vec!["0.5"; 1000].join(","));
    let rows = vec![row; 1000].join(",");
    let mut driver = Driver::of(&format!(
        r#"(version: 1, nodes: [(name: "A", op: "parameter", value: [{rows}], at: (0, 0))])"#
    ));
    driver.act(Action::OpenTable(driver.id("A")));
    let cells = driver
        .harness
        .query_all_by_label_contains("element ")
        .count();
    assert!((1..1500).contains(&cells), "{cells} cells are drawn");
    driver.press_on("later columns");
    assert!(driver.sees("columns 32 to 63 of 1000"));
    assert!(driver.sees("element 0, 32: 0.5"));
}

#[test]
fn higher_tensors_are_seen_plane_by_plane() {
    let mut driver = Driver::of(
        r#"(version: 1, nodes: [
            (name: "T", op: "input", value: [[[1, 2]], [[3, 4]], [[5, 6]]], at: (0, 0)),
        ])"#,
    );
    let id = driver.id("T");
    driver.act(Action::OpenTable(id));
    assert!(driver.sees("element 0, 1: 2") && !driver.sees("element 0, 1: 6"));
    driver.press_on_spinner("axis 0");
    driver.press(CTRL, Key::A);
    driver.type_text("2");
    driver.press(NONE, Key::Enter);
    assert!(driver.sees("element 0, 1: 6"));
    driver.press_on("element 0, 1: 6");
    driver.type_text("9");
    driver.press(NONE, Key::Enter);
    let node = driver.document().graph().get(id).expect("T");
    assert_eq!(
        node.value().expect("a value").data(),
        [1.0, 2.0, 3.0, 4.0, 5.0, 9.0]
    );
}

#[test]
fn numbers_that_are_none_are_refused() {
    let mut driver = Driver::of(MATRICES);
    let id = driver.id("A");
    driver.act(Action::OpenTable(id));
    driver.press_on("element 0, 0: 1");
    driver.harness.event(Event::Paste("1\t2\nx\t3".to_owned()));
    driver.run();
    assert!(driver.sees("line 2: “x” is not a number"));
    driver.press_on("element 1, 2: 6");
    driver.type_text("seven");
    driver.press(NONE, Key::Enter);
    assert_eq!(driver.app().editor.history().undo_label(), None);
}
