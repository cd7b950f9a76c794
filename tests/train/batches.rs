//! Rows side by side: their mean is the mean of single passes; what can't take rows, or
//! mixes them, is a problem with a cure.

use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::graph::{Graph, NodeId};
use wiregrad::core::op::Op;
use wiregrad::core::tensor::Tensor;
use wiregrad::core::train::DataRows;
use wiregrad::core::train::batch::{BatchGraph, Drawn};

use crate::{graph, rows, sines};

/// The lecture's neuron.
const NEURON: &str = r#"
    (name: "w", op: "parameter", value: 2.0),
    (name: "x", op: "input", value: -2.0),
    (name: "b", op: "parameter", value: 8.0),
    (name: "y", op: "input", value: 2.0),
    (name: "c", op: "multiply", inputs: ["w", "x"]),
    (name: "a", op: "add", inputs: ["c", "b"]),
    (name: "d", op: "subtract", inputs: ["a", "y"]),
    (name: "squared", op: "square", inputs: ["d"]),
    (name: "half", op: "constant", value: 0.5),
    (name: "J", op: "multiply", inputs: ["half", "squared"])"#;

/// Sources of a row of four numbers and one, and parameters for them.
const SOURCES: &str = r#"
    (name: "x", op: "input", value: [0, 0, 0, 0]),
    (name: "y", op: "input", value: 0.0),
    (name: "v", op: "parameter", value: [0.3, -0.2, 0.5, 0.7]),
    (name: "W", op: "parameter", value: [[0.3, -0.2, 0.1], [0.5, 0.7, 0.2], [-0.4, 0.1, 0.3], [0.6, -0.5, 0.4]]),
    (name: "M", op: "parameter", value: [[0.3, -0.2, 0.1, 0.4], [0.5, 0.7, 0.2, -0.3]]),
    (name: "b", op: "parameter", value: [0.1, -0.2, 0.3]),
    (name: "k", op: "parameter", value: 0.4),"#;

