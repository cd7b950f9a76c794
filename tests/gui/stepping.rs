//! Stepping through a large graph.
#![allow(clippy::print_stdout)] // what was measured

use eframe::egui::{Key, Pos2};
use wiregrad::core::explain::growth::{self, GrowthKind};
use wiregrad::core::explain::steps::StepScope;
use wiregrad::document::Document;
use wiregrad::file;
use wiregrad::gui::editor::Editor;
use wiregrad::gui::learn::player::{Player, StepSize};

use super::driver::Driver;

#[test]
fn ten_thousand_nodes_are_stepped_through_in_frames() {
    let mut nodes = String::from(r#"(name: "n0", op: "parameter", value: 1, at: (0, 0)),"#);
    for i in 1..10_000 {
        let (before, x, y) = (i - 1, 220 * (i % 100), 150 * (i / 100));
        nodes += &format!(r#"(name: "n{i}", op: "sin", inputs: ["n{before}"], at: ({x}, {y})),"#);
    }
    let mut driver = Driver::of(&format!("(version: 1, nodes: [{nodes}])"));
    driver.key_and(Key::F5, 20);
    let start = std::time::Instant::now();
    driver.key_and(Key::Space, 120);
    assert!(driver.player().position() >= 1);
    driver.key_and(Key::End, 20);
    driver.key_and(Key::ArrowLeft, 20);
    // Debug build, software tessellation and a shared machine: far above what it takes.
    assert!(start.elapsed().as_secs_f64() < 30.0);
    assert_eq!(driver.player().show(), StepScope::Everything);
    let seen: Pos2 = driver.node("n0").center();
    assert!(seen.is_finite());
}

/// How long the longest of these takes, in milliseconds.
fn longest(mut what: impl FnMut() -> bool) -> f64 {
    let mut longest = 0.0_f64;
    loop {
        let start = std::time::Instant::now();
        let goes_on = what();
        longest = longest.max(start.elapsed().as_secs_f64() * 1e3);
        if !goes_on {
            return longest;
        }
    }
}

/// A number that ten thousand nodes use, and as many of these as one node takes together.
fn star() -> String {
    let mut nodes = String::from(r#"(name: "n0", op: "parameter", value: [1], at: (0, 0)),"#);
    let mut names = Vec::new();
    for i in 1..10_000 {
        nodes += &format!(r#"(name: "n{i}", op: "sin", inputs: ["n0"], at: (240, {i})),"#);
        if names.len() < 4_000 {
            names.push(format!("\"n{i}\""));
        }
    }
    let inputs = names.join(", ");
    nodes += &format!(r#"(name: "v", op: "concatenate", inputs: [{inputs}], at: (480, 0)),"#);
    nodes += r#"(name: "J", op: "sum", inputs: ["v"], at: (720, 0)),"#;
    format!("(version: 1, target: \"J\", nodes: [{nodes}])")
}

/// Holds that no step of ten thousand nodes takes a frame. It measures, so it is run by
/// hand: `cargo test --release --test gui steps_of_ten_thousand -- --ignored --nocapture`.
#[test]
#[ignore = "it measures time"]
fn steps_of_ten_thousand_nodes_take_less_than_a_frame() {
    let grown = |kind| {
        let graph = growth::graph(kind, 10_000).expect("it is small enough");
        Document::new(graph).expect("a lawful document")
    };
    let star = file::load_bytes(star().as_bytes()).expect("a graph");
    for (name, document) in [
        ("chain", grown(GrowthKind::Chain)),
        ("layers", grown(GrowthKind::Layers)),
        ("star", star),
    ] {
        let editor = Editor::new(document);
        let mut made = None;
        let new = longest(|| {
            made = Some(Player::new(&editor));
            false
        });
        let mut player = made.expect("it was made");
        println!(
            "{name}: entering {new:.2} ms, {} steps",
            player.steps().len()
        );
        for by in [StepSize::Node, StepSize::Wire] {
            player.set_by(by);
            player.seek(0, &editor);
            let count = player.steps().len();
            let step = longest(|| {
                player.step(&editor);
                player.position() < count
            });
            let back = longest(|| {
                player.back(&editor);
                player.position() > 0
            });
            let ends = [usize::MAX, 0, usize::MAX].into_iter();
            let ends = ends.map(|at| {
                longest(|| {
                    player.seek(at, &editor);
                    false
                })
            });
            let ends = ends.fold(0.0, f64::max);
            let mut nodes = editor.document().graph().iter().map(|(id, _)| id);
            let skip = longest(|| nodes.next().is_some_and(|id| player.skip_to(id, &editor)));
            println!("  {by:?}: step {step:.2}, back {back:.2}, ends {ends:.2}, skip {skip:.2} ms");
            for each in [step, back, ends, skip] {
                assert!(each < 16.0, "{each} ms");
            }
        }
        assert!(new < 100.0, "{new} ms");
    }
}
