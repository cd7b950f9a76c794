//! `wiregrad eval`.

use serde_json::{Value, json};

use super::{CUBE, feed, json_of, node, run, shipped};

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
            "version": 1,
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
    let message = "error: line 4, column 5: \"J\": the target has shape [2, 2], but only a scalar \
                   has a gradient; choose a scalar, or reduce it with sum or mean\n";
    assert_eq!((said.err.as_str(), said.status), (message, 1));
}

#[test]
fn numbers_that_are_not_finite_are_texts_and_are_named() {
    let text = CUBE.replace("square", "log");
    let said = feed(&["eval", "-", "--json", "--set", "x=-1"], &text);
    let result = json_of(&said);
    assert_eq!(node(&result, "c")["value"], json!("NaN"));
    let message =
        "error: line 3, column 5: \"c\": log(-1) is not a number; change what flows into it\n";
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
    let message = "error: line 3, column 9: \"c\": input b is not wired; wire a node to it\n";
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
fn a_gradient_that_is_not_finite_is_a_problem() {
    let norm = r#"(version: 1, nodes: [
        (name: "x", op: "input", value: [0, 0]), (name: "q", op: "square", inputs: ["x"]),
        (name: "s", op: "sum", inputs: ["q"]), (name: "n", op: "sqrt", inputs: ["s"]),
    ])"#;
    let said = feed(&["eval", "-", "--json"], norm);
    let message = "n → s: the derivative of √ at 0 is infinite; then ∞ × 0 at x";
    assert!(said.err.contains(message), "{}", said.err);
    assert_eq!(said.status, 1);
    let problem = &json_of(&said)["problems"][0];
    assert_eq!(
        (&problem["node"], &problem["reason"]),
        (&json!("n"), &json!(message))
    );
}

const MATRIX: &str = r#"(version: 1, nodes: [
    (name: "W", op: "parameter", value: [[1, 2], [3, 4]]),
    (name: "x", op: "input", value: [5, 6]),
    (name: "Y", op: "matmul", inputs: ["W", "x"]),
])"#;

#[test]
fn a_tensor_is_a_target_if_something_flows_back_into_it() {
    let arguments = [
        "eval",
        "-",
        "--json",
        "--target",
        "Y",
        "--upstream",
        "[1, -1/2]",
    ];
    let said = feed(&arguments, MATRIX);
    let result = json_of(&said);
    assert_eq!((said.err.as_str(), said.status), ("", 0));
    assert_eq!(result["target"], "Y");
    assert_eq!(result["upstream"], json!([1.0, -0.5]));
    // dW = u xᵀ, dx = Wᵀ u, dY = u
    let dw = json!([[5.0, 6.0], [-2.5, -3.0]]);
    assert_eq!(node(&result, "W")["gradient"], dw);
    assert_eq!(node(&result, "x")["gradient"], json!([-0.5, 0.0]));
    assert_eq!(node(&result, "Y")["gradient"], json!([1.0, -0.5]));
    // Nothing is shown of the nodes that let it flow.
    assert_eq!(result["nodes"].as_array().map(Vec::len), Some(3));
    assert_eq!(result["wires"].as_array().map(Vec::len), Some(2));
    let table = feed(&["eval", "-", "--target", "Y", "--upstream", "1"], MATRIX);
    assert!(table.out.contains("gradient of Y"), "{}", table.out);
    assert!(!table.out.contains("upstream"), "{}", table.out);
}

#[test]
fn a_scalar_takes_any_upstream_gradient() {
    let said = feed(&["eval", "-", "--json", "--upstream", "-3"], CUBE);
    let result = json_of(&said);
    assert_eq!(result["target"], "J");
    for (name, gradient) in [("J", -3.0), ("c", -6.0), ("x", -36.0)] {
        assert_eq!(node(&result, name)["gradient"], json!(gradient), "{name}");
    }
    assert_eq!(said.status, 0);
}

#[test]
fn upstream_and_direction_say_what_does_not_fit() {
    for (arguments, message) in [
        (
            &["--target", "Y", "--upstream", "[1, 2, 3]"][..],
            "--upstream has shape [3], but \"Y\" has [2]",
        ),
        (&["--upstream", "1"], "name one with --target"),
        (
            &["--forward", "W"],
            "it has shape [2, 2]: say with --direction",
        ),
        (
            &["--forward", "W", "--direction", "1"],
            "it has shape [2, 2], but --direction has []",
        ),
        (&["--direction", "1"], "--forward"),
        (&["--forward", "w"], "did you mean \"W\"?"),
    ] {
        let mut all = vec!["eval", "-"];
        all.extend(arguments);
        let said = feed(&all, MATRIX);
        assert!(said.err.contains(message), "{arguments:?}: {}", said.err);
        assert_eq!((said.out.as_str(), said.status), ("", 2), "{arguments:?}");
    }
}

#[test]
fn forward_mode_gives_the_derivative_of_every_node_by_one() {
    let said = feed(&["eval", "-", "--forward", "x"], CUBE);
    assert_eq!(
        said.out,
        "\
node  op        value  derivative by x
x     input         2                1
c     square        4                4
J     multiply      8               12
"
    );
    let arguments = ["eval", "-", "--json", "--target", "Y", "--upstream", "1"];
    let backward = json_of(&feed(&arguments, MATRIX));
    let arguments = [
        "eval",
        "-",
        "--json",
        "--forward",
        "W",
        "--direction",
        "[[0, 0], [0, 1]]",
    ];
    let said = feed(&arguments, MATRIX);
    let result = json_of(&said);
    assert_eq!(
        result["forward"],
        json!({"by": "W", "direction": [[0.0, 0.0], [0.0, 1.0]]})
    );
    // The sum over Y along one number of W is the gradient of the sum by that number.
    assert_eq!(node(&result, "Y")["derivative"], json!([0.0, 6.0]));
    assert_eq!(node(&backward, "W")["gradient"][1][1], json!(6.0));
    assert_eq!(node(&result, "x")["derivative"], json!([0.0, 0.0]));
}

#[test]
fn set_reads_numbers_as_the_editor_does() {
    for (text, value) in [
        ("1/3", 1.0 / 3.0),
        ("−2^2", -4.0),
        ("2*pi", std::f64::consts::TAU),
    ] {
        let set = format!("x={text}");
        let result = json_of(&feed(&["eval", "-", "--json", "--set", &set], CUBE));
        assert_eq!(node(&result, "x")["value"].as_f64(), Some(value), "{text}");
    }
}
