//! The engine at its edges: deep graphs, cycles, what is unfinished or wrong, what
//! is not finite, what is absent.

use crate::drawn::{graph_of, id, node, source, tensor};
use wiregrad::core::evaluation::{Evaluation, SetError};
use wiregrad::core::graph::{Graph, GraphError, NodeId, NodeOp, NodeParts, Wire};
use wiregrad::core::op::attributes::AttributeValue;
use wiregrad::core::program::Program;
use wiregrad::core::tensor::Tensor;

const DEEP: usize = 1_000_000;

/// A chain of a million nodes after two sources, whose gradients neither vanish nor
/// overflow, and are exact.
fn deep_chain() -> Vec<NodeParts> {
    let mut parts = vec![source("n0", "parameter", 0.5), source("n1", "input", 1.0)];
    for nth in 2..DEEP {
        let name = format!("n{nth}");
        parts.push(match nth % 4 {
            0 => node(&name, "abs", &[nth - 1]),
            1 => node(&name, "multiply", &[nth - 1, 1]),
            2 => node(&name, "add", &[nth - 1, 0]),
            _ => node(&name, "maximum", &[0, nth - 1]),
        });
    }
    parts
}

/// Runs on a thread with a stack of 256 KiB.
fn on_a_small_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(256 << 10);
    let thread = thread.spawn(run).expect("a thread");
    thread.join().expect("no overflow");
}

#[test]
fn a_chain_of_a_million_nodes_needs_little_stack() {
    on_a_small_stack(|| {
        let mut graph = Graph::new();
        for parts in deep_chain() {
            graph.add(parts).expect("a lawful node");
        }
        let mut evaluation = Evaluation::new(&graph);
        assert_eq!(evaluation.program().order().len(), DEEP);
        assert_eq!(evaluation.program().target(), Some(id(DEEP - 1)));
        let forward = evaluation.tangents(id(0), &1.0.into());
        let forward = forward.and_then(|t| t.get(id(DEEP - 1))?.as_scalar());
        assert_eq!(forward, Some((DEEP / 4) as f64));
        assert_eq!(evaluation.gradient_number(id(0)), forward);
        let value = evaluation.number(id(DEEP - 1));
        evaluation.set_number(id(0), 0.75).expect("a source");
        evaluation.refresh();
        assert_ne!(evaluation.number(id(DEEP - 1)), value);
        // From the last node back to the first that is computed: all in a circle.
        let back = Wire {
            to: id(2),
            input: 0,
        };
        let Err(GraphError::Cycle(names)) = graph.connect(Some(id(DEEP - 1)), back) else {
            panic!("a cycle was let through");
        };
        assert_eq!(names.len(), 22);
        assert_eq!((&*names[0], &*names[1], &*names[21]), ("n2", "n3", "n2"));
        assert_eq!(names[20], format!("… ({} more)", DEEP - 22));
        drop(evaluation);
        drop(graph);
    });
}

#[test]
fn users_may_come_before_their_inputs_however_deep() {
    on_a_small_stack(|| {
        let mut parts = deep_chain();
        parts.reverse();
        for wired in &mut parts {
            let wires = wired.inputs.iter_mut().flatten();
            wires.for_each(|from| *from = id(DEEP - 1 - from.index()));
        }
        let graph = Graph::from_parts(parts.clone()).expect("no cycle");
        let evaluation = Evaluation::new(&graph);
        assert_eq!(evaluation.program().order().len(), DEEP);
        assert!(evaluation.gradient_number(id(DEEP - 1)).is_some());
        // n2, third from the end here, on the last of the chain, the first here.
        parts[DEEP - 3].inputs[0] = Some(id(0));
        let Err((_, GraphError::Cycle(names))) = Graph::from_parts(parts) else {
            panic!("a cycle was let through");
        };
        assert_eq!(names[20], format!("… ({} more)", DEEP - 22));
    });
}

/// x → a → b → c, all of one input but a.
fn short_chain() -> Vec<NodeParts> {
    vec![
        source("x", "input", 2.0),
        node("a", "add", &[0, 0]),
        node("b", "sin", &[1]),
        node("c", "square", &[2]),
    ]
}

