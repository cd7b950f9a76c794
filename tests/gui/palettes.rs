//! The lists that are searched: ops, commands, shortcuts.

use eframe::egui::{Key, pos2, vec2};
use egui_kittest::kittest::Queryable;
use wiregrad::core::tensor::Tensor;
use wiregrad::document::layout::GRID;
use wiregrad::gui::action::{Action, Wiring};
use wiregrad::gui::command::{COMMANDS, Command};
use wiregrad::gui::first_document;

use super::driver::{Driver, SIZE};
use super::panels::{CTRL, EMPTY, NONE};

#[test]
fn an_op_is_found_by_a_few_letters_and_added_where_the_palette_is() {
    let mut driver = Driver::of(EMPTY);
    let at = pos2(600.0, 300.0);
    driver.palette(Wiring::None, at);
    driver.type_text("tnh");
    driver.press(NONE, Key::Enter);
    let corner = driver.node("tanh").min;
    assert!((corner - at).length() < 1.0, "{corner} is not {at}");
    assert!(driver.app().editor.selection.only_node().is_some());
    assert_eq!(driver.app().panels.state.recent_ops, ["tanh"]);
    // It is gone, and comes first the next time.
    assert!(!driver.sees("Search ops, or type"));
    driver.palette(Wiring::None, at);
    driver.press(NONE, Key::Enter);
    assert!(
        driver.document().graph().find("tanh2").is_some() || driver.document().graph().len() == 2
    );
}

#[test]
fn letters_on_the_canvas_stand_in_their_order_whatever_was_searched_before() {
    let mut driver = Driver::of(EMPTY);
    driver.press(NONE, Key::Tab);
    driver.press(NONE, Key::Escape);
    for letter in ["s", "i", "g", "m"] {
        driver.type_text(letter);
    }
    driver.press(NONE, Key::Enter);
    assert!(driver.document().graph().find("sigmoid").is_some());
}

#[test]
fn a_number_becomes_a_source_of_that_value() {
    let mut driver = Driver::of(EMPTY);
    driver.palette(Wiring::None, pos2(600.0, 300.0));
    driver.type_text("-2.5");
    driver.press(NONE, Key::ArrowDown);
    driver.press(NONE, Key::ArrowDown);
    driver.press(NONE, Key::Enter);
    let (_, node) = driver.document().graph().iter().next().expect("a node");
    assert_eq!(node.op_name(), "parameter");
    assert_eq!(node.value().and_then(Tensor::as_scalar), Some(-2.5));
}

#[test]
fn a_dropped_wire_offers_what_takes_it_already_wired() {
    let mut driver = Driver::new(first_document());
    let j = driver.id("J");
    driver.palette(Wiring::From(j), pos2(900.0, 600.0));
    // The ops panel lists it once; a source takes no wire, so the palette doesn't.
    assert_eq!(driver.harness.query_all_by_label("parameter").count(), 1);
    assert_eq!(driver.harness.query_all_by_label("tanh").count(), 2);
    let before = driver.document().graph().len();
    driver.type_text("square");
    driver.press(NONE, Key::Enter);
    assert_eq!(driver.document().graph().len(), before + 1);
    let added = driver
        .app()
        .editor
        .selection
        .only_node()
        .expect("it is selected");
    let node = driver.document().graph().get(added).expect("a node");
    assert_eq!((node.op_name(), node.inputs()), ("square", &[Some(j)][..]));
}

#[test]
fn the_palette_stays_in_the_window_and_goes_away() {
    let mut driver = Driver::of(EMPTY);
    let rect = driver.app().canvas.rect().expect("drawn");
    driver.palette(Wiring::None, rect.max - vec2(3.0, 3.0));
    let field = driver
        .harness
        .get_by_label("Search ops, or type a number or a formula")
        .rect();
    assert!(
        field.right() <= SIZE.x && field.bottom() <= SIZE.y,
        "{field}"
    );
    driver.press(NONE, Key::Escape);
    assert!(!driver.sees("Search ops, or type"));
    driver.palette(Wiring::None, pos2(500.0, 200.0));
    driver.click(pos2(1000.0, 700.0));
    assert!(!driver.sees("Search ops, or type"));
    assert!(driver.document().graph().is_empty());
}

#[test]
fn an_op_is_dragged_from_the_panel_onto_the_canvas() {
    let mut driver = Driver::of(EMPTY);
    let row = driver.harness.get_by_label("multiply").rect().center();
    let to = pos2(640.0, 420.0);
    driver.drag(row, to);
    let rect = driver.node("multiply");
    assert!(rect.contains(to), "{rect}");
    let (x, y) = driver.at("multiply");
    assert!(x % GRID == 0.0 && y % GRID == 0.0, "on the grid: {x} {y}");
    driver.press(CTRL, Key::Z);
    assert!(driver.document().graph().is_empty());
    // Dropped back on the panel, nothing happens.
    driver.drag(row, row + vec2(10.0, 40.0));
    assert!(driver.document().graph().is_empty());
    driver.click(row);
    let canvas = driver.app().canvas.rect().expect("drawn");
    let middle = driver.node("multiply").center();
    assert!(
        (middle - canvas.center()).length() < GRID,
        "near the middle"
    );
}

#[test]
fn the_ops_panel_is_searched() {
    let mut driver = Driver::of(EMPTY);
    driver.press_on("Search ops");
    driver.type_text("cross");
    assert!(driver.sees("cross_entropy"));
    assert!(!driver.sees("tanh"));
}

#[test]
fn every_command_is_in_the_command_palette_and_runs() {
    let mut driver = Driver::new(first_document());
    driver.press(CTRL, Key::K);
    driver.type_text("dark th");
    driver.press(NONE, Key::Enter);
    assert_eq!(driver.app().is_on(Command::ThemeDark), Some(true));
    assert!(driver.harness.ctx.global_style().visuals.dark_mode);
    driver.press(CTRL, Key::K);
    driver.type_text("light th");
    driver.press(NONE, Key::Enter);
    assert!(!driver.harness.ctx.global_style().visuals.dark_mode);
    for row in COMMANDS
        .iter()
        .filter(|row| row.command != Command::CommandPalette)
    {
        driver.act(Action::Command(Command::CommandPalette));
        driver.type_text(row.name);
        let found = driver.harness.query_all_by_label(row.name).count();
        assert!(found > 0, "{} is not found by its name", row.name);
        driver.press(NONE, Key::Escape);
    }
}

#[test]
fn the_sheet_lists_the_keys_and_is_searched() {
    let mut driver = Driver::new(first_document());
    driver.press(NONE, Key::F1);
    assert!(driver.sees("Ctrl+Shift+Z or Ctrl+Y"));
    assert!(driver.sees("Ctrl + drag with the right button"));
    driver.type_text("zoom");
    assert!(!driver.sees("Ctrl+Shift+Z or Ctrl+Y"));
    driver.press(NONE, Key::Escape);
    assert!(!driver.sees("Shortcuts and gestures"));
}
