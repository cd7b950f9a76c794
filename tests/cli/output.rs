//! Where the output goes: terminals, pipes, full disks.

use std::io::{Read, Write};
use std::process::Stdio;

use super::{CUBE, feed, json_of, program, run, said, shipped};

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
