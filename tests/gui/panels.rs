//! The panels around the canvas and what floats above it.

use eframe::egui::{Key, Modifiers, Pos2, Rect, Role, pos2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use wiregrad::core::tensor::Shape;
use wiregrad::gui::action::{Action, PaletteRequest, Wiring};
use wiregrad::gui::command::Command;
use wiregrad::gui::first_document;
use wiregrad::gui::selection::Selection;

use super::driver::{Driver, SIZE};

pub(crate) const NONE: Modifiers = Modifiers::NONE;
pub(crate) const CTRL: Modifiers = Modifiers::COMMAND;

impl Driver {
    pub(crate) fn act(&mut self, action: Action) {
        let ctx = self.harness.ctx.clone();
        self.harness.state_mut().perform(&ctx, vec![action]);
        self.run();
    }

    pub(crate) fn palette(&mut self, wired: Wiring, at: Pos2) {
        self.hover(at);
        let point = self
            .app()
            .canvas
            .graph_point(at)
            .expect("the canvas was drawn");
        let at = wiregrad::document::Position::nearest(point.x, point.y);
        let text = String::new();
        self.act(Action::OpenPalette(PaletteRequest { at, wired, text }));
    }

    pub(crate) fn sees(&self, label: &str) -> bool {
        self.harness
            .query_all_by_label_contains(label)
            .next()
            .is_some()
    }

    pub(crate) fn press_on_field(&mut self, label: &str) {
        let at = self
            .harness
            .get_by_role_and_label(Role::TextInput, label)
            .rect()
            .center();
        self.click(at);
    }

    pub(crate) fn press_on_spinner(&mut self, label: &str) {
        let at = self
            .harness
            .get_by_role_and_label(Role::SpinButton, label)
            .rect()
            .center();
        self.click(at);
    }

    pub(crate) fn press_on(&mut self, label: &str) {
        let at = self.harness.get_by_label(label).rect().center();
        self.click(at);
    }
}

pub(crate) const EMPTY: &str = "(version: 1, nodes: [])";
pub(crate) const MATRICES: &str = r#"(version: 1, target: "L", nodes: [
    (name: "A", op: "parameter", value: [[1, 2, 3], [4, 5, 6]], at: (0, 0)),
    (name: "L", op: "sum", inputs: ["A"], at: (300, 0)),
])"#;

#[test]
fn the_chain_rule_of_a_wire_is_written_out() {
    let mut driver = Driver::new(first_document());
    let c = driver.id("c");
    let graph = driver.document().graph();
    let inputs = graph.get(c).expect("c").inputs();
    let input = inputs.iter().position(|from| *from == Some(driver.id("w")));
    let wire = wiregrad::core::graph::Wire {
        to: c,
        input: input.expect("w goes into c"),
    };
    driver.act(Action::Select(Selection::wire(wire)));
    assert!(driver.sees("∂J/∂w = ∂J/∂c · ∂c/∂w = 2 · (−2) = −4"));
    assert!(driver.sees("∂c/∂w = x = −2"));
}

#[test]
fn a_node_is_explained_renamed_and_chosen_as_target() {
    let mut driver = Driver::new(first_document());
    let c = driver.id("c");
    driver.act(Action::Select(Selection::node(c)));
    assert!(driver.sees("c = w × x"));
    assert!(driver.sees("= 2 × (−2)"));
    driver.press_on("Choose as target");
    assert_eq!(driver.app().editor.target(), Some(c));
    driver.press_on_field("Name");
    driver.press(CTRL, Key::A);
    driver.type_text("product");
    driver.press(NONE, Key::Enter);
    assert_eq!(driver.document().graph().name(c), "product");
    // Escape brings the old one back, and leaves the selection.
    driver.press_on_field("Name");
    driver.type_text("zzz");
    driver.press(NONE, Key::Escape);
    assert_eq!(driver.document().graph().name(c), "product");
    assert_eq!(driver.app().editor.selection.only_node(), Some(c));
    // A name that is taken is refused, and said so.
    driver.press_on_field("Name");
    driver.press(CTRL, Key::A);
    driver.type_text("w");
    driver.press(NONE, Key::Enter);
    assert_eq!(driver.document().graph().name(c), "product");
    assert!(!driver.app().said.is_empty());
}

#[test]
fn a_link_in_the_inspector_leads_to_the_node() {
    let mut driver = Driver::new(first_document());
    driver.act(Action::Select(Selection::node(driver.id("c"))));
    driver.press_on("go to w");
    assert_eq!(
        driver.app().editor.selection.only_node(),
        Some(driver.id("w"))
    );
}

