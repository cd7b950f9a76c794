//! `explain`, `nudge` and `cost` as they are typed, and the page that teaches with them.

use std::path::Path;

use crate::latex::assert_latex;
use crate::program;

/// What the program says and does: standard output, standard error, exit status.
type Said = (String, String, i32);

/// Runs the program with a text on standard input.
fn feed(arguments: &[&str], text: &str) -> Said {
    let output = program::feed(arguments, text);
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

#[test]
fn nudge_prints_the_lecture_s_table() {
    let (out, err, status) = shipped("nudge", "lecture_neuron", &["w"]);
    assert_eq!(
        out,
        "\
node     before     after     change
w             2     2.001      0.001
c            -4    -4.002     -0.002
a             4     3.998     -0.002
d             2     1.998     -0.002
squared       4  3.992004  -0.007996
J             2  1.996002  -0.003998

J
predicted change     -0.004  gradient × ε = -4 × 0.001
true change       -0.003998  after − before
ratio                0.9995  true ÷ predicted
error                  2e-6  true − predicted
"
    );
    assert_eq!((err.as_str(), status), ("", 0));
    let (out, _, status) = shipped("nudge", "lecture_neuron", &["d", "--by", "-1e-3"]);
    assert!(
        out.contains("J             2  1.9980005  -0.0019995\n"),
        "{out}"
    );
    assert_eq!(status, 0);
    let (out, _, _) = shipped("nudge", "lecture_neuron", &["w", "--shrink"]);
    assert_eq!(out.lines().count(), 1 + 13, "{out}");
    assert!(
        out.contains("0.001     -0.004      -0.003998     0.9995           2e-6\n"),
        "{out}"
    );
}

#[test]
fn nudge_asks_for_an_element_of_a_tensor() {
    let (_, err, status) = shipped("nudge", "two_layer_network", &["W1"]);
    let message = "error: \"W1\" has shape [2, 3]: choose one of its elements, --element 0,0\n";
    assert_eq!((err.as_str(), status), (message, 2));
    let (out, _, status) = shipped("nudge", "two_layer_network", &["W1", "--element", "0,1"]);
    assert!(
        out.contains("[[0.7, -0.599, 0.4], [0.5, 0.8, -0.9]]   at most 0.001\n"),
        "{out}"
    );
    assert_eq!(status, 0);
    for (wrong, message) in [("2,0", "count from 0"), ("1", "choose one")] {
        let (_, err, status) = shipped("nudge", "two_layer_network", &["W1", "--element", wrong]);
        assert!(err.contains(message) && status == 2, "{err}");
    }
    let (_, err, status) = shipped("nudge", "lecture_neuron", &["w", "--element", "0"]);
    assert!(err.contains("a single number") && status == 2, "{err}");
}

#[test]
fn cost_counts_three_ways() {
    let (out, err, status) = shipped("cost", "lecture_neuron", &[]);
    assert!(
        out.starts_with("5 computed nodes, derivatives by 5 sources\n\n"),
        "{out}"
    );
    for (way, steps) in [
        ("backward", " 15 "),
        ("forward mode", " 30 "),
        ("naive", " 30 "),
    ] {
        let line = out.lines().find(|line| line.starts_with(way)).expect(way);
        assert!(line.contains(steps) && line.ends_with('s'), "{line}");
    }
    assert_eq!((err.as_str(), status), ("", 0));
    let (out, _, _) = feed(&["cost", "-"], "(version: 1, nodes: [])");
    assert_eq!(out, "There is nothing to differentiate.\n");
}

/// Every line that docs/lecture.md shows below a command is the beginning of a line
/// that the command prints, in that order.
#[test]
fn the_lecture_s_commands_print_what_its_page_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/lecture.md")).expect("the page");
    let mut commands = 0;
    for block in page
        .split("```\n")
        .filter(|block| block.starts_with("$ wiregrad "))
    {
        let mut lines = block.lines();
        let command = lines
            .next()
            .and_then(|line| line.strip_prefix("$ wiregrad "));
        let arguments: Vec<String> = command
            .expect("a command")
            .split(' ')
            .map(|word| {
                let file = root.join(word);
                if file.is_file() {
                    file.display().to_string()
                } else {
                    word.to_owned()
                }
            })
            .collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (out, err, status) = feed(&arguments, "");
        assert_eq!((err.as_str(), status), ("", 0), "{arguments:?}");
        let mut printed = out.lines();
        for line in lines {
            assert!(
                printed.any(|it| it.starts_with(line)),
                "{arguments:?}: {line:?} in\n{out}"
            );
        }
        commands += 1;
    }
    assert!(commands >= 7, "{commands}");
}
