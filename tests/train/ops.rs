//! Every op takes rows side by side: the mean over them is the mean of single passes,
//! whichever of its inputs are data.

use fastrand::Rng;
use wiregrad::core::graph::{Graph, NodeId, NodeOp, NodeParts};
use wiregrad::core::op::attributes::{AttributeValue, Attributes};
use wiregrad::core::op::{Domain, Inputs, Op, Rule, SideBySide};
use wiregrad::core::ops;
use wiregrad::core::tensor::{Shape, Tensor};
use wiregrad::core::train::batch::BatchGraph;
use wiregrad::core::train::{DataRows, SourceRows};

use crate::batches::differs_from_singles;
use crate::common::{attribute, shape};

const ROWS: usize = 3;

/// A graph on its way.
struct Drawing(Graph);

impl Drawing {
    fn node(&mut self, name: &str, op: &str, inputs: &[NodeId]) -> NodeId {
        self.with(name, op, inputs, &[], None)
    }

    fn source(&mut self, name: &str, op: &str, shape: Shape, data: Vec<f64>) -> NodeId {
        let value = Tensor::new(shape, data).expect("as many as it asks for");
        self.with(name, op, &[], &[], Some(value))
    }

    fn with(
        &mut self,
        name: &str,
        op: &str,
        inputs: &[NodeId],
        attributes: &[(&str, AttributeValue)],
        value: Option<Tensor>,
    ) -> NodeId {
        let id = self.0.add(NodeParts {
            name: name.to_owned(),
            op: NodeOp::named(op),
            inputs: inputs.iter().copied().map(Some).collect(),
            attributes: Attributes::default(),
            value,
        });
        let id = id.unwrap_or_else(|error| panic!("{error}"));
        for (name, value) in attributes {
            let set = self.0.set_attribute(id, name, Some(value));
            set.unwrap_or_else(|error| panic!("{error}"));
        }
        id
    }
}

/// Numbers from where tests of the op draw them.
fn numbers(rng: &mut Rng, domain: Domain, count: usize, classes: usize) -> Vec<f64> {
    let mut one = || match domain {
        Domain::Between(low, high) => low + (high - low) * rng.f64(),
        Domain::AwayFromZero(low, high) => {
            let x = low + (high - low) * rng.f64();
            if rng.bool() { x } else { -x }
        }
        Domain::Classes => rng.usize(..classes) as f64,
        Domain::Whole(most) => f64::from(rng.u32(..most)),
    };
    (0..count).map(|_| one()).collect()
}

/// Shapes of inputs, and attributes.
type Case = (Vec<Shape>, Vec<(&'static str, AttributeValue)>);

/// The cases of an op: shapes of its inputs, and attributes.
fn cases(op: &'static Op) -> Vec<Case> {
    let plain: &[&[&[usize]]] = match op.inputs {
        Inputs::Fixed([_]) => &[&[&[]], &[&[3]], &[&[2, 3]]],
        _ => &[
            &[&[], &[]],
            &[&[3], &[]],
            &[&[2, 1], &[3]],
            &[&[3], &[4, 2, 3]],
        ],
    };
    let Rule::Tensor(rule) = &op.rule else {
        let shapes = plain
            .iter()
            .map(|shapes| shapes.iter().map(|it| shape(it)).collect());
        return shapes.map(|shapes| (shapes, Vec::new())).collect();
    };
    let examples = rule.examples.iter();
    let cases = examples.map(|example| {
        let shapes = example.shapes.iter().map(|it| shape(it)).collect();
        let attributes = example.attributes.iter();
        let attributes = attributes.map(|(name, text)| (*name, attribute(text)));
        (shapes, attributes.collect())
    });
    cases.collect()
}

/// A graph of one op for one row, with rows for the inputs that `data` names by its bits.
fn drawn(
    op: &'static Op,
    (shapes, attributes): &Case,
    data: usize,
    rng: &mut Rng,
) -> (Graph, DataRows) {
    let mut g = Drawing(Graph::new());
    let mut sources = Vec::new();
    let mut inputs = Vec::new();
    for (nth, shape) in shapes.iter().enumerate() {
        let count = shape.elements();
        let domain = op.domain_of(nth);
        let classes = shapes[0].dims().next_back().unwrap_or(1);
        let name = format!("x{nth}");
        if data & (1 << nth) == 0 {
            let numbers = numbers(rng, domain, count, classes);
            inputs.push(g.source(&name, "parameter", *shape, numbers));
            continue;
        }
        let x = g.source(&name, "input", *shape, vec![0.0; count]);
        sources.push(SourceRows {
            name,
            width: count,
            data: numbers(rng, domain, ROWS * count, classes),
            classes: Vec::new(),
        });
        // So that what flows back to the rows is seen, added up.
        let quantity = matches!(domain, Domain::Between(..) | Domain::AwayFromZero(..));
        inputs.push(match quantity {
            false => x,
            true => {
                let shift = g.source(&format!("p{nth}"), "parameter", *shape, vec![0.0; count]);
                g.node(&format!("s{nth}"), "add", &[x, shift])
            }
        });
    }
    let y = g.with("y", op.name, &inputs, attributes, None);
    let target = match op.side_by_side {
        SideBySide::Loss => y,
        _ => {
            let weight = g.source("v", "parameter", Shape::SCALAR, vec![0.7]);
            let squares = g.node("squares", "square", &[y]);
            let sum = g.node("sum", "add", &[squares, y]);
            let weighted = g.node("weighted", "multiply", &[weight, sum]);
            g.node("J", "mean", &[weighted])
        }
    };
    g.0.set_target(Some(target)).expect("it is there");
    let rows = DataRows {
        sources,
        count: ROWS,
        parts: [(0..ROWS as u32).collect(), Vec::new(), Vec::new()],
        lines: Vec::new(),
    };
    (g.0, rows)
}

#[test]
fn every_op_takes_rows_side_by_side() {
    let mut rng = Rng::with_seed(15);
    let mut wrong = Vec::new();
    let mut count = 0;
    for op in ops::ALL.iter().copied().filter(|op| !op.is_source()) {
        for case in cases(op) {
            // How many elements count differs from row to row: it is refused.
            if case.1.iter().any(|(name, _)| *name == "ignore_index") {
                let (graph, rows) = drawn(op, &case, 0b11, &mut rng);
                assert!(BatchGraph::new(&graph, &rows, None).is_err());
                continue;
            }
            for data in 1..1 << case.0.len() {
                let (graph, rows) = drawn(op, &case, data, &mut rng);
                count += 1;
                if let Some(what) = differs_from_singles(&graph, &rows) {
                    let (shapes, attributes) = &case;
                    let name = op.name;
                    wrong.push(format!("{name} {shapes:?} {attributes:?} {data:b}: {what}"));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} of {count}",
        wrong.join("\n"),
        wrong.len()
    );
    assert!(count > 500, "{count}");
}
