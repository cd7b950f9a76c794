//! The program itself: arguments, output, exit status.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

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

fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_wiregrad"));
    // Colour must come from the terminal alone, not from what the tests run in.
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        program.env_remove(name);
    }
    program
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
    let mut child = program()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(text.as_bytes()).expect("it reads");
    drop(input);
    said(child.wait_with_output().expect("it ends"))
}

fn json_of(said: &Said) -> Value {
    serde_json::from_str(&said.out).expect("one JSON object")
}

fn node<'a>(result: &'a Value, name: &str) -> &'a Value {
    let mut nodes = result["nodes"].as_array().expect("a list").iter();
    nodes.find(|node| node["name"] == name).expect("the node")
}

#[test]
fn eval_prints_the_lecture_s_numbers() {
    let path = shipped("tanh_neuron");
    let said = run(&["eval", path.to_str().expect("UTF-8")]);
    assert_eq!(
        said.out,
        "\
A neuron with tanh

node  op             value  gradient of o
x1    input              2           -1.5
w1    parameter         -3              1
x2    input              0            0.5
w2    parameter          1              0
b     parameter   6.881374            0.5
x1w1  multiply          -6            0.5
x2w2  multiply           0            0.5
sum   add               -6            0.5
n     add        0.8813736            0.5
o     tanh       0.7071068              1

wire        input      value  gradient
x1 → x1w1   a              2      -1.5
w1 → x1w1   b             -3         1
x2 → x2w2   a              0       0.5
w2 → x2w2   b              1         0
x1w1 → sum  a             -6       0.5
x2w2 → sum  b              0       0.5
sum → n     a             -6       0.5
b → n       b       6.881374       0.5
n → o       x      0.8813736       0.5
"
    );
    assert_eq!((said.err.as_str(), said.status), ("", 0));
}

#[test]
fn eval_json_is_one_object() {
    let said = feed(&["eval", "-", "--json"], CUBE);
    assert_eq!(
        json_of(&said),
        json!({
            "target": "J",
            "nodes": [
                {"name": "x", "op": "input", "shape": [], "value": 2.0, "gradient": 12.0},
                {"name": "c", "op": "square", "shape": [], "value": 4.0, "gradient": 2.0},
                {"name": "J", "op": "multiply", "shape": [], "value": 8.0, "gradient": 1.0},
            ],
            "wires": [
                {"from": "x", "to": "c", "input": 0, "value": 2.0, "gradient": 8.0},
                {"from": "c", "to": "J", "input": 0, "value": 4.0, "gradient": 2.0},
                {"from": "x", "to": "J", "input": 1, "value": 2.0, "gradient": 4.0},
            ],
            "problems": [],
        })
    );
    assert!(said.out.ends_with("}\n"));
    assert_eq!((said.err.as_str(), said.status), ("", 0));
}

#[test]
fn json_numbers_read_back_to_the_same_bits() {
    for x in [0.1 + 0.2, 1e300, -5e-324, 1.0 / 3.0, f64::MAX] {
        let setting = format!("x={x:?}");
        let said = feed(
            &["eval", "-", "--json", "--target", "x", "--set", &setting],
            CUBE,
        );
        let result = json_of(&said);
        assert_eq!(node(&result, "x")["value"].as_f64(), Some(x));
    }
}

#[test]
fn set_changes_values_and_shapes() {
    let said = feed(&["eval", "-", "--json", "--set", "x=-3"], CUBE);
    let result = json_of(&said);
    assert_eq!(node(&result, "J")["value"], json!(-27.0));
    assert_eq!(node(&result, "x")["gradient"], json!(27.0));

    let arguments = ["eval", "-", "--json", "--set", "x=[[1, 2], [3, 4]]"];
    let said = feed(
        &arguments,
        &CUBE.replace("\"J\", op: \"multiply\"", "\"J\", op: \"add\""),
    );
    let result = json_of(&said);
    assert_eq!(
        node(&result, "c")["value"],
        json!([[1.0, 4.0], [9.0, 16.0]])
    );
    assert_eq!(node(&result, "c")["shape"], json!([2, 2]));
    assert_eq!(node(&result, "c")["gradient"], Value::Null);
    let message = "error: \"J\": the target has shape [2, 2], but only a scalar has a gradient; \
                   choose a scalar, or reduce it with sum or mean\n";
    assert_eq!((said.err.as_str(), said.status), (message, 1));
}

