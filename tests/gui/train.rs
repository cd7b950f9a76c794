//! Training in the window: runs, the canvas at any step, the panel, undo.

use std::process::Command as Program;
use std::time::{Duration, Instant};

use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use wiregrad::core::graph::Graph;
use wiregrad::document::Document;
use wiregrad::file;
use wiregrad::gui::command::Command;
use wiregrad::gui::shipped::SHIPPED;
use wiregrad::gui::train::{Run, RunState, Train};

use super::driver::Driver;

/// A test that waits longer for a thread has waited in vain.
const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) fn shipped(name: &str) -> Document {
    let found = SHIPPED.iter().find(|it| it.name() == name);
    let found = found.unwrap_or_else(|| panic!("{name} doesn't ship"));
    found.document().unwrap_or_else(|error| panic!("{error}"))
}

impl Driver {
    /// The editor with a graph and the training panel open.
    pub(crate) fn training(document: Document) -> Driver {
        let mut driver = Driver::sized(document, vec2(1600.0, 1000.0));
        driver.key(Key::F10);
        driver
    }

    /// Frames until something holds.
    pub(crate) fn wait_until(&mut self, what: &str, holds: impl Fn(&Driver) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            assert!(start.elapsed() < PATIENCE, "{what} never comes");
            self.harness.step();
            std::thread::sleep(Duration::from_millis(1));
        }
        self.harness.run_steps(2);
    }

    pub(crate) fn train(&self) -> &Train {
        &self.app().train
    }

    pub(crate) fn training_run(&self) -> &Run {
        self.train().run().expect("a run")
    }

    pub(crate) fn train_command(&mut self, command: Command) {
        let ctx = self.harness.ctx.clone();
        let action = wiregrad::gui::action::Action::Command(command);
        self.harness.state_mut().perform(&ctx, vec![action]);
        self.harness.run_steps(2);
    }

    /// Runs all epochs.
    fn run_to_the_end(&mut self) {
        self.train_command(Command::TrainRun);
        self.wait_until("the end of the run", |driver| {
            let run = driver.train().run();
            run.is_some_and(|run| matches!(run.state(), RunState::Over(_)))
        });
    }

    /// Waits for the canvas to show a step.
    fn shows_step(&mut self, step: u64) {
        self.wait_until("the step", |driver| {
            let seen = driver.training_run().numbers().map(|(step, _)| step);
            seen == Some(step) && driver.app().editor.shows_training()
        });
    }
}

/// The numbers of all parameters in the document, to the bit.
fn parameters(graph: &Graph) -> Vec<(String, Vec<u64>)> {
    let trained = graph
        .iter()
        .filter(|(_, node)| node.op_name() == "parameter");
    let bits = trained.map(|(_, node)| {
        let data = node.value().map_or(&[][..], |value| value.data());
        (
            node.name().to_owned(),
            data.iter().map(|x| x.to_bits()).collect(),
        )
    });
    bits.collect()
}