/// Graphs for one row of SOURCES, each by what comes after them.
const ROW_GRAPHS: [(&str, &str); 17] = [
    (
        "vector times vector",
        r#"(name: "p", op: "matmul", inputs: ["x", "v"]), (name: "J", op: "mean_squared_error", inputs: ["p", "y"])"#,
    ),
    (
        "vector times matrix",
        r#"(name: "p", op: "matmul", inputs: ["x", "W"]), (name: "q", op: "add", inputs: ["p", "b"]), (name: "t", op: "tanh", inputs: ["q"]), (name: "J", op: "sum", inputs: ["t"])"#,
    ),
    (
        "matrix times vector",
        r#"(name: "p", op: "matmul", inputs: ["M", "x"]), (name: "q", op: "sigmoid", inputs: ["p"]), (name: "J", op: "mean", inputs: ["q"])"#,
    ),
    (
        "vector of parameters first",
        r#"(name: "p", op: "matmul", inputs: ["v", "x"]), (name: "J", op: "square", inputs: ["p"])"#,
    ),
    (
        "both from the data",
        r#"(name: "u", op: "multiply", inputs: ["x", "v"]), (name: "p", op: "matmul", inputs: ["u", "x"]), (name: "J", op: "multiply", inputs: ["p", "y"])"#,
    ),
    (
        "a scalar with a vector",
        r#"(name: "p", op: "multiply", inputs: ["x", "y"]), (name: "q", op: "multiply", inputs: ["p", "v"]), (name: "r", op: "sin", inputs: ["q"]), (name: "J", op: "sum", inputs: ["r"])"#,
    ),
    (
        "ranks that differ",
        r#"(name: "p", op: "multiply", inputs: ["x", "M"]), (name: "q", op: "add", inputs: ["p", "y"]), (name: "r", op: "exp", inputs: ["q"]), (name: "J", op: "mean", inputs: ["r"])"#,
    ),
    (
        "reductions with axes",
        r#"(name: "p", op: "multiply", inputs: ["x", "M"]), (name: "q", op: "sum", inputs: ["p"], attributes: {"axis": 0}), (name: "r", op: "max", inputs: ["q"], attributes: {"axis": -1, "keepdims": true}), (name: "J", op: "sum", inputs: ["r"])"#,
    ),
    (
        "softmax",
        r#"(name: "p", op: "matmul", inputs: ["x", "W"]), (name: "q", op: "softmax", inputs: ["p"]), (name: "r", op: "log", inputs: ["q"]), (name: "s", op: "multiply", inputs: ["r", "b"]), (name: "J", op: "sum", inputs: ["s"])"#,
    ),
    (
        "softmax along axis 0",
        r#"(name: "p", op: "multiply", inputs: ["x", "M"]), (name: "q", op: "softmax", inputs: ["p"], attributes: {"axis": 0}), (name: "r", op: "square", inputs: ["q"]), (name: "J", op: "sum", inputs: ["r"])"#,
    ),
    (
        "transposed",
        r#"(name: "p", op: "multiply", inputs: ["x", "M"]), (name: "q", op: "transpose", inputs: ["p"]), (name: "r", op: "matmul", inputs: ["q", "M"]), (name: "s", op: "tanh", inputs: ["r"]), (name: "J", op: "sum", inputs: ["s"])"#,
    ),
    (
        "reshaped",
        r#"(name: "p", op: "multiply", inputs: ["x", "v"]), (name: "q", op: "reshape", inputs: ["p"], attributes: {"shape": [2, -1]}), (name: "r", op: "matmul", inputs: ["q", "M"]), (name: "J", op: "sum", inputs: ["r"])"#,
    ),
    (
        "repeated",
        r#"(name: "p", op: "multiply", inputs: ["x", "v"]), (name: "q", op: "broadcast_to", inputs: ["p"], attributes: {"shape": [3, 4]}), (name: "r", op: "multiply", inputs: ["q", "q"]), (name: "J", op: "mean", inputs: ["r"])"#,
    ),
    (
        "joined and cut",
        r#"(name: "p", op: "multiply", inputs: ["x", "v"]), (name: "q", op: "concatenate", inputs: ["p", "x"]), (name: "r", op: "slice", inputs: ["q"], attributes: {"start": 2, "stop": 7}), (name: "s", op: "square", inputs: ["r"]), (name: "J", op: "sum", inputs: ["s"])"#,
    ),
    (
        "a matrix times a vector, both from the data",
        r#"(name: "p", op: "multiply", inputs: ["x", "M"]), (name: "q", op: "matmul", inputs: ["p", "x"]), (name: "J", op: "sum", inputs: ["q"])"#,
    ),
    (
        "a vector times a matrix, both from the data",
        r#"(name: "p", op: "multiply", inputs: ["x", "M"]), (name: "t", op: "transpose", inputs: ["p"]), (name: "q", op: "matmul", inputs: ["x", "t"]), (name: "J", op: "sum", inputs: ["q"])"#,
    ),
    (
        "a parameter apart from the data",
        r#"(name: "p", op: "multiply", inputs: ["x", "v"]), (name: "s", op: "sum", inputs: ["p"]), (name: "e", op: "subtract", inputs: ["s", "y"]), (name: "f", op: "square", inputs: ["e"]), (name: "g", op: "square", inputs: ["k"]), (name: "J", op: "add", inputs: ["f", "g"])"#,
    ),
];

/// The loss and the gradients of all parameters.
fn results(graph: &Graph) -> Vec<f64> {
    let evaluation = Evaluation::new(graph);
    assert_eq!(evaluation.program().problems(), []);
    let target = evaluation.program().target().expect("a target");
    let mut all = vec![evaluation.number(target).expect("a value")];
    for (id, node) in graph.iter() {
        if node.op().is_some_and(Op::is_trained) {
            let gradient = evaluation.gradient(id);
            all.extend(gradient.iter().flat_map(|it| it.data.iter()));
        }
    }
    all
}

