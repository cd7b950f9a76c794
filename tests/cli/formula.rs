//! `new`, `formula`, and `--formula` in place of a file.

use crate::{feed, json_of, node, run, shipped};

const NEURON: &str = "J = 1/2 (w*x + b - y)^2; w=2; x=-2; b=8; y=2";

#[test]
fn a_formula_stands_in_the_place_of_a_file() {
    let said = run(&["eval", "--formula", NEURON, "--json"]);
    assert_eq!(said.status, 0, "{}", said.err);
    let result = json_of(&said);
    assert_eq!(result["target"], "J");
    assert_eq!(node(&result, "J")["value"], 2.0);
    for (name, gradient) in [("w", -4.0), ("x", 4.0), ("b", 2.0), ("y", -2.0)] {
        assert_eq!(node(&result, name)["gradient"], gradient, "{name}");
    }
    let said = run(&["eval", "--formula", NEURON, "--set", "w=2.001", "--json"]);
    let value = node(&json_of(&said), "J")["value"]
        .as_f64()
        .expect("a number");
    assert!((value - 1.996002).abs() < 1e-9, "{value}");

    let said = run(&["check", "--formula", NEURON]);
    assert_eq!(said.status, 0, "{}{}", said.out, said.err);
    assert!(said.out.contains("none is wrong"), "{}", said.out);
}

#[test]
fn a_node_may_stand_before_or_behind_the_formula() {
    let by_file = run(&["explain", &shipped("lecture_neuron").to_string_lossy(), "w"]);
    assert_eq!(by_file.status, 0);
    for arguments in [
        ["explain", "--formula", NEURON, "w"],
        ["explain", "w", "--formula", NEURON],
        ["nudge", "--formula", NEURON, "w"],
    ] {
        let said = run(&arguments);
        assert_eq!(said.status, 0, "{arguments:?}: {}", said.err);
        assert!(said.out.contains('w'), "{}", said.out);
    }
    let said = run(&["nudge", "--formula", NEURON]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("name the node to nudge"), "{}", said.err);
    let said = run(&["nudge", "graph.ron", "w", "--formula", NEURON]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("a file or a formula"), "{}", said.err);
}

#[test]
fn new_writes_a_graph_and_formula_reads_it_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("neuron.ron");
    let file = path.to_string_lossy();
    let said = run(&["new", NEURON, "-o", &file]);
    assert_eq!((said.status, said.out.as_str()), (0, ""), "{}", said.err);

    let printed = run(&["new", NEURON]);
    let written = std::fs::read_to_string(&path).expect("the file");
    assert_eq!(printed.out, written);
    assert_eq!(feed(&["new", "-"], NEURON).out, written);
    assert_eq!(feed(&["eval", "-"], &written).status, 0);

    let said = run(&["formula", &file]);
    let expected = "w = parameter(2)\nx = input(-2)\nb = parameter(8)\ny = input(2)\n\
                    J = 0.5*(w*x + b - y)^2\ntarget J\n";
    assert_eq!(said.out, expected);
    let said = run(&["formula", &file, "--full"]);
    assert!(said.out.contains("`w·x` = w*x\n"), "{}", said.out);
    assert_eq!(
        feed(&["new", "-"], &said.out).out.lines().count(),
        written.lines().count()
    );
    let said = run(&["formula", &file, "J", "--format", "latex"]);
    assert!(said.out.contains("J &= 0.5 \\cdot"), "{}", said.out);
}

#[test]
fn a_graph_is_written_as_a_program_of_python() {
    let said = run(&["formula", "--formula", NEURON, "--format", "python"]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(
        said.out
            .starts_with("import numpy as np\n\nw = np.float64(2.0)"),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("J = 0.5 * (w * x + b - y) ** 2\n"),
        "{}",
        said.out
    );
    let said = run(&["formula", "w", "--formula", NEURON, "--format", "python"]);
    assert_eq!(
        said.out,
        "import numpy as np\n\nw = np.float64(2.0)\nprint(\"w =\", w)\n"
    );
    let said = run(&["formula", "--formula", "y = x + _", "--format", "python"]);
    assert_eq!((said.status, said.out.as_str()), (1, ""));
    assert!(
        said.err.contains("not wired: wire a node to it"),
        "{}",
        said.err
    );
}

#[test]
fn what_is_wrong_with_a_formula_is_said_with_its_place() {
    for (text, message) in [
        (
            "y = sin",
            "error: the formula, line 1, column 5: \"sin\" is the op sin",
        ),
        (
            "a = b + 1\nb = foo(a)",
            "line 2, column 5: \"foo\" is neither an op nor a node",
        ),
        ("y = logg(x)", "did you mean log?"),
    ] {
        let said = run(&["new", text]);
        assert_eq!((said.status, said.out.as_str()), (1, ""));
        assert!(said.err.contains(message), "{}", said.err);
    }
    let said = run(&["eval"]);
    assert_eq!(said.status, 2);
}
