//! Passes that can be stopped, and evaluations without numbers.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::drawn::draw;
use crate::graphs::Swept;
use wiregrad::core::evaluation::{Evaluation, SetError};
use wiregrad::core::graph::{Graph, NodeId, Wire};
use wiregrad::core::program::Program;
use wiregrad::core::tensor::Tensor;
use wiregrad::file;

fn bits(evaluation: &Evaluation, id: NodeId) -> [Option<Vec<u64>>; 2] {
    [evaluation.value(id), evaluation.gradient(id)]
        .map(|numbers| Some(numbers?.data.iter().map(|x| x.to_bits()).collect()))
}

/// Ops that take a piece of a pass each, and scalars between them.
fn several_pieces() -> Graph {
    let lines = r#"(name: "x", op: "parameter", value: 0.3), (name: "y", op: "tanh", inputs: ["x"]),
        (name: "a", op: "broadcast_to", inputs: ["y"], attributes: {"shape": [600, 600]}),
        (name: "b", op: "exp", inputs: ["a"]), (name: "c", op: "multiply", inputs: ["a", "b"]),
        (name: "d", op: "sum", inputs: ["c"]), (name: "e", op: "log", inputs: ["d"]),
        (name: "f", op: "multiply", inputs: ["e", "c"]), (name: "J", op: "mean", inputs: ["f"])"#;
    let document = file::load_bytes(format!("(version: 1, nodes: [{lines}])").as_bytes());
    document.expect("a graph").graph().clone()
}

#[test]
fn a_pass_that_is_asked_now_and_then_gives_the_same_bits() {
    let drawn = (0..40).map(|seed| draw(seed, 5 + 5 * seed as usize, 30).graph());
    for graph in drawn.chain([several_pieces()]) {
        let whole = Evaluation::new(&graph);
        let in_pieces = Evaluation::new_while(&graph, &|| true).expect("it isn't stopped");
        for (id, _) in graph.iter() {
            assert_eq!(bits(&in_pieces, id), bits(&whole, id));
        }
    }
}

#[test]
fn a_pass_stops_wherever_it_is_told_to() {
    let graph = several_pieces();
    let whole = Evaluation::new(&graph);
    let mut evaluation = Evaluation::unswept(Program::new(&graph), &graph);
    let source = evaluation.program().sources()[0];
    let order = evaluation.program().order();
    let computed = order.last().copied().expect("a node");
    for most in 0.. {
        let asked = AtomicUsize::new(0);
        let go_on = || asked.fetch_add(1, Ordering::Relaxed) < most;
        if evaluation.sweep_while(&go_on) {
            assert!(most > 8, "it is asked between ops: {most}");
            break;
        }
        assert_eq!(asked.into_inner(), most + 1, "it goes on after a no");
        assert!(evaluation.value(source).is_some(), "sources keep theirs");
        assert!(evaluation.value(computed).is_none());
        assert!(evaluation.gradient(source).is_none());
    }
    for (id, _) in graph.iter() {
        assert_eq!(bits(&evaluation, id), bits(&whole, id));
    }
}

/// J = Σ a·a, with a matrix a of this many rows and columns.
fn square(side: usize) -> String {
    format!(
        r#"(name: "x", op: "parameter", value: 0.01),
        (name: "a", op: "broadcast_to", inputs: ["x"], attributes: {{"shape": [{side}, {side}]}}),
        (name: "m", op: "matmul", inputs: ["a", "a"]),
        (name: "J", op: "sum", inputs: ["m"]),"#
    )
}

#[test]
fn a_large_matrix_product_asks_within_itself() {
    let text = format!("(version: 1, nodes: [{}])", square(1_500));
    let document = file::load_bytes(text.as_bytes()).expect("a graph");
    let asked = AtomicUsize::new(0);
    let go_on = || asked.fetch_add(1, Ordering::Relaxed) < 7;
    assert!(Evaluation::new_while(document.graph(), &go_on).is_none());
    // About four ops it is asked once each: what is more is within the product.
    let asked = asked.into_inner();
    assert!((8..16).contains(&asked), "{asked}");
}