/// The graph with one row in its sources.
fn with_row(graph: &Graph, data: &DataRows, row: usize) -> Graph {
    let mut graph = graph.clone();
    for source in &data.sources {
        let id = graph.find(&source.name).expect("the source");
        let shape = graph
            .get(id)
            .and_then(|it| it.value())
            .expect("a value")
            .shape();
        let numbers = source.data[row * source.width..][..source.width].to_vec();
        graph
            .set_value(id, Tensor::new(shape, numbers).expect("fits"))
            .expect("a source");
    }
    graph
}

/// The graph of a batch with its rows in its sources.
fn with_rows(batches: &BatchGraph, data: &DataRows) -> Graph {
    let mut graph = batches
        .of(data.count)
        .unwrap_or_else(|problem| panic!("{problem}"));
    for source in &data.sources {
        let id = graph.find(&source.name).expect("the source");
        let shape = graph
            .get(id)
            .and_then(|it| it.value())
            .expect("a value")
            .shape();
        let value = Tensor::new(shape, source.data.clone()).expect("fits");
        graph.set_value(id, value).expect("a source");
    }
    graph
}

/// How the mean over rows side by side differs from the mean of single passes, if it does.
pub(crate) fn differs_from_singles(graph: &Graph, data: &DataRows) -> Option<String> {
    let batches = match BatchGraph::new(graph, data, Some(false)) {
        Ok(batches) => batches,
        Err(problems) => return Some(problems[0].to_string()),
    };
    let together = results(&with_rows(&batches, data));
    let mut mean = vec![0.0; together.len()];
    for row in 0..data.count {
        let single = results(&with_row(graph, data, row));
        assert_eq!(single.len(), mean.len());
        for (sum, x) in mean.iter_mut().zip(single) {
            *sum += x / data.count as f64;
        }
    }
    together.iter().zip(&mean).find_map(|(a, b)| {
        let off = (a - b).abs() / b.abs().max(1.0);
        let same = off <= 1e-13;
        (!same).then(|| format!("{a} and {b} differ by {off:e}"))
    })
}

fn assert_mean_of_singles(name: &str, graph: &Graph, data: &DataRows) {
    let batches = BatchGraph::new(graph, data, None);
    let batches = batches.unwrap_or_else(|problems| panic!("{name}: {}", problems[0]));
    assert_eq!(batches.drawn(), Drawn::Row, "{name}");
    if let Some(what) = differs_from_singles(graph, data) {
        panic!("{name}: {what}");
    }
}

