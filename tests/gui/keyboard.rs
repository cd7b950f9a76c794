//! All of it without a mouse.

use eframe::egui::{Event, Key, Modifiers, Popup, vec2};
use egui_kittest::kittest::Queryable;
use wiregrad::core::graph::Wire;
use wiregrad::gui::action::Wiring;
use wiregrad::gui::canvas::geometry;
use wiregrad::gui::command::{COMMANDS, Command};
use wiregrad::gui::first_document;
use wiregrad::gui::selection::Selection;

use super::driver::Driver;

#[test]
fn arrows_walk_along_the_wires_and_back() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("x"));
    for (key, name) in [
        (Key::ArrowRight, "c"),
        (Key::ArrowRight, "a"),
        (Key::ArrowLeft, "c"),
        // Back to where it came from, which isn't the first input.
        (Key::ArrowLeft, "x"),
        (Key::ArrowUp, "w"),
        (Key::ArrowDown, "x"),
        (Key::ArrowDown, "b"),
    ] {
        driver.key(key);
        assert_eq!(driver.selected(), [name], "after {key:?}");
    }
    // With nothing selected they begin in the middle.
    driver.key(Key::Escape);
    driver.key(Key::ArrowLeft);
    assert_eq!(driver.selected().len(), 1);
}

#[test]
fn an_arrow_right_after_an_explanation_opens_is_still_the_canvas_s() {
    let press = |driver: &mut Driver, key| {
        driver.harness.input_mut().events.push(Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        });
        driver.harness.step();
    };
    for key in [Key::ArrowRight, Key::ArrowUp] {
        let mut driver = Driver::new(first_document());
        press(&mut driver, Key::F5);
        press(&mut driver, key);
        driver.harness.step();
        let ctx = &driver.harness.ctx;
        assert!(driver.app().canvas.has_keys(ctx), "{key:?}");
    }
}

#[test]
fn two_nodes_are_wired_by_keys() {
    let mut driver = Driver::of(
        r#"(version: 1, nodes: [
            (name: "x", op: "input", value: 3, at: (0, 0)),
            (name: "y", op: "input", value: 5, at: (0, 200)),
            (name: "m", op: "multiply", inputs: [None, None], at: (300, 100)),
            (name: "s", op: "square", inputs: ["m"], at: (600, 100)),
        ])"#,
    );
    driver.click(driver.title("y"));
    driver.one_step(|d| {
        d.key(Key::C);
        d.type_text("m");
        d.key(Key::ArrowDown);
        d.key(Key::Enter);
    });
    assert_eq!(driver.inputs("m"), ["", "y"]);
    // Two selected nodes need no list: the first one goes to the other.
    driver.click(driver.title("x"));
    driver.click_with(driver.title("m"), Modifiers::SHIFT);
    driver.one_step(|d| d.key(Key::C));
    assert_eq!(driver.inputs("m"), ["x", "y"]);
    // Inputs that would close a cycle are not in the list.
    driver.click(driver.title("s"));
    driver.no_step(|d| {
        d.key(Key::C);
        d.type_text("m");
        d.key(Key::Enter);
        d.key(Key::Escape);
    });
    driver.key(Key::Escape);
    assert!(
        driver.app().editor.selection.is_empty(),
        "the canvas has the keys again"
    );
}

#[test]
fn the_target_is_chosen_by_key_and_by_click() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("d"));
    driver.one_step(|d| d.key(Key::J));
    let evaluation = driver.app().editor.evaluation();
    assert_eq!(evaluation.gradient_number(driver.id("w")), Some(-2.0));
    let badge = driver.part("c", geometry::badge).center();
    driver.one_step(|d| d.click(badge));
    let target = driver.app().editor.target();
    assert_eq!(target, Some(driver.id("c")));
}

