//! Every op in every language, at random points and at its kinks, and names of any kind.
//!
//! What is written here runs in Python: with WIREGRAD_EXPORTS=FOLDER the programs are saved
//! there, and tests/export.sh runs them. Each compares its numbers with those of the graph.

use std::path::PathBuf;

use fastrand::Rng;
use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::graph::{Graph, NodeId, NodeInputs, NodeOp, NodeParts};
use wiregrad::core::op::attributes::{AttributeKind, Attributes};
use wiregrad::core::op::{Domain, Example, Op, Rule};
use wiregrad::core::ops;
use wiregrad::core::tensor::{Shape, Tensor};
use wiregrad::document::Document;
use wiregrad::export::{Options, Subject, target};

use crate::common::attribute;

/// At how many points each op is tested at least, over all its examples; an array is one point.
const POINTS: usize = 20;

const LANGUAGES: [&str; 3] = ["numpy", "jax", "pytorch"];

/// The shapes that elementwise ops are tested with; an op of one number takes the first.
const ELEMENTWISE: [Example; 3] = [
    example(&[&[], &[]]),
    example(&[&[2, 3], &[3]]),
    example(&[&[2, 1], &[3]]),
];

const fn example(shapes: &'static [&'static [usize]]) -> Example {
    Example {
        shapes,
        attributes: &[],
    }
}

/// Where programs are saved, if they are.
fn folder() -> Option<PathBuf> {
    std::env::var_os("WIREGRAD_EXPORTS").map(PathBuf::from)
}

/// Writes a document in each language.
fn write(name: &str, document: &Document) {
    let graph = document.graph();
    let evaluation = Evaluation::new(graph);
    let subject = Subject {
        document,
        graph,
        evaluation: &evaluation,
        dataset: None,
    };
    for language in LANGUAGES {
        let target = target(language).expect("a language");
        let export = (target.write)(&subject, &Options::default());
        let export = export.unwrap_or_else(|fault| panic!("{name}, {language}: {fault:?}"));
        assert!(export.beside.is_none());
        assert!(export.text.contains("expected_values"), "{}", export.text);
        if let Some(folder) = folder() {
            let path = folder.join(format!("{language}_{name}.py"));
            wiregrad::file::save_bytes(&path, export.text.as_bytes()).expect("a folder");
        }
    }
}

/// Adds a node.
fn add(
    graph: &mut Graph,
    name: &str,
    op: &str,
    inputs: &[NodeId],
    value: Option<Tensor>,
) -> NodeId {
    let inputs: NodeInputs = inputs.iter().copied().map(Some).collect();
    let parts = NodeParts {
        name: name.to_owned(),
        op: NodeOp::named(op),
        inputs,
        attributes: Attributes::default(),
        value,
    };
    graph.add(parts).expect("a node")
}

/// How the numbers of inputs are drawn.
#[derive(Clone, Copy, PartialEq)]
enum Points {
    Random,
    Kinks,
}

/// A number for an input of an op.
fn number(points: Points, domain: Domain, rng: &mut Rng) -> f64 {
    let pick = |from: &[f64], rng: &mut Rng| from[rng.usize(0..from.len())];
    match (points, domain) {
        (_, Domain::Whole(count)) => f64::from(rng.u32(0..count)),
        (Points::Random, Domain::Between(low, high)) => low + (high - low) * rng.f64(),
        (Points::Random, Domain::AwayFromZero(low, high)) => {
            let sign = if rng.bool() { 1.0 } else { -1.0 };
            sign * (low + (high - low) * rng.f64())
        }
        (Points::Random, Domain::Classes) => rng.f64(),
        (_, Domain::Between(low, high)) if low >= 0.0 && high <= 1.0 => pick(&[0.0, 0.5, 1.0], rng),
        (_, Domain::Classes) => pick(&[0.0, 1.0], rng),
        _ => pick(&[-1.0, 0.0, 1.0, 2.0], rng),
    }
}

/// The numbers of an input.
fn drawn(op: &Op, example: &Example, input: usize, points: Points, rng: &mut Rng) -> Tensor {
    let lengths = example.shapes[input];
    let domain = op.domain_of(input);
    let before = input.checked_sub(1).map(|before| example.shapes[before]);
    let classes = before.filter(|it| domain == Domain::Classes && it.len() > lengths.len());
    let classes = classes.and_then(|it| it.last()).copied();
    let shape = Shape::new(lengths).expect("a shape");
    let data = (0..shape.elements()).map(|_| match classes {
        Some(classes) => rng.usize(0..classes) as f64,
        None => number(points, domain, rng),
    });
    Tensor::new(shape, data.collect()).expect("it fits")
}

/// So many nodes of an op, each with sources of its own, in one graph whose target is a sum over
/// all their numbers.
fn graph_of(
    op: &'static Op,
    example: &Example,
    attributes: &Attributes,
    (points, copies): (Points, usize),
    rng: &mut Rng,
) -> Graph {
    let mut graph = Graph::new();
    let mut total: Option<NodeId> = None;
    let is_elementwise = !matches!(op.rule, Rule::Tensor(_));
    let count = if is_elementwise {
        op.inputs.initial()
    } else {
        example.shapes.len()
    };
    for nth in 0..copies {
        let inputs = (0..count).map(|input| {
            let value = drawn(op, example, input, points, rng);
            add(
                &mut graph,
                &format!("x{input}_{nth}"),
                "input",
                &[],
                Some(value),
            )
        });
        let inputs: Vec<NodeId> = inputs.collect();
        let parts = NodeParts {
            name: format!("y{nth}"),
            op: NodeOp::named(op.name),
            inputs: inputs.into_iter().map(Some).collect(),
            attributes: attributes.clone(),
            value: None,
        };
        let node = graph.add(parts).expect("a node");
        let sum = weighted_sum(&mut graph, nth, node, rng);
        total = Some(match total {
            None => sum,
            Some(total) => add(&mut graph, &format!("t{nth}"), "add", &[total, sum], None),
        });
    }
    graph.set_target(total).expect("it is there");
    graph
}

