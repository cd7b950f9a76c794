//! Drawing, moving and cutting wires.

use eframe::egui::{Key, Modifiers, PointerButton, Pos2, vec2};
use wiregrad::core::graph::Wire;
use wiregrad::gui::action::Wiring;
use wiregrad::gui::canvas::geometry;

use super::driver::Driver;

fn loose() -> Driver {
    Driver::of(
        r#"(version: 1, nodes: [
            (name: "x", op: "input", value: 3, at: (0, 0)),
            (name: "y", op: "input", value: 5, at: (0, 200)),
            (name: "s", op: "square", inputs: [None], at: (300, 0)),
            (name: "m", op: "multiply", inputs: ["x", None], at: (300, 200)),
            (name: "e", op: "negative", inputs: ["m"], at: (600, 200)),
            (name: "k", op: "concatenate", inputs: [None, None], at: (600, 0)),
        ])"#,
    )
}

#[test]
fn a_wire_is_drawn_from_either_end() {
    let mut driver = loose();
    let (from, to) = (driver.output("x"), driver.input("s", 0));
    driver.one_step(|d| d.drag(from, to));
    assert_eq!(driver.inputs("s"), ["x"]);
    assert_eq!(driver.number("s"), Some(9.0));
    let (from, to) = (driver.input("m", 1), driver.output("y"));
    driver.one_step(|d| d.drag(from, to));
    assert_eq!(driver.inputs("m"), ["x", "y"]);
}

#[test]
fn a_wire_jumps_to_the_nearest_port() {
    let mut driver = loose();
    let (from, to) = (driver.output("y"), driver.input("s", 0) + vec2(-16.0, 9.0));
    driver.one_step(|d| d.drag(from, to));
    assert_eq!(driver.inputs("s"), ["y"]);
}

#[test]
fn a_new_wire_replaces_the_old_one() {
    let mut driver = loose();
    let (from, to) = (driver.output("y"), driver.input("m", 0));
    driver.one_step(|d| d.drag(from, to));
    assert_eq!(driver.inputs("m"), ["y", ""]);
}

#[test]
fn a_wire_that_would_close_a_cycle_is_refused_with_the_reason() {
    let mut driver = loose();
    let (from, to) = (driver.output("e"), driver.input("m", 1));
    driver.no_step(|d| d.drag(from, to));
    let said = driver.app().said.clone();
    assert!(said.contains("e depends on m"), "{said}");
    let (from, to) = (driver.input("m", 1), driver.output("e"));
    driver.no_step(|d| d.drag(from, to));
    let (from, to) = (driver.output("s"), driver.input("s", 0));
    driver.no_step(|d| d.drag(from, to));
}

#[test]
fn a_wire_dropped_on_a_node_takes_the_first_free_input() {
    let mut driver = loose();
    let (from, to) = (driver.output("y"), driver.title("m"));
    driver.one_step(|d| d.drag(from, to));
    assert_eq!(driver.inputs("m"), ["x", "y"]);
    let (from, to) = (driver.output("x"), driver.title("e"));
    driver.no_step(|d| d.drag(from, to));
    assert!(driver.app().said.contains("all inputs of e are wired"));
}

#[test]
fn a_wire_dropped_on_the_canvas_asks_for_a_node_to_be_wired() {
    let mut driver = loose();
    let (from, to) = (driver.output("x"), driver.nowhere());
    driver.no_step(|d| d.drag(from, to));
    let x = driver.id("x");
    assert_eq!(driver.palette_wiring(), Some(Wiring::From(x)));
    driver.one_step(|d| {
        d.type_text("square");
        d.key(Key::Enter);
    });
    assert_eq!(driver.inputs("square"), ["x"]);
    assert_eq!(driver.number("square"), Some(9.0));
    let (from, to) = (driver.input("m", 1), driver.nowhere() + vec2(350.0, 0.0));
    driver.no_step(|d| d.drag(from, to));
    let wire = Wire {
        to: driver.id("m"),
        input: 1,
    };
    assert_eq!(driver.palette_wiring(), Some(Wiring::To(wire)));
    driver.one_step(|d| {
        d.type_text("4");
        d.key(Key::Enter);
    });
    assert_eq!(driver.number("m"), Some(12.0));
}

