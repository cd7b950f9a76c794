//! Small windows, and large text in them: whatever opens lies in the window, and nothing
//! runs into anything else.

use eframe::egui::{Key, Rect, Vec2, vec2};
use egui_kittest::kittest::Queryable;
use wiregrad::gui::action::Action;
use wiregrad::gui::canvas::view::LEGIBLE;
use wiregrad::gui::command::{Command, Menu};
use wiregrad::gui::first_document;
use wiregrad::gui::selection::Selection;
use wiregrad::gui::shipped::SHIPPED;

use super::driver::Driver;

/// 800 × 600 and 1280 × 800 with everything twice as large, and 800 × 600 as it is.
const WINDOWS: [Vec2; 3] = [vec2(400.0, 300.0), vec2(640.0, 400.0), vec2(800.0, 600.0)];

/// The graph that ships under this name.
fn shipped(name: &str, size: Vec2) -> Driver {
    let graph = SHIPPED.iter().find(|graph| graph.name() == name);
    let document = graph.expect("it ships").document();
    Driver::sized(document.expect("it is a graph"), size)
}

impl Driver {
    /// Holds that menus, windows, cards and sheets lie in the window.
    fn floats_inside(&self, what: &str) {
        let ctx = &self.harness.ctx;
        let window = ctx.content_rect();
        ctx.memory(|memory| {
            for layer in memory.areas().visible_layer_ids() {
                let area = memory.area_rect(layer.id).unwrap_or(window);
                let inside = window.expand(1.0).contains_rect(area);
                assert!(inside, "{what}: {area} in {window}");
            }
        });
    }

    fn place(&self, label: &str) -> Rect {
        self.harness.get_by_label(label).rect()
    }

    fn choose_node(&mut self, name: &str) {
        let id = self.id(name);
        let editor = &mut self.harness.state_mut().editor;
        editor.select(Selection::node(id));
    }
}

#[test]
fn what_opens_lies_in_the_window() {
    for size in WINDOWS {
        for command in [
            Command::Guide,
            Command::About,
            Command::ShortcutSheet,
            Command::CommandPalette,
            Command::AddNode,
            Command::ConnectNodes,
            Command::Plot,
            Command::Nudge,
            Command::Why,
            Command::WhyBackward,
            Command::ContextMenu,
        ] {
            let mut driver = Driver::sized(first_document(), size);
            driver.choose_node("w");
            driver.act(Action::Command(command));
            driver.harness.run_steps(20);
            driver.floats_inside(&format!("{command:?} at {size}"));
        }
        for text in ["L = (u*v + k)^2; u = 3; q = L/u", "L = sgmoid(3"] {
            let mut driver = Driver::sized(first_document(), size);
            driver.key(Key::Equals);
            driver.type_text(text);
            driver.harness.run_steps(4);
            driver.floats_inside(&format!("{text} at {size}"));
            let add = driver.place("Add");
            assert!(driver.harness.ctx.content_rect().contains_rect(add));
        }
        let mut driver = shipped("two_layer_network", size);
        driver.choose_node("W1");
        driver.act(Action::Command(Command::EditSelected));
        driver.harness.run_steps(6);
        driver.floats_inside(&format!("a table at {size}"));
    }
}

#[test]
fn menus_scroll_where_they_dont_fit() {
    for size in WINDOWS {
        for menu in Menu::ALL {
            let mut driver = Driver::sized(first_document(), size);
            driver.choose(menu.title());
            driver.harness.run_steps(4);
            driver.floats_inside(&format!("{menu:?} at {size}"));
        }
    }
}

#[test]
fn nothing_runs_into_what_stands_at_the_right() {
    for size in WINDOWS {
        let mut driver = Driver::sized(first_document(), size);
        let value = |driver: &Driver| driver.place("J = 2");
        assert!(!value(&driver).intersects(driver.place("saved")), "{size}");
        driver.act(Action::Say(
            "A long sentence of what was done last.".to_owned(),
        ));
        assert!(!value(&driver).intersects(driver.place("saved")), "{size}");
        driver.key(Key::F9);
        driver.key(Key::Escape);
        let buttons = ["Check", "Hint 1 of 3", "Skip", "Show answer"];
        driver.act(Action::Command(Command::QuizGradients));
        driver.harness.run_steps(4);
        let close = driver.place("Close the quiz");
        for button in buttons {
            assert!(!driver.place(button).intersects(close), "{button}, {size}");
        }
        if let Some(score) = driver.harness.query_by_label("0 of 8 right") {
            let last = driver.place("Show answer");
            assert!(!last.intersects(score.rect()), "{size}");
        }
    }
}

#[test]
fn the_player_leaves_room_for_numbers() {
    for size in WINDOWS {
        let mut driver = Driver::sized(first_document(), size);
        driver.key(Key::F5);
        driver.key(Key::ArrowRight);
        driver.harness.run_steps(20);
        assert!(driver.app().canvas.view.zoom >= LEGIBLE, "{size}");
        // In a presentation too no button lies under the slider.
        driver.key(Key::F11);
        driver.harness.run_steps(20);
        let last = driver.place("Last step");
        if let Some(slider) = driver.harness.query_by_label("Progress") {
            assert!(!slider.rect().intersects(last), "{size}");
        }
    }
}

#[test]
fn the_answer_to_a_lesson_is_seen() {
    for size in WINDOWS {
        let mut driver = shipped("lesson_1_what_a_graph_is", size);
        driver.key(Key::PageDown);
        driver.key(Key::PageDown);
        driver.harness.run_steps(4);
        driver.type_text("3");
        driver.key(Key::Enter);
        driver.harness.run_steps(40);
        let reply = driver.harness.get_by_label_contains("Too large").rect();
        let line = driver.place("saved");
        assert!(reply.bottom() < line.top(), "{reply} above {line}: {size}");
    }
}

#[test]
fn a_presented_nudge_leaves_what_it_explains_in_sight() {
    let mut driver = Driver::sized(first_document(), vec2(1280.0, 800.0));
    driver.key(Key::F11);
    driver.harness.run_steps(20);
    driver.choose_node("w");
    driver.key(Key::N);
    driver.harness.run_steps(30);
    let card = driver.app().canvas.covered.expect("a card is open");
    for name in ["w", "c", "a", "d", "squared", "J"] {
        let node = driver.node(name);
        assert!(!card.intersects(node), "{name} at {node} under {card}");
    }
}
