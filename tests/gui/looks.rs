//! What is read on the canvas, from near and from the back row.

use eframe::egui::epaint::text::FontsView;
use eframe::egui::{Color32, FontId, Key, Modifiers, Vec2, vec2};
use egui_kittest::kittest::Queryable;
use wiregrad::document::Edit;
use wiregrad::gui::action::Action;
use wiregrad::gui::canvas::detail::LEAST_LETTERS;
use wiregrad::gui::canvas::readings::Readings;
use wiregrad::gui::canvas::view::LEGIBLE;
use wiregrad::gui::command::Command;
use wiregrad::gui::first_document;
use wiregrad::gui::selection::Selection;
use wiregrad::gui::shipped::SHIPPED;

use super::driver::Driver;

/// Windows in points: large and small, and small ones at twice the size.
const WINDOWS: [Vec2; 5] = [
    vec2(800.0, 600.0),
    vec2(1280.0, 800.0),
    vec2(1920.0, 1080.0),
    vec2(640.0, 400.0),
    vec2(400.0, 300.0),
];

impl Driver {
    /// Where the chosen command of a menu is on the screen is of no interest: it is done.
    fn does(&mut self, command: Command) {
        self.act(Action::Command(command));
    }

    fn letters(&self) -> f32 {
        self.app().canvas.drawn().letters
    }
}

#[test]
fn the_neuron_is_legible_in_every_window() {
    for size in WINDOWS {
        let driver = Driver::sized(first_document(), size);
        assert!(driver.app().canvas.view.zoom >= LEGIBLE, "{size}");
        let letters = driver.letters();
        assert!(letters >= 0.89 * LEAST_LETTERS, "{size}: {letters}");
    }
}

#[test]
fn what_doesnt_fit_legibly_is_shown_whole_when_asked_once_more() {
    let mut driver = Driver::sized(first_document(), vec2(400.0, 300.0));
    assert_eq!(driver.app().canvas.view.zoom, LEGIBLE);
    let canvas = driver.app().canvas.rect().expect("drawn");
    assert!(
        canvas.contains_rect(driver.node("w")),
        "it begins at the left"
    );
    driver.key(Key::F);
    assert!(driver.app().canvas.view.zoom < LEGIBLE, "all of it");
    assert!(canvas.contains_rect(driver.node("w")) && canvas.contains_rect(driver.node("J")));
    driver.key(Key::F);
    assert_eq!(driver.app().canvas.view.zoom, LEGIBLE);
}

#[test]
fn a_presentation_is_read_from_the_back_row() {
    let mut driver = Driver::sized(first_document(), vec2(1024.0, 768.0));
    driver.key(Key::F11);
    driver.harness.run_steps(4);
    // Points of the window are larger than those of the screen.
    let scale = driver.harness.ctx.zoom_factor();
    let letters = driver.letters() * scale;
    assert!(letters >= 20.0, "{letters} at {scale}");
    let drawn = driver.app().canvas.drawn();
    assert_eq!(drawn.labels.len(), 9, "every wire has its numbers");
    let canvas = driver.app().canvas.rect().expect("drawn");
    assert!(canvas.contains_rect(driver.node("w")) && canvas.contains_rect(driver.node("J")));
    let body = eframe::egui::TextStyle::Body.resolve(&driver.harness.ctx.global_style());
    assert!(body.size * scale >= 20.0);
    driver.key(Key::Escape);
    driver.harness.run_steps(4);
    assert_eq!(driver.harness.ctx.zoom_factor(), 1.0);
    let body = eframe::egui::TextStyle::Body.resolve(&driver.harness.ctx.global_style());
    assert_eq!(body.size, 13.0);
}

#[test]
fn a_wire_has_the_digits_of_its_node() {
    // σ(0.1966…) has four digits on the node, and on the wire.
    for size in [vec2(1280.0, 800.0), vec2(1440.0, 900.0)] {
        let document = SHIPPED[4].document().expect("it ships");
        let driver = Driver::sized(document, size);
        let canvas = &driver.app().canvas;
        let wires = canvas.scene.wire_count();
        assert_eq!(canvas.drawn().labels.len(), wires, "{size}");
    }
}