/// What `wiregrad train` makes of a document after so many epochs.
fn by_command_line(document: &Document, epochs: u64) -> Document {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (folder.path().join("in.ron"), folder.path().join("out.ron"));
    file::save(&from, document).expect("saved");
    let done = Program::new(env!("CARGO_BIN_EXE_wiregrad"))
        .args(["train", "--epochs", &epochs.to_string(), "-o"])
        .args([&to, &from])
        .output()
        .expect("it runs");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    file::load(&to).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_run_changes_the_document_only_when_its_parameters_are_kept() {
    let mut driver = Driver::training(shipped("train_xor"));
    let before = driver.document().clone();
    driver.run_to_the_end();
    assert!(*driver.document() == before, "nothing was kept");
    assert!(driver.app().editor.shows_training());
    let steps = driver.training_run().steps();
    assert!(steps > 100);
    driver.shows_step(steps);
    driver.one_step(|driver| driver.choose("Keep these parameters"));
    assert!(parameters(driver.document().graph()) != parameters(before.graph()));
    assert!(
        !driver.training_run().is_stale(driver.document()),
        "it is still of it"
    );
    driver.undo();
    assert!(*driver.document() == before);
}

#[test]
fn what_the_canvas_shows_after_an_epoch_is_what_the_command_line_writes() {
    let mut document = shipped("train_moons");
    // Without "best" the last parameters are written.
    let mut settings = document.training().cloned().expect("settings");
    settings.best = false;
    settings.early_stopping = None;
    settings.epochs = Some(8);
    let edit = wiregrad::document::Edit::SetTraining(Some(Box::new(settings)));
    document.apply(edit).expect("settings");
    let mut driver = Driver::training(document.clone());
    driver.run_to_the_end();
    let steps = driver.training_run().steps();
    let an_epoch = steps / 8;
    for epochs in [3, 8, 1] {
        let written = by_command_line(&document, epochs);
        driver
            .harness
            .state_mut()
            .train
            .show_step(Some(epochs * an_epoch));
        driver.shows_step(epochs * an_epoch);
        for (name, bits) in parameters(written.graph()) {
            let shown = driver.app().editor.evaluation().value(driver.id(&name));
            let shown = shown.expect("a value").to_tensor();
            let shown: Vec<u64> = shown.data().iter().map(|x| x.to_bits()).collect();
            assert_eq!(shown, bits, "{name} after {epochs} epochs");
        }
    }
}

#[test]
fn stepping_shows_values_and_gradients_of_the_step() {
    let mut driver = Driver::training(shipped("lecture_neuron"));
    assert_eq!(driver.number("J"), Some(2.0));
    driver.train_command(Command::TrainStep);
    driver.wait_until("a step", |driver| {
        let run = driver.train().run();
        run.is_some_and(|run| run.steps() == 1)
    });
    driver.shows_step(1);
    // w = 2 − 0.01 × (−4), b = 8 − 0.01 × 2, as sgd's own rate is 0.01.
    assert_eq!(driver.number("w"), Some(2.04));
    assert_eq!(driver.number("b"), Some(7.98));
    assert!(driver.number("J").is_some_and(|cost| cost < 2.0));
    let gradient = driver.app().editor.gradient_number(driver.id("b"));
    assert!(gradient.is_some_and(|gradient| gradient < 2.0));
    // The document has its own numbers still.
    let w = driver.document().graph().get(driver.id("w")).expect("w");
    assert_eq!(
        w.value()
            .and_then(wiregrad::core::tensor::Tensor::as_scalar),
        Some(2.0)
    );
    assert!(driver.shows("The next update"));
    driver.train_command(Command::ShowStepBefore);
    driver.shows_step(0);
    assert_eq!(driver.number("J"), Some(2.0));
    driver.train_command(Command::ShowNewestStep);
    driver.shows_step(1);
}

#[test]
fn the_canvas_goes_back_to_the_document_when_the_panel_closes() {
    let mut driver = Driver::training(shipped("lecture_neuron"));
    driver.train_command(Command::TrainStep);
    driver.wait_until("the step on the canvas", |driver| {
        driver.number("w") == Some(2.04)
    });
    driver.key(Key::F10);
    assert_eq!(driver.number("w"), Some(2.0));
    assert!(!driver.app().editor.shows_training());
}

#[test]
fn an_edit_makes_a_run_stale_and_undo_brings_it_back() {
    let mut driver = Driver::training(shipped("lecture_neuron"));
    driver.train_command(Command::TrainStep);
    driver.wait_until("the step on the canvas", |driver| {
        driver.number("w") == Some(2.04)
    });
    let at = driver.title("b");
    driver.click(at);
    driver.type_text("9");
    driver.key(Key::Enter);
    assert!(driver.training_run().is_stale(driver.document()));
    assert_eq!(
        driver.number("w"),
        Some(2.0),
        "the canvas shows the document"
    );
    assert!(driver.shows("have changed since this run"));
    driver.undo();
    driver.harness.run_steps(3);
    assert!(!driver.training_run().is_stale(driver.document()));
    assert_eq!(driver.number("w"), Some(2.04));
}

#[test]
fn deleting_undoing_and_opening_during_a_run_are_safe() {
    let mut driver = Driver::training(shipped("train_moons"));
    driver.train_command(Command::TrainRun);
    driver.wait_until("some steps", |driver| {
        let run = driver.train().run();
        run.is_some_and(|run| run.steps() > 20)
    });
    let at = driver.title("h");
    driver.click_running(at);
    driver.harness.key_press(Key::Delete);
    driver.harness.run_steps(5);
    assert!(
        driver.document().graph().find("h").is_none(),
        "{}",
        driver.app().said
    );
    assert!(driver.training_run().is_stale(driver.document()));
    driver
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::Z);
    driver.harness.run_steps(5);
    assert!(driver.document().graph().find("h").is_some());
    driver
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::N);
    driver.wait_until("the empty graph", |driver| {
        driver.document().graph().is_empty()
    });
    assert!(driver.train().run().is_none());
}

