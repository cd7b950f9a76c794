//! Where cards stand: on the canvas, and not over the node that they speak of.

use eframe::egui::{Key, Rect, Vec2, pos2, vec2};
use egui_kittest::kittest::Queryable;
use wiregrad::gui::command::Command;
use wiregrad::gui::first_document;
use wiregrad::gui::selection::Selection;

use super::driver::Driver;

/// A large window, a small one, and both with everything twice as large.
const WINDOWS: [(Vec2, f32); 4] = [
    (vec2(1600.0, 1000.0), 1.0),
    (vec2(1000.0, 700.0), 1.0),
    (vec2(800.0, 500.0), 2.0),
    (vec2(500.0, 350.0), 2.0),
];

impl Driver {
    fn card(&self) -> Rect {
        self.app().canvas.covered.expect("a card is open")
    }

    fn canvas_rect(&self) -> Rect {
        self.app().canvas.rect().expect("the canvas was drawn")
    }

    fn stands_on_the_canvas(&self) {
        let (card, canvas) = (self.card(), self.canvas_rect());
        assert!(canvas.expand(1.0).contains_rect(card), "{card} in {canvas}");
        // With enough of it to be read.
        assert!(card.width() > 200.0 && card.height() > 100.0, "{card}");
    }
}

/// The lecture's neuron in a window of so many points, each so many pixels wide.
fn in_window((size, scale): (Vec2, f32)) -> Driver {
    // The harness counts in points.
    let driver = Driver::sized(first_document(), size);
    driver.harness.ctx.set_pixels_per_point(scale);
    driver
}

#[test]
fn cards_are_on_the_canvas_and_beside_their_node() {
    for window in WINDOWS {
        for command in [Command::Nudge, Command::Why] {
            for name in ["w", "c", "a", "d", "J", "half"] {
                let mut driver = in_window(window);
                let id = driver.id(name);
                driver
                    .harness
                    .state_mut()
                    .editor
                    .select(Selection::node(id));
                driver.command(command);
                driver.run();
                driver.stands_on_the_canvas();
                let (node, card) = (driver.node(name), driver.card());
                assert!(
                    !card.intersects(node),
                    "{card} over {name} at {node}: {window:?}"
                );
                assert!(
                    driver.canvas_rect().contains_rect(node),
                    "{name} in {window:?}"
                );
            }
        }
    }
}

#[test]
fn what_speaks_of_the_whole_graph_stays_on_the_canvas() {
    for window in WINDOWS {
        for command in [Command::CheckGradients, Command::WhyBackward] {
            let mut driver = in_window(window);
            driver.command(command);
            driver.harness.run_steps(5);
            driver.stands_on_the_canvas();
            let close = driver.harness.get_by_label("Close").rect();
            assert!(driver.card().contains_rect(close), "{close} in {window:?}");
            // The card grows while results arrive, and its button may move off the pointer.
            for _ in 0..20 {
                if driver.app().learn.is_explaining() {
                    driver.harness.get_by_label("Close").click();
                    driver.harness.run_steps(3);
                }
            }
            assert!(!driver.app().learn.is_explaining());
        }
    }
}

#[test]
fn a_card_goes_where_it_is_dragged_and_no_further() {
    let mut driver = in_window(WINDOWS[0]);
    driver.click(driver.title("c"));
    driver.key(Key::N);
    let before = driver.card();
    let by = vec2(-240.0, -30.0);
    let grip = pos2(before.center().x, before.top() + 22.0);
    driver.drag(grip, grip + by);
    let after = driver.card();
    assert!(
        (after.min - before.min - by).length() < 2.0,
        "{before} {after}"
    );
    driver.drag(grip + by, pos2(5.0, 5.0));
    driver.stands_on_the_canvas();
}

#[test]
fn the_next_node_is_not_left_under_the_card() {
    let mut driver = in_window(WINDOWS[1]);
    driver.click(driver.title("w"));
    driver.key(Key::N);
    for _ in 0..5 {
        driver.key(Key::ArrowRight);
        let name = driver.selected().first().cloned().expect("a node");
        assert!(!driver.card().intersects(driver.node(&name)), "{name}");
    }
}
