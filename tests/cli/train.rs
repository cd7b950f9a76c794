//! `train`, `test` and `predict`: what they print, write and refuse.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use wiregrad::file;

use super::{json_of, run, shipped};

/// A folder with a table of points near y = 2x + 0.5 and the lecture's scalar graph.
struct Line(tempfile::TempDir);

const NEURON: &str = r#"(version: 1, target: "J",
    data: (path: "table.csv", inputs: {"x": ["x"], "y": ["y"]}, split: (train: 0.8, test: 0.2, seed: 1)),
    training: (optimizer: "sgd", rate: 0.5, batch: 40, epochs: 300, seed: 1),
    nodes: [
    (name: "w", op: "parameter", value: 2, initial: "normal(0, 1)"), (name: "x", op: "input", value: -2),
    (name: "b", op: "parameter", value: 8, initial: "zeros"), (name: "y", op: "input", value: 2),
    (name: "c", op: "multiply", inputs: ["w", "x"]), (name: "a", op: "add", inputs: ["c", "b"]),
    (name: "J", op: "mean_squared_error", inputs: ["a", "y"]),
])"#;

impl Line {
    fn new() -> Line {
        let folder = tempfile::tempdir().expect("a folder");
        let row = |i: i32| {
            let x = (0.37 * f64::from(i)).sin();
            format!("{x},{}\n", 2.0 * x + 0.5)
        };
        let rows: String = (0..50).map(row).collect();
        let line = Line(folder);
        line.write("table.csv", &format!("x,y\n{rows}"));
        line.write("graph.ron", NEURON);
        line
    }

    #[allow(clippy::disallowed_methods)] // no document
    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("written");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().expect("UTF-8").to_owned()
    }
}

fn parameter(path: &Path, name: &str) -> f64 {
    let document = file::load(path).unwrap_or_else(|error| panic!("{error}"));
    let graph = document.graph();
    let node = graph.find(name).and_then(|id| graph.get(id));
    node.and_then(|node| node.value()?.as_scalar())
        .expect("a number")
}

