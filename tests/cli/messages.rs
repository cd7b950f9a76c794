//! What is said when something is wrong: the place, the reason and the cure, in our words.

use std::io::Write;

use super::{CUBE, feed, run};

/// The path of a file with this text.
fn file(text: &str) -> tempfile::TempPath {
    let mut file = tempfile::NamedTempFile::with_suffix(".ron").expect("a file");
    file.write_all(text.as_bytes()).expect("written");
    file.into_temp_path()
}

#[test]
fn a_problem_of_evaluation_names_file_and_line() {
    let path = file(
        &CUBE
            .replace("square", "log")
            .replace("value: 2", "value: -2"),
    );
    let path = path.to_str().expect("UTF-8");
    let expected = format!("error: {path}, line 3, column 5: \"c\": log(-2) is not a number");
    for command in ["eval", "explain", "cost", "check"] {
        let said = run(&[command, path]);
        assert!(said.err.starts_with(&expected), "{command}: {}", said.err);
    }
    // A comment and other texts before it don't move the line.
    let text = "// \u{fc}\n/* a\n b */ (version: 1, title: \"a\\nb\", nodes: [\n\n  /* c */ \
                (name: \"J\", op: \"sqrt\", inputs: [None])])";
    let said = feed(&["eval", "-"], text);
    let expected = "error: line 5, column 11: \"J\": input x is not wired";
    assert!(said.err.starts_with(expected), "{}", said.err);
}

#[test]
fn several_targets_lead_to_the_option() {
    let text = r#"(version: 1, nodes: [
        (name: "x", op: "input", value: 2),
        (name: "a", op: "square", inputs: ["x"]),
        (name: "b", op: "exp", inputs: ["x"]),
    ])"#;
    let said = feed(&["eval", "-"], text);
    let expected = "error: several nodes could be the target: a, b; choose one as the target: \
                    --target NAME\n";
    assert_eq!((said.err.as_str(), said.status), (expected, 1));
    let said = feed(&["eval", "-", "--target", "b"], text);
    assert_eq!((said.err.as_str(), said.status), ("", 0));
}

#[test]
fn a_mistyped_command_is_named() {
    let said = run(&["evl", "f.ron"]);
    let expected = "there is no command \"evl\": did you mean \"eval\"?";
    assert!(said.err.contains(expected), "{}", said.err);
    assert_eq!((said.out.as_str(), said.status), ("", 2));
    let said = run(&["one.ron", "two.ron"]);
    assert!(said.err.contains("two.ron"), "{}", said.err);
    assert_eq!(said.status, 2);
}

#[test]
fn numbers_of_options_are_asked_for_in_plain_words() {
    let cases = [
        (&["--by", "abc"][..], "write a finite number, such as 0.001"),
        (&["--by", "inf"], "write a finite number, such as 0.001"),
        (&["--element", "0,-1"], "write a whole number for each axis"),
        (&["--element", "-1"], "write a whole number for each axis"),
        (&["--element", "a"], "write a whole number for each axis"),
    ];
    for (option, message) in cases {
        let arguments = [&["nudge", "-", "x"], option].concat();
        let said = feed(&arguments, CUBE);
        assert!(said.err.contains(message), "{option:?}: {}", said.err);
        assert_eq!(said.status, 2, "{option:?}");
    }
}

#[test]
fn a_nudge_of_a_tensor_shows() {
    let text = r#"(version: 1, nodes: [
        (name: "x", op: "input", value: [150, 180]),
        (name: "J", op: "sum", inputs: ["x"]),
    ])"#;
    let said = feed(&["nudge", "-", "x", "--element", "0"], text);
    assert!(
        said.out.contains("[150, 180]  [150.001, 180]"),
        "{}",
        said.out
    );
}

#[test]
fn counts_are_in_the_right_number() {
    let text = CUBE.replace("[\"c\", \"x\"]", "[\"c\"]");
    let said = feed(&["eval", "-"], &text);
    let expected = "\"J\" has 1 input, but multiply takes 2";
    assert!(said.err.contains(expected), "{}", said.err);
    let said = feed(&["cost", "-"], CUBE);
    assert!(
        said.out.contains("derivatives by 1 source\n"),
        "{}",
        said.out
    );
}

