//! One op applied to tensors: its value, and whether a kink is near.

use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::go_on::ALWAYS;
use wiregrad::core::graph::{Graph, NodeOp, NodeParts};
use wiregrad::core::op::attributes::{AttributeValue, Attributes};
use wiregrad::core::op::{Call, Domain, Op, Operand, Rule};
use wiregrad::core::tensor::{Shape, Tensor};

use super::source;

/// How far every input must be from where the op has a kink.
const MARGIN: f64 = 1e-2;

/// An attribute's value from its text in a file, or in JSON, which is the same.
pub(super) fn attribute(text: &str) -> AttributeValue {
    if let Ok(list) = serde_json::from_str::<Vec<i64>>(text) {
        return AttributeValue::Integers(list.into());
    }
    if let Ok(flag) = text.parse() {
        return AttributeValue::Flag(flag);
    }
    if let Ok(whole) = text.parse() {
        return AttributeValue::Integer(whole);
    }
    match text.parse() {
        Ok(number) => AttributeValue::Number(number),
        Err(_) => AttributeValue::Word(text.trim_matches('"').into()),
    }
}

/// The value of an op, worked out in a graph of its own; `None` if it doesn't apply.
pub(super) fn value(op: &Op, attributes: &Attributes, inputs: &[Tensor]) -> Option<Tensor> {
    let mut graph = Graph::new();
    let add = |graph: &mut Graph, parts| graph.add(parts).expect("lawful");
    let numbered = inputs.iter().enumerate();
    let sources: Vec<_> = numbered
        .map(|(i, value)| add(&mut graph, source(&format!("x{i}"), "input", value.clone())))
        .collect();
    let parts = NodeParts {
        name: "y".to_owned(),
        op: NodeOp::named(op.name),
        inputs: sources.into_iter().map(Some).collect(),
        attributes: attributes.clone(),
        value: None,
    };
    let y = add(&mut graph, parts);
    let evaluation = Evaluation::new(&graph);
    evaluation.value(y).map(|numbers| numbers.to_tensor())
}

/// Whether an op changes to another smooth piece if one of its numbers changes by
/// the margin.
pub(super) fn near_kink(
    op: &'static Op,
    attributes: &Attributes,
    inputs: &[Tensor],
    result: Shape,
) -> bool {
    let mut inputs = inputs.to_vec();
    let here = regions(op, attributes, &inputs, result);
    if here.is_empty() {
        return false;
    }
    for input in 0..inputs.len() {
        if matches!(op.domain_of(input), Domain::Classes | Domain::Whole(_)) {
            continue;
        }
        let original = inputs[input].clone();
        for element in 0..original.data().len() {
            for by in [MARGIN, -MARGIN] {
                let mut data = original.data().to_vec();
                data[element] += by;
                inputs[input] = Tensor::new(original.shape(), data).expect("its own shape");
                if regions(op, attributes, &inputs, result) != here {
                    return true;
                }
            }
        }
        inputs[input] = original;
    }
    false
}

/// The numbers that tell the smooth pieces of an op apart.
fn regions(op: &'static Op, attributes: &Attributes, inputs: &[Tensor], result: Shape) -> Vec<u64> {
    let reader = op.attribute_reader(Some(attributes));
    match &op.rule {
        Rule::Source(_) => Vec::new(),
        Rule::Unary(kernel) => {
            let params = kernel.params.map_or([0.0; 2], |read| read(reader));
            let Some(region) = kernel.region else {
                return Vec::new();
            };
            let numbers = inputs[0].data().iter();
            numbers.map(|x| region(params, *x)).collect()
        }
        Rule::Binary(kernel) => {
            let Some(region) = kernel.region else {
                return Vec::new();
            };
            let [a, b] = [0, 1].map(|input| stretched(&inputs[input], &result));
            a.iter().zip(&b).map(|(a, b)| region(*a, *b)).collect()
        }
        Rule::Tensor(rule) => {
            let mut arena = Vec::new();
            let mut operands = Vec::new();
            for input in inputs {
                operands.push(Operand {
                    shape: input.shape(),
                    offset: arena.len(),
                });
                arena.extend_from_slice(input.data());
            }
            let call = Call {
                arena: &arena,
                operands: &operands,
                shape: result,
                attributes: reader,
                go_on: ALWAYS,
            };
            let mut numbers = Vec::new();
            if let Some(region) = rule.region {
                region(&call, &mut |number| numbers.push(number));
            }
            numbers
        }
    }
}

/// The elements of a tensor as if it had a wider shape.
fn stretched(tensor: &Tensor, wider: &Shape) -> Vec<f64> {
    let (own, all) = (tensor.shape().strides_within(wider), wider.strides());
    let place = |nth: usize| -> usize {
        let axes = 0..wider.rank();
        axes.map(|axis| nth / all[axis] % wider.dim(axis) * own[axis])
            .sum()
    };
    (0..wider.elements())
        .map(|nth| tensor.data()[place(nth)])
        .collect()
}
