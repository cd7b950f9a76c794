//! Selecting, moving, copying and deleting.

use eframe::egui::{Event, Key, Modifiers, PointerButton, pos2, vec2};
use wiregrad::file;
use wiregrad::gui::first_document;

use super::driver::Driver;

#[test]
fn clicks_shift_and_boxes_select() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("w"));
    assert_eq!(driver.selected(), ["w"]);
    driver.click_with(driver.title("b"), Modifiers::SHIFT);
    assert_eq!(driver.selected(), ["w", "b"]);
    driver.click_with(driver.title("w"), Modifiers::SHIFT);
    assert_eq!(driver.selected(), ["b"]);
    // A box takes what it touches.
    let (w, x) = (driver.node("w"), driver.node("x"));
    let corner = w.left_top() - vec2(12.0, 12.0);
    driver.drag(corner, pos2(x.left() + 5.0, x.top() + 5.0));
    assert_eq!(driver.selected(), ["w", "x"]);
    let b = driver.node("b");
    let from = b.left_top() - vec2(8.0, 3.0);
    driver.drag_with(
        from,
        b.center() - vec2(0.0, 2.0),
        PointerButton::Primary,
        Modifiers::SHIFT,
    );
    assert_eq!(driver.selected(), ["w", "x", "b"]);
    driver.click(driver.nowhere());
    assert!(driver.app().editor.selection.is_empty());
    driver.press(Modifiers::COMMAND, Key::A);
    assert_eq!(driver.selected().len(), driver.document().graph().len());
    driver.key(Key::Escape);
    assert!(driver.app().editor.selection.is_empty());
}

#[test]
fn nodes_that_are_moved_snap_to_the_grid() {
    let mut driver = Driver::of(
        r#"(version: 1, nodes: [
            (name: "x", op: "input", value: 3, at: (3, 7)),
            (name: "y", op: "input", value: 5, at: (3, 200)),
        ])"#,
    );
    driver.press(Modifiers::COMMAND, Key::Num1);
    let at = driver.title("x");
    driver.one_step(|d| d.drag(at, at + vec2(52.0, 31.0)));
    assert_eq!(driver.at("x"), (60.0, 40.0));
    // Ctrl: freely, for once.
    let at = driver.title("y");
    driver.drag_with(
        at,
        at + vec2(13.0, 0.0),
        PointerButton::Primary,
        Modifiers::COMMAND,
    );
    assert_eq!(driver.at("y"), (16.0, 200.0));
    // Shift: along one axis.
    let at = driver.title("x");
    driver.drag_with(
        at,
        at + vec2(60.0, 35.0),
        PointerButton::Primary,
        Modifiers::SHIFT,
    );
    assert_eq!(driver.at("x"), (120.0, 40.0));
}

#[test]
fn several_nodes_move_together_and_by_keys_in_one_step() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("w"));
    driver.click_with(driver.title("x"), Modifiers::SHIFT);
    let (w, x, at) = (driver.at("w"), driver.at("x"), driver.title("x"));
    driver.one_step(|d| d.drag(at, at + vec2(80.0, 80.0)));
    let by = (driver.at("w").0 - w.0, driver.at("w").1 - w.1);
    assert_eq!(by, (driver.at("x").0 - x.0, driver.at("x").1 - x.1));
    assert!(by.0 > 0.0 && by.1 > 0.0);
    driver.click(driver.title("w"));
    let before = driver.at("w");
    driver.one_step(|d| {
        d.press(Modifiers::ALT, Key::ArrowLeft);
        d.press(Modifiers::ALT, Key::ArrowLeft);
        d.press(Modifiers::ALT, Key::ArrowUp);
    });
    assert_eq!(driver.at("w"), (before.0 - 40.0, before.1 - 20.0));
}

#[test]
fn escape_gives_a_move_up() {
    let mut driver = Driver::new(first_document());
    let at = driver.title("w");
    driver.no_step(|d| {
        d.grab(at, at + vec2(80.0, 80.0));
        d.key(Key::Escape);
        d.let_go(at + vec2(80.0, 80.0));
    });
}

#[test]
fn alt_and_ctrl_d_duplicate_with_inner_wires() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("w"));
    driver.click_with(driver.title("c"), Modifiers::SHIFT);
    driver.one_step(|d| d.press(Modifiers::COMMAND, Key::D));
    assert_eq!(driver.inputs("c2"), ["w2", ""]);
    driver.key(Key::Delete);
    let at = driver.title("b");
    let (from, to) = (at, at + vec2(-60.0, 60.0));
    driver.one_step(|d| d.drag_with(from, to, PointerButton::Primary, Modifiers::ALT));
    assert_eq!(driver.number("b2"), Some(8.0));
    assert_ne!(driver.at("b2"), driver.at("b"));
}

