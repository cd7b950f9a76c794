//! Stepping through, nudging, asking why, forward mode: driven by keys and clicks.

use std::collections::HashMap;

use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use wiregrad::core::graph::Wire;
use wiregrad::core::tensor::Tensor;
use wiregrad::document::Edit;
use wiregrad::file;
use wiregrad::gui::action::Action;
use wiregrad::gui::canvas::geometry;
use wiregrad::gui::command::Command;
use wiregrad::gui::editor::Editor;
use wiregrad::gui::first_document;
use wiregrad::gui::learn::player::{Player, StepSize};
use wiregrad::gui::learn::why::WhyMode;
use wiregrad::gui::overlay::{Emphasis, Overlay, Shown};

use super::driver::Driver;

impl Driver {
    /// Presses a key, and lets some frames of a sixtieth of a second go by.
    pub(super) fn key_and(&mut self, key: Key, frames: usize) {
        self.harness.key_press_modifiers(Modifiers::NONE, key);
        self.harness.run_steps(frames);
    }

    pub(super) fn overlay(&self) -> impl Overlay + '_ {
        self.app().learn.overlay()
    }

    pub(super) fn player(&self) -> &Player {
        self.app().learn.mode::<Player>().expect("the player is on")
    }

    pub(super) fn shows(&self, part: &str) -> bool {
        let found = self.harness.query_all_by_label_contains(part).count();
        found > 0 || self.harness.query_all_by_value(part).count() > 0
    }

    pub(super) fn command(&mut self, command: Command) {
        let ctx = self.harness.ctx.clone();
        let app = self.harness.state_mut();
        app.perform(&ctx, vec![Action::Command(command)]);
        self.harness.run_steps(3);
    }
}

/// Frames that are more than any motion takes.
const ALL: usize = 260;

fn text(text: &str) -> Shown {
    Shown::Text(text.into())
}

#[test]
fn a_step_says_names_then_numbers_then_flies() {
    let mut driver = Driver::new(first_document());
    driver.no_step(|driver| {
        driver.key_and(Key::F5, 3);
        for name in ["w", "x", "c", "J"] {
            let id = driver.id(name);
            assert_eq!(driver.overlay().value(id), Shown::Absent, "{name}");
            assert_eq!(driver.overlay().gradient(id), Shown::Absent, "{name}");
        }
        driver.key_and(Key::ArrowRight, ALL);
        assert!(driver.shows("w = 2"));
        assert_eq!(driver.overlay().value(driver.id("w")), Shown::AsIs);
        driver.key_and(Key::ArrowRight, ALL); // x
        driver.key_and(Key::ArrowRight, 5);
        let c = driver.id("c");
        assert!(driver.shows("c = w × x") && !driver.shows("2 × (−2)"));
        assert_eq!(driver.overlay().node_emphasis(c), Emphasis::Lit);
        assert_eq!(driver.overlay().value(c), Shown::Absent);
        driver.harness.run_steps(45);
        assert!(driver.shows("c = w × x = 2 × (−2)") && !driver.shows("= −4"));
        driver.harness.run_steps(75);
        assert!(driver.shows("c = w × x = 2 × (−2) = −4"));
        assert_eq!(driver.overlay().value(c), Shown::AsIs);
        let flights = driver.overlay().flights();
        assert_eq!(flights.len(), 1);
        assert_eq!((&*flights[0].text, flights[0].gradient), ("−4", false));
        let into_a = flights[0].wire;
        assert_eq!(driver.overlay().wire_value(into_a), Shown::Absent);
        driver.harness.run_steps(ALL);
        assert_eq!(driver.overlay().wire_value(into_a), Shown::AsIs);
        assert_eq!(driver.overlay().flights(), []);
        assert!(!driver.is_moving(), "it repaints although nothing moves");
    });
}

#[test]
fn the_backward_pass_multiplies_wire_by_wire() {
    let mut driver = Driver::new(first_document());
    driver.key_and(Key::F5, 3);
    driver.command(Command::StepByWire);
    let end = driver.player().steps().end_of_forward();
    for _ in 0..end {
        driver.key_and(Key::ArrowRight, 1);
    }
    driver.harness.run_steps(ALL);
    let [w, j] = ["w", "J"].map(|name| driver.id(name));
    assert_eq!(driver.overlay().value(j), Shown::AsIs);
    assert_eq!(driver.overlay().gradient(j), Shown::Absent);
    driver.key_and(Key::ArrowRight, ALL);
    assert!(driver.shows("∂J/∂J = 1"));
    assert_eq!(driver.overlay().gradient(j), Shown::AsIs);
    while driver.overlay().gradient(w) == Shown::Absent {
        driver.key_and(Key::ArrowRight, ALL);
    }
    assert!(driver.shows("∂J/∂w = ∂J/∂c · ∂c/∂w = 2 · (−2) = −4"));
    // And back.
    driver.key_and(Key::ArrowLeft, 3);
    assert_eq!(driver.overlay().gradient(w), Shown::Absent);
    driver.key_and(Key::Home, 3);
    assert_eq!(driver.overlay().value(w), Shown::Absent);
    driver.key_and(Key::End, 3);
    assert_eq!(driver.overlay().gradient(w), Shown::AsIs);
}