#[test]
fn a_shape_doesnt_look_like_a_number() {
    let driver = Driver::of(
        r#"(version: 1, nodes: [
            (name: "v", op: "input", value: [3, 4]),
            (name: "m", op: "input", value: [[1, 2, 3], [4, 5, 6]]),
            (name: "s", op: "sum", inputs: ["v"]),
            (name: "c", op: "multiply", inputs: ["s", "s"]),
        ])"#,
    );
    let mut readings = Readings::default();
    readings.begin(&driver.app().editor);
    let mut read = |name: &str| readings.node(&driver.app().editor, driver.id(name));
    let vector = read("v");
    assert_eq!(vector.shape.as_deref(), Some("[2]"));
    assert_eq!(vector.list.as_deref(), Some("[3, 4]"));
    assert_eq!(read("m").shape.as_deref(), Some("2×3"));
    let product = read("c");
    let words = product.words.clone().expect("it computes");
    assert_eq!(
        (words.inputs[0].as_str(), words.formula.as_str()),
        ("s", "s × s")
    );
    assert!(read("v").words.is_none());
    let driver = Driver::of(
        r#"(version: 1, nodes: [
            (name: "b", op: "input", value: 3), (name: "J", op: "add", inputs: ["b", None]),
        ])"#,
    );
    let editor = &driver.app().editor;
    let mut readings = Readings::default();
    readings.begin(editor);
    let words = readings.node(editor, driver.id("J")).words.clone();
    assert_eq!(words.expect("it computes").formula, "b + …");
}

#[test]
fn a_tensor_is_explained_where_the_pointer_rests() {
    let mut driver = Driver::of(
        r#"(version: 1, nodes: [
            (name: "v", op: "input", value: [3, 4], at: (0, 0)),
            (name: "s", op: "sum", inputs: ["v"], at: (300, 0)),
        ])"#,
    );
    let at = driver.node("v").center();
    driver.hover(at);
    let told = |driver: &Driver| {
        driver
            .harness
            .query_all_by_label_contains("is the norm")
            .count()
    };
    assert_eq!(told(&driver), 0, "not at once");
    driver.harness.run_steps(60);
    assert_eq!(told(&driver), 1);
}

#[test]
fn an_unfinished_graph_is_no_broken_one() {
    let mut driver = Driver::of(
        r#"(version: 1, nodes: [
            (name: "x", op: "input", value: 1), (name: "y", op: "input", value: 2),
            (name: "w", op: "parameter", value: 3), (name: "b", op: "parameter", value: 4),
        ])"#,
    );
    assert!(driver.harness.query_by_label("no problems").is_some());
    driver.act(Action::Edit(Edit::SetTarget(None)));
    // With a wire missing, what can be differentiated still is.
    let mut driver = {
        drop(driver);
        Driver::new(first_document())
    };
    let target = driver.id("J");
    driver.act(Action::Edit(Edit::SetTarget(Some(target))));
    let wire = wiregrad::core::graph::Wire {
        to: target,
        input: 0,
    };
    driver.act(Action::Edit(Edit::Connect { from: None, wire }));
    let editor = &driver.app().editor;
    assert_eq!(editor.chosen_target(), Some(target), "the choice stays");
    assert_eq!(editor.target(), Some(driver.id("squared")));
    assert_eq!(editor.gradient_number(driver.id("w")), Some(-8.0));
    let unfinished = driver.harness.query_all_by_label_contains("1 problem");
    assert_eq!(unfinished.count(), 1);
    assert!(
        editor
            .live()
            .problems()
            .iter()
            .all(wiregrad::core::problem::Problem::is_unfinished)
    );
    driver.undo();
    assert_eq!(driver.app().editor.target(), Some(target));
}

#[test]
fn problems_open_without_moving_the_graph() {
    let mut driver = Driver::sized(first_document(), vec2(1600.0, 1000.0));
    let before = driver.node("a");
    driver.key(Key::F8);
    driver.harness.run_steps(30);
    assert_eq!(driver.app().is_on(Command::ToggleProblems), Some(true));
    assert!((driver.node("a").min - before.min).length() < 1.0);
}