#[test]
fn typing_on_the_canvas_begins_a_search() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.nowhere());
    driver.no_step(|d| {
        // As a window sends it: the key, and what it types.
        d.harness.key_down(Key::M);
        d.type_text("m");
        d.harness.key_up(Key::M);
        d.run();
    });
    assert_eq!(driver.palette_text().as_deref(), Some("m"));
    let mut driver = Driver::new(first_document());
    driver.no_step(|d| d.type_text("2"));
    assert_eq!(driver.palette_text().as_deref(), Some("2"));
    // A letter that is a command where that applies is none where it doesn't.
    let mut driver = Driver::new(first_document());
    driver.no_step(|d| {
        d.harness.key_down(Key::C);
        d.type_text("c");
        d.harness.key_up(Key::C);
        d.run();
    });
    assert_eq!(driver.palette_text().as_deref(), Some("c"));
}

#[test]
fn tab_space_and_a_double_click_open_the_palette() {
    for way in 0..3 {
        let mut driver = Driver::new(first_document());
        driver.run();
        match way {
            0 => driver.key(Key::Tab),
            1 => driver.key(Key::Space),
            _ => driver.double_click(driver.nowhere()),
        }
        assert_eq!(driver.palette_text().as_deref(), Some(""), "way {way}");
    }
    // With a node selected, the new one is wired to it.
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("J"));
    driver.key(Key::Tab);
    let j = driver.id("J");
    assert_eq!(driver.palette_wiring(), Some(Wiring::From(j)));
}

/// As a window sends a key.
fn key(key: Key, modifiers: Modifiers) -> [Event; 2] {
    [true, false].map(|pressed| Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers,
    })
}

fn text(text: &str) -> Event {
    Event::Text(text.to_owned())
}

#[test]
fn keys_that_come_faster_than_frames_go_where_they_belong() {
    let mut driver = Driver::new(first_document());
    let plain = |k| key(k, Modifiers::NONE);
    // Tab, three letters and Enter, all within one frame.
    let mut events = plain(Key::Tab).to_vec();
    for (k, letter) in [(Key::M, "m"), (Key::U, "u"), (Key::L, "l")] {
        let [down, up] = plain(k);
        events.extend([down, text(letter), up]);
    }
    events.extend(plain(Key::Enter));
    let before = driver.document().graph().len();
    driver.one_step(|d| d.at_once(events));
    assert_eq!(driver.document().graph().len(), before + 1);
    let added = driver.document().graph().iter().last();
    assert_eq!(added.expect("it was added").1.op_name(), "multiply");

    // And once more, twice in a row.
    let sequence = |name: &str| {
        let mut events = plain(Key::Tab).to_vec();
        events.push(text(name));
        events.extend(plain(Key::Enter));
        events
    };
    let two = [sequence("tanh"), sequence("exp")].concat();
    driver.at_once(two);
    let graph = driver.document().graph();
    let ops: Vec<&str> = graph.iter().map(|(_, node)| node.op_name()).collect();
    assert_eq!(ops[before + 1..], ["tanh", "exp"]);

    // The first letter itself opens the palette.
    let mut driver = Driver::new(first_document());
    driver.no_step(|d| d.at_once(["t", "a", "n"].map(text)));
    driver.one_step(|d| d.at_once([text("h")].into_iter().chain(plain(Key::Enter))));
    let added = driver.document().graph().iter().last();
    assert_eq!(added.expect("it was added").1.op_name(), "tanh");
}

#[test]
fn keys_of_one_frame_reach_the_field_that_they_open() {
    let plain = |k| key(k, Modifiers::NONE);
    // The command palette.
    let mut driver = Driver::new(first_document());
    let shown = driver.app().panels.state.inspector.shown;
    let mut events = key(Key::K, Modifiers::COMMAND).to_vec();
    events.push(text("inspector"));
    events.extend(plain(Key::Enter));
    driver.at_once(events);
    assert_eq!(driver.app().panels.state.inspector.shown, !shown);

    // A number that is typed over another.
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("w"));
    let typed = ["7", ".", "5"].map(text);
    driver.one_step(|d| d.at_once(typed.into_iter().chain(plain(Key::Enter))));
    assert_eq!(driver.number("w"), Some(7.5));

    // A name.
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("w"));
    let mut events = plain(Key::F2).to_vec();
    events.push(text("weight"));
    events.extend(plain(Key::Enter));
    driver.one_step(|d| d.at_once(events));
    driver.id("weight");
}