#[test]
fn it_plays_by_itself_and_then_rests() {
    let mut driver = Driver::new(first_document());
    driver.key_and(Key::F5, 3);
    driver.key_and(Key::Space, 30);
    assert!(driver.player().is_playing());
    assert!(driver.is_moving() && driver.shows("Pause"));
    for _ in 0..100 {
        driver.harness.run_steps(60);
        if !driver.player().is_playing() {
            break;
        }
    }
    let player = driver.player();
    assert_eq!(player.position(), player.steps().len());
    driver.harness.run_steps(3);
    assert!(!driver.is_moving());
    driver.key_and(Key::Space, 3);
    assert!(driver.player().position() <= 2, "it plays from the start");
}

#[test]
fn its_keys_are_the_canvas_s_again_when_it_is_closed() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("c"));
    driver.key_and(Key::F5, 3);
    driver.key_and(Key::ArrowRight, 3);
    assert_eq!(driver.selected(), ["c"]);
    driver.key_and(Key::Escape, 3);
    assert!(!driver.app().learn.is_explaining());
    assert_eq!(driver.selected(), ["c"]);
    driver.key(Key::ArrowRight);
    assert_eq!(driver.selected(), ["a"]);
}

#[test]
fn a_result_waits_until_it_is_asked_for() {
    let mut driver = Driver::new(first_document());
    driver.key_and(Key::F5, 3);
    driver.command(Command::PauseBeforeResult);
    for _ in 0..3 {
        driver.key_and(Key::ArrowRight, ALL);
    }
    let c = driver.id("c");
    assert!(driver.player().is_waiting() && !driver.is_moving());
    assert!(driver.shows("c = w × x = 2 × (−2) = ?"));
    assert_eq!(driver.overlay().value(c), Shown::Absent);
    let position = driver.player().position();
    driver.key_and(Key::ArrowRight, ALL);
    assert_eq!(driver.player().position(), position);
    assert!(driver.shows("c = w × x = 2 × (−2) = −4"));
    assert_eq!(driver.overlay().value(c), Shown::AsIs);
    // While it plays, Space asks for the result, and it plays on.
    driver.key_and(Key::Space, ALL);
    while !driver.player().is_waiting() {
        driver.harness.run_steps(60);
    }
    let position = driver.player().position();
    driver.harness.run_steps(ALL);
    assert_eq!(driver.player().position(), position);
    driver.key_and(Key::Space, 2 * ALL);
    assert!(driver.player().position() > position && driver.player().is_playing());
}

#[test]
fn nodes_are_counted_when_it_steps_by_node() {
    let mut driver = Driver::new(first_document());
    driver.key_and(Key::F5, 3);
    let count = driver.player().steps().node_count();
    assert!(driver.shows(&format!("0 / {count}")));
    for nth in 1..=count {
        driver.key_and(Key::ArrowRight, 2);
        assert!(driver.shows(&format!("{nth} / {count}")));
    }
    let player = driver.player();
    assert_eq!(player.position(), player.steps().len());
    driver.command(Command::StepByWire);
    let count = driver.player().steps().len();
    assert!(driver.shows(&format!("{count} / {count}")));
}