#[test]
fn a_nudge_covers_nothing_that_it_explains() {
    for size in [vec2(1280.0, 800.0), vec2(1920.0, 1080.0)] {
        let mut driver = Driver::sized(first_document(), size);
        let id = driver.id("w");
        driver
            .harness
            .state_mut()
            .editor
            .select(Selection::node(id));
        driver.does(Command::Nudge);
        driver.harness.run_steps(40);
        let card = driver.app().canvas.covered.expect("a card");
        for name in ["w", "c", "a", "d", "squared", "J"] {
            assert!(!card.intersects(driver.node(name)), "{name} at {size}");
        }
        assert!(driver.app().canvas.view.zoom >= LEGIBLE);
    }
}

#[test]
fn a_node_that_is_added_or_dropped_out_of_sight_comes_into_it() {
    let mut driver = Driver::sized(first_document(), vec2(1600.0, 1000.0));
    let canvas = driver.app().canvas.rect().expect("drawn");
    let far = driver
        .app()
        .canvas
        .graph_point(canvas.right_center() + vec2(40.0, 0.0));
    let far = far.expect("drawn");
    let at = wiregrad::document::Position::new(far.x, far.y).expect("lawful");
    driver.act(Action::AddNode(wiregrad::gui::action::NewNode {
        op: wiregrad::core::ops::OpId::named("tanh").expect("an op"),
        value: None,
        at,
        wired: wiregrad::gui::action::Wiring::None,
    }));
    driver.harness.run_steps(30);
    assert!(canvas.contains_rect(driver.node("tanh")));
    // Dragged under the inspector, too.
    let from = driver.title("tanh");
    driver.drag(from, canvas.right_center() + vec2(120.0, 60.0));
    driver.harness.run_steps(30);
    assert!(canvas.contains_rect(driver.node("tanh")));
}

#[test]
fn a_node_dropped_on_a_wire_makes_room() {
    let mut driver = Driver::of(
        r#"(version: 1, target: "J", nodes: [
            (name: "w", op: "parameter", value: 2, at: (0, 0)),
            (name: "c", op: "square", inputs: ["w"], at: (240, 0)),
            (name: "k", op: "constant", value: 3, at: (240, 160)),
            (name: "J", op: "multiply", inputs: ["c", "k"], at: (480, 0)),
            (name: "t", op: "tanh", inputs: [None], at: (160, 400)),
        ])"#,
    );
    let from = driver.title("t");
    let to = driver.wire("c", 0) + (driver.title("t") - driver.node("t").center());
    driver.one_step(|driver| driver.drag(from, to));
    assert_eq!(driver.inputs("t"), ["w"]);
    assert_eq!(driver.inputs("c"), ["t"]);
    let rects = ["w", "t", "c", "J"].map(|name| driver.node(name));
    for pair in rects.windows(2) {
        assert!(pair[0].right() + 10.0 < pair[1].left(), "{pair:?}");
    }
    // What feeds them moved with them.
    assert_eq!(driver.at("k").0, driver.at("c").0);
}

#[test]
fn clicks_a_third_of_a_second_apart_are_a_double_click() {
    let mut driver = Driver::new(first_document());
    driver.harness.run_steps(40);
    let at = driver.title("w");
    driver.hover(at);
    driver.click(at);
    driver.harness.run_steps(16);
    driver.click(at);
    assert!(driver.app().canvas.is_busy(), "its name is edited");
}

#[test]
fn a_decimal_comma_is_understood() {
    let mut driver = Driver::new(first_document());
    let at = driver.title("w");
    driver.click(at);
    driver.type_text("2");
    driver.type_text(",5");
    driver.key(Key::Enter);
    assert_eq!(driver.number("w"), Some(2.5));
}

#[test]
fn a_new_note_keeps_its_text_on_escape() {
    let mut driver = Driver::new(first_document());
    driver.does(Command::AddText);
    driver.type_text("for the exam");
    driver.key(Key::Escape);
    let notes: Vec<&str> = driver
        .document()
        .texts()
        .map(|(_, note)| note.text.as_str())
        .collect();
    assert_eq!(notes, ["for the exam"]);
}

