//! A monkey at the editor: seeded random events, and after each of them the document
//! must be lawful and the numbers those of a fresh evaluation, bit for bit.
//!
//! `cargo test --test gui monkey` plays 20,000 events. For a deep run:
//! `WIREGRAD_MONKEY_EVENTS=1000000 cargo test --test gui monkey -- --nocapture`;
//! `WIREGRAD_MONKEY_SEED` repeats one.

mod hand;

use std::collections::HashSet;

use eframe::egui::{Event, Pos2, Rect, Vec2, vec2};
use wiregrad::core::evaluation::{Evaluation, Numbers};
use wiregrad::core::graph::Wire;
use wiregrad::document::{Document, Revision};
use wiregrad::file;
use wiregrad::gui::command::Command;
use wiregrad::gui::first_document;

use super::driver::Driver;
use super::train::shipped;
use hand::Monkey;

/// Events on one document; then all is undone, redone, and the next one begins.
const ROUND: usize = 10_000;
/// Beyond this many nodes the monkey deletes all.
const MOST_NODES: usize = 60;

/// What was looked at, by the revisions that it hangs on.
type Seen = Option<(Revision, Revision, Revision)>;

/// Holds that all is as it must be. True if the document has changed.
fn check(driver: &Driver, seen: &mut Seen) -> bool {
    let (app, document) = (driver.app(), driver.document());
    let view = app.canvas.view;
    assert!(view.zoom > 0.0 && view.zoom.is_finite() && view.center.is_finite());
    let selection = &app.editor.selection;
    assert!(
        selection
            .nodes
            .iter()
            .all(|id| document.graph().get(*id).is_some())
    );
    assert!(
        selection
            .frames
            .iter()
            .all(|id| document.frame(*id).is_some())
    );
    assert!(
        selection
            .texts
            .iter()
            .all(|id| document.text(*id).is_some())
    );
    let now = (
        document.structure_revision(),
        document.values_revision(),
        document.layout_revision(),
    );
    if seen.replace(now) == Some(now) {
        return false;
    }
    lawful(document);
    if !app.editor.shows_training() {
        same_numbers(document, app.editor.evaluation());
    }
    true
}

fn lawful(document: &Document) {
    let graph = document.graph();
    let names: HashSet<&str> = graph.iter().map(|(_, node)| node.name()).collect();
    assert_eq!(names.len(), graph.len(), "names are unique");
    for (from, wire) in graph.wires() {
        assert!(graph.get(from).is_some(), "a wire starts nowhere");
        assert!(graph.path(wire.to, from).is_none(), "a cycle");
    }
    for (id, _) in graph.iter() {
        assert!(document.position(id).is_some(), "a node stands nowhere");
    }
}

fn bits(numbers: Option<Numbers<'_>>) -> Option<Vec<u64>> {
    numbers.map(|numbers| numbers.data.iter().map(|x| x.to_bits()).collect())
}

fn same_numbers(document: &Document, shown: &Evaluation) {
    let graph = document.graph();
    let fresh = Evaluation::new(graph);
    assert_eq!(shown.program().target(), fresh.program().target());
    for (to, node) in graph.iter() {
        assert_eq!(
            bits(shown.value(to)),
            bits(fresh.value(to)),
            "{}",
            node.name()
        );
        assert_eq!(
            bits(shown.gradient(to)),
            bits(fresh.gradient(to)),
            "{}",
            node.name()
        );
        for input in 0..node.inputs().len() {
            let wire = Wire { to, input };
            assert_eq!(
                bits(shown.wire_gradient(wire)),
                bits(fresh.wire_gradient(wire))
            );
        }
    }
}

fn round_trip(document: &Document) {
    let text = file::to_text(document);
    let again = file::load_bytes(text.as_bytes()).expect("what was written can be read");
    assert_eq!(file::to_text(&again), text);
}

/// Plays so many events on a document. Returns how often it changed.
fn play(document: Document, seed: u64, events: usize) -> usize {
    play_with(document, seed, events, |_, _| ())
}

