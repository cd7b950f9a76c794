//! Graphs that need more memory than there is, each a few bytes of text.
#![cfg(target_os = "linux")]

use std::io::Write;
use std::process::{Command, Stdio};

/// 400 MB of values, and as much again for gradients, for copies…
const LARGE: &str = r#"(version: 1, nodes: [
    (name: "s", op: "input", value: 1),
    (name: "b", op: "broadcast_to", inputs: ["s"], attributes: {"shape": [16777216]}),
    (name: "e", op: "exp", inputs: ["b"]),
    (name: "i", op: "sin", inputs: ["e"]),
    (name: "J", op: "sum", inputs: ["i"]),
])"#;

/// A command under a limit of 1 GB of address space: what it says, and its exit status.
fn limited(arguments: &str, text: &str) -> (String, Option<i32>) {
    let program = env!("CARGO_BIN_EXE_wiregrad");
    let script = format!("ulimit -v 1048576; exec '{program}' {arguments}");
    let child = Command::new("sh")
        .args(["-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.expect("a shell");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(text.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (said, output.status.code())
}

#[test]
fn a_graph_that_needs_more_than_the_free_memory_is_refused_with_a_sentence() {
    for arguments in [
        "eval -",
        "check -",
        "cost -",
        "explain -",
        "nudge - s --by 0.1",
    ] {
        let (said, status) = limited(arguments, LARGE);
        assert!(
            said.contains("the free memory holds"),
            "{arguments}: {said}"
        );
        assert_eq!(status, Some(1), "{arguments}: {said}");
    }
}

#[test]
fn a_large_graph_that_fits_is_evaluated_and_checked() {
    let smaller = LARGE.replace("16777216", "262144");
    for arguments in ["check -", "cost -", "nudge - s --by 0.1"] {
        let (said, status) = limited(arguments, &smaller);
        assert_eq!((said.as_str(), status), ("", Some(0)), "{arguments}");
    }
}