#[test]
fn a_dragged_value_is_one_step() {
    let mut driver = Driver::new(first_document());
    let w = driver.id("w");
    driver.act(Action::Select(Selection::node(w)));
    let at = driver
        .harness
        .get_by_label("Value, by slider")
        .rect()
        .center();
    driver.drag(at, at + vec2(40.0, 0.0));
    let now = driver
        .app()
        .editor
        .evaluation()
        .number(w)
        .expect("a number");
    assert!(now != 2.0);
    driver.press(CTRL, Key::Z);
    assert_eq!(driver.app().editor.evaluation().number(w), Some(2.0));
    assert_eq!(driver.app().editor.history().undo_label(), None);
}

#[test]
fn the_range_of_a_slider_is_given_and_let_go() {
    let mut driver = Driver::new(first_document());
    let w = driver.id("w");
    driver.act(Action::Select(Selection::node(w)));
    let end = driver
        .harness
        .get_by_label("Slider maximum")
        .rect()
        .center();
    driver.drag(end, end + vec2(30.0, 0.0));
    let (least, most) = driver.document().range(w).expect("a range");
    assert!(least < most && most > 10.0);
    driver.press_on("×");
    assert_eq!(driver.document().range(w), None);
    driver.press(CTRL, Key::Z);
    assert_eq!(driver.document().range(w), Some((least, most)));
    driver.press(CTRL, Key::Z);
    assert_eq!(driver.document().range(w), None);
}

#[test]
fn attributes_are_set_and_cleared_and_mistakes_are_told() {
    let mut driver = Driver::of(MATRICES);
    let l = driver.id("L");
    driver.act(Action::Select(Selection::node(l)));
    let set = |driver: &Driver| {
        let node = driver.document().graph().get(l).expect("L");
        node.attributes().map(|set| set.iter().count()).unwrap_or(0)
    };
    let shape = |driver: &Driver| driver.app().editor.evaluation().program().shape(l);
    driver.press_on_field("axis");
    driver.type_text("nonsense");
    driver.press(NONE, Key::Enter);
    assert_eq!(set(&driver), 0);
    assert!(driver.sees("enter a whole number or a list of them"));
    driver.press_on_field("axis");
    driver.press(CTRL, Key::A);
    driver.type_text("−1");
    driver.press(NONE, Key::Enter);
    assert_eq!(set(&driver), 1);
    let flag = driver
        .harness
        .get_by_role_and_label(Role::CheckBox, "keepdims")
        .rect();
    driver.click(flag.center());
    assert_eq!(set(&driver), 2);
    // No longer a scalar: the target has a problem, and a click shows where.
    assert_eq!(shape(&driver), Shape::new(&[2, 1]).ok());
    assert!(!driver.app().editor.live().problems().is_empty());
}

#[test]
fn a_problem_is_listed_and_leads_to_its_node() {
    let mut driver = Driver::of(
        r#"(version: 1, nodes: [(name: "s", op: "square", inputs: [None], at: (0, 0))])"#,
    );
    driver.press_on("1 problem");
    assert!(driver.app().panels.state.problems.shown);
    driver.harness.run_steps(30);
    let row = driver.harness.get_by_label_contains("problem \"s\"").rect();
    driver.click(row.left_center() + vec2(20.0, 0.0));
    assert_eq!(
        driver.app().editor.selection.only_node(),
        Some(driver.id("s"))
    );
    assert!(driver.sees("not wired"));
}

#[test]
fn a_gradient_that_is_not_finite_is_listed_with_its_wire() {
    let mut driver = Driver::of(
        r#"(version: 1, nodes: [
            (name: "x", op: "input", value: [0, 0]), (name: "q", op: "square", inputs: ["x"]),
            (name: "s", op: "sum", inputs: ["q"]), (name: "n", op: "sqrt", inputs: ["s"]),
        ])"#,
    );
    driver.press_on("1 problem");
    driver.harness.run_steps(30);
    let row = driver.harness.get_by_label_contains("problem \"n\"").rect();
    assert!(driver.sees("n → s: the derivative of √ at 0 is infinite; then ∞ × 0 at x"));
    driver.click(row.left_center() + vec2(20.0, 0.0));
    let selected = driver.app().editor.selection.only_node();
    assert_eq!(selected, Some(driver.id("n")));
}

#[test]
fn nothing_selected_shows_the_graph_and_its_note_is_one_step() {
    let mut driver = Driver::of(EMPTY);
    driver.press_on_field("Note");
    for letter in ["s", "e", "e"] {
        driver.type_text(letter);
    }
    assert_eq!(driver.document().note(), "see");
    driver.press(NONE, Key::Escape);
    driver.press(CTRL, Key::Z);
    assert_eq!(driver.document().note(), "");
    driver.press_on_field("Title");
    driver.type_text("A lesson");
    driver.press(NONE, Key::Enter);
    assert_eq!(driver.document().title(), "A lesson");
}

