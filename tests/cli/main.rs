//! The program itself: arguments, output, exit status. A module a subject.

#[path = "../common/latex.rs"]
mod latex;
#[path = "../program/mod.rs"]
mod program;

mod as_json;
mod check;
mod dot_reader;

mod eval;
mod explain;
mod export;
mod formula;
mod memory;
mod messages;
mod output;

mod papers;
mod parameters;
mod train;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Output;

use program::program;
use serde_json::{Value, json};

const CUBE: &str = r#"(version: 1, target: "J", nodes: [
    (name: "x", op: "input", value: 2),
    (name: "c", op: "square", inputs: ["x"]),
    (name: "J", op: "multiply", inputs: ["c", "x"]),
])"#;

fn shipped(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("saved_graphs");
    folder.join(name).with_extension("ron")
}

/// What the program says and does.
struct Said {
    out: String,
    err: String,
    status: i32,
}

fn said(output: Output) -> Said {
    Said {
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
        status: output.status.code().expect("no signal"),
    }
}

fn run(arguments: &[&str]) -> Said {
    said(program().args(arguments).output().expect("the program"))
}

/// Runs the program with a text on standard input.
fn feed(arguments: &[&str], text: &str) -> Said {
    said(program::feed(arguments, text))
}

fn json_of(said: &Said) -> Value {
    serde_json::from_str(&said.out).expect("one JSON object")
}

fn node<'a>(result: &'a Value, name: &str) -> &'a Value {
    let mut nodes = result["nodes"].as_array().expect("a list").iter();
    nodes.find(|node| node["name"] == name).expect("the node")
}

#[test]
fn bad_files_are_the_file_s_problem() {
    let said = feed(
        &["eval", "-", "--json"],
        "(version: 1, nodes: [(name: \"x\", op: \"input\")])",
    );
    assert!(said.err.starts_with("error: line 1"), "{}", said.err);
    assert_eq!((said.out.as_str(), said.status), ("", 1));

    let said = run(&["eval", "no/such/file.ron"]);
    assert!(
        said.err.starts_with("error: no/such/file.ron: can't load"),
        "{}",
        said.err
    );
    assert_eq!((said.out.as_str(), said.status), ("", 1));
}

#[test]
fn wrong_usage_has_a_status_of_its_own() {
    for (arguments, message) in [
        (&["eval"][..], "<FILE>"),
        (&["eval", "-", "--bogus"], "--bogus"),
        (&["eval", "-", "--set", "x"], "write the name of a source"),
        (&["eval", "-", "--set", "x=two"], "\"two\" is no number"),
        (
            &["eval", "-", "--set", "xx=2"],
            "--set xx: no node is called \"xx\": did you mean \"x\"?",
        ),
        (&["eval", "-", "--set", "c=2"], "only sources carry one"),
        (
            &["eval", "-", "--target", "Jay"],
            "--target Jay: no node is called \"Jay\"",
        ),
        (&["check"], "<FILE>"),
        (&["check", "-", "--elements", "0"], "at least 1"),
        (&["ops", "more"], "more"),
        (&["eval", "a.ron", "b.ron"], "b.ron"),
    ] {
        let said = feed_lazily(arguments);
        assert!(said.err.contains(message), "{arguments:?}: {}", said.err);
        assert_eq!((said.out.as_str(), said.status), ("", 2), "{arguments:?}");
    }
}

/// Feeds the cube to a program that may not want to read it.
fn feed_lazily(arguments: &[&str]) -> Said {
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(CUBE.as_bytes()).expect("written");
    std::io::Seek::rewind(&mut file).expect("rewound");
    said(
        program()
            .args(arguments)
            .stdin(file)
            .output()
            .expect("the program"),
    )
}

#[test]
#[cfg(target_os = "linux")]
fn without_a_command_and_a_screen_it_says_what_to_run() {
    let (editor, without) = (("there is no screen", 1), ("this build has no editor", 2));
    let (why, status) = [without, editor][usize::from(cfg!(feature = "gui"))];
    for (arguments, file) in [(&[][..], "FILE"), (&["graph.ron"], "graph.ron")] {
        let mut program = program();
        program.env_clear(); // of DISPLAY and WAYLAND_DISPLAY
        let said = said(program.args(arguments).output().expect("the program"));
        let command = format!("wiregrad eval {file}");
        assert!(said.err.contains(why), "{}", said.err);
        assert!(said.err.contains(&command), "{}", said.err);
        assert_eq!((said.out.as_str(), said.status), ("", status));
    }
}

#[test]
fn help_and_version_are_no_errors() {
    let version = run(&["--version"]);
    let expected = format!("wiregrad {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!((version.out, version.status), (expected, 0));
    for arguments in [
        &["--help"][..],
        &["eval", "--help"],
        &["check", "-h"],
        &["help", "ops"],
    ] {
        let said = run(arguments);
        assert!(
            said.out.contains("Usage: wiregrad"),
            "{arguments:?}: {}",
            said.out
        );
        assert_eq!((said.err.as_str(), said.status), ("", 0));
    }
    assert!(run(&["eval", "--help"]).out.contains("Examples:"));
}

#[test]
fn ops_lists_the_table() {
    let table = run(&["ops"]);
    let json = run(&["ops", "--json"]);
    let rows = json_of(&json);
    let rows = rows.as_array().expect("a list");
    assert_eq!(rows.len(), wiregrad::core::ops::ALL.len());
    for (row, op) in rows.iter().zip(wiregrad::core::ops::ALL.iter()) {
        assert_eq!(row["name"], op.name);
        assert!(
            table.out.contains(&format!("\n{} ", op.name)),
            "{}",
            op.name
        );
        assert_eq!(
            row["attributes"].as_array().map(Vec::len),
            Some(op.attributes.len())
        );
    }
    let clip = rows.iter().find(|row| row["name"] == "clip").expect("clip");
    assert_eq!(clip["inputs"], json!(["x"]));
    assert_eq!(clip["attributes"][0]["name"], "min");
    assert_eq!((table.status, json.status), (0, 0));
}
