//! Graphs whose evaluation takes long: it runs beside the window, can be cancelled, and
//! pauses.

#![allow(clippy::disallowed_methods)] // leaves the marker of a program that was killed

use std::fs;
use std::time::{Duration, Instant};

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use wiregrad::core::tensor::Tensor;
use wiregrad::document::{Document, Edit};
use wiregrad::file;
use wiregrad::gui::action::Action;
use wiregrad::gui::app::App;
use wiregrad::gui::command::Command;
use wiregrad::gui::live::{LiveState, Pause};
use wiregrad::gui::selection::Selection;
use wiregrad::gui::shell::Shell;
use wiregrad::gui::theme;

/// Takes a tenth of a second or so, by the estimate too.
const DEAR: usize = 700;
/// Takes many seconds, nearly all of them for the product.
const ENDLESS: usize = 2_500;

/// J = Σ a·a + k², with a square matrix a of equal numbers x.
fn graph(side: usize) -> String {
    format!(
        r#"(version: 1, nodes: [
        (name: "x", op: "parameter", value: 1, range: (0, 2)),
        (name: "a", op: "broadcast_to", inputs: ["x"], attributes: {{"shape": [{side}, {side}]}}),
        (name: "m", op: "matmul", inputs: ["a", "a"]),
        (name: "s", op: "sum", inputs: ["m"]),
        (name: "k", op: "parameter", value: 2),
        (name: "c", op: "square", inputs: ["k"]),
        (name: "J", op: "add", inputs: ["s", "c"]),
        ])"#
    )
}

fn document(side: usize) -> Document {
    file::load_bytes(graph(side).as_bytes()).expect("a graph")
}

fn window(document: Document, shell: Shell) -> Harness<'static, App> {
    Harness::builder()
        .with_size([1400.0, 900.0])
        .build_eframe(move |creation| {
            theme::install(&creation.egui_ctx);
            App::with(document, shell)
        })
}

fn apart(side: usize) -> Harness<'static, App> {
    window(document(side), Shell::apart())
}

fn until(app: &mut Harness<'static, App>, what: &str, so: impl Fn(&App) -> bool) {
    let start = Instant::now();
    while !so(app.state()) {
        assert!(start.elapsed() < Duration::from_secs(60), "never: {what}");
        std::thread::sleep(Duration::from_millis(2));
        app.step();
    }
}

fn is_current(app: &App) -> bool {
    app.editor.live().is_current()
}

fn perform(app: &mut Harness<'static, App>, action: Action) {
    let ctx = app.ctx.clone();
    app.state_mut().perform(&ctx, vec![action]);
    app.step();
}

fn set(app: &mut Harness<'static, App>, name: &str, value: f64) {
    let node = app.state().editor.find(name).expect("a node");
    let value = Tensor::scalar(value);
    perform(app, Action::Edit(Edit::SetValue { node, value }));
}

/// The value of the target as it is shown.
fn shown(app: &App) -> Option<f64> {
    let target = app.editor.find("J")?;
    app.editor.shown_value(target)?.as_scalar()
}

/// Holds that the target is shown as it is for these numbers.
#[track_caller]
fn assert_target(app: &App, side: usize, x: f64, k: f64) {
    let wanted = x * x * (side as f64).powi(3) + k * k;
    let shown = shown(app).expect("a number");
    assert!(
        (shown / wanted - 1.0).abs() < 1e-12,
        "{shown}, not {wanted}"
    );
}

#[test]
fn a_small_graph_has_its_numbers_in_the_frame_of_the_edit() {
    let mut app = apart(8);
    assert!(is_current(app.state()));
    set(&mut app, "k", 3.0);
    assert!(is_current(app.state()));
    assert_target(app.state(), 8, 1.0, 3.0);
    assert!(app.query_by_label_contains("evaluating").is_none());
}

#[test]
fn a_dear_graph_is_evaluated_beside_the_window() {
    let mut app = apart(DEAR);
    assert!(!is_current(app.state()), "not in the frame");
    assert_eq!(shown(app.state()), None);
    // The window lives on: what is known without a pass is there.
    let source = app.state().editor.find("x").expect("a node");
    assert_eq!(app.state().editor.number(source), Some(1.0));
    app.get_by_label_contains("evaluating");
    until(&mut app, "numbers", is_current);
    app.run_steps(2);
    assert_target(app.state(), DEAR, 1.0, 2.0);
    assert!(app.query_by_label_contains("evaluating").is_none());
    until(&mut app, "rest", |app| !app.editor.live().is_busy());
    app.run_steps(1);
    // What hangs on k alone is computed in the frame all the same.
    set(&mut app, "k", 5.0);
    assert!(is_current(app.state()));
    assert_target(app.state(), DEAR, 1.0, 5.0);
}