#[test]
fn a_click_on_a_node_skips_to_it() {
    let mut driver = Driver::new(first_document());
    driver.key_and(Key::F5, 30);
    driver.hover(driver.title("d"));
    driver.harness.run_steps(60);
    let at = driver.title("d");
    driver.harness.hover_at(at);
    for pressed in [true, false] {
        driver.harness.event(eframe::egui::Event::PointerButton {
            pos: at,
            button: eframe::egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        driver.harness.step();
    }
    driver.harness.run_steps(ALL);
    assert!(driver.shows("d = a − y = 4 − 2 = 2"));
}

#[test]
fn another_value_begins_anew() {
    let mut driver = Driver::new(first_document());
    driver.key_and(Key::F5, 3);
    driver.key_and(Key::Space, 400);
    assert!(driver.player().position() > 2);
    let node = driver.id("w");
    let ctx = driver.harness.ctx.clone();
    let value = Tensor::scalar(3.0);
    let edit = Action::Edit(Edit::SetValue { node, value });
    driver.harness.state_mut().perform(&ctx, vec![edit]);
    driver.harness.run_steps(1);
    assert_eq!(driver.player().position(), 0);
    assert_eq!(driver.overlay().value(driver.id("x")), Shown::Absent);
    assert!(driver.player().is_playing());
    driver.harness.run_steps(ALL);
    assert!(driver.shows("w = 3") || driver.player().position() > 2);
}

#[test]
fn only_what_leads_to_the_target() {
    let mut driver = Driver::new(first_document());
    driver.key_and(Key::F5, 3);
    driver.command(Command::StepOnlyToTarget);
    let [x, w] = ["x", "w"].map(|name| driver.id(name));
    assert_eq!(driver.overlay().value(x), Shown::AsIs);
    assert_eq!(driver.overlay().node_emphasis(x), Emphasis::Dimmed);
    assert_eq!(driver.overlay().value(w), Shown::Absent);
    driver.key_and(Key::End, 3);
    assert_eq!(driver.overlay().gradient(x), Shown::Absent);
    assert_eq!(driver.overlay().gradient(w), Shown::AsIs);
}

/// The shipped graphs.
fn shipped() -> Vec<Editor> {
    let files = std::fs::read_dir("saved_graphs").expect("the folder");
    let open = |path: std::path::PathBuf| Editor::new(file::load(&path).expect("it opens"));
    let paths = files.map(|file| file.expect("it is read").path());
    let graphs = paths.filter(|path| path.extension().is_some_and(|it| it == "ron"));
    graphs.map(open).collect()
}

#[test]
fn every_wire_is_flown_once_in_each_direction() {
    for editor in shipped() {
        let mut seen = [StepSize::Wire, StepSize::Node].map(|by| {
            let mut player = Player::new(&editor);
            player.set_by(by);
            let mut flown: HashMap<(Wire, bool), usize> = HashMap::new();
            while player.position() < player.steps().len() {
                player.step(&editor);
                let forward = player.view().is_forward();
                for wire in player.view().wires() {
                    *flown.entry((*wire, forward)).or_default() += 1;
                }
            }
            assert!(flown.values().all(|times| *times == 1));
            flown
        });
        let program = editor.evaluation().program();
        let mut wires = HashMap::new();
        for (to, node) in editor.document().graph().iter() {
            for (input, _) in node.inputs().iter().enumerate() {
                wires.insert((Wire { to, input }, true), 1);
                if program.reaches_target(to) {
                    wires.insert((Wire { to, input }, false), 1);
                }
            }
        }
        assert_eq!(seen[0], wires);
        assert_eq!(std::mem::take(&mut seen[1]), wires);
    }
}

#[test]
fn the_lecture_s_nudge_of_w() {
    let mut driver = Driver::sized(first_document(), vec2(1900.0, 1200.0));
    driver.click(driver.title("w"));
    driver.no_step(|driver| {
        driver.key_and(Key::N, 5);
        assert!(driver.shows("w: 2 → 2.001"));
        assert!(driver.shows("J: 2 → 1.996002"));
        assert!(driver.shows("∂J/∂w · ε = −4 · 0.001"));
        assert!(driver.shows("−0.004"));
        assert!(driver.shows("−0.003998"));
        assert_eq!(driver.overlay().value(driver.id("J")), text("2 → 1.996002"));
        assert_eq!(driver.overlay().gradient(driver.id("J")), text("−0.003998"));
        assert_eq!(driver.overlay().value(driver.id("a")), text("4 → 3.998"));
        // What is seen on the canvas is what is told of it.
        let node = driver.harness.get_by_label("node J");
        let said = node.value().unwrap_or_default();
        assert!(said.contains("2 → 1.996002"), "{said}");
        driver.harness.get_by_label("Change sign").click();
        driver.harness.run_steps(3);
        assert!(driver.shows("J: 2 → 2.004002"));
        driver.harness.get_by_label("Change sign").click();
        driver.harness.run_steps(3);
        // An inner node is overridden.
        driver.click(driver.title("d"));
        assert!(driver.shows("d: 2 → 2.001") && driver.shows("J: 2 → 2.0020005"));
        assert_eq!(driver.overlay().value(driver.id("a")), Shown::AsIs);
        driver.harness.get_by_label("Close").click();
        driver.harness.run_steps(3);
        assert!(!driver.app().learn.is_explaining());
    });
}

#[test]
fn an_element_of_a_tensor_is_nudged() {
    let mut driver = Driver::of(
        r#"(version: 1, nodes: [
            (name: "v", op: "parameter", value: [1, 2, 3], at: (0, 0)),
            (name: "J", op: "sum", inputs: ["v"], at: (300, 0)),
        ])"#,
    );
    driver.click(driver.title("v"));
    driver.key_and(Key::N, 5);
    assert!(driver.shows("v[0]: 1 → 1.001") && driver.shows("J: 6 → 6.001"));
    assert!(driver.shows("Element"));
}

