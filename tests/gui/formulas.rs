//! Formulas in the editor: typed in the bar, edited in the inspector, pasted and copied.

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use wiregrad::document::Document;
use wiregrad::document::layout::NODE_WIDTH;
use wiregrad::gui::action::Action;
use wiregrad::gui::command::Command;
use wiregrad::gui::first_document;
use wiregrad::gui::selection::Selection;

use super::driver::Driver;
use super::panels::{CTRL, NONE};

const NEURON: &str = "J = 1/2 (w*x + b - y)^2; w=2; x=-2; b=8; y=2";

impl Driver {
    /// What stands in a field of this name; nothing if there is no such field.
    fn formula_field(&self, label: &str) -> Option<String> {
        let field = self
            .harness
            .query_by_role_and_label(Role::MultilineTextInput, label);
        let field = field.or_else(|| self.harness.query_by_role_and_label(Role::TextInput, label));
        Some(field?.accesskit_node().value().unwrap_or_default())
    }

    /// Clicks a field of this name.
    fn click_field(&mut self, label: &str) {
        let multi = self
            .harness
            .query_by_role_and_label(Role::MultilineTextInput, label);
        let field = multi.or_else(|| self.harness.query_by_role_and_label(Role::TextInput, label));
        let at = field.expect("the field").rect().center();
        self.click(at);
    }
}

#[test]
fn the_lecture_is_typed_in_a_line_and_its_gradients_are_read_before_enter() {
    let mut driver = Driver::new(Document::default());
    driver.type_text("=");
    assert_eq!(driver.formula_field("Formula").as_deref(), Some(""));
    driver.type_text(NEURON);
    assert!(
        driver.sees("J = (1/2)·((((w·x) + b) − y)²)"),
        "{:?}",
        driver.harness.root()
    );
    assert!(driver.sees("J, w, x, b, y and 5 inner nodes"));
    assert!(driver.sees("−4"), "∂J/∂w is seen");
    assert!(driver.sees("Enter adds 10 nodes"));
    assert!(driver.document().graph().is_empty(), "nothing yet");
    driver.one_step(|d| d.key(Key::Enter));
    assert_eq!(driver.formula_field("Formula"), None, "it is closed");
    assert_eq!(driver.document().graph().len(), 10);
    assert_eq!(driver.selected().len(), 10);
    let w = driver.id("w");
    assert_eq!(driver.app().editor.gradient_number(w), Some(-4.0));
    driver.undo();
    assert!(driver.document().graph().is_empty());
    driver.press(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    assert_eq!(driver.number("J"), Some(2.0));
}

#[test]
fn keys_that_come_at_once_open_the_bar_fill_it_and_carry_it_out() {
    let mut driver = Driver::new(Document::default());
    let key = |key| Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: NONE,
    };
    let text = |text: &str| Event::Text(text.to_owned());
    driver.at_once([
        key(Key::Equals),
        text("="),
        key(Key::K),
        text("K"),
        text(" = 3v; v = 2"),
        key(Key::Enter),
    ]);
    driver.run();
    assert_eq!(driver.number("K"), Some(6.0));
}

#[test]
fn a_mistake_is_told_at_its_place_and_enter_keeps_the_text() {
    let mut driver = Driver::new(first_document());
    driver.no_step(|d| {
        d.key(Key::Equals);
        d.type_text("z = w + sinn(x)");
        assert!(d.sees("neither an op nor a node"));
        assert!(d.sees("did you mean sin"));
        d.key(Key::Enter);
        assert_eq!(
            d.formula_field("Formula").as_deref(),
            Some("z = w + sinn(x)")
        );
        // A cycle, which only the graph knows.
        d.press(CTRL, Key::A);
        d.type_text("w = J + 1");
        assert!(d.sees("cycle"), "it is said");
        d.key(Key::Enter);
        assert!(d.formula_field("Formula").is_some());
        d.key(Key::Escape);
    });
    assert_eq!(driver.formula_field("Formula"), None);
    // The canvas has the keys again.
    driver.key(Key::Tab);
    assert!(driver.has_palette());
}

#[test]
fn new_nodes_stand_beside_the_selection_and_use_what_is_there() {
    let mut driver = Driver::new(first_document());
    let (j, before) = (driver.id("J"), driver.at("J"));
    driver.act(Action::Select(Selection::node(j)));
    driver.key(Key::Equals);
    driver.type_text("L = J^2 + lambda w^2");
    assert!(driver.sees("input lambda = 1"));
    assert!(
        driver.sees("L (was J)") || driver.sees("(was"),
        "the target is told"
    );
    driver.one_step(|d| d.key(Key::Enter));
    assert_eq!(driver.at("J"), before);
    let names = driver.selected();
    assert!(
        names.contains(&"L".to_owned()) && !names.contains(&"J".to_owned()),
        "{names:?}"
    );
    let left = names
        .iter()
        .map(|name| driver.at(name).0)
        .fold(f32::INFINITY, f32::min);
    assert!(left > before.0 + NODE_WIDTH, "{left}");
    assert_eq!(driver.app().editor.target(), Some(driver.id("L")));
}

