//! `explain`, `nudge` and `cost` as they are typed.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::latex::assert_latex;

/// What the program says and does: standard output, standard error, exit status.
type Said = (String, String, i32);

/// Runs the program with a text on standard input.
fn feed(arguments: &[&str], text: &str) -> Said {
    let mut child = Command::new(env!("CARGO_BIN_EXE_wiregrad"))
        .args(arguments)
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut input = child.stdin.take().expect("a pipe");
    // A command that is wrong doesn't read it.
    let _ = input.write_all(text.as_bytes());
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let status = output.status.code().expect("no signal");
    (text(output.stdout), text(output.stderr), status)
}

/// Runs a command on a graph that ships.
fn shipped(command: &str, name: &str, more: &[&str]) -> Said {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("saved_graphs");
    let path = folder.join(name).with_extension("ron");
    let mut arguments = vec![command, path.to_str().expect("UTF-8")];
    arguments.extend(more);
    feed(&arguments, "")
}

const TWO_PATHS: &str = r#"(version: 1, title: "50 % of J_1", nodes: [
    (name: "a", op: "parameter", value: 2),
    (name: "b", op: "parameter", value: -1),
    (name: "c", op: "add", inputs: ["a", "b"]),
    (name: "d", op: "square", inputs: ["b"]),
    (name: "e", op: "multiply", inputs: ["c", "d"]),
])"#;

#[test]
fn explain_prints_both_sweeps() {
    let (out, err, status) = feed(&["explain", "-"], TWO_PATHS);
    assert_eq!(
        out,
        "\
50 % of J_1

Forward, from left to right: the values
  a = 2
  b = −1
  c = a + b = 2 + (−1) = 1
  d = b² = (−1)² = 1
  e = c × d = 1 × 1 = 1

Backward, from right to left: the gradients
  ∂e/∂e = 1
  ∂e/∂c = 1 · d = 1 · 1 = 1
  ∂e/∂d = 1 · c = 1 · 1 = 1
  ∂e/∂b via d = ∂e/∂d · ∂d/∂b = 1 · (−2) = −2, where ∂d/∂b = 2 × b = 2 × (−1) = −2
  ∂e/∂a = ∂e/∂c · ∂c/∂a = 1 · 1 = 1, where ∂c/∂a = 1
  ∂e/∂b via c = ∂e/∂c · ∂c/∂b = 1 · 1 = 1, where ∂c/∂b = 1
  ∂e/∂b = ∂e/∂c · ∂c/∂b + ∂e/∂d · ∂d/∂b = 1 + (−2) = −1

"
    );
    assert_eq!((err.as_str(), status), ("", 0));
}

#[test]
fn explain_of_a_node_takes_every_path() {
    let (out, err, status) = feed(&["explain", "-", "b", "--set", "b=3"], TWO_PATHS);
    assert_eq!(
        out,
        "\
The value of b
  b = 3

The gradient of b
  ∂e/∂b via c = ∂e/∂c · ∂c/∂b = 9 · 1 = 9, where ∂c/∂b = 1
  ∂e/∂b via d = ∂e/∂d · ∂d/∂b = 5 · 6 = 30, where ∂d/∂b = 2 × b = 2 × 3 = 6
  ∂e/∂b = ∂e/∂c · ∂c/∂b + ∂e/∂d · ∂d/∂b = 9 + 30 = 39

Along every path from b to e
  b → c → e: ∂e/∂c · ∂c/∂b = 9 · 1 = 9
  b → d → e: ∂e/∂d · ∂d/∂b = 5 · 6 = 30
  ∂e/∂b = 9 + 30 = 39

"
    );
    assert_eq!((err.as_str(), status), ("", 0));

    let (out, _, status) = shipped("explain", "long_expression", &["a"]);
    assert!(out.contains("24 paths are too many to list"), "{out}");
    assert_eq!(status, 0);
    let (out, _, _) = feed(&["explain", "-", "e", "--target", "d"], TWO_PATHS);
    assert!(
        out.ends_with("The gradient of e\nd does not depend on it.\n\n"),
        "{out}"
    );
}

#[test]
fn explain_writes_markdown_and_latex() {
    let (out, _, status) = feed(&["explain", "-", "--format", "markdown"], TWO_PATHS);
    assert!(out.starts_with("# 50 % of J\\_1\n\n## Forward"), "{out}");
    let line = "- $\\frac{\\partial e}{\\partial b} = \\frac{\\partial e}{\\partial c}";
    assert!(out.contains(line) && status == 0, "{out}");
    let formulas = out.lines().filter(|line| line.starts_with("- "));
    for line in formulas {
        line.split('$').skip(1).step_by(2).for_each(assert_latex);
    }
    for node in [&[][..], &["b"]] {
        let arguments = [&["explain", "-", "--format", "latex"], node].concat();
        let (out, _, status) = feed(&arguments, TWO_PATHS);
        assert_eq!(status, 0);
        let mut blocks = out.split("\\begin{align*}");
        let head = blocks.next().expect("a heading");
        assert!(
            node.len() == 1 || head.contains("\\section*{50 \\% of J\\_1}"),
            "{head}"
        );
        let mut count = 0;
        for block in blocks {
            let (formula, _) = block.split_once("\\end{align*}").expect("an end");
            assert_latex(&format!("\\begin{{align*}}{formula}\\end{{align*}}"));
            count += 1;
        }
        assert_eq!(count, 2 + node.len());
    }
}

#[test]
fn explain_complains_as_eval_does() {
    let (out, err, status) = feed(&["explain", "-", "bb"], TWO_PATHS);
    assert_eq!((out.as_str(), status), ("", 2));
    assert_eq!(
        err,
        "error: no node is called \"bb\": did you mean \"b\"?\n"
    );
    let (_, err, status) = feed(&["explain", "-"], "(version: 1, nodes: [");
    assert!(err.starts_with("error: ") && status == 1, "{err}");
    let text = TWO_PATHS.replace("square", "log");
    let (out, err, status) = feed(&["explain", "-"], &text);
    assert!(out.contains("d = log(b) = log(−1) = NaN"), "{out}");
    assert_eq!((err.contains("log(-1) is not a number"), status), (true, 1));
    let (out, _, status) = feed(&["explain", "-"], "(version: 1, nodes: [])");
    assert_eq!((out.as_str(), status), ("The graph is empty.\n\n", 0));
}