#[test]
fn a_pasted_name_of_two_lines_is_one() {
    let mut driver = Driver::new(first_document());
    let at = driver.title("w");
    driver.click(at);
    driver.key(Key::F2);
    driver.press(Modifiers::COMMAND, Key::A);
    driver.send(eframe::egui::Event::Paste("the\nweight".to_owned()));
    driver.key(Key::Enter);
    assert!(driver.document().graph().find("the weight").is_some());
}

#[test]
fn rows_of_numbers_become_an_input() {
    let mut driver = Driver::new(first_document());
    let before = driver.document().graph().len();
    driver.send(eframe::egui::Event::Paste(
        "width;height\n1,5;2\n3;4\n".to_owned(),
    ));
    assert_eq!(driver.document().graph().len(), before + 1);
    let [name] = &driver.selected()[..] else {
        panic!("it is selected")
    };
    let node = driver
        .document()
        .graph()
        .get(driver.id(name))
        .expect("there");
    let value = node.value().expect("an input");
    assert_eq!(value.data(), [1.5, 2.0, 3.0, 4.0]);
    assert!(
        driver.app().said.contains("names the columns"),
        "{}",
        driver.app().said
    );
}

#[test]
fn a_file_of_numbers_that_is_dropped_becomes_an_input() {
    let mut driver = Driver::new(first_document());
    let (name, text) = ("heights".to_owned(), "1\n2\n3".to_owned());
    driver.act(Action::AddData { name, text });
    let node = driver.document().graph().get(driver.id("heights"));
    let shape = node
        .and_then(|node| node.value())
        .map(|value| value.shape().to_string());
    assert_eq!(shape.as_deref(), Some("[3]"));
}

#[test]
fn pictures_have_options() {
    let mut driver = Driver::new(first_document());
    for (command, others) in [
        (
            Command::PictureThemeDark,
            [Command::PictureThemeShown, Command::PictureThemeLight],
        ),
        (
            Command::PictureScaleFour,
            [Command::PictureScaleOne, Command::PictureScaleTwo],
        ),
    ] {
        driver.does(command);
        assert_eq!(driver.app().is_on(command), Some(true));
        assert!(
            others
                .iter()
                .all(|other| driver.app().is_on(*other) == Some(false))
        );
    }
    driver.does(Command::PictureTransparent);
    assert_eq!(driver.app().is_on(Command::PictureTransparent), Some(true));
    let picture = driver.app().shell.settings.picture;
    assert_eq!((picture.scale, picture.transparent), (4, true));
}

#[test]
fn names_in_any_script_are_looked_for_in_fonts() {
    // The harness panics at a sign that no font has, and has no fonts of the system: the
    // words are looked at without drawing them.
    let mut driver = Driver::new(first_document());
    assert!(!driver.app().said.contains("No font"));
    driver
        .harness
        .ctx
        .set_missing_glyph_policy(Default::default());
    let node = driver.id("w");
    let name = "\u{F0000}".to_owned();
    driver.act(Action::Edit(Edit::Rename { node, name }));
    assert!(
        driver.app().said.contains("No font has"),
        "{}",
        driver.app().said
    );
}

#[test]
fn a_letter_keeps_its_mark_wherever_it_is_drawn() {
    let driver = Driver::new(first_document());
    let bounds = |text: String| {
        let font = FontId::proportional(30.0);
        let layout = |fonts: &mut FontsView<'_>| fonts.layout_no_wrap(text, font, Color32::WHITE);
        driver.harness.ctx.fonts_mut(layout).mesh_bounds
    };
    for letter in ["θ", "x", "β"] {
        let plain = bounds(letter.to_owned());
        for mark in ['\u{302}', '\u{303}', '\u{307}'] {
            let marked = bounds(format!("{letter}{mark}"));
            assert!(marked.top() < plain.top() - 1.0, "{letter}{mark}");
            assert!(marked.bottom() - marked.top() > plain.height() + 1.0);
            assert!(
                marked.width() < 2.0 * plain.width(),
                "they lie over each other"
            );
        }
    }
}