#[test]
fn the_line_of_a_table_is_found_and_written() {
    let line = Line::new();
    let (graph, out) = (line.text("graph.ron"), line.text("trained.ron"));
    let said = run(&["train", &graph, "-o", &out, "--json"]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert_eq!(said.err.lines().count(), 300, "a line an epoch");
    assert!(
        said.err.starts_with("epoch 1 of 300: loss "),
        "{}",
        said.err
    );
    let json = json_of(&said);
    assert_eq!(
        (&json["epochs"], &json["steps"], &json["seed"]),
        (&300.into(), &300.into(), &1.into())
    );
    assert_eq!(json["stopped"], "epochs");
    assert!(json["train"]["loss"].as_f64().expect("a number") < 1e-12);
    assert!(json["test"]["loss"].as_f64().expect("a number") < 1e-12);
    assert_eq!(
        (&json["validation"], &json["train"]["accuracy"]),
        (&Value::Null, &Value::Null)
    );
    assert!((parameter(&line.path("trained.ron"), "w") - 2.0).abs() < 1e-6);
    assert!((parameter(&line.path("trained.ron"), "b") - 0.5).abs() < 1e-6);
    // Nothing else has changed.
    let [before, after] = ["graph.ron", "trained.ron"].map(|name| {
        let document = file::load(&line.path(name)).expect("a graph");
        let text = file::to_text(&document);
        text.lines()
            .filter(|line| !line.contains("parameter"))
            .collect::<Vec<_>>()
            .join("\n")
    });
    assert_eq!(before, after);
    // Into another folder: the path of the table is the way from there.
    fs::create_dir(line.path("sub")).expect("a folder");
    let sub = line.text("sub/trained.ron");
    assert_eq!(
        run(&["train", &graph, "-o", &sub, "--epochs", "1"]).status,
        0
    );
    let text = fs::read_to_string(&sub).expect("a file");
    assert!(text.contains("path: \"../table.csv\""), "{text}");
    let said = run(&["test", &sub]);
    assert!(
        said.out.contains("R²") && said.out.contains("test"),
        "{}",
        said.out
    );
    assert_eq!(said.status, 0);
}

#[test]
fn a_run_is_logged_kept_and_gone_on_with() {
    let line = Line::new();
    let [graph, log, whole, run_file] =
        ["graph.ron", "run.jsonl", "whole.ron", "run.npz"].map(|name| line.text(name));
    let small = ["--batch", "7", "--optimizer", "adam", "--rate", "0.05"];
    let train = |more: &[&str]| {
        let arguments = [&["train", &graph], &small[..], more].concat();
        let said = run(&arguments);
        assert_eq!(said.status, 0, "{}", said.err);
        said
    };
    train(&["--epochs", "6", "-o", &whole]);
    train(&["--epochs", "2", "--checkpoint", &run_file, "--log", &log]);
    let resumed = line.text("resumed.ron");
    train(&[
        "--epochs", "6", "--resume", &run_file, "-o", &resumed, "--log", &log,
    ]);
    let read = |path: &str| fs::read_to_string(path).expect("a file");
    assert_eq!(read(&whole), read(&resumed));
    let lines: Vec<Value> = read(&log)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let epochs: Vec<u64> = lines
        .iter()
        .filter_map(|line| line["epoch"].as_u64())
        .collect();
    assert_eq!(epochs, [1, 2, 3, 4, 5, 6]);
    assert_eq!(lines[0]["rate"], 0.05);
    let said = run(&["train", &graph, "--resume", &run_file]);
    assert!(
        said.err.contains("another optimizer: adam, not sgd"),
        "{}",
        said.err
    );
    assert_eq!(said.status, 1);
}

#[test]
fn initial_values_are_drawn_when_they_are_asked_for() {
    let line = Line::new();
    let (graph, out) = (line.text("graph.ron"), line.text("drawn.ron"));
    let drawn = |seed: &str| {
        let said = run(&[
            "train",
            &graph,
            "-o",
            &out,
            "--epochs",
            "0",
            "--initialise",
            "--seed",
            seed,
        ]);
        assert_eq!(said.status, 0, "{}", said.err);
        parameter(&line.path("drawn.ron"), "w")
    };
    let first = drawn("1");
    assert_eq!(first.to_bits(), drawn("1").to_bits());
    assert_ne!(first, drawn("2"));
    assert_ne!(first, 2.0);
    assert_eq!(parameter(&line.path("drawn.ron"), "b"), 0.0);
}

#[test]
fn new_rows_are_predicted() {
    let line = Line::new();
    let (graph, out) = (line.text("graph.ron"), line.text("trained.ron"));
    assert_eq!(run(&["train", &graph, "-o", &out]).status, 0);
    line.write("new.csv", "x\n1\n-3\n");
    let new = line.text("new.csv");
    let said = run(&["predict", &out, "--data", &new]);
    assert_eq!(said.status, 0, "{}", said.err);
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!((lines.len(), lines[0]), (3, "a"));
    let numbers: Vec<f64> = lines[1..]
        .iter()
        .map(|it| it.parse().expect("a number"))
        .collect();
    assert!(
        (numbers[0] - 2.5).abs() < 1e-6 && (numbers[1] + 5.5).abs() < 1e-6,
        "{numbers:?}"
    );
    let said = run(&["predict", &out, "--data", &new, "--node", "c"]);
    assert!(said.out.starts_with("c\n"), "{}", said.out);
    line.write("bad.csv", "x\n1\nfour\n");
    let said = run(&["predict", &out, "--data", &line.text("bad.csv")]);
    let expected = "line 3, column \"x\": \"four\" is no number";
    assert!(said.err.contains(expected), "{}", said.err);
    assert_eq!((said.out.as_str(), said.status), ("", 1));
}

#[test]
fn classes_are_predicted_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("iris.ron");
    let out = out.to_str().expect("UTF-8");
    let iris = shipped("train_iris");
    let said = run(&["train", iris.to_str().expect("UTF-8"), "-o", out, "--json"]);
    assert!(
        json_of(&said)["test"]["accuracy"]
            .as_f64()
            .expect("a number")
            > 0.9
    );
    let new = folder.path().join("new.csv");
    #[allow(clippy::disallowed_methods)] // no document
    fs::write(
        &new,
        "sepal_length,sepal_width,petal_length,petal_width\n5.1,3.5,1.4,0.2\n6.3,3.3,6,2.5\n",
    )
    .expect("written");
    let said = run(&["predict", out, "--data", new.to_str().expect("UTF-8")]);
    assert_eq!(
        (said.out.as_str(), said.status),
        ("class\nsetosa\nvirginica\n", 0),
        "{}",
        said.err
    );
    let said = run(&["test", out]);
    assert!(
        said.out.contains("setosa  versicolor  virginica"),
        "{}",
        said.out
    );
}