#[test]
fn a_wire_is_taken_off_its_input_to_move_or_to_remove_it() {
    let mut driver = loose();
    let (from, to) = (driver.input("m", 0), driver.input("s", 0));
    driver.one_step(|d| d.drag(from, to));
    assert_eq!(
        (driver.inputs("m"), driver.inputs("s")),
        (vec!["".into(), "".into()], vec!["x".into()])
    );
    let (from, to) = (driver.input("s", 0), driver.nowhere());
    driver.one_step(|d| d.drag(from, to));
    assert_eq!(driver.inputs("s"), [""]);
    // Put back where it was: no step.
    let at = driver.input("e", 0);
    driver.no_step(|d| {
        d.grab(at, at + vec2(-60.0, 30.0));
        d.carry(at + vec2(-60.0, 30.0), at);
        d.let_go(at);
    });
}

#[test]
fn escape_and_the_other_button_give_a_wire_up() {
    let mut driver = loose();
    let (from, to) = (driver.output("x"), driver.input("s", 0));
    driver.no_step(|d| {
        d.grab(from, to);
        d.key(Key::Escape);
        d.let_go(to);
    });
    assert_eq!(driver.inputs("s"), [""]);
}

fn more(driver: &Driver) -> Pos2 {
    let scene = &driver.app().canvas.scene;
    let k = driver.id("k");
    let rect = scene.node(k).expect("in the scene");
    let port = geometry::grow_port(rect, scene.input_count(k));
    driver.app().canvas.screen_point(port).expect("drawn")
}

#[test]
fn an_op_of_any_number_of_inputs_grows_and_shrinks() {
    let mut driver = loose();
    let plus = more(&driver);
    driver.one_step(|d| d.click(plus));
    assert_eq!(driver.inputs("k").len(), 3);
    let (from, to) = (driver.output("x"), more(&driver));
    driver.one_step(|d| d.drag(from, to));
    assert_eq!(driver.inputs("k"), ["", "", "", "x"]);
    for input in 0..3 {
        let (from, to) = (driver.output("y"), driver.input("k", input));
        driver.drag(from, to);
    }
    // All are wired: one more, by a drop on the node.
    let (from, to) = (driver.output("x"), driver.title("k"));
    driver.one_step(|d| d.drag(from, to));
    assert_eq!(driver.inputs("k").len(), 5);
    let input = driver.input("k", 0);
    driver.one_step(|d| {
        d.right_click(input);
        d.choose("Remove this input");
    });
    assert_eq!(driver.inputs("k").len(), 4);
}

#[test]
fn ctrl_and_the_right_button_cut_all_wires_that_the_line_crosses() {
    let mut driver = loose();
    let (x, y) = (driver.wire("m", 0), driver.wire("e", 0));
    let (above, below) = (x.min(y) + vec2(-60.0, -60.0), x.max(y) + vec2(60.0, 60.0));
    driver.one_step(|d| d.drag_with(above, below, PointerButton::Secondary, Modifiers::COMMAND));
    let first = driver.inputs("m");
    assert!(first == ["", ""] || driver.inputs("e") == [""]);
    // A line beside all wires cuts none.
    let at = driver.nowhere();
    driver.no_step(|d| {
        d.drag_with(
            at,
            at + vec2(30.0, 10.0),
            PointerButton::Secondary,
            Modifiers::COMMAND,
        );
    });
}

#[test]
fn a_node_dropped_on_a_wire_is_spliced_in() {
    let mut driver = loose();
    let (from, to) = (driver.node("s").center(), driver.wire("e", 0));
    let grip = driver.title("s") - from;
    driver.one_step(|d| d.drag(from + grip, to + grip));
    assert_eq!(
        (driver.inputs("e"), driver.inputs("s")),
        (vec!["s".into()], vec!["m".into()])
    );
}

#[test]
fn a_selected_wire_is_deleted_and_clicked_away() {
    let mut driver = loose();
    let at = driver.wire("e", 0);
    driver.click(at);
    assert!(driver.app().editor.selection.wire.is_some());
    driver.one_step(|d| d.key(Key::Delete));
    assert_eq!(driver.inputs("e"), [""]);
}