/// The same; before each event `also` does something more.
fn play_with(
    document: Document,
    seed: u64,
    events: usize,
    also: impl Fn(&mut Driver, usize),
) -> usize {
    let mut driver = Driver::sized(document, Vec2::new(1500.0, 700.0));
    // It saves, now and then: where dialogs start, nothing is lost.
    let folder = tempfile::tempdir().expect("a folder");
    let settings = &mut driver.harness.state_mut().shell.settings;
    settings.recent = vec![folder.path().join("graph.ron")];
    let mut start = driver.document().clone();
    let mut monkey = Monkey::new(seed);
    let (mut seen, mut changes) = (None, 0);
    for event in 0..events {
        also(&mut driver, event);
        let next = monkey.next(&driver);
        let is_key = matches!(next, Event::Key { .. });
        driver.feed(next);
        if is_key {
            driver.harness.step(); // The next one waits for it.
        }
        let history = driver.app().editor.history();
        if history.undo_label().is_none() && history.redo_label().is_none() {
            // With the keys of buttons and menus it opens other documents, too.
            start = driver.document().clone();
        }
        changes += usize::from(check(&driver, &mut seen));
        if event % 100 == 0 {
            round_trip(driver.document());
        }
        if event % 500 == 0 {
            let size = vec2(
                300.0 + monkey.rng.f32() * 700.0,
                200.0 + monkey.rng.f32() * 400.0,
            );
            driver.resize(Rect::from_min_size(Pos2::ZERO, size));
        }
        if driver.document().graph().len() > MOST_NODES {
            monkey.clear();
        }
    }
    let editor = &mut driver.harness.state_mut().editor;
    while editor.redo() {}
    let end = editor.document().clone();
    let steps = std::iter::repeat_with(|| editor.undo())
        .take_while(|done| *done)
        .count();
    assert!(*editor.document() == start, "undoing all gives the start");
    while editor.redo() {}
    assert!(*editor.document() == end, "redoing all gives the end");
    check(&driver, &mut seen);
    let share = 100.0 * changes as f32 / events as f32;
    eprintln!("  {changes} changes ({share:.0} %); {steps} steps undone and redone");
    changes
}

fn number(name: &str, otherwise: usize) -> usize {
    let text = std::env::var(name).ok();
    text.and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn nothing_that_a_monkey_does_during_a_training_breaks_anything() {
    let events = number("WIREGRAD_MONKEY_TRAINING", 3_000);
    let seed = number("WIREGRAD_MONKEY_SEED", 1) as u64;
    let trains = |driver: &mut Driver, event: usize| {
        if event.is_multiple_of(40) {
            let app = driver.harness.state_mut();
            app.train.shown = true;
            if !app.train.is_running() {
                driver.train_command(Command::TrainRun);
            }
        }
    };
    for (nth, name) in ["train_xor", "lecture_neuron", "train_line"]
        .into_iter()
        .enumerate()
    {
        play_with(shipped(name), seed + nth as u64, events / 3, trains);
    }
}

#[test]
fn nothing_that_a_monkey_does_breaks_anything() {
    let events = number("WIREGRAD_MONKEY_EVENTS", 20_000);
    let seed = number("WIREGRAD_MONKEY_SEED", 1) as u64;
    let (mut played, mut changed) = (0, 0);
    for round in 0.. {
        let seed = seed + round;
        let count = ROUND.min(events - played);
        if count == 0 {
            break;
        }
        eprintln!("seed {seed}, {count} events");
        let document = match round % 2 {
            0 => first_document(),
            _ => Document::default(),
        };
        let changes = play(document, seed, count);
        assert!(changes > count / 10, "it did next to nothing");
        played += count;
        changed += changes;
    }
    eprintln!("{changed} of {played} events changed the document");
    // About a fifth; how many exactly hangs on when work on other threads ends.
    assert!(changed >= played / 7, "it looked more than it did");
}