#[test]
fn what_can_t_be_used_is_named() {
    let line = Line::new();
    let graph = line.text("graph.ron");
    let table = line.text("none.csv");
    let said = run(&["train", &graph, "--data", &table]);
    assert!(
        said.err.contains("none.csv: there is no such file"),
        "{}",
        said.err
    );
    assert_eq!((said.out.as_str(), said.status), ("", 1));
    line.write("bad.csv", "x,y\n1,2\n3,four\n");
    let said = run(&["train", &graph, "--data", &line.text("bad.csv")]);
    assert!(
        said.err
            .contains("bad.csv, line 3, column \"y\": \"four\" is no number"),
        "{}",
        said.err
    );
    assert_eq!(said.status, 1);
    let said = run(&["train", &graph, "--optimizer", "adm"]);
    let expected = "error: there is no optimizer \"adm\": did you mean \"adam\"?\n";
    assert_eq!((said.err.as_str(), said.status), (expected, 1));
    let said = run(&["train", &graph, "--rate", "1000", "--epochs", "500"]);
    assert!(
        said.err.contains("error: step ") && said.err.contains(", row "),
        "{}",
        said.err
    );
    assert_eq!(said.status, 1);
}

#[test]
fn a_table_can_be_a_value() {
    let line = Line::new();
    let text = "J = mean(x * w); w = parameter(2); x = input([[1, 2], [3, 4]])";
    let set = format!("x=@{}", line.text("table.csv"));
    let said = run(&["eval", "--formula", text, "--set", &set, "--json"]);
    assert_eq!(said.status, 0, "{}", said.err);
    let json = json_of(&said);
    assert_eq!(super::node(&json, "x")["shape"], serde_json::json!([50, 2]));
    let said = run(&["eval", "--formula", text, "--set", "x=@none.csv"]);
    assert!(
        said.err.contains("none.csv: there is no such file"),
        "{}",
        said.err
    );
    assert_eq!(said.status, 2);
}

#[test]
fn killed_runs_lose_no_more_than_since_their_checkpoint() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    let line = Line::new();
    let [graph, run_file] = ["graph.ron", "run.npz"].map(|name| line.text(name));
    let train = |out: &str| {
        let mut command = super::program::program();
        command.args(["train", &graph, "--optimizer", "adam", "--rate", "0.05"]);
        command.args(["--batch", "7", "--epochs", "60", "-o"]);
        command.arg(line.path(out)).stdout(Stdio::null());
        command
    };
    let status = train("whole.ron").stderr(Stdio::null()).status();
    assert!(status.expect("the program").success());
    // Each run is killed, as by kill -9, once it has told of some epochs.
    let mut kills = 0;
    loop {
        let mut command = train("resumed.ron");
        command.args(["--checkpoint", &run_file, "--checkpoint-every", "3"]);
        if kills > 0 {
            command.args(["--resume", &run_file]);
        }
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the program");
        let lines = BufReader::new(child.stderr.take().expect("piped")).lines();
        let told = lines.take(5 + kills).filter(Result::is_ok).count();
        if told < 5 + kills {
            assert!(child.wait().expect("it ends").success());
            break;
        }
        child.kill().expect("killed");
        child.wait().expect("it ends");
        kills += 1;
    }
    assert!(kills > 2, "{kills}");
    let read = |name: &str| fs::read_to_string(line.path(name)).expect("a file");
    assert_eq!(read("whole.ron"), read("resumed.ron"));
}

#[test]
fn a_table_that_has_changed_since_a_checkpoint_is_noticed() {
    let line = Line::new();
    let [graph, run_file] = ["graph.ron", "run.npz"].map(|name| line.text(name));
    let said = run(&["train", &graph, "--epochs", "2", "--checkpoint", &run_file]);
    assert_eq!(said.status, 0, "{}", said.err);
    let table = fs::read_to_string(line.path("table.csv")).expect("a table");
    let changed = table.replacen("0,0.5", "0,0.25", 1);
    assert_ne!(table, changed);
    line.write("table.csv", &changed);
    let said = run(&["train", &graph, "--resume", &run_file]);
    assert_eq!(said.status, 1);
    let expected = "run.npz: the table has changed since the checkpoint was written: go on with \
                    the table as it was (and the split, and the columns), or start anew";
    assert!(said.err.contains(expected), "{}", said.err);
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_after_the_step_and_saves() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let line = Line::new();
    let out = line.path("stopped.ron");
    let mut child = super::program::program()
        .args([
            "train",
            &line.text("graph.ron"),
            "--epochs",
            "100000000",
            "-o",
        ])
        .arg(&out)
        .arg("--json")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines();
    lines.next().expect("an epoch").expect("UTF-8");
    let id = child.id().to_string();
    let killed = Command::new("kill").args(["-INT", &id]).status();
    assert!(killed.expect("kill").success());
    // What it still says has to go somewhere.
    lines.for_each(drop);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    let json: Value = serde_json::from_slice(&output.stdout).expect("one line");
    assert_eq!(json["stopped"], "interrupted");
    assert!(file::load(&out).is_ok());
}
