//! `wiregrad parameters`.

#![allow(clippy::disallowed_methods)] // plays the user

use std::fs;
use std::path::Path;

use super::{feed, json_of, node, run, shipped};

const NET: &str = r#"(version: 1, target: "J", nodes: [
    (name: "x", op: "input", value: [1, 2]),
    (name: "W", op: "parameter", value: [[1, 2], [3, 4]]),
    (name: "b 1", op: "parameter", value: 0.5),
    (name: "Y", op: "matmul", inputs: ["W", "x"]),
    (name: "Z", op: "add", inputs: ["Y", "b 1"]),
    (name: "J", op: "sum", inputs: ["Z"]),
])"#;

/// The text of a path in a folder.
fn text(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().expect("UTF-8").to_owned()
}

#[test]
fn parameters_are_listed() {
    let said = feed(&["parameters", "-"], NET);
    assert_eq!(
        said.out,
        "\
parameter  shape   numbers             value
W          [2, 2]        4  [[1, 2], [3, 4]]
b 1        []            1               0.5

2 parameters, 5 numbers
"
    );
    assert_eq!((said.err.as_str(), said.status), ("", 0));
    let none = feed(&["parameters", "--formula", "y = 2 * 3"], "");
    assert_eq!(none.out, "The graph has no parameters.\n");
}

#[test]
fn parameters_leave_and_come_back_in_both_formats() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let net = text(folder, "net.ron");
    let digits = shipped("train_moons");
    for format in ["npz", "safetensors"] {
        fs::write(&net, NET).expect("written");
        let saved = text(folder, &format!("p.{format}"));
        let said = run(&["parameters", &net, "--save", &saved]);
        assert_eq!(
            (said.out.as_str(), said.err.as_str(), said.status),
            ("", "", 0)
        );
        // Into a graph with other numbers, in a file of its own.
        let other = NET.replace("[[1, 2], [3, 4]]", "[[0, 0], [0, 0]]");
        let out = text(folder, "out.ron");
        fs::write(text(folder, "other.ron"), &other).expect("written");
        let from = text(folder, "other.ron");
        let said = run(&["parameters", &from, "--load", &saved, "-o", &out]);
        assert_eq!((said.err.as_str(), said.status), ("", 0));
        assert_eq!(fs::read_to_string(&from).expect("a file"), other);
        let found = json_of(&run(&["eval", &out, "--json"]));
        let expected = json_of(&run(&["eval", &net, "--json"]));
        assert_eq!(found, expected, "{format}");
        // Into its own file, and without a file to standard output.
        assert_eq!(run(&["parameters", &from, "--load", &saved]).status, 0);
        let there = json_of(&run(&["eval", &from, "--json"]));
        assert_eq!(there, expected);
        let piped = feed(&["parameters", "-", "--load", &saved], &other);
        assert_eq!(
            json_of(&feed(&["eval", "-", "--json"], &piped.out)),
            expected
        );
        // Those of a graph that ships, too.
        let path = digits.to_str().expect("UTF-8");
        let said = run(&["parameters", path, "--save", &saved]);
        assert_eq!((said.err.as_str(), said.status), ("", 0));
        let said = run(&["parameters", path, "--load", &saved, "-o", &out]);
        assert_eq!((said.err.as_str(), said.status), ("", 0));
    }
}

#[test]
fn what_does_not_fit_is_named_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    for format in ["npz", "safetensors"] {
        let saved = text(folder, &format!("p.{format}"));
        assert_eq!(feed(&["parameters", "-", "--save", &saved], NET).status, 0);
        let other = NET
            .replace("[[1, 2], [3, 4]]", "[[1, 2]]")
            .replace("\"b 1\"", "\"c\"");
        let path = text(folder, "other.ron");
        fs::write(&path, &other).expect("written");
        let said = run(&["parameters", &path, "--load", &saved]);
        for message in [
            "nothing was changed",
            "\"W\" has shape [1, 2] in the graph, [2, 2] in the file",
            "\"c\" isn't in the file",
            "\"b 1\" is no parameter of the graph",
        ] {
            assert!(said.err.contains(message), "{message}: {}", said.err);
        }
        assert_eq!((said.out.as_str(), said.status), ("", 1));
        assert_eq!(fs::read_to_string(&path).expect("a file"), other);
    }
}

#[test]
fn what_can_not_be_a_file_of_parameters_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("bad.npz"), "not an archive").expect("written");
    fs::write(folder.join("bad.safetensors"), "{}").expect("written");
    for (arguments, message, status) in [
        (vec!["--save", "p.json"], ".npz or .safetensors", 1),
        (vec!["--save", "no/such/p.npz"], "no/such/p.npz", 1),
        (vec!["--load", "none.npz"], "can't load", 1),
        (vec!["--load", "bad.npz"], "it can't be read", 1),
        (vec!["--load", "bad.safetensors"], "it can't be read", 1),
        (
            vec!["--save", "p.npz", "--load", "p.npz"],
            "cannot be used with",
            2,
        ),
        (vec!["-o", "out.ron"], "--load", 2),
    ] {
        let arguments = arguments.into_iter().map(|it| match it {
            "bad.npz" | "bad.safetensors" => text(folder, it),
            it => it.to_owned(),
        });
        let mut all = vec!["parameters".to_owned(), "-".to_owned()];
        all.extend(arguments);
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let said = feed(&all, NET);
        assert!(said.err.contains(message), "{all:?}: {}", said.err);
        assert_eq!((said.out.as_str(), said.status), ("", status), "{all:?}");
    }
    let none = feed(
        &["parameters", "--formula", "y = 2 * 3", "--save", "p.npz"],
        "",
    );
    assert!(none.err.contains("has no parameters"), "{}", none.err);
    let loaded = json_of(&feed(&["eval", "-", "--json"], NET));
    assert_eq!(node(&loaded, "J")["value"], 17.0);
}