#[test]
fn numbers_that_are_not_finite_are_texts_and_are_named() {
    let text = CUBE.replace("square", "log");
    let said = feed(&["eval", "-", "--json", "--set", "x=-1"], &text);
    let result = json_of(&said);
    assert_eq!(node(&result, "c")["value"], json!("NaN"));
    let message = "error: \"c\": log(-1) is not a number; change what flows into it\n";
    assert_eq!((said.err.as_str(), said.status), (message, 1));
    let problem = json!({"node": "c", "reason": "log(-1) is not a number",
                         "cure": "change what flows into it"});
    assert_eq!(result["problems"], json!([problem]));

    for (value, shown) in [("inf", "inf"), ("-inf", "-inf"), ("NaN", "NaN")] {
        let said = feed(
            &["eval", "-", "--json", "--set", &format!("x={value}")],
            CUBE,
        );
        assert_eq!(node(&json_of(&said), "x")["value"], json!(shown));
        assert_eq!(said.status, 1);
    }
}

#[test]
fn target_chooses_what_is_differentiated() {
    let said = feed(&["eval", "-", "--json", "--target", "c"], CUBE);
    let result = json_of(&said);
    assert_eq!(result["target"], json!("c"));
    assert_eq!(node(&result, "x")["gradient"], json!(4.0));
    assert_eq!(node(&result, "J")["gradient"], Value::Null);
    assert_eq!(result["wires"][1]["gradient"], Value::Null);
    assert_eq!(said.status, 0);
}