#[test]
fn why_lists_the_paths_and_lights_what_is_pointed_at() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("w"));
    driver.no_step(|driver| {
        driver.key_and(Key::W, 5);
        assert!(driver.shows("∂J/∂w = ∂J/∂c · ∂c/∂w = 2 · (−2) = −4"));
        assert!(driver.shows("1 path leads to the target"));
        assert!(driver.shows("w → c → a → d → squared → J"));
        let into_c = Wire {
            to: driver.id("c"),
            input: 0,
        };
        let factor = driver.harness.get_by_label("∂c/∂w").rect().center();
        driver.harness.hover_at(factor);
        driver.harness.run_steps(4);
        assert_eq!(driver.overlay().lit_wires(), [into_c]);
        assert_eq!(
            driver.overlay().node_emphasis(driver.id("y")),
            Emphasis::Dimmed
        );
        let way = driver.harness.get_by_label("w → c → a → d → squared → J");
        let way = way.rect().center();
        driver.harness.hover_at(way);
        driver.harness.run_steps(4);
        assert_eq!(driver.overlay().lit_wires().len(), 5);
        driver.click(driver.harness.get_by_label("Copy as LaTeX").rect().center());
        assert!(driver.copied().expect("a text").contains("\\partial"));
        driver.click(driver.harness.get_by_label("Copy as text").rect().center());
        let copied = driver.copied().expect("a text");
        assert!(copied.contains("∂J/∂w = ∂J/∂c · ∂c/∂w = 2 · (−2) = −4"));
    });
}

#[test]
fn a_click_on_a_gradient_asks_why() {
    let mut driver = Driver::sized(first_document(), vec2(1900.0, 1200.0));
    let number = driver.part("c", geometry::gradient_number);
    driver.click(number.center());
    assert!(driver.app().learn.mode::<WhyMode>().is_some());
    assert!(driver.shows("∂J/∂c = 2"));
    driver.key(Key::Escape);
    let (wire, place) = driver.app().canvas.drawn().labels[0];
    driver.click(place.gradient.center());
    assert_eq!(driver.app().editor.selection.wire, Some(wire));
    assert!(driver.app().learn.mode::<WhyMode>().is_some());
}

#[test]
fn many_paths_are_counted_and_the_local_form_holds() {
    // Ten times doubled: 2^10 paths.
    let mut nodes = String::from(r#"(name: "n0", op: "parameter", value: 1, at: (0, 0)),"#);
    for i in 1..=10 {
        let (before, x) = (i - 1, 220 * i);
        nodes += &format!(
            r#"(name: "n{i}", op: "add", inputs: ["n{before}", "n{before}"], at: ({x}, 0)),"#
        );
    }
    let mut driver = Driver::of(&format!("(version: 1, nodes: [{nodes}])"));
    let node = driver.id("n0");
    let ctx = driver.harness.ctx.clone();
    let app = driver.harness.state_mut();
    app.perform(
        &ctx,
        vec![Action::Reveal(node), Action::Command(Command::Why)],
    );
    driver.harness.run_steps(5);
    assert!(driver.shows("∂n10/∂n0 = 1024"));
    assert!(driver.shows("1024 paths lead to the target; the first 12"));
    assert!(driver.shows("512 + 512"));
}

#[test]
fn forward_mode_replaces_the_gradients() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("w"));
    driver.no_step(|driver| {
        driver.command(Command::ForwardMode);
        assert!(driver.shows("Forward mode from w"));
        let overlay = |name: &str| driver.overlay().gradient(driver.id(name));
        assert_eq!(overlay("w"), text("1"));
        assert_eq!(overlay("squared"), text("−8"));
        assert_eq!(overlay("J"), text("−4"));
        assert_eq!(overlay("b"), text("—"));
        driver.click(driver.title("b"));
        assert!(driver.shows("Forward mode from b"));
        assert_eq!(driver.overlay().gradient(driver.id("J")), text("2"));
        driver.key_and(Key::Escape, 3);
        assert_eq!(driver.overlay().gradient(driver.id("J")), Shown::AsIs);
    });
}
