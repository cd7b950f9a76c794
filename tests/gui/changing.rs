//! Giving nodes another op, and what a screen reader is told of the list.

use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT, Queryable};
use wiregrad::core::tensor::Tensor;
use wiregrad::gui::action::Action;
use wiregrad::gui::command::Command;
use wiregrad::gui::first_document;
use wiregrad::gui::selection::Selection;

use super::driver::Driver;
use super::panels::{CTRL, NONE};

const SUM: &str = r#"(version: 1, nodes: [
    (name: "a", op: "input", value: 3, at: (0, 0)),
    (name: "b", op: "parameter", value: 5, range: (-10, 10), at: (0, 200)),
    (name: "s", op: "add", inputs: ["a", "b"], at: (300, 100)),
])"#;

impl Driver {
    fn op(&self, name: &str) -> &str {
        let node = self.document().graph().get(self.id(name));
        node.expect("it is there").op_name()
    }

    fn select(&mut self, name: &str) {
        self.act(Action::Select(Selection::node(self.id(name))));
    }

    /// What a screen reader says while the focus is in this field: the row that the
    /// field names as its active one.
    fn row_told_of(&self, field: &str) -> Option<String> {
        let node = self
            .harness
            .get_all_by_role_and_label(Role::TextInput, field)
            .find(|node| node.accesskit_node().is_focused_in_tree())?;
        node.accesskit_node().active_descendant()?.label()
    }
}

#[test]
fn a_parameter_becomes_a_constant_in_the_inspector() {
    let mut driver = Driver::of(SUM);
    driver.select("b");
    driver.one_step(|d| {
        d.press_on("Op: parameter");
        assert!(d.sees("Change the op of b"));
        d.press(NONE, Key::ArrowDown);
        d.press(NONE, Key::Enter);
    });
    let b = driver.id("b");
    let node = driver.document().graph().get(b).expect("b");
    assert_eq!(node.op_name(), "constant");
    assert_eq!(node.value().and_then(Tensor::as_scalar), Some(5.0));
    assert_eq!(driver.document().range(b), Some((-10.0, 10.0)));
    // By a click, too.
    driver.press_on("Op: constant");
    let rows = driver
        .harness
        .get_all_by_role_and_label(Role::ListBoxOption, "input");
    let row = rows
        .max_by_key(|row| row.rect().left() as i32)
        .expect("a row");
    let at = row.rect().center();
    driver.one_step(|d| d.click(at));
    assert_eq!(driver.op("b"), "input");
}

#[test]
fn a_sum_becomes_a_product_by_keys() {
    let mut driver = Driver::of(SUM);
    driver.select("s");
    driver.one_step(|d| {
        d.press(CTRL, Key::R);
        d.type_text("mult");
        d.press(NONE, Key::Enter);
    });
    assert_eq!(
        (driver.op("s"), driver.number("s")),
        ("multiply", Some(15.0))
    );
    assert_eq!(driver.inputs("s"), ["a", "b"]);
    assert_eq!(driver.selected(), ["s"]);
    // A source is not offered; Escape leaves all as it is.
    driver.no_step(|d| {
        d.press(CTRL, Key::R);
        d.type_text("parameter");
        d.press(NONE, Key::Enter);
        d.press(NONE, Key::Escape);
    });
}

#[test]
fn a_wire_that_no_longer_fits_is_told_of_and_comes_back() {
    let mut driver = Driver::of(SUM);
    driver.select("s");
    driver.one_step(|d| {
        d.press(CTRL, Key::R);
        d.type_text("tanh");
        d.press(NONE, Key::Enter);
        assert!(
            d.app().said.starts_with("One wire was taken off"),
            "{}",
            d.app().said
        );
    });
    assert_eq!(driver.inputs("s"), ["a"]);
    driver.undo();
    assert_eq!(driver.inputs("s"), ["a", "b"]);
}

#[test]
fn several_nodes_become_of_one_op_in_one_step() {
    let mut driver = Driver::of(SUM);
    driver.select("a");
    driver.click_with(driver.title("b"), Modifiers::SHIFT);
    driver.one_step(|d| {
        d.press(CTRL, Key::R);
        d.type_text("const");
        d.press(NONE, Key::Enter);
    });
    assert_eq!([driver.op("a"), driver.op("b")], ["constant"; 2]);
    driver.press(CTRL, Key::A);
    assert!(driver.app().why_not(Command::ChangeOp).is_some());
    driver.no_step(|d| d.press(CTRL, Key::R));
}

#[test]
fn the_menu_of_a_node_offers_it() {
    let mut driver = Driver::of(SUM);
    driver.right_click(driver.title("s"));
    driver.choose_containing("Change op…");
    assert!(driver.sees("Change the op of s"));
    // The op that it has is marked.
    assert_eq!(driver.row_told_of("Search ops").as_deref(), Some("add"));
}

#[test]
fn a_screen_reader_is_told_which_row_is_marked() {
    let mut driver = Driver::new(first_document());
    driver.press(CTRL, Key::K);
    driver.type_text("theme");
    let first = driver
        .row_told_of("Search commands, nodes, files and lessons")
        .expect("a row");
    driver.press(NONE, Key::ArrowDown);
    let second = driver
        .row_told_of("Search commands, nodes, files and lessons")
        .expect("a row");
    assert_ne!(first, second);
    driver.press(NONE, Key::ArrowUp);
    assert_eq!(
        driver.row_told_of("Search commands, nodes, files and lessons"),
        Some(first)
    );
    driver.type_text("qqq");
    assert_eq!(
        driver.row_told_of("Search commands, nodes, files and lessons"),
        None
    );
    driver.press(NONE, Key::Escape);

    driver.press(NONE, Key::Tab);
    let field = "Search ops, or type a number or a formula";
    driver.type_text("cross");
    assert_eq!(driver.row_told_of(field).as_deref(), Some("cross_entropy"));
    driver.press(NONE, Key::Escape);

    driver.select("x");
    driver.press(NONE, Key::C);
    let field = "Search nodes and inputs";
    let first = driver.row_told_of(field).expect("a row");
    driver.press(NONE, Key::ArrowDown);
    assert_ne!(driver.row_told_of(field), Some(first));
}