#[test]
fn panels_are_hidden_and_shown_and_the_interface_scaled() {
    let mut driver = Driver::new(first_document());
    let before = driver.app().canvas.rect().expect("drawn").width();
    driver.press(NONE, Key::F3);
    driver.press(NONE, Key::F4);
    driver.harness.run_steps(30);
    assert!(driver.app().canvas.rect().expect("drawn").width() > before + 300.0);
    driver.press(NONE, Key::F4);
    driver.press(CTRL, Key::Plus);
    assert!((driver.harness.ctx.zoom_factor() - 1.1).abs() < 1e-6);
    driver.press(CTRL, Key::Minus);
    assert_eq!(driver.harness.ctx.zoom_factor(), 1.0);
}

#[test]
fn a_small_window_cuts_a_panel_for_as_long_as_it_is_small() {
    let mut driver = Driver::new(first_document());
    let (canvas, size) = (
        |driver: &Driver| driver.app().canvas.rect().expect("drawn"),
        |driver: &Driver| driver.app().panels.state.inspector.size,
    );
    let (width, before) = (SIZE.x - canvas(&driver).right(), size(&driver));
    let small = Rect::from_min_size(Pos2::ZERO, vec2(500.0, 500.0));
    driver.resize(small);
    driver.harness.run_steps(10);
    assert!(small.right() - canvas(&driver).right() < width - 40.0);
    assert_eq!(size(&driver), before);
    driver.resize(Rect::from_min_size(Pos2::ZERO, SIZE));
    driver.harness.run_steps(10);
    assert_eq!(SIZE.x - canvas(&driver).right(), width);
    // Dragged, it stays so.
    let edge = canvas(&driver).right_center() + vec2(1.0, 100.0);
    driver.drag(edge, edge + vec2(40.0, 0.0));
    driver.harness.run_steps(10);
    assert!(
        (size(&driver) - (before - 40.0)).abs() < 2.0,
        "{}",
        size(&driver)
    );
}

#[test]
fn the_inspector_keeps_its_width_whatever_it_shows() {
    let mut driver = Driver::of(MATRICES);
    let width = |driver: &Driver| driver.app().canvas.rect().expect("drawn").width();
    let before = width(&driver);
    for name in ["A", "L"] {
        driver.act(Action::Select(Selection::node(driver.id(name))));
        assert_eq!(width(&driver), before, "{name}");
    }
    let wire = wiregrad::core::graph::Wire {
        to: driver.id("L"),
        input: 0,
    };
    driver.act(Action::Select(Selection::wire(wire)));
    assert_eq!(width(&driver), before);
    driver.press(CTRL, Key::A);
    assert_eq!(width(&driver), before);
    // Nor does it grow from frame to frame.
    let mut driver = Driver::of(
        "(version: 1, nodes: [(name: \"w\", op: \"parameter\", value: -123456.789, \
         range: (-1234567890, 1234567890))])",
    );
    driver.act(Action::Select(Selection::node(driver.id("w"))));
    let before = width(&driver);
    driver.harness.run_steps(10);
    assert_eq!(width(&driver), before);
}

#[test]
fn whatever_can_be_used_has_a_name() {
    let mut driver = Driver::of(MATRICES);
    let nameless = |driver: &Driver, state: &str| {
        let all = driver.harness.root().children_recursive();
        for node in all {
            let node = node.accesskit_node();
            let named = node.label().is_some_and(|label| !label.trim().is_empty())
                || node.value().is_some();
            let input = eframe::egui::accessibility::is_input(node.role());
            assert!(
                named || !input,
                "{state}: a nameless {:?} at {:?}",
                node.role(),
                node.raw_bounds()
            );
        }
    };
    nameless(&driver, "the graph");
    for name in ["A", "L"] {
        driver.act(Action::Select(Selection::node(driver.id(name))));
        nameless(&driver, name);
    }
    driver.act(Action::OpenTable(driver.id("A")));
    nameless(&driver, "a table");
    for command in [Command::CommandPalette, Command::ShortcutSheet] {
        driver.act(Action::Command(command));
        nameless(&driver, command.info().name);
        driver.press(NONE, Key::Escape);
    }
    driver.palette(Wiring::None, pos2(500.0, 300.0));
    nameless(&driver, "the search palette");
}

#[test]
fn the_inspector_gives_way_to_the_start_panel_where_there_is_no_room_for_both() {
    for (width, beside) in [(1400.0, false), (1750.0, true)] {
        let mut driver = Driver::sized(first_document(), vec2(width, 800.0));
        let inspected = |driver: &Driver| {
            let size = driver.harness.query_by_label("Size");
            let on = driver.app().is_on(Command::ToggleInspector);
            assert_eq!(on, Some(size.is_some()));
            size.is_some()
        };
        assert!(inspected(&driver));
        driver.act(Action::Command(Command::Start));
        assert_eq!(inspected(&driver), beside, "{width} points");
        driver.key(Key::F3);
        assert_eq!(inspected(&driver), !beside, "asked for, {width} points");
    }
}
