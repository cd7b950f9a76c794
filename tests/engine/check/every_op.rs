//! Every op at points of every size: no right gradient is called wrong, every wrong one is
//! found.

// What a failing or a deep run drew.
#![allow(clippy::print_stdout)]

use std::borrow::Cow;

use fastrand::Rng;
use wiregrad::core::check::{ELEMENTS, Gradients, NodeCheck, Verdict, check_gradients};
use wiregrad::core::evaluation::{Evaluation, Numbers};
use wiregrad::core::graph::{Graph, NodeId, NodeParts, Wire};
use wiregrad::core::op::attributes::{AttributeKind, AttributeValue, Attributes};
use wiregrad::core::op::text::Text;
use wiregrad::core::op::{Domain, Example, Op, Rule};
use wiregrad::core::ops;
use wiregrad::core::tensor::{Shape, Tensor};

use super::go_on;
use crate::drawn::{given, graph_of, id, node, source};

/// The shapes that elementwise ops are tried with.
const ELEMENTWISE: [Example; 3] = [
    Example {
        shapes: &[&[], &[]],
        attributes: &[],
    },
    Example {
        shapes: &[&[3], &[]],
        attributes: &[],
    },
    Example {
        shapes: &[&[2, 1], &[3]],
        attributes: &[],
    },
];

fn differentiable() -> impl Iterator<Item = &'static Op> {
    ops::ALL.iter().copied().filter(|op| !op.is_source())
}

fn examples(op: &Op) -> &'static [Example] {
    match &op.rule {
        Rule::Tensor(rule) => rule.examples,
        _ => &ELEMENTWISE,
    }
}

/// How the numbers of an input are drawn.
#[derive(Clone, Copy, PartialEq)]
enum Sizes {
    /// Of either sign, of every size from 1e-12 to 1e12.
    All,
    /// From the domain that the op names for tests.
    OfDomain,
}

fn number(sizes: Sizes, domain: Domain, rng: &mut Rng) -> f64 {
    let mut sign = || if rng.bool() { 1.0 } else { -1.0 };
    match (sizes, domain) {
        (Sizes::All, _) => sign() * 10f64.powf(24.0 * rng.f64() - 12.0),
        (_, Domain::Between(low, high)) => low + (high - low) * rng.f64(),
        (_, Domain::AwayFromZero(low, high)) => sign() * (low + (high - low) * rng.f64()),
        (_, Domain::Classes | Domain::Whole(_)) => rng.f64(),
    }
}

/// An op with its inputs as sources; if its value is a tensor, weighted and added up.
fn draw(op: &'static Op, example: &Example, sizes: Sizes, rng: &mut Rng) -> Graph {
    let mut parts: Vec<NodeParts> = Vec::new();
    let count = op.inputs.initial().min(example.shapes.len());
    let shapes = match op.rule {
        Rule::Tensor(_) => example.shapes,
        _ => &example.shapes[..count],
    };
    for (input, lengths) in shapes.iter().enumerate() {
        let domain = op.domain_of(input);
        let classes = (domain == Domain::Classes && lengths.len() < shapes[input - 1].len())
            .then(|| *shapes[input - 1].last().expect("an axis"));
        let shape = Shape::new(lengths).expect("a lawful shape");
        let classes = match domain {
            Domain::Whole(count) => Some(count as usize),
            _ => classes,
        };
        let mut one = || match classes {
            Some(classes) => rng.usize(..classes) as f64,
            None => number(sizes, domain, rng),
        };
        let data = (0..shape.elements()).map(|_| one()).collect();
        let value = Tensor::new(shape, data).expect("as many as the shape asks for");
        parts.push(source(&format!("x{input}"), "input", value));
    }
    let inputs: Vec<usize> = (0..parts.len()).collect();
    let attributes = match op.rule {
        Rule::Tensor(_) => given(op, example),
        _ => attributes(op, rng),
    };
    let op_node = NodeParts {
        attributes,
        ..node("y", op.name, &inputs)
    };
    parts.push(op_node);
    let y = parts.len() - 1;
    let shape = Evaluation::new(&graph_of(parts.clone()))
        .program()
        .shape(id(y));
    let shape = shape.expect("evaluated");
    if !shape.is_scalar() {
        let data = (0..shape.elements()).map(|_| 0.5 + rng.f64()).collect();
        let weights = Tensor::new(shape, data).expect("as many as the shape asks for");
        parts.push(source("weights", "constant", weights));
        parts.push(node("weighted", "multiply", &[y, y + 1]));
        parts.push(node("J", "sum", &[y + 2]));
    }
    graph_of(parts)
}

fn attributes(op: &'static Op, rng: &mut Rng) -> Attributes {
    let mut attributes = Attributes::default();
    for row in op.attributes {
        if rng.bool() {
            continue;
        }
        let value = match row.kind {
            AttributeKind::Word(words) => {
                AttributeValue::Word(words[rng.usize(..words.len())].into())
            }
            _ if rng.bool() => AttributeValue::Number(1.0),
            _ => AttributeValue::Number(number(Sizes::All, Domain::Classes, rng)),
        };
        attributes
            .set(op.attributes, row.name, Some(&value))
            .expect("its own");
    }
    attributes
}

fn is_defined(evaluation: &Evaluation) -> bool {
    let mut values = evaluation
        .program()
        .order()
        .iter()
        .filter_map(|id| evaluation.value(*id));
    values.all(|value| value.data.iter().all(|x| x.is_finite()))
}

#[derive(Debug, Default)]
struct Count {
    points: usize,
    fine: usize,
    at_kink: usize,
    unchecked: usize,
    /// The largest part of its bound that a difference was off.
    worst: f64,
}