/// The sum of a node's numbers, each times a number at random.
fn weighted_sum(graph: &mut Graph, nth: usize, node: NodeId, rng: &mut Rng) -> NodeId {
    let shape = wiregrad::core::program::Program::new(graph)
        .shape(node)
        .expect("a shape");
    let weights = (0..shape.elements())
        .map(|_| 2.0 * rng.f64() - 1.0)
        .collect();
    let weights = Tensor::new(shape, weights).expect("it fits");
    let weights = add(graph, &format!("w{nth}"), "constant", &[], Some(weights));
    let product = add(
        graph,
        &format!("p{nth}"),
        "multiply",
        &[node, weights],
        None,
    );
    add(graph, &format!("s{nth}"), "sum", &[product], None)
}

/// Sets of attributes to test an elementwise op with.
fn attribute_sets(op: &'static Op) -> Vec<Attributes> {
    let mut sets = vec![Attributes::default()];
    if op.attributes.is_empty() {
        return sets;
    }
    let mut set = Attributes::default();
    for (nth, row) in op.attributes.iter().enumerate() {
        let text = match row.kind {
            AttributeKind::Number if op.attributes.len() > 1 => ["-1", "1"][nth].to_owned(),
            AttributeKind::Number => "0.5".to_owned(),
            AttributeKind::Word(words) => format!("{:?}", words[words.len() - 1]),
            _ => continue,
        };
        let value = attribute(&text);
        op.set_attribute(&mut set, row.name, Some(&value))
            .expect("it fits");
    }
    sets.push(set);
    sets
}

#[test]
fn every_op_is_written_in_every_language() {
    let mut rng = Rng::with_seed(5);
    let mut written = 0;
    for op in ops::ALL.iter().copied().filter(|op| !op.is_source()) {
        let mut cases: Vec<(&Example, Attributes)> = Vec::new();
        match &op.rule {
            Rule::Tensor(rule) => cases.extend(rule.examples.iter().map(|example| {
                let mut set = Attributes::default();
                for (name, text) in example.attributes {
                    op.set_attribute(&mut set, name, Some(&attribute(text)))
                        .expect("it fits");
                }
                (example, set)
            })),
            _ => {
                for set in attribute_sets(op) {
                    let examples = ELEMENTWISE.iter().take(op.inputs.initial() + 1);
                    cases.extend(examples.map(|example| (example, set.clone())));
                }
            }
        }
        for (nth, (example, set)) in cases.iter().enumerate() {
            for (points, word) in [(Points::Random, "random"), (Points::Kinks, "kinks")] {
                let copies = POINTS.div_ceil(cases.len());
                let graph = graph_of(op, example, set, (points, copies), &mut rng);
                let document = Document::new(graph).expect("a document");
                write(&format!("{}_{nth}_{word}", op.name), &document);
                written += 1;
            }
        }
    }
    assert!(written > 400, "{written}");
}

/// Names that could break a program.
fn wild_name(rng: &mut Rng) -> String {
    const PARTS: &[&str] = &[
        "lambda",
        " ",
        "损失",
        "1",
        "x",
        "__import__('os')",
        "\"",
        "'",
        "\"\"\"",
        "\\",
        "\n",
        "\r",
        "#",
        "{",
        "}",
        "None",
        "self",
        "np",
        "π",
        "ŷ",
        "²",
        "é",
        "\u{202e}",
        "\u{2028}",
        "%s",
        "{0}",
        "exit()",
        ";",
        ":",
        "=",
        "\t",
        "ﬁ",
        "ª",
        "𝔵",
        "_",
        "d_",
        "α",
        "training",
        "forward",
        "values",
        "sigmoid",
        "\u{0}",
    ];
    let count = rng.usize(1..5);
    (0..count)
        .map(|_| PARTS[rng.usize(0..PARTS.len())])
        .collect()
}

#[test]
fn no_name_breaks_a_program() {
    let mut rng = Rng::with_seed(6);
    let mut names = 0;
    for nth in 0.. {
        if names >= 10_000 {
            break;
        }
        let mut graph = Graph::new();
        let mut last: Option<NodeId> = None;
        for place in 0..100 {
            let name = wild_name(&mut rng);
            let value = Some(Tensor::scalar(f64::from(place) / 100.0));
            let (op, inputs, value) = match last {
                Some(last) if place % 2 == 1 => (
                    ["tanh", "negative", "relu"][rng.usize(0..3)],
                    vec![last],
                    None,
                ),
                Some(last) if place % 8 == 6 => ("power", vec![last, last], None),
                _ => (
                    ["input", "parameter", "constant"][rng.usize(0..3)],
                    vec![],
                    value,
                ),
            };
            let parts = NodeParts {
                name,
                op: NodeOp::named(op),
                inputs: inputs.into_iter().map(Some).collect(),
                attributes: Attributes::default(),
                value,
            };
            // Names are unique, and some are refused.
            if let Ok(id) = graph.add(parts) {
                last = Some(id);
                names += 1;
            }
        }
        graph.set_target(last).expect("it is there");
        let document = Document::new(graph).expect("a document");
        write(&format!("names_{nth}"), &document);
    }
}