#[test]
fn several_lines_and_earlier_formulas() {
    let mut driver = Driver::new(Document::default());
    driver.key(Key::Equals);
    driver.type_text("u = 2");
    driver.press(Modifiers::SHIFT, Key::Enter);
    driver.type_text("v = u^3");
    assert_eq!(
        driver.formula_field("Formula").as_deref(),
        Some("u = 2\nv = u^3")
    );
    driver.key(Key::Enter);
    assert_eq!(driver.number("v"), Some(8.0));
    driver.key(Key::Equals);
    driver.type_text("t = v + 1");
    driver.key(Key::Enter);
    driver.key(Key::Equals);
    driver.type_text("half typed");
    driver.key(Key::ArrowUp);
    assert_eq!(
        driver.formula_field("Formula").as_deref(),
        Some("t = v + 1")
    );
    driver.key(Key::ArrowUp);
    assert_eq!(
        driver.formula_field("Formula").as_deref(),
        Some("u = 2\nv = u^3")
    );
    driver.key(Key::ArrowDown);
    driver.key(Key::ArrowDown);
    assert_eq!(
        driver.formula_field("Formula").as_deref(),
        Some("half typed")
    );
}

#[test]
fn what_is_typed_counts_as_unsaved_and_a_click_away_keeps_it_for_the_next_time() {
    let mut driver = Driver::new(first_document());
    assert!(driver.app().is_saved());
    driver.key(Key::Equals);
    driver.type_text("q = w + 1");
    assert!(!driver.app().is_saved());
    driver.click(driver.nowhere());
    assert_eq!(driver.formula_field("Formula"), None);
    assert!(driver.app().is_saved());
    driver.key(Key::Equals);
    assert_eq!(
        driver.formula_field("Formula").as_deref(),
        Some("q = w + 1")
    );
    driver.key(Key::Escape);
    driver.key(Key::Equals);
    assert_eq!(driver.formula_field("Formula").as_deref(), Some(""));
}

#[test]
fn a_formula_in_the_search_for_an_op_goes_to_the_bar() {
    let mut driver = Driver::new(Document::default());
    driver.key(Key::Tab);
    driver.type_text("J = a*b");
    assert!(driver.sees("Formula: J = a*b"));
    driver.key(Key::Enter);
    assert_eq!(driver.formula_field("Formula").as_deref(), Some("J = a*b"));
    driver.key(Key::Enter);
    assert_eq!(driver.number("J"), Some(1.0));
}

#[test]
fn numbers_of_a_graph_that_is_too_large_are_not_worked_out_at_every_letter() {
    let mut driver = Driver::new(Document::default());
    driver.key(Key::Equals);
    driver.type_text("s = sum(broadcast_to(x, shape=[400, 400]))");
    assert!(driver.sees("too many numbers to work them out while you type"));
    driver.key(Key::Enter);
    assert_eq!(driver.number("s"), Some(160_000.0));
}

#[test]
fn the_inspector_shows_the_formula_and_an_edit_changes_what_is_behind_the_node() {
    let mut driver = typed_neuron();
    let (j, label) = (driver.id("J"), "Formula of J");
    assert_eq!(
        driver.formula_field(label).as_deref(),
        Some("0.5*(w*x + b - y)^2")
    );
    let places: Vec<_> = driver.document().graph().iter().map(|(id, _)| id).collect();
    let places: Vec<_> = places
        .iter()
        .map(|id| driver.document().position(*id))
        .collect();
    driver.one_step(|d| {
        d.click_field(label);
        d.press(CTRL, Key::A);
        d.type_text("0.25 (w*x + b - y)^2");
        assert!(!d.app().is_saved());
        d.key(Key::Enter);
    });
    assert_eq!(driver.number("J"), Some(1.0));
    assert_eq!(driver.document().graph().len(), 10);
    let now: Vec<_> = driver.document().graph().iter().map(|(id, _)| id).collect();
    let now: Vec<_> = now
        .iter()
        .map(|id| driver.document().position(*id))
        .collect();
    assert_eq!(now, places, "nothing has moved");
    assert_eq!(driver.app().editor.selection.only_node(), Some(j));
    assert_eq!(
        driver.formula_field(label).as_deref(),
        Some("0.25*(w*x + b - y)^2")
    );
}

/// The lecture's neuron, typed, with J selected.
fn typed_neuron() -> Driver {
    let mut driver = Driver::new(Document::default());
    driver.key(Key::Equals);
    driver.type_text(NEURON);
    driver.key(Key::Enter);
    let j = driver.id("J");
    driver.act(Action::Select(Selection::node(j)));
    driver
}