#[test]
fn a_search_for_what_is_not_finite_stops_wherever_it_is_told_to() {
    let lines = r#"(name: "x", op: "parameter", value: 0.3),
        (name: "a", op: "broadcast_to", inputs: ["x"], attributes: {"shape": [40, 40]}),
        (name: "m", op: "matmul", inputs: ["a", "a"]),
        (name: "z", op: "subtract", inputs: ["m", "m"]), (name: "s", op: "sum", inputs: ["z"]),
        (name: "J", op: "sqrt", inputs: ["s"])"#;
    let Swept { graph, evaluation } = Swept::nodes(lines);
    let all = evaluation.numeric_problems(&graph);
    assert_eq!(all.len(), 1, "the derivative of √ at 0");
    for most in 0.. {
        let asked = AtomicUsize::new(0);
        let go_on = || asked.fetch_add(1, Ordering::Relaxed) < most;
        if let Some(found) = evaluation.numeric_problems_while(&graph, &go_on) {
            assert!(most > graph.len(), "it is asked at each node: {most}");
            assert_eq!(found, all);
            break;
        }
        let asked = asked.into_inner();
        assert!(asked > most, "it stops although it may go on");
    }
}

#[test]
fn work_is_estimated_from_shapes() {
    let work = |lines: &str| {
        let text = format!("(version: 1, nodes: [{lines}])");
        let document = file::load_bytes(text.as_bytes()).expect("a graph");
        Program::new(document.graph()).work()
    };
    let lesson = work(
        r#"(name: "w", op: "parameter", value: 2), (name: "x", op: "input", value: 3),
        (name: "J", op: "multiply", inputs: ["w", "x"])"#,
    );
    assert!(lesson < 100.0, "{lesson} ns");
    // A thousand times the multiplications.
    let (some, many) = (work(&square(800)), work(&square(8_000)));
    assert!((0.5e9..5e11).contains(&(many / 100.0)), "{many} ns");
    assert!((500.0..1_000.0).contains(&(many / some)), "{}", many / some);
    // Two hundred sums over 2²⁶ elements.
    let mut sums = r#"(name: "x", op: "parameter", value: 1), (name: "a", op: "broadcast_to",
        inputs: ["x"], attributes: {"shape": [67108864]}),"#
        .to_owned();
    for i in 0..3 {
        sums += &format!(r#"(name: "s{i}", op: "sum", inputs: ["a"]),"#);
    }
    assert!(work(&sums) > 2e8, "{} ns", work(&sums));
}

#[test]
fn a_changed_value_costs_what_depends_on_it() {
    let lines = square(300)
        + r#"(name: "b", op: "parameter", value: 1), (name: "c", op: "exp", inputs: ["b"]),
        (name: "K", op: "add", inputs: ["J", "c"])"#;
    let Swept {
        graph,
        mut evaluation,
    } = Swept::nodes(&lines);
    assert_eq!(evaluation.refresh_work(), 0.0);
    let find = |name: &str| graph.find(name).expect("a node");
    evaluation.set_number(find("b"), 2.0).expect("a source");
    let little = evaluation.refresh_work();
    evaluation.refresh();
    assert_eq!(evaluation.number(find("c")), Some(2.0_f64.exp()));
    evaluation.set_number(find("x"), 0.02).expect("a source");
    let much = evaluation.refresh_work();
    assert!(little < 1e3 && much > 1e6, "{little} and {much} ns");
}

#[test]
fn a_gradient_on_demand_has_its_price() {
    let lines = r#"(name: "x", op: "input", value: [[1, 2], [3, 4]]),
        (name: "w", op: "parameter", value: [[1, 0], [0, 1]]),
        (name: "m", op: "matmul", inputs: ["x", "w"]), (name: "J", op: "sum", inputs: ["m"])"#;
    let Swept { graph, evaluation } = Swept::nodes(lines);
    let work = |name: &str| evaluation.gradient_work(graph.find(name).expect("a node"));
    assert!(work("x") > 0.0, "data: it is computed when it is asked for");
    assert_eq!([work("w"), work("m"), work("J")], [0.0; 3]);
}

#[test]
fn without_numbers_everything_is_absent() {
    let graph = draw(7, 60, 40).graph();
    let mut blank = Evaluation::blank(Program::new(&graph));
    for (id, node) in graph.iter() {
        assert!(blank.value(id).is_none() && blank.gradient(id).is_none());
        assert!(blank.number(id).is_none() && blank.gradient_number(id).is_none());
        assert!(blank.kink(id).is_none());
        assert_eq!(blank.gradient_work(id), 0.0);
        for input in 0..node.inputs().len() {
            let wire = Wire { to: id, input };
            assert!(blank.wire_gradient(wire).is_none());
            assert!(blank.local_derivative(wire).is_none());
        }
        assert!(blank.tangents(id, &Tensor::scalar(1.0)).is_none());
        assert_eq!(blank.set_number(id, 1.0), Err(SetError::NotASource));
        assert!(blank.parameter_mut(id).is_none());
    }
    assert_eq!(blank.not_finite(&graph), None);
    assert_eq!(blank.bad_values(&graph), []);
}