#[test]
fn an_edit_supersedes_and_the_last_numbers_stay_meanwhile() {
    let mut app = apart(DEAR);
    until(&mut app, "numbers", is_current);
    let first = shown(app.state());
    for step in 1..=20 {
        set(&mut app, "x", 1.0 + f64::from(step) / 20.0);
        let editor = &app.state().editor;
        assert!(!is_current(app.state()));
        assert!(shown(app.state()).is_some(), "the last ones, or newer ones");
        let node = editor.find("J").expect("a node");
        assert!(editor.value(node).is_none(), "none of the graph as it is");
        let source = editor.find("x").expect("a node");
        let now = editor.shown_value(source).and_then(|x| x.as_scalar());
        assert_eq!(
            now,
            Some(1.0 + f64::from(step) / 20.0),
            "a source is never old"
        );
    }
    until(&mut app, "the newest numbers", is_current);
    assert_target(app.state(), DEAR, 2.0, 2.0);
    assert_ne!(shown(app.state()), first);
    // Undone, redone: each time the numbers of what is there.
    perform(&mut app, Action::Command(Command::Undo));
    until(&mut app, "the numbers before", is_current);
    assert_target(app.state(), DEAR, 1.95, 2.0);
}

#[test]
fn cancelled_it_pauses_until_evaluate() {
    let mut app = apart(ENDLESS);
    app.run_steps(2);
    app.get_by_label("Cancel").click();
    app.run_steps(2);
    let paused = LiveState::Paused(Pause::Cancelled);
    assert_eq!(app.state().editor.live().state(), paused);
    app.get_by_label("evaluation paused: it was cancelled");
    // Edits are edits; it stays paused.
    set(&mut app, "x", 2.0);
    assert_eq!(app.state().editor.live().state(), paused);
    let why = app.state().why_not(Command::CancelEvaluation);
    assert_eq!(why, Some("nothing is being evaluated"));
    // Without the product there is nothing to wait for.
    let product = app.state().editor.find("m").expect("a node");
    perform(&mut app, Action::Edit(Edit::Remove(vec![product])));
    assert!(is_current(app.state()));
    perform(&mut app, Action::Command(Command::Undo));
    assert!(!is_current(app.state()));
    perform(&mut app, Action::Command(Command::CancelEvaluation));
    app.run_steps(2);
    app.get_by_label("Evaluate").click();
    app.run_steps(2);
    assert!(matches!(
        app.state().editor.live().state(),
        LiveState::Evaluating(_)
    ));
}

#[test]
fn a_cancelled_evaluation_makes_room_for_the_next() {
    let mut app = apart(ENDLESS);
    app.run_steps(2);
    perform(&mut app, Action::Command(Command::CancelEvaluation));
    // A graph that takes a moment, in its place: its thread starts once the other stops.
    let node = app.state().editor.find("a").expect("a node");
    let value = wiregrad::core::op::attributes::AttributeValue::Integers([700, 700].into());
    let edit = Edit::SetAttribute {
        node,
        name: "shape".to_owned(),
        value: Some(value),
    };
    perform(&mut app, Action::Edit(edit));
    perform(&mut app, Action::Command(Command::Evaluate));
    until(&mut app, "numbers", is_current);
    assert_target(app.state(), 700, 1.0, 2.0);
}

#[test]
fn what_explains_says_that_there_are_no_numbers() {
    let mut app = apart(ENDLESS);
    app.run_steps(2);
    let commands = [
        Command::StepThrough,
        Command::Nudge,
        Command::Why,
        Command::ForwardMode,
        Command::WhyBackward,
        Command::CheckGradients,
        Command::QuizGradients,
        Command::QuizValues,
    ];
    let x = app.state().editor.find("x").expect("a node");
    perform(&mut app, Action::Select(Selection::node(x)));
    for command in commands {
        let why = app.state().why_not(command);
        assert_eq!(
            why,
            Some("the graph is still being evaluated"),
            "{command:?}"
        );
        perform(&mut app, Action::Command(command));
        assert!(!app.state().learn.is_explaining(), "{command:?}");
    }
    perform(&mut app, Action::Command(Command::CancelEvaluation));
    for command in commands {
        let why = app.state().why_not(command);
        let paused = "the evaluation is paused: choose Evaluate first";
        assert_eq!(why, Some(paused), "{command:?}");
    }
    app.run_steps(2);
    app.get_by_label("The evaluation is paused: choose Evaluate first.");
    // A picture can be had; it has no numbers.
    let m = app.state().editor.find("m").expect("a node");
    perform(&mut app, Action::OpenTable(m));
    app.run_steps(2);
    app.get_by_label_contains("— no numbers yet");
}