#[test]
fn cycles_are_refused_with_their_nodes() {
    let mut graph = Graph::from_parts(short_chain()).expect("lawful");
    let cases = [
        (3, 1, "a cycle, a → b → c → a"),
        (2, 1, "a cycle, a → b → a"),
        (1, 1, "a cycle, a → a"),
    ];
    for (from, to, sentence) in cases {
        let wire = Wire {
            to: id(to),
            input: 1,
        };
        let refused = graph.connect(Some(id(from)), wire).expect_err("a cycle");
        let cure = ": a value can't depend on itself, cut one of these wires";
        assert_eq!(refused.to_string(), format!("{sentence}{cure}"));
    }
    let mut parts = short_chain();
    parts[1].inputs[1] = Some(id(3));
    let (index, refused) = Graph::from_parts(parts).expect_err("a cycle");
    let GraphError::Cycle(names) = refused else {
        panic!("{refused}");
    };
    // In the direction of the wires, from wherever it was found.
    let rounds = ["a b c a", "b c a b", "c a b c"];
    assert!(rounds.contains(&&*names.join(" ")), "{names:?}");
    assert_eq!(["x", "a", "b", "c"][index], names[0]);
    let mut parts = short_chain();
    parts[2].inputs[0] = Some(id(2));
    let (index, refused) = Graph::from_parts(parts).expect_err("a cycle");
    assert_eq!(
        (index, refused),
        (2, GraphError::Cycle(vec!["b".into(); 2]))
    );
}

/// The sentences of a graph's problems, and the names of the nodes that are
/// evaluated all the same.
fn problems(graph: &Graph) -> (Vec<String>, Vec<String>) {
    let evaluation = Evaluation::new(graph);
    let problems = evaluation.program().problems().iter();
    let known = |(id, _): &(NodeId, _)| evaluation.value(*id).is_some();
    let evaluated = graph
        .iter()
        .filter(known)
        .map(|(_, node)| node.name().to_owned());
    (
        problems.map(ToString::to_string).collect(),
        evaluated.collect(),
    )
}

fn untargeted(parts: Vec<NodeParts>) -> Graph {
    Graph::from_parts(parts).expect("lawful")
}