#[test]
fn numbers_that_are_not_finite_stop_it_and_select_the_node() {
    let mut document = shipped("train_line");
    let mut settings = document.training().cloned().unwrap_or_default();
    settings.optimizer = Some("sgd".to_owned());
    settings.rate = Some(1e6);
    settings.epochs = Some(2000);
    let edit = wiregrad::document::Edit::SetTraining(Some(Box::new(settings)));
    document.apply(edit).expect("settings");
    let mut driver = Driver::training(document);
    driver.run_to_the_end();
    driver.harness.run_steps(4);
    assert_eq!(driver.selected().len(), 1, "the node is selected");
    assert!(driver.shows("stopped at numbers that are not finite"));
    assert!(driver.shows("the loss rises"));
}

#[test]
fn a_new_rate_starts_a_new_run_beside_the_old_one() {
    let mut driver = Driver::training(shipped("train_xor"));
    driver.run_to_the_end();
    let mut settings = driver.document().training().cloned().expect("settings");
    settings.rate = Some(0.5);
    let edit = wiregrad::document::Edit::SetTraining(Some(Box::new(settings)));
    let ctx = driver.harness.ctx.clone();
    let action = wiregrad::gui::action::Action::Edit(edit);
    driver.harness.state_mut().perform(&ctx, vec![action]);
    driver.harness.run_steps(2);
    assert!(driver.shows("The settings have changed since this run"));
    driver.run_to_the_end();
    let names: Vec<&str> = driver
        .train()
        .runs()
        .iter()
        .map(|run| run.name.as_str())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names[1].ends_with("0.5"), "{names:?}");
    assert!(driver.shows(names[0]) && driver.shows(names[1]));
}

#[test]
fn a_row_of_the_table_is_put_into_the_graph() {
    let mut driver = Driver::training(shipped("train_moons"));
    driver.train_command(Command::TrainStep);
    driver.wait_until("a step", |driver| driver.app().editor.shows_training());
    let rows = |driver: &Driver| {
        let x = driver.app().editor.shape(driver.id("X")).expect("a shape");
        x.dims().next()
    };
    assert_eq!(rows(&driver), Some(20), "the batch");
    driver.harness.state_mut().train.show_row(5);
    driver.wait_until("the row", |driver| rows(driver) == Some(1));
    assert_eq!(driver.training_run().rows(), [5]);
    driver.harness.state_mut().train.show_batch();
    driver.wait_until("the batch", |driver| rows(driver) == Some(20));
}

#[test]
fn a_graph_without_data_is_given_a_table_in_one_step() {
    let text = r#"(version: 1, target: "loss", nodes: [
        (name: "X", op: "input", value: [0, 0]), (name: "y", op: "input", value: 0),
        (name: "w", op: "parameter", value: [0.1, 0.2]), (name: "b", op: "parameter", value: 0),
        (name: "wx", op: "matmul", inputs: ["w", "X"]), (name: "score", op: "add", inputs: ["wx", "b"]),
        (name: "loss", op: "binary_cross_entropy_with_logits", inputs: ["score", "y"]),
    ])"#;
    let mut driver = Driver::of(text);
    driver.key(Key::F10);
    assert!(driver.shows("for the numbers that the inputs hold"));
    driver.one_step(|driver| {
        driver.choose("moons");
        driver.wait_until("the table", |driver| driver.shows("rows for training"));
    });
    let data = driver.document().data().expect("data");
    let bound: Vec<_> = data
        .inputs
        .iter()
        .map(|(name, columns)| (name.as_str(), columns.len()))
        .collect();
    assert_eq!(bound, [("X", 2), ("y", 1)]);
    driver.train_command(Command::TrainStep);
    driver.wait_until("a step", |driver| {
        let run = driver.train().run();
        run.is_some_and(|run| run.steps() == 1)
    });
}