#[test]
fn the_clipboard_carries_nodes_to_another_window() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("w"));
    driver.click_with(driver.title("c"), Modifiers::SHIFT);
    driver.no_step(|d| d.send(Event::Copy));
    let text = driver.copied().expect("on the clipboard");
    let clip = file::load_bytes(text.as_bytes()).expect("a graph file");
    assert_eq!(clip.graph().len(), 2);

    let mut other = Driver::of("(version: 1, nodes: [])");
    let at = other.nowhere();
    other.hover(at);
    other.one_step(|d| d.send(Event::Paste(text.clone())));
    assert_eq!(other.inputs("c"), ["w", ""]);
    assert_eq!(other.selected(), ["w", "c"]);
    let corner = other.node("w").union(other.node("c")).min;
    assert!((corner - at).length() < 25.0, "{corner} {at}");
    // Once more: under other names.
    other.one_step(|d| d.send(Event::Paste(text)));
    assert_eq!(other.inputs("c2"), ["w2", ""]);
    other.no_step(|d| d.send(Event::Paste("Dear Sir or Madam".to_owned())));
    assert!(
        other.app().said.contains("neither a graph"),
        "{}",
        other.app().said
    );
    other.no_step(|d| d.send(Event::Paste("(version: 1, nodes: [(name: 1)])".to_owned())));
    assert!(
        other.app().said.contains("can't be pasted"),
        "{}",
        other.app().said
    );
    other.one_step(|d| d.send(Event::Paste("2.5".to_owned())));
    assert_eq!(other.number("k"), Some(2.5));
}

#[test]
fn cut_takes_away_what_it_copies() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("c"));
    driver.one_step(|d| d.send(Event::Cut));
    assert!(driver.document().graph().find("c").is_none());
    assert_eq!(driver.inputs("a"), ["", "b"]);
    let text = driver.copied().expect("on the clipboard");
    driver.send(Event::Paste(text));
    assert_eq!(driver.inputs("c"), ["", ""]);
    // Nothing is selected: a reason, and no step.
    driver.click(driver.nowhere());
    driver.no_step(|d| d.send(Event::Cut));
    assert!(driver.app().said.contains("select"));
}

#[test]
fn nodes_are_deleted_plainly_and_with_their_wires_joined() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("d"));
    driver.one_step(|d| d.key(Key::Delete));
    assert_eq!(driver.inputs("squared"), [""]);
    driver.undo();
    driver.click(driver.title("d"));
    driver.one_step(|d| d.press(Modifiers::SHIFT, Key::Delete));
    assert_eq!(driver.inputs("squared"), ["a"]);
}

#[test]
fn what_is_pasted_again_does_not_lie_on_what_was_pasted_before() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("w"));
    driver.send(Event::Copy);
    let text = driver.copied().expect("a node was copied");
    driver.hover(driver.nowhere());
    for text in [text.as_str(), "2.5"] {
        let mut places = Vec::new();
        for _ in 0..3 {
            driver.one_step(|d| d.send(Event::Paste(text.to_owned())));
            let [name] = &driver.selected()[..] else {
                panic!("{:?}", driver.selected())
            };
            places.push(driver.at(name));
        }
        let [first, second, third] = places[..] else {
            panic!("{places:?}")
        };
        assert!(first.0 < second.0 && second.0 < third.0, "{places:?}");
    }
}

#[test]
fn nodes_are_aligned_distributed_and_arranged() {
    let mut driver = Driver::new(first_document());
    for name in ["w", "x", "c"] {
        driver.click_with(driver.title(name), Modifiers::SHIFT);
    }
    driver.one_step(|d| d.key(Key::OpenBracket));
    assert_eq!(driver.at("c").0, driver.at("w").0);
    driver.undo();
    driver.one_step(|d| d.key(Key::CloseBracket));
    assert_eq!(driver.at("c").1, driver.at("w").1);
    driver.undo();
    let at = driver.title("x");
    driver.drag(at, at + vec2(0.0, 60.0));
    driver.one_step(|d| d.press(Modifiers::SHIFT, Key::CloseBracket));
    let mut rects: Vec<_> = ["w", "x", "c"].map(|name| driver.node(name)).into();
    rects.sort_by(|a, b| a.top().total_cmp(&b.top()));
    let gaps = [
        rects[1].top() - rects[0].bottom(),
        rects[2].top() - rects[1].bottom(),
    ];
    assert!((gaps[0] - gaps[1]).abs() < 0.1, "{gaps:?}");
    driver.key(Key::Escape);
    driver.one_step(|d| d.press(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::L));
    assert!(driver.at("w").0 < driver.at("c").0 && driver.at("c").0 < driver.at("a").0);
}

#[test]
fn arranging_is_seen_as_a_motion_and_changes_the_document_once() {
    let mut driver = Driver::new(first_document());
    let at = driver.title("w");
    driver.drag(at, at + vec2(300.0, 200.0));
    driver.click(driver.nowhere());
    driver
        .harness
        .key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::L);
    driver.harness.run_steps(3);
    let after = driver.document().clone();
    assert!(driver.is_moving());
    driver.run();
    assert!(*driver.document() == after);
    driver.undo();
    assert!(*driver.document() != after);
}