/// Checks an op at so many points at which it has a value.
fn check_points(op: &'static Op, points: usize) -> Count {
    let mut rng = Rng::with_seed(op.name.len() as u64);
    let mut count = Count::default();
    let examples = examples(op);
    for round in 0..100 * points {
        if count.points >= points {
            break;
        }
        let graph = draw(op, &examples[round % examples.len()], Sizes::All, &mut rng);
        let evaluation = Evaluation::new(&graph);
        if !is_defined(&evaluation) {
            continue;
        }
        let found = check_gradients(&graph, &evaluation, &evaluation, ELEMENTS, go_on);
        for check in found.expect("not cancelled") {
            let comparison = &check.comparison;
            let off = (comparison.gradient - comparison.difference).abs();
            count.worst = count.worst.max(off / comparison.uncertainty);
            match check.verdict {
                Verdict::Fine => count.fine += 1,
                Verdict::AtKink { .. } => count.at_kink += 1,
                Verdict::Unchecked { .. } => count.unchecked += 1,
                Verdict::Suspect => {
                    let parts: Vec<_> = graph.iter().map(|(_, node)| node.parts()).collect();
                    panic!(
                        "{}, {}: {check:#?} {parts:#?}",
                        op.name,
                        graph.name(check.node)
                    );
                }
            }
        }
        count.points += 1;
    }
    count
}

#[test]
fn no_right_gradient_is_accused_at_points_of_any_size() {
    for op in differentiable() {
        let count = check_points(op, 200);
        println!("{}: {count:?}", op.name);
        assert!(count.points >= 100, "{}: {count:?}", op.name);
        assert!(2 * count.fine > count.points, "{}: {count:?}", op.name);
    }
}

/// `cargo test --release --test engine -- --ignored --nocapture check::`
#[test]
#[ignore = "takes some time: the deep version of the test above"]
fn no_right_gradient_is_accused_at_ten_thousand_points_of_any_size() {
    for op in differentiable() {
        println!("{}: {:?}", op.name, check_points(op, 10_000));
    }
}

/// The gradients of an evaluation with one wire that contributes a wrong amount.
struct Planted<'a> {
    evaluation: &'a Evaluation,
    from: NodeId,
    wire: Wire,
    factor: f64,
}

impl Gradients for Planted<'_> {
    fn gradient(&self, node: NodeId) -> Option<Numbers<'_>> {
        let right = self.evaluation.gradient(node)?;
        if node != self.from {
            return Some(right);
        }
        let part = self.evaluation.wire_gradient(self.wire)?;
        let pairs = right.data.iter().zip(&*part.data);
        let wrong: Vec<f64> = pairs
            .map(|(sum, x)| sum + (self.factor - 1.0) * x)
            .collect();
        Some(Numbers {
            shape: right.shape,
            data: Cow::Owned(wrong),
        })
    }

    fn contributions(&self, wire: Wire, elements: &[usize]) -> Option<Vec<f64>> {
        let right = self.evaluation.contributions(wire, elements)?;
        let factor = if wire == self.wire { self.factor } else { 1.0 };
        Some(right.iter().map(|x| factor * x).collect())
    }
}

/// Whether a wrong derivative is found, of the op that is called y, by an input.
fn is_found(graph: &Graph, evaluation: &Evaluation, input: usize, factor: f64) -> bool {
    let to = graph.find("y").expect("the op");
    let wire = Wire { to, input };
    let planted = Planted {
        evaluation,
        from: id(input),
        wire,
        factor,
    };
    let found = check_gradients(graph, evaluation, &planted, ELEMENTS, go_on);
    let suspects: Vec<NodeCheck> = found
        .expect("not cancelled")
        .into_iter()
        .filter(NodeCheck::failed)
        .collect();
    assert!(
        suspects.iter().all(|check| check.node == id(input)),
        "{suspects:?}"
    );
    !suspects.is_empty()
}

/// Whether all its local derivatives are 0: there is nothing to get wrong by a factor.
fn is_flat(op: &Op) -> bool {
    let mut texts = op.local_derivatives.iter().chain(op.contributions);
    texts.all(|text| matches!(text, Text::Is("0")))
}

#[test]
fn a_wrong_derivative_of_any_op_is_found() {
    let mut rng = Rng::with_seed(12);
    for op in differentiable().filter(|op| !is_flat(op)) {
        let examples = examples(op);
        let (mut planted, mut found) = (0, 0);
        for round in 0..60 {
            let example = &examples[round % examples.len()];
            let sizes = if round % 2 == 0 {
                Sizes::OfDomain
            } else {
                Sizes::All
            };
            let graph = draw(op, example, sizes, &mut rng);
            let evaluation = Evaluation::new(&graph);
            let inputs = graph
                .get(graph.find("y").expect("the op"))
                .expect("a node")
                .inputs()
                .len();
            for input in 0..inputs {
                let gradient = evaluation
                    .gradient(id(input))
                    .expect("it reaches the target");
                let is_plain = gradient.data.iter().all(|x| x.is_finite());
                let counts = gradient.data.iter().any(|x| *x != 0.0);
                if sizes == Sizes::OfDomain && is_plain && counts {
                    planted += 1;
                    found += usize::from(is_found(&graph, &evaluation, input, 1.001));
                } else if is_defined(&evaluation) {
                    is_found(&graph, &evaluation, input, -1.0);
                }
            }
        }
        println!("{}: {found} of {planted} found", op.name);
        assert!(planted >= 10, "{}: {planted} planted", op.name);
        assert!(
            10 * found >= 9 * planted,
            "{}: {found} of {planted}",
            op.name
        );
    }
}