#[test]
fn losses_add_up_and_penalties_too() {
    let losses = r#"(name: "p", op: "matmul", inputs: ["x", "v"]), (name: "L1", op: "mean_squared_error", inputs: ["p", "y"]),
        (name: "L2", op: "huber", inputs: ["p", "y"]), (name: "kL2", op: "multiply", inputs: ["k", "L2"]),
        (name: "L", op: "add", inputs: ["L1", "kL2"]), (name: "w2", op: "square", inputs: ["v"]),
        (name: "penalty", op: "sum", inputs: ["w2"]), (name: "d", op: "multiply", inputs: ["p", "y"]),
        (name: "with", op: "add", inputs: ["L", "penalty"]), (name: "J", op: "add", inputs: ["with", "d"])"#;
    let data = rows(&[("x", 4, sines(28, 0.7)), ("y", 1, sines(7, 1.3))]);
    let nodes = format!("{SOURCES}{losses}");
    assert_mean_of_singles("losses added up", &graph(&nodes), &data);
    // The mean of a logarithm is not the logarithm of the mean.
    let nodes = nodes.replace(
        r#""add", inputs: ["with", "d"]"#,
        r#""log", inputs: ["with"]"#,
    );
    let nodes = nodes.replace(r#"(name: "d", op: "multiply", inputs: ["p", "y"]),"#, "");
    assert_eq!(
        problem(&nodes, &data, None),
        "\"L1\": mean_squared_error can't take rows side by side here: the target isn't linear \
         in it; make it the target, or add up losses; or draw the graph with a batch axis: give \
         its data shapes [n] and [n, k]"
    );
}

#[test]
fn a_batch_is_the_mean_of_its_rows() {
    for count in [1, 2, 7, 32] {
        let data = rows(&[("x", 1, sines(count, 0.7)), ("y", 1, sines(count, 1.3))]);
        assert_mean_of_singles("the neuron", &graph(NEURON), &data);
        let data = rows(&[("x", 4, sines(4 * count, 0.7)), ("y", 1, sines(count, 1.3))]);
        for (name, nodes) in ROW_GRAPHS {
            let drawn = graph(&format!("{SOURCES}{nodes}"));
            assert_mean_of_singles(name, &drawn, &data);
        }
    }
}

#[test]
fn losses_of_classes_are_the_mean_of_their_rows() {
    let classes = r#"(name: "p", op: "matmul", inputs: ["x", "W"]), (name: "J", op: "cross_entropy", inputs: ["p", "y"])"#;
    let binary = r#"(name: "p", op: "matmul", inputs: ["x", "v"]), (name: "J", op: "binary_cross_entropy_with_logits", inputs: ["p", "y"])"#;
    for (name, nodes, most) in [("classes", classes, 3), ("binary", binary, 2)] {
        let labels = (0..9).map(|i| f64::from(i * 5 % most)).collect();
        let data = rows(&[("x", 4, sines(36, 0.7)), ("y", 1, labels)]);
        assert_mean_of_singles(name, &graph(&format!("{SOURCES}{nodes}")), &data);
    }
}

fn problem(nodes: &str, data: &DataRows, batch: Option<bool>) -> String {
    match BatchGraph::new(&graph(nodes), data, batch) {
        Ok(_) => panic!("{nodes} can take batches"),
        Err(problems) => problems[0].to_string(),
    }
}

#[test]
fn the_shapes_say_how_a_graph_is_drawn() {
    let cases = [
        (r#"(name: "x", op: "input", value: 1.0)"#, 1, Ok(Drawn::Row)),
        (
            r#"(name: "x", op: "input", value: [1, 2])"#,
            2,
            Ok(Drawn::Row),
        ),
        (
            r#"(name: "x", op: "input", value: [1, 2, 3])"#,
            1,
            Ok(Drawn::Batch),
        ),
        (
            r#"(name: "x", op: "input", value: [[1], [2]])"#,
            1,
            Ok(Drawn::Batch),
        ),
        (
            r#"(name: "x", op: "input", value: [[1, 2], [3, 4], [5, 6]])"#,
            2,
            Ok(Drawn::Batch),
        ),
        (
            r#"(name: "x", op: "input", value: [1, 2, 3])"#,
            2,
            Err(
                r#""x": it has shape [3], but takes 2 columns; give it shape [2] for one row, or shape [n, 2] for a batch"#,
            ),
        ),
        (
            r#"(name: "x", op: "input", value: 1.0)"#,
            3,
            Err(
                r#""x": it has shape [], but takes 3 columns; give it shape [3] for one row, or shape [n, 3] for a batch"#,
            ),
        ),
    ];
    for (source, width, expected) in cases {
        let nodes = format!(
            r#"{source}, (name: "w", op: "parameter", value: 1.0), (name: "p", op: "multiply", inputs: ["x", "w"]), (name: "J", op: "mean", inputs: ["p"])"#
        );
        let data = rows(&[("x", width, sines(6 * width, 1.0))]);
        let found = BatchGraph::new(&graph(&nodes), &data, None);
        let found = found.map(|it| it.drawn()).map_err(|it| it[0].to_string());
        assert_eq!(found, expected.map_err(str::to_owned), "{source}");
    }
}

#[test]
fn what_mixes_rows_is_a_problem_with_a_cure() {
    let model = r#"(name: "X", op: "input", value: [[1, 2], [3, 4], [5, 6]]),
        (name: "W", op: "parameter", value: [[1], [2]]),
        (name: "p", op: "matmul", inputs: ["X", "W"]),"#;
    let data = rows(&[("X", 2, sines(12, 1.0)), ("y", 1, sines(6, 0.3))]);
    let found = problem(
        &format!(
            r#"{model} (name: "y", op: "input", value: [1, 2, 3]),
            (name: "d", op: "subtract", inputs: ["p", "y"]), (name: "s", op: "square", inputs: ["d"]),
            (name: "J", op: "mean", inputs: ["s"])"#
        ),
        &data,
        None,
    );
    let expected = "\"d\": every row meets every other: \"p\" [n, 1] with \"y\" [n]; give both the \
                    same shape, [n] or [n, 1]: the batch axis of one must not meet another axis of \
                    the other";
    assert_eq!(found, expected);
    let found = problem(
        &format!(
            r#"{model} (name: "y", op: "input", value: [1, 2, 3]),
            (name: "q", op: "reshape", inputs: ["p"], attributes: {{"shape": [3]}}),
            (name: "J", op: "mean_squared_error", inputs: ["q", "y"])"#
        ),
        &data,
        None,
    );
    assert!(
        found.starts_with("\"q\": it doesn't work for a batch of any length"),
        "{found}"
    );
    // A batch axis that meets a feature axis of the same length by chance.
    let found = problem(
        r#"(name: "x", op: "input", value: [1, 2, 3]), (name: "w", op: "parameter", value: [1, 2, 3]),
        (name: "p", op: "multiply", inputs: ["x", "w"]), (name: "J", op: "mean", inputs: ["p"])"#,
        &rows(&[("x", 1, sines(6, 1.0))]),
        None,
    );
    assert!(
        found.starts_with("\"p\": it doesn't work for a batch of any length"),
        "{found}"
    );
}

#[test]
fn sources_that_disagree_are_a_problem() {
    let nodes = r#"(name: "x", op: "input", value: 1.0), (name: "y", op: "input", value: [1, 2]),
        (name: "w", op: "parameter", value: 1.0), (name: "p", op: "multiply", inputs: ["x", "w"]),
        (name: "d", op: "subtract", inputs: ["p", "y"]), (name: "s", op: "square", inputs: ["d"]),
        (name: "J", op: "mean", inputs: ["s"])"#;
    let data = rows(&[("x", 1, sines(4, 1.0)), ("y", 1, sines(4, 0.3))]);
    let expected = "\"y\": it is drawn with a batch axis, but \"x\" for one row; draw both alike: \
                    give it shape [] for one row";
    assert_eq!(problem(nodes, &data, None), expected);
    let expected = "\"x\": it has shape [], but takes one column; give it shape [n] or [n, 1] for a \
                    batch";
    assert_eq!(problem(nodes, &data, Some(true)), expected);
    let wrong = rows(&[("X", 1, sines(4, 1.0))]);
    let expected = "the data is for \"X\", which no node is called; did you mean \"x\"?";
    assert_eq!(problem(nodes, &wrong, None), expected);
    let wrong = rows(&[("w", 1, sines(4, 1.0))]);
    assert_eq!(
        problem(nodes, &wrong, None),
        "\"w\": it can't take data; make it an input, or name one"
    );
}

#[test]
fn a_node_of_a_graph_has_a_value_for_each_row() {
    use wiregrad::core::train::Predictor;
    let neuron = graph(NEURON);
    let id = |name: &str| -> NodeId { neuron.find(name).expect("a node") };
    let data = rows(&[("x", 1, vec![1.0, 2.0, -3.0])]);
    let mut predictor = Predictor::new(&neuron, id("a"), data.clone(), None).expect("rows");
    assert_eq!(predictor.width(), 1);
    let mut found = Vec::new();
    let done = predictor.each(|numbers| {
        found.extend_from_slice(numbers);
        Ok::<(), ()>(())
    });
    assert_eq!(done, Ok(Ok(())));
    assert_eq!(found, [10.0, 12.0, 2.0]);
    let refused = Predictor::new(&neuron, id("half"), data, None).err();
    assert!(refused.is_some_and(|it| it.to_string().contains("no value for each row")));
}