#[test]
fn f6_goes_to_the_panels_and_escape_comes_back() {
    let mut driver = Driver::new(first_document());
    let ctx = driver.harness.ctx.clone();
    assert!(driver.app().canvas.has_keys(&ctx));
    driver.key(Key::F6);
    assert!(!driver.app().canvas.has_keys(&ctx));
    driver.key(Key::Escape);
    assert!(driver.app().canvas.has_keys(&ctx));
}

#[test]
fn every_command_without_a_reason_against_it_does_something() {
    let not_here = [Command::Quit, Command::Open, Command::SaveAs, Command::Save];
    for row in COMMANDS
        .iter()
        .filter(|row| !not_here.contains(&row.command))
    {
        let mut driver = Driver::new(first_document());
        let ctx = driver.harness.ctx.clone();
        driver.click(driver.title("d"));
        let why = driver.app().why_not(row.command);
        let app = driver.harness.state_mut();
        app.perform(
            &ctx,
            vec![wiregrad::gui::action::Action::Command(row.command)],
        );
        match why {
            Some(why) => assert_eq!(driver.app().said, why, "{}", row.name),
            None => driver.run(),
        }
    }
}

#[test]
fn keys_of_commands_differ() {
    let mut seen = std::collections::HashMap::new();
    for row in COMMANDS {
        for keys in row.keys {
            let other = seen.insert(*keys, row.name);
            assert!(other.is_none(), "{} and {other:?} have {keys:?}", row.name);
        }
    }
}

#[test]
fn the_context_menu_opens_by_key_for_what_is_selected() {
    let mut driver = Driver::new(first_document());
    let opens = |driver: &mut Driver, shortcut: (Modifiers, Key), has: &str, hasnt: &str| {
        driver.no_step(|d| d.press(shortcut.0, shortcut.1));
        assert!(Popup::is_any_open(&driver.harness.ctx), "{has}");
        let seen = |label| driver.harness.query_all_by_label_contains(label).count() > 0;
        assert!(seen(has), "{has}");
        assert!(!seen(hasnt), "{hasnt}");
        driver.key(Key::Escape);
        assert!(!Popup::is_any_open(&driver.harness.ctx));
    };
    let (menu, shift_f10) = ((Modifiers::NONE, Key::Menu), (Modifiers::SHIFT, Key::F10));
    let (of_node, of_canvas) = ("Delete and rewire", "Add a node here…");
    opens(&mut driver, menu, of_canvas, of_node);
    driver.click(driver.title("w"));
    opens(&mut driver, menu, of_node, of_canvas);
    let to = driver.id("J");
    let wire = Selection::wire(Wire { to, input: 0 });
    driver.harness.state_mut().editor.select(wire);
    opens(&mut driver, shift_f10, "Why this gradient", of_node);

    // The arrows go through it, and Enter chooses.
    driver.click(driver.title("d"));
    driver.press(Modifiers::SHIFT, Key::F10);
    let is_there = |driver: &Driver| {
        let mut rows = driver.harness.query_all_by_label_contains("Duplicate");
        rows.any(|row| row.is_focused())
    };
    for _ in 0..15 {
        if is_there(&driver) {
            break;
        }
        driver.key(Key::ArrowDown);
    }
    let before = driver.document().graph().len();
    driver.one_step(|d| d.key(Key::Enter));
    assert_eq!(driver.document().graph().len(), before + 1);
}

#[test]
fn with_a_single_node_selected_all_are_arranged() {
    let mut driver = Driver::new(first_document());
    let title = driver.title("w");
    driver.drag(title, title + vec2(90.0, 70.0));
    assert_eq!(driver.selected(), ["w"]);
    driver.one_step(|d| d.press(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::L));
}
