//! Graphs as programs of Python. That a program computes the same numbers is tested by
//! tests/python.sh, which needs Python; here is how it reads, and that each op is in one or
//! says why not.

use wiregrad::core::graph::{Graph, NodeInputs, NodeOp, NodeParts};
use wiregrad::core::op::attributes::Attributes;
use wiregrad::core::ops::{self, OpId};
use wiregrad::core::tensor::Tensor;
use wiregrad::export::plain_program;

use crate::graph;

fn program(text: &str) -> String {
    let graph = graph(text);
    let text = plain_program(&graph, &[]).unwrap_or_else(|fault| panic!("{}", fault.message));
    let body = text
        .strip_prefix("import numpy as np\n\n")
        .expect("an import");
    body.to_owned()
}

#[test]
fn a_formula_reads_in_python_as_a_person_writes_it() {
    assert_eq!(
        program("J = 1/2 (w*x + b - y)^2; w=2; x=-2; b=8; y=2"),
        "w = np.float64(2.0)\nx = np.float64(-2.0)\nb = np.float64(8.0)\ny = np.float64(2.0)\n\
         J = 0.5 * (w * x + b - y) ** 2\nprint(\"J =\", J)\n"
    );
    assert_eq!(
        program(
            "ŷ = W @ x - (a - c); L = sum(ŷ^-3, axis=[0], keepdims=true); W = [[1, 2]]; \
                 x = [3, 4]; a=1; c=-2"
        ),
        "W = np.array([[1.0, 2.0]])\nx = np.array([3.0, 4.0])\na = np.float64(1.0)\n\
         c = np.float64(-2.0)\n\
         L = np.sum((W @ x - (a - c)) ** (-3.0), axis=(0,), keepdims=True)\nprint(\"L =\", L)\n"
    );
}

#[test]
fn what_python_knows_otherwise_becomes_a_function_and_names_keep_out_of_its_way() {
    let text = program("lambda = 2; softmax = silu(lambda) + silu(silu(lambda))");
    let expected = "def sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n\n\n\
                    def silu(x):\n    return np.maximum(x, -800) * sigmoid(x)  # not -inf times 0\n\n\n\
                    lambda_2 = np.float64(2.0)\n\
                    softmax_2 = silu(lambda_2) + silu(silu(lambda_2))\n\
                    print(\"softmax =\", softmax_2)\n";
    assert_eq!(text, expected);
    // Numbers of Python would raise an error here.
    assert!(program("z = where2*0 + y; y = w/x; where2 = 1; w = 1; x = 0").contains("w / x"));
}

#[test]
fn definitions_come_before_what_uses_them_and_long_chains_are_no_nests() {
    let mut text = "y = x0 + 1".to_owned();
    for nth in 0..300 {
        text += &format!("\nx{nth} = tanh(x{})", nth + 1);
    }
    let lines = program(&text);
    let lines: Vec<&str> = lines.lines().collect();
    assert!(lines.len() > 300);
    assert!(lines[0].starts_with("x300 = "));
    assert!(lines.iter().all(|line| line.len() < 80));
}

/// A graph of one node of an op, on inputs with the value 1.
fn one_node(op: OpId) -> Graph {
    let mut graph = Graph::new();
    let row = op.op();
    let inputs: NodeInputs = (0..row.inputs.initial())
        .map(|nth| {
            let parts = NodeParts {
                name: format!("input{nth}"),
                op: NodeOp::named("input"),
                inputs: NodeInputs::new(),
                attributes: Attributes::default(),
                value: Some(Tensor::scalar(1.0)),
            };
            graph.add(parts).ok()
        })
        .collect();
    let parts = NodeParts {
        name: "y".to_owned(),
        op: NodeOp::Known(op),
        inputs,
        attributes: Attributes::default(),
        value: row.is_source().then(|| Tensor::scalar(1.0)),
    };
    graph.add(parts).expect("a node");
    graph
}

#[test]
fn each_op_has_a_spelling_or_says_why_it_has_none() {
    let mut missing = Vec::new();
    for row in ops::ALL.iter() {
        let op = OpId::named(row.name).expect("it is in the table");
        match plain_program(&one_node(op), &[]) {
            Ok(text) => assert!(text.contains("y = "), "{text}"),
            Err(fault) => {
                let expected = format!("{} can't be written in Python: ", row.name);
                assert!(fault.message.contains(&expected), "{}", fault.message);
                assert!(!fault.help.is_empty());
                missing.push(row.name);
            }
        }
    }
    let few = missing.len() * 10 < ops::ALL.len();
    assert!(few, "give them a spelling in their rows: {missing:?}");
}

#[test]
fn an_input_without_a_wire_is_refused() {
    let graph = graph("y = x + _");
    let fault = plain_program(&graph, &[]).expect_err("it isn't wired");
    assert!(fault.message.contains("not wired"), "{}", fault.message);
}
