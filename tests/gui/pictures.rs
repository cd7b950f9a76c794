//! How the editor looks, in both themes: pictures that a change has to be seen in.
//!
//! After a change that is meant: `UPDATE_SNAPSHOTS=1 cargo test --test gui pictures`,
//! and look at each before it is kept.

use eframe::egui::{Key, Modifiers, ThemePreference, vec2};
use egui_kittest::{SnapshotResults, try_image_snapshot_options};
use wiregrad::document::Document;
use wiregrad::file;
use wiregrad::gui::action::Action;
use wiregrad::gui::command::Command;
use wiregrad::gui::first_document;
use wiregrad::gui::selection::Selection;

use crate::driver::Driver;
use crate::renderer::strict;

const NETWORK: &str = include_str!("../../saved_graphs/two_layer_network.ron");

/// A graph with a wire that is missing and shapes that don't fit.
const WRONG: &str = r#"(version: 1, target: "J", nodes: [
    (name: "x", op: "input", value: [1, 2, 3], at: (0, 0)),
    (name: "w", op: "parameter", value: [[1, 2], [3, 4]], at: (0, 140)),
    (name: "wx", op: "matmul", inputs: ["w", "x"], at: (240, 60)),
    (name: "b", op: "parameter", value: 8, at: (240, 240)),
    (name: "J", op: "add", inputs: ["b", None], at: (480, 120)),
])"#;

/// Takes a picture of a state in both themes.
fn looks_as_it_did(name: &str, document: &Document, reach: impl Fn(&mut Driver)) {
    let mut results = SnapshotResults::new();
    for (theme, ending) in [
        (ThemePreference::Light, "light"),
        (ThemePreference::Dark, "dark"),
    ] {
        let mut driver = Driver::sized(document.clone(), vec2(1400.0, 800.0));
        driver.harness.state_mut().panels.state.theme = theme;
        driver.run();
        reach(&mut driver);
        driver.run();
        let picture = driver.harness.render().expect("a picture");
        let options = strict().output_path("tests/snapshots/editor");
        let name = format!("{name}_{ending}");
        results.add(try_image_snapshot_options(&picture, name, &options));
    }
    results.unwrap();
}

fn network() -> Document {
    file::load_bytes(NETWORK.as_bytes()).expect("a graph")
}

#[test]
fn the_neuron() {
    looks_as_it_did("neuron", &first_document(), |_| {});
}

#[test]
fn the_two_layer_network() {
    looks_as_it_did("network", &network(), |_| {});
}

#[test]
fn an_empty_graph() {
    looks_as_it_did("empty", &Document::default(), |_| {});
}

#[test]
fn the_start_panel() {
    looks_as_it_did("start", &first_document(), |driver| {
        let ctx = driver.harness.ctx.clone();
        let start = vec![Action::Command(Command::Start)];
        driver.harness.state_mut().perform(&ctx, start);
        driver.run();
        // Room for the canvas, and all of the graph.
        driver.key(Key::F3);
        driver.key(Key::Home);
    });
}

#[test]
fn the_search_palette() {
    looks_as_it_did("palette", &first_document(), |driver| {
        driver.key(Key::Tab);
        driver.type_text("soft");
    });
}

#[test]
fn the_formula_bar() {
    looks_as_it_did("formula", &Document::default(), |driver| {
        driver.key(Key::Equals);
        driver.type_text("J = 1/2 (w*x + b - y)^2; w = 2; x = -2; b = 8; y = 2");
    });
}

#[test]
fn a_formula_that_is_wrong() {
    looks_as_it_did("formula_wrong", &first_document(), |driver| {
        driver.key(Key::Equals);
        driver.type_text("L = J + lambda w^2 + sinn(w)");
    });
}

#[test]
fn the_formula_of_a_node() {
    looks_as_it_did("formula_of_node", &Document::default(), |driver| {
        driver.key(Key::Equals);
        driver.type_text("J = 1/2 (w*x + b - y)^2; w = 2; x = -2; b = 8; y = 2");
        driver.key(Key::Enter);
        let j = driver.id("J");
        let select = Action::Select(Selection::node(j));
        driver.act(select);
    });
}

#[test]
fn a_wire_and_its_chain_rule() {
    looks_as_it_did("wire", &first_document(), |driver| {
        let wire = driver.wire("c", 0);
        driver.click(wire);
        // The pointer goes away: what it is over is lifted.
        let away = driver.nowhere();
        driver.hover(away);
    });
}

#[test]
fn a_graph_with_problems() {
    let wrong = file::load_bytes(WRONG.as_bytes()).expect("a graph");
    looks_as_it_did("problems", &wrong, |driver| {
        driver.press(Modifiers::NONE, Key::F8);
    });
}

#[test]
fn text_stays_when_the_theme_changes() {
    // A change of theme empties the texture that letters are in.
    let mut driver = Driver::sized(first_document(), vec2(1400.0, 800.0));
    let mut looks = |theme| {
        driver.harness.state_mut().panels.state.theme = theme;
        driver.run();
        driver.harness.render().expect("a picture")
    };
    let at_first = looks(ThemePreference::Light);
    looks(ThemePreference::Dark);
    assert!(looks(ThemePreference::Light) == at_first);
}