#[test]
fn an_unwired_input_stops_only_what_needs_it() {
    let mut parts = short_chain();
    parts.push(node("lone", "multiply", &[1, 1]));
    parts[4].inputs[1] = None;
    parts.push(node("waits", "sin", &[4]));
    let (sentences, evaluated) = problems(&untargeted(parts));
    assert_eq!(
        sentences,
        [r#""lone": input b is not wired; wire a node to it"#]
    );
    assert_eq!(evaluated, ["x", "a", "b", "c"]);
}

#[test]
fn shapes_that_do_not_fit_stop_only_their_node() {
    let graph = untargeted(vec![
        source("two", "input", tensor(&[2], &[1.0, 2.0])),
        source("three", "input", tensor(&[3], &[1.0, 2.0, 3.0])),
        node("both", "add", &[0, 1]),
        node("waits", "sum", &[2]),
        node("total", "sum", &[1]),
    ]);
    let (sentences, evaluated) = problems(&graph);
    assert_eq!(
        sentences,
        [
            r#""both": shapes [2] and [3] don't broadcast: aligned at the right, lengths must be equal or 1; reshape or transpose one of the inputs"#
        ]
    );
    assert_eq!(evaluated, ["two", "three", "total"]);
    let evaluation = Evaluation::new(&graph);
    assert_eq!(evaluation.program().target(), Some(id(4)));
    assert_eq!(evaluation.gradient(id(0)), None);
    let ones = evaluation.gradient(id(1)).map(|g| g.data.into_owned());
    assert_eq!(ones, Some(vec![1.0; 3]));
}

#[test]
fn an_unknown_op_stops_only_its_node() {
    let mut parts = short_chain();
    parts.push(node("q", "quantum", &[1]));
    parts.push(node("after", "sin", &[4]));
    let (sentences, evaluated) = problems(&untargeted(parts));
    let sentence = "\"q\": this version doesn't know the op \"quantum\"; update wiregrad, or choose one of the \
         ops that 'wiregrad ops' lists";
    assert_eq!(sentences, [sentence]);
    assert_eq!(evaluated, ["x", "a", "b", "c"]);
}

#[test]
fn an_unknown_op_leads_to_the_one_that_was_meant() {
    for (typed, meant) in [
        ("times", "multiply"),
        ("Multiply", "multiply"),
        ("sqare", "square"),
    ] {
        let mut parts = short_chain();
        parts.push(node("q", typed, &[1]));
        let (sentences, _) = problems(&untargeted(parts));
        let help = format!("; did you mean {meant:?}? If not, update wiregrad");
        assert!(sentences[0].ends_with(&help), "{sentences:?}");
    }
}

#[test]
fn a_target_must_be_one_scalar() {
    let mut parts = vec![
        source("v", "input", tensor(&[2], &[1.0, 2.0])),
        node("w", "square", &[0]),
    ];
    let (sentences, evaluated) = problems(&untargeted(parts.clone()));
    let none = "there is no scalar to differentiate; reduce the result with sum or mean";
    assert_eq!(sentences, [none]);
    assert_eq!(evaluated, ["v", "w"]);
    let (sentences, evaluated) = problems(&graph_of(parts.clone()));
    let shape = r#""w": the target has shape [2], but only a scalar has a gradient; choose a scalar, or reduce it with sum or mean"#;
    assert_eq!(sentences, [shape]);
    assert_eq!(evaluated, ["v", "w"]);

    parts.push(node("a", "sum", &[1]));
    parts.push(node("b", "mean", &[1]));
    let (sentences, evaluated) = problems(&untargeted(parts.clone()));
    let several = "several nodes could be the target: a, b; choose one as the target";
    assert_eq!(sentences, [several]);
    assert_eq!(evaluated, ["v", "w", "a", "b"]);
    parts.push(node("c", "max", &[1]));
    parts.push(node("d", "min", &[1]));
    let (sentences, _) = problems(&untargeted(parts.clone()));
    let more = "several nodes could be the target: a, b, c, …; choose one as the target";
    assert_eq!(sentences, [more]);
    // A choice settles it.
    assert_eq!(problems(&graph_of(parts)).0, [""; 0]);
    assert_eq!(problems(&Graph::new()), (vec![], vec![]));
}

#[test]
fn a_reduction_that_drops_its_axes_is_told_to_keep_them() {
    let sum = |axis: i64| {
        let mut sum = node("s", "sum", &[0]);
        let sum_op = wiregrad::core::ops::named("sum").expect("an op");
        let axis = AttributeValue::Integer(axis);
        sum_op
            .set_attribute(&mut sum.attributes, "axis", Some(&axis))
            .expect("an attribute");
        sum
    };
    let help = |parts: Vec<NodeParts>| {
        let graph = graph_of(parts);
        let program = Program::new(&graph);
        program.problems()[0].help.clone()
    };
    let x = || source("x", "input", tensor(&[2, 3], &[1.0; 6]));
    let found = help(vec![x(), sum(1), node("y", "divide", &[0, 1])]);
    assert_eq!(
        found,
        "set keepdims of \"s\" to true, so that it keeps its axes"
    );
    // Where that wouldn't help nothing of the kind is said.
    let other = source("z", "input", tensor(&[5], &[1.0; 5]));
    let found = help(vec![x(), sum(1), other, node("y", "divide", &[2, 1])]);
    assert!(!found.contains("keepdims"), "{found}");
}

#[test]
fn before_a_sweep_only_sources_have_numbers() {
    let graph = graph_of(short_chain());
    let mut evaluation = Evaluation::unswept(Program::new(&graph), &graph);
    assert_eq!(evaluation.number(id(0)), Some(2.0));
    for index in 0..4 {
        assert_eq!(evaluation.gradient(id(index)), None);
        assert_eq!(evaluation.gradient_number(id(index)), None);
        let wire = Wire {
            to: id(index),
            input: 0,
        };
        assert_eq!(evaluation.wire_gradient(wire), None);
        if index > 0 {
            assert_eq!(evaluation.value(id(index)), None);
            assert_eq!(evaluation.number(id(index)), None);
        }
    }
    evaluation.refresh(); // the first one sweeps
    assert!((0..4).all(|i| evaluation.gradient(id(i)).is_some()));
    // No such node, and no such input.
    assert_eq!(evaluation.gradient(id(9)), None);
    let wire = Wire {
        to: id(2),
        input: 1,
    };
    assert_eq!(evaluation.wire_gradient(wire), None);
}

#[test]
fn a_node_that_does_not_reach_the_target_has_no_gradient() {
    let mut parts = short_chain();
    parts.push(source("aside", "constant", 3.0));
    parts.push(node("unused", "multiply", &[4, 1]));
    let mut graph = untargeted(parts);
    graph.set_target(Some(id(3))).expect("a node");
    let evaluation = Evaluation::new(&graph);
    assert_eq!(evaluation.number(id(5)), Some(12.0));
    for index in [4, 5] {
        assert_eq!(evaluation.gradient(id(index)), None);
        assert_eq!(evaluation.gradient_number(id(index)), None);
    }
    let wire = |to, input| evaluation.wire_gradient(Wire { to: id(to), input });
    assert_eq!(wire(5, 1), None);
    // x feeds a twice; each wire has its own share.
    assert_eq!(wire(1, 0), wire(1, 1));
    assert!(wire(1, 0).is_some());
}

#[test]
fn constants_and_data_have_gradients_too() {
    let mut parts = vec![
        source("data", "input", tensor(&[2], &[1.0, 2.0])),
        source("fixed", "constant", tensor(&[2], &[3.0, 4.0])),
        source("w", "parameter", tensor(&[2], &[5.0, 6.0])),
        source("half", "constant", 0.5),
        node("p", "multiply", &[0, 1]),
        node("q", "multiply", &[4, 2]),
        node("r", "add", &[5, 0]),
        node("s", "multiply", &[6, 3]),
    ];
    parts.push(node("total", "sum", &[7]));
    let mut evaluation = Evaluation::new(&graph_of(parts));
    let gradient = |e: &Evaluation, i| e.gradient(id(i)).map(|g| g.data.into_owned());
    // total = ½ Σ (data × fixed × w + data)
    assert_eq!(gradient(&evaluation, 0), Some(vec![8.0, 12.5]));
    assert_eq!(gradient(&evaluation, 1), Some(vec![2.5, 6.0]));
    assert_eq!(gradient(&evaluation, 2), Some(vec![1.5, 4.0]));
    assert_eq!(gradient(&evaluation, 3), Some(vec![15.0 + 48.0 + 3.0]));
    evaluation
        .set(id(0), &tensor(&[2], &[0.0, 1.0]))
        .expect("a source");
    evaluation.refresh();
    assert_eq!(gradient(&evaluation, 1), Some(vec![0.0, 3.0]));
    assert_eq!(gradient(&evaluation, 0), Some(vec![8.0, 12.5]));
}

#[test]
fn only_sources_can_be_set_and_only_to_their_shape() {
    let mut evaluation = Evaluation::new(&graph_of(short_chain()));
    let refused = evaluation.set_number(id(1), 1.0);
    assert_eq!(refused, Err(SetError::NotASource));
    assert_eq!(evaluation.set_number(id(9), 1.0), Err(SetError::NotASource));
    let wide = tensor(&[2], &[1.0, 2.0]);
    let refused = evaluation.set(id(0), &wide).expect_err("another shape");
    let sentence = "it has shape [], not [2]: give it the same shape, or change the graph";
    assert_eq!(refused.to_string(), sentence);
    evaluation.refresh();
    assert_eq!(evaluation.number(id(0)), Some(2.0));
}

/// A chain, and one node each of more unusual ops.
fn graph_to_refuse_edits() -> Graph {
    let mut parts = short_chain();
    parts.push(node("held", "clip", &[3]));
    parts.push(node("joined", "concatenate", &[0, 1]));
    parts.push(node("q", "quantum", &[0]));
    let mut graph = untargeted(parts);
    graph.set_target(Some(id(3))).expect("a node");
    graph
}

/// Edits were refused, and the graph is as it was.
fn assert_refused(graph: &Graph, refused: &[Option<GraphError>]) {
    for (nth, refused) in refused.iter().enumerate() {
        let refused = refused.as_ref();
        let sentence = refused.unwrap_or_else(|| panic!("number {nth} was let through"));
        assert!(sentence.to_string().contains(": "), "{sentence}");
    }
    let before = graph_to_refuse_edits();
    assert_eq!(*graph, before);
    // The names are as they were, too.
    for (id, node) in before.iter() {
        assert_eq!(graph.find(node.name()), Some(id));
    }
    assert_eq!([graph.find("z"), graph.find("free")], [None; 2]);
}

#[test]
fn a_refused_node_leaves_the_graph_as_it_was() {
    let mut graph = graph_to_refuse_edits();
    let (bad, gone) = (source("x", "input", 1.0), id(77));
    let one = Tensor::scalar(1.0);
    let unvalued = NodeParts {
        value: None,
        ..source("z", "input", 1.0)
    };
    let valued = NodeParts {
        value: Some(one.clone()),
        ..node("z", "sin", &[0])
    };
    let many = NodeParts {
        inputs: vec![None; 4_097].into(),
        ..node("z", "concatenate", &[])
    };
    let far = node("z", "sin", &[77]);
    let refused = [
        graph.add(bad).err(),
        graph.add(unvalued).err(),
        graph.add(valued).err(),
        graph.add(many).err(),
        graph.add(far).err(),
        graph.add(node("z", "sin", &[0, 1])).err(),
        graph.add(node(" z", "sin", &[0])).err(),
        graph.add(node("", "sin", &[0])).err(),
        graph.add(node("a\nb", "sin", &[0])).err(),
        graph.rename(id(1), "b").err(),
        graph.rename(id(1), "").err(),
        graph.rename(gone, "free").err(),
        graph.set_value(id(1), one.clone()).err(),
        graph.set_value(gone, one).err(),
        graph.remove(gone).err(),
        graph.remove_all(&[id(0), gone]).err(),
        graph.set_target(Some(gone)).err(),
    ];
    assert_refused(&graph, &refused);
}

#[test]
fn a_refused_wire_or_attribute_leaves_the_graph_as_it_was() {
    let mut graph = graph_to_refuse_edits();
    let gone = id(77);
    let axis = AttributeValue::Integer(1);
    let word = AttributeValue::Word("high".into());
    let to = |to, input| Wire { to: id(to), input };
    let refused = [
        graph.set_attribute(id(4), "axis", Some(&axis)).err(),
        graph.set_attribute(id(4), "max", Some(&word)).err(),
        graph.set_attribute(id(6), "max", Some(&axis)).err(),
        graph.set_attribute(gone, "max", Some(&axis)).err(),
        graph.connect(Some(id(3)), to(1, 0)).err(),
        graph.connect(Some(gone), to(1, 0)).err(),
        graph.connect(Some(id(0)), to(77, 0)).err(),
        graph.connect(Some(id(0)), to(2, 1)).err(),
        graph.connect(None, to(2, 1)).err(),
        graph.resize_inputs(id(1), None).err(),
        graph.resize_inputs(id(1), Some(0)).err(),
        graph.resize_inputs(id(5), Some(2)).err(),
        graph.resize_inputs(gone, None).err(),
    ];
    assert_refused(&graph, &refused);
}

#[test]
fn an_op_is_known_by_its_name_only() {
    assert!(matches!(NodeOp::named("sin"), NodeOp::Known(_)));
    for name in ["", "Sin", "sin ", "quantum"] {
        let NodeOp::Unknown(op) = NodeOp::named(name) else {
            panic!("{name:?} is no op");
        };
        assert_eq!(op.name, name);
    }
}