#[test]
fn columns_align_whatever_the_names_are() {
    let text = CUBE
        .replace("\"x\"", "\"重み\"")
        .replace("\"c\"", "\"e\u{301}\"");
    let said = feed(&["eval", "-"], &text);
    assert!(said.out.contains("\n重み  input "), "{}", said.out);
    assert!(said.out.contains("\ne\u{301}     square "), "{}", said.out);
}

#[test]
fn long_names_and_texts_are_refused_or_printed() {
    let long = CUBE.replace("square", &"o".repeat(65_538));
    let said = feed(&["eval", "-"], &long);
    assert!(
        said.err
            .contains("an op whose name has 65538 bytes: at most 256"),
        "{}",
        said.err
    );
    assert_eq!(said.status, 1);
    let fits = CUBE.replace("square", &"o".repeat(256));
    let said = feed(&["eval", "-"], &fits);
    assert!(
        said.err.contains("this version doesn't know the op"),
        "{}",
        said.err
    );
}

#[test]
fn an_unknown_op_leads_to_the_one_that_was_meant() {
    let said = feed(&["eval", "-"], &CUBE.replace("square", "sqare"));
    let help = "did you mean \"square\"? If not, update wiregrad: 'wiregrad ops' lists the ops";
    assert!(said.err.contains(help), "{}", said.err);
    assert_eq!(said.status, 1);
}

/// A loss of two sources.
fn loss(op: &str, first: &str, second: &str) -> String {
    format!(
        r#"(version: 1, nodes: [
            (name: "a", op: "parameter", value: {first}), (name: "b", op: "input", value: {second}),
            (name: "J", op: "{op}", inputs: ["a", "b"]),
        ])"#
    )
}

#[test]
fn numbers_that_mean_nothing_to_a_loss_are_said_with_their_element_and_line() {
    let bce = "binary_cross_entropy";
    let cases = [
        (
            bce,
            "1.2",
            "1",
            "NaN",
            "probability is 1.2, but a probability lies from 0 to 1",
        ),
        (
            bce,
            "0.5",
            "3",
            "0.6931472",
            "truth is 3, but a truth lies from 0",
        ),
        (
            "cross_entropy",
            "[1, 2, 3]",
            "7",
            "NaN",
            "truth is 7, but the classes are numbered from 0 to 2",
        ),
        (
            "cross_entropy",
            "[[1, 2], [3, 4]]",
            "[0, 1.5]",
            "NaN",
            "truth[1] is 1.5, but the classes are numbered from 0 to 1",
        ),
    ];
    for (op, first, second, value, message) in cases {
        let said = feed(&["eval", "-"], &loss(op, first, second));
        let expected = format!("error: line 3, column 13: \"J\": {message}");
        assert!(said.err.starts_with(&expected), "{}", said.err);
        let row = said.out.lines().find(|line| line.starts_with("J "));
        assert!(row.is_some_and(|row| row.contains(value)), "{}", said.out);
        assert_eq!(said.status, 1);
    }
}

#[test]
fn a_sure_winner_keeps_its_small_loss() {
    let said = feed(&["eval", "-"], &loss("cross_entropy", "[50, 0, 0]", "0"));
    assert!(said.out.contains("3.8575e-22"), "{}", said.out);
    assert_eq!((said.err.as_str(), said.status), ("", 0));
}

#[test]
fn a_dropped_axis_is_told_to_be_kept() {
    let text = r#"(version: 1, nodes: [
        (name: "x", op: "input", value: [[1, 2, 3], [4, 5, 6]]),
        (name: "m", op: "mean", inputs: ["x"], attributes: {"axis": 1}),
        (name: "d", op: "subtract", inputs: ["x", "m"]),
        (name: "J", op: "sum", inputs: ["d"]),
    ])"#;
    let said = feed(&["eval", "-"], text);
    assert!(said.err.contains("line 4, column 9: \"d\""), "{}", said.err);
    assert!(said.err.contains("keepdims"), "{}", said.err);
}