#[test]
fn what_can_be_evaluated_is_and_the_rest_comes_last() {
    let text = r#"(version: 1, nodes: [
        (name: "d", op: "exp", inputs: ["c"]),
        (name: "c", op: "multiply", inputs: ["x", None]),
        (name: "x", op: "input", value: 2),
    ])"#;
    let said = feed(&["eval", "-", "--json"], text);
    let result = json_of(&said);
    let nodes = result["nodes"].as_array().expect("a list");
    let names: Vec<_> = nodes.iter().map(|node| &node["name"]).collect();
    assert_eq!(names, ["x", "d", "c"]);
    assert_eq!(
        (&nodes[1]["value"], &nodes[1]["shape"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(result["target"], Value::Null);
    let wires = json!([
        {"from": "c", "to": "d", "input": 0, "value": null, "gradient": null},
        {"from": "x", "to": "c", "input": 0, "value": 2.0, "gradient": null},
    ]);
    assert_eq!(result["wires"], wires);
    let message = "error: \"c\": input b is not wired; wire a node to it\n";
    assert_eq!((said.err.as_str(), said.status), (message, 1));

    let table = feed(&["eval", "-"], text);
    assert!(
        table.out.contains("c     multiply      —         —\n"),
        "{}",
        table.out
    );
    assert_eq!((table.err.as_str(), table.status), (message, 1));
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
fn check_prints_the_worst_first_and_a_verdict_for_each() {
    let path = shipped("two_layer_network");
    let said = run(&["check", path.to_str().expect("UTF-8")]);
    let lines: Vec<&str> = said.out.lines().collect();
    let head = "node        gradient   difference  relative error  verdict";
    assert_eq!(lines[0], head);
    assert!(lines[1].starts_with("classes "), "{}", lines[1]);
    assert!(
        lines[1].contains("at a kink of \"loss\": class numbers"),
        "{}",
        lines[1]
    );
    assert!(
        lines[2..lines.len() - 2]
            .iter()
            .all(|line| line.ends_with("  fine"))
    );
    let last = "12 gradients of loss checked: 1 at a kink, none is wrong";
    assert_eq!(lines.last(), Some(&last));
    assert_eq!((said.err.as_str(), said.status), ("", 0));
}

#[test]
fn check_fails_on_what_is_wrong_and_goes_on_with_the_next_file() {
    let path = shipped("fan_out");
    let path = path.to_str().expect("UTF-8");
    let said = feed(
        &["check", "no.ron", "-", path],
        &CUBE
            .replace("value: 2", "value: -2")
            .replace("square", "log"),
    );
    assert!(
        said.err.contains("error: no.ron: can't load"),
        "{}",
        said.err
    );
    assert!(
        said.err
            .contains("error: -: \"c\": log(-2) is not a number"),
        "{}",
        said.err
    );
    assert!(said.out.contains("not finite"), "{}", said.out);
    assert!(
        said.out.contains("5 gradients of f checked: none is wrong"),
        "{}",
        said.out
    );
    assert_eq!(said.status, 1);
}

#[test]
fn check_says_how_many_elements_it_looked_at() {
    let text = r#"(version: 1, nodes: [
        (name: "x", op: "input", value: [1, 2, 3, 4, 5]),
        (name: "J", op: "mean", inputs: ["x"]),
    ])"#;
    let some = feed(&["check", "-", "--elements", "2"], text);
    assert!(some.out.contains("fine (2 of 5 elements)"), "{}", some.out);
    let all = feed(&["check", "-"], text);
    assert!(!all.out.contains("elements"), "{}", all.out);
    assert_eq!((some.status, all.status), (0, 0));
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

#[test]
fn nothing_but_text_goes_to_what_is_no_terminal() {
    let path = shipped("gradient_patterns");
    for command in ["eval", "check"] {
        let said = run(&[command, path.to_str().expect("UTF-8")]);
        assert!(!said.out.contains('\u{1b}'), "{}", said.out);
    }
    assert!(!run(&["eval", "no.ron"]).err.contains('\u{1b}'));
}

#[test]
fn a_file_can_t_steer_the_terminal() {
    let text = CUBE.replace("version: 1,", "version: 1, title: \"\\u{1b}[2J\",");
    let text = text.replace("square", "\\u{1b}[31m");
    let said = feed(&["eval", "-"], &text);
    assert!(!said.out.contains('\u{1b}') && !said.err.contains('\u{1b}'));
    assert!(said.out.contains("[31m"), "{}", said.out);
}

/// A chain of scalar nodes, more than a pipe holds as text.
fn chain(nodes: usize) -> String {
    let mut text = String::from("(version: 1, nodes: [(name: \"n0\", op: \"input\", value: 1),\n");
    for i in 1..nodes {
        let before = i - 1;
        text += &format!("(name: \"n{i}\", op: \"sin\", inputs: [\"n{before}\"]),\n");
    }
    text + "])"
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(chain(20_000).as_bytes()).expect("written");
    for json in [&[][..], &["--json"]] {
        let mut child = program()
            .arg("eval")
            .arg(file.path())
            .args(json)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut first = [0; 10];
        let mut output = child.stdout.take().expect("a pipe");
        output.read_exact(&mut first).expect("it writes");
        drop(output);
        let said = said(child.wait_with_output().expect("it ends"));
        assert_eq!((said.err.as_str(), said.status), ("", 0));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let output = program()
        .args(["ops", "--json"])
        .stdout(full.expect("/dev/full"))
        .output();
    let said = said(output.expect("the program"));
    assert!(
        said.err
            .starts_with("error: can't write the result: No space"),
        "{}",
        said.err
    );
    assert_eq!(said.status, 1);
}

#[test]
fn a_large_graph_is_printed_whole() {
    let said = feed(&["eval", "-", "--json"], &chain(100_000));
    let result = json_of(&said);
    assert_eq!(result["nodes"].as_array().map(Vec::len), Some(100_000));
    assert_eq!(result["wires"].as_array().map(Vec::len), Some(99_999));
    assert_eq!((said.err.as_str(), said.status), ("", 0));
}