#[test]
fn a_formula_in_the_inspector_that_is_wrong_stays_to_be_corrected() {
    let mut driver = typed_neuron();
    let label = "Formula of J";
    driver.no_step(|d| {
        d.click_field(label);
        d.press(CTRL, Key::A);
        d.type_text("0.5 (w*x");
        assert!(d.sees("is not closed"));
        d.key(Key::Enter);
        assert_eq!(d.formula_field(label).as_deref(), Some("0.5 (w*x"));
        d.key(Key::Escape);
    });
    driver.run();
    assert_eq!(
        driver.formula_field(label).as_deref(),
        Some("0.5*(w*x + b - y)^2")
    );
}

#[test]
fn a_shorter_formula_in_the_inspector_takes_nodes_away_and_keeps_the_target() {
    let mut driver = typed_neuron();
    let (j, label) = (driver.id("J"), "Formula of J");
    // A click elsewhere is an Enter.
    driver.one_step(|d| {
        d.click_field(label);
        d.press(CTRL, Key::A);
        d.type_text("w*x");
        d.click(d.nowhere());
    });
    assert_eq!(driver.number("J"), Some(-4.0));
    assert_eq!(
        driver.document().graph().len(),
        5,
        "J and the named sources"
    );
    assert_eq!(driver.app().editor.chosen_target(), Some(j));
}

#[test]
fn the_lecture_s_own_nodes_are_named_and_stay() {
    let mut driver = Driver::new(first_document());
    let a = driver.id("a");
    driver.act(Action::Select(Selection::node(a)));
    assert_eq!(
        driver.formula_field("Formula of a").as_deref(),
        Some("c + b")
    );
    driver.one_step(|d| {
        d.click_field("Formula of a");
        d.press(CTRL, Key::A);
        d.type_text("tanh(c + b)");
        d.key(Key::Enter);
    });
    assert_eq!(driver.inputs("a"), ["c + b"]);
    assert_eq!(driver.inputs("c + b"), ["c", "b"]);
    assert_eq!(driver.inputs("d"), ["a", "y"], "wires of other nodes stay");
}

#[test]
fn formulas_are_copied_and_pasted() {
    let mut driver = Driver::new(first_document());
    let key = |key, modifiers| Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers,
    };
    driver.send(key(Key::F, CTRL.plus(Modifiers::SHIFT)));
    let all = driver.copied().expect("the graph");
    assert!(
        all.ends_with("target J\n") && all.contains("w = parameter(2)\n"),
        "{all}"
    );
    let d = driver.id("d");
    driver.act(Action::Select(Selection::node(d)));
    for (command, text) in [
        (Command::CopyAsFormula, "d = a - y\n"),
        (
            Command::CopyAsLatex,
            "\\begin{aligned}\nd &= a - y\n\\end{aligned}\n",
        ),
    ] {
        driver.press(CTRL, Key::K);
        driver.type_text(command.info().name);
        driver.send(key(Key::Enter, NONE));
        assert_eq!(driver.copied().as_deref(), Some(text));
    }
    let before = driver.document().graph().len();
    driver.hover(driver.nowhere());
    driver.one_step(|d| d.send(Event::Paste("d = a - 2y\n".to_owned())));
    assert_eq!(driver.document().graph().len(), before + 3);
    assert_eq!(driver.inputs("d"), ["a", "y"], "what is there stays");
    assert_eq!(driver.inputs("d2"), ["a", "2·y"]);
    driver.no_step(|d| {
        for (text, said) in [
            (
                "hello world",
                "neither a graph nor a formula: copy nodes first",
            ),
            (
                "y = logg(x)",
                "neither a graph nor a formula. As a formula: ",
            ),
            ("  ", "there is no text on the clipboard"),
            ("(nodes: [", "the clipboard can't be pasted"),
        ] {
            d.send(Event::Paste(text.to_owned()));
            assert!(d.app().said.contains(said), "{text}: {}", d.app().said);
        }
    });
}

#[test]
fn the_start_panel_begins_with_a_formula() {
    let mut driver = Driver::new(first_document());
    driver.act(Action::Command(Command::Start));
    driver.choose("Type a formula");
    driver.run();
    assert!(driver.document().graph().is_empty());
    assert_eq!(driver.formula_field("Formula").as_deref(), Some(""));
    driver.type_text("f = (x+y)z; x=-2; y=5; z=-4");
    driver.key(Key::Enter);
    assert_eq!(driver.number("f"), Some(-12.0));
}

#[test]
fn the_bar_tells_no_number_that_a_quiz_asks_for() {
    let mut driver = Driver::new(first_document());
    driver.act(Action::Command(Command::QuizValues));
    driver.act(Action::Command(Command::TypeFormula));
    driver.type_text("k = J + 1");
    assert!(driver.sees("The numbers are hidden"));
}