#[test]
fn an_explanation_that_a_graph_outgrows_is_closed() {
    let mut app = apart(8);
    let x = app.state().editor.find("x").expect("a node");
    perform(&mut app, Action::Select(Selection::node(x)));
    perform(&mut app, Action::Command(Command::Nudge));
    assert!(app.state().learn.is_explaining());
    let node = app.state().editor.find("a").expect("a node");
    let value = wiregrad::core::op::attributes::AttributeValue::Integers([4_000, 4_000].into());
    let edit = Edit::SetAttribute {
        node,
        name: "shape".to_owned(),
        value: Some(value),
    };
    perform(&mut app, Action::Edit(edit));
    app.run_steps(2);
    assert!(!app.state().learn.is_explaining());
    assert!(app.state().said.starts_with("The explanation was closed"));
}

#[test]
fn large_tensors_are_looked_at_beside_the_window_too() {
    let mut app = apart(DEAR);
    until(&mut app, "numbers", is_current);
    let m = app.state().editor.find("m").expect("a node");
    perform(&mut app, Action::Select(Selection::node(m)));
    // Norm and extent come by themselves.
    let start = Instant::now();
    while app.query_by_label_contains("norm").is_none() {
        assert!(start.elapsed() < Duration::from_secs(60), "no norm");
        std::thread::sleep(Duration::from_millis(2));
        app.step();
    }
    app.get_by_label("There are too many numbers to write the formula out.");
}

#[test]
fn the_gradient_of_data_is_worked_out_beside_the_window() {
    let rows = vec![format!("[{}]", vec!["1"; 600].join(", ")); 600].join(", ");
    let text = format!(
        r#"(version: 1, nodes: [
        (name: "x", op: "input", value: [{rows}]), (name: "w", op: "parameter", value: 1),
        (name: "v", op: "broadcast_to", inputs: ["w"], attributes: {{"shape": [600, 600]}}),
        (name: "m", op: "matmul", inputs: ["x", "v"]), (name: "J", op: "sum", inputs: ["m"])])"#
    );
    let document = file::load_bytes(text.as_bytes()).expect("a graph");
    let mut app = window(document, Shell::apart());
    until(&mut app, "numbers", is_current);
    let x = app.state().editor.find("x").expect("a node");
    assert!(app.state().editor.gradient(x).is_none(), "not in a frame");
    perform(&mut app, Action::OpenTable(x));
    app.run_steps(2);
    app.get_by_label("Gradient").click();
    let start = Instant::now();
    // ∂J/∂x is 600 everywhere.
    while app.query_by_label_contains("600 … 600").is_none() {
        assert!(start.elapsed() < Duration::from_secs(60), "no gradient");
        std::thread::sleep(Duration::from_millis(2));
        app.step();
    }
}

#[test]
fn a_graph_whose_last_evaluation_did_not_return_opens_paused() {
    let folder = tempfile::tempdir().expect("a folder");
    let recovery = folder.path().join("recovery");
    let path = folder.path().join("dear.ron");
    fs::write(&path, graph(ENDLESS)).expect("written");
    let markers = || match fs::read_dir(recovery.join("evaluating")) {
        Ok(entries) => entries.count(),
        Err(_) => 0,
    };
    let open = || {
        let (shell, _) = Shell::kept_in(None, Some(recovery.clone()), Some(&path));
        let mut app = window(Document::default(), shell);
        until(&mut app, "opened", |app| app.editor.node_count() == 7);
        app.run_steps(2);
        app
    };
    let mut app = open();
    until(&mut app, "a marker", |_| markers() == 1);
    // The program is killed: nothing is cleared away.
    let kept: Vec<_> = fs::read_dir(recovery.join("evaluating"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    perform(&mut app, Action::Command(Command::CancelEvaluation));
    until(&mut app, "the marker is gone", |_| markers() == 0);
    drop(app);
    kept.iter()
        .for_each(|path| fs::write(path, "").expect("written"));
    let mut app = open();
    let paused = LiveState::Paused(Pause::DidNotReturn);
    assert_eq!(app.state().editor.live().state(), paused);
    app.get_by_label("evaluation paused: the last one did not return");
    // Small as it is now, it needn't ask.
    let product = app.state().editor.find("m").expect("a node");
    perform(&mut app, Action::Edit(Edit::Remove(vec![product])));
    assert!(is_current(app.state()));
}

#[test]
fn a_title_of_megabytes_opens_and_is_shown_shortened() {
    let title = "ä".repeat(5_000_000);
    let text = format!("(version: 1, title: \"{title}\", note: \"{title}\", nodes: [])");
    let document = file::load_bytes(text.as_bytes()).expect("older files always open");
    assert_eq!(document.title(), title);
    let mut app = window(document, Shell::apart());
    app.run_steps(3);
    let saved = file::to_text(app.state().editor.document());
    assert!(saved.contains(&title), "nothing is lost");
    assert_eq!(
        app.query_all_by_label_contains("It has 10,000,000 bytes")
            .count(),
        2
    );
    app.get_by_label("Cut it to 1,024 bytes").click();
    app.run_steps(2);
    assert_eq!(app.state().editor.document().title().len(), 1_024);
    app.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    app.run_steps(2);
    assert_eq!(app.state().editor.document().title(), title);
}