#[test]
fn a_table_that_is_not_there_is_said_with_a_cure() {
    let mut document = shipped("train_xor");
    let mut data = document.data().cloned().expect("data");
    data.table = wiregrad::core::train::TableSource::Path("nowhere.csv".to_owned());
    document
        .apply(wiregrad::document::Edit::SetData(Some(Box::new(data))))
        .expect("a path");
    let mut driver = Driver::training(document);
    driver.choose("Data");
    driver.wait_until("the message", |driver| {
        driver.shows("there is no such file")
    });
}

#[test]
fn curves_are_copied_as_csv() {
    let mut driver = Driver::training(shipped("train_xor"));
    driver.run_to_the_end();
    driver.harness.get_by_label("Copy curves").click();
    let mut copied = None;
    for _ in 0..5 {
        driver.harness.step();
        for command in &driver.harness.output().platform_output.commands {
            if let eframe::egui::OutputCommand::CopyText(text) = command {
                copied = Some(text.clone());
            }
        }
    }
    let text = copied.expect("a text");
    assert!(text.starts_with("step,loss,epoch,"), "{text}");
    assert_eq!(
        text.lines().count() as u64,
        1 + driver.training_run().steps()
    );
}

#[test]
fn a_click_on_the_curve_shows_that_step() {
    let mut driver = Driver::training(shipped("train_xor"));
    driver.run_to_the_end();
    let plot = driver
        .harness
        .get_by_label("Curves of the loss against the step")
        .rect();
    driver.click_running(plot.center());
    let step = driver.train().shown_step().expect("a step");
    assert!(step > 0 && step < driver.training_run().steps());
    driver.shows_step(step);
    driver.choose("Show the newest step");
    assert_eq!(driver.train().shown_step(), None);
}

#[test]
fn a_slow_step_is_shown_phase_by_phase() {
    let mut driver = Driver::training(shipped("lecture_neuron"));
    driver.harness.state_mut().train.set_speed(0.5);
    driver.train_command(Command::TrainRun);
    driver.wait_until("the forward pass", |driver| driver.shows("forward: values"));
    assert!(driver.train().is_running());
    driver.wait_until("the backward pass", |driver| {
        driver.shows("backward: gradients")
    });
    driver.wait_until("the update", |driver| {
        driver.shows("update: a step against")
    });
    driver.wait_until("the step", |driver| driver.training_run().steps() >= 1);
    driver.train_command(Command::TrainRun);
    assert!(!driver.train().is_running());
}

#[test]
fn frames_go_on_while_the_digits_are_trained() {
    let mut document = shipped("train_digits");
    // It is still going on when the test ends, however fast the machine is.
    let mut settings = document.training().cloned().expect("settings");
    settings.early_stopping = None;
    settings.epochs = Some(1_000_000);
    let edit = wiregrad::document::Edit::SetTraining(Some(Box::new(settings)));
    document.apply(edit).expect("settings");
    let mut driver = Driver::training(document);
    driver.train_command(Command::TrainRun);
    driver.wait_until("some steps", |driver| {
        let run = driver.train().run();
        run.is_some_and(|run| run.steps() > 3)
    });
    // The canvas follows the run: several states of it, one after another.
    for _ in 0..4 {
        let seen = |driver: &Driver| driver.training_run().numbers().map(|(step, _)| step);
        let before = seen(&driver);
        driver.wait_until("a newer state", |driver| {
            seen(driver) > before && driver.app().editor.shows_training()
        });
    }
    driver.train_command(Command::TrainRun);
}
