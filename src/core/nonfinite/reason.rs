//! [`Reason`]: why a gradient isn't finite, in a sentence with a cure.

use crate::core::evaluation::Evaluation;
use crate::core::expression::help;
use crate::core::fault::Fault;
use crate::core::graph::{Graph, Node, NodeId, Wire};
use crate::core::number::short;
use crate::core::op::Rule;
use crate::core::program::Computation;
use crate::core::tensor::Shape;

/// Why a gradient isn't finite.
pub(super) struct Reason {
    pub(super) message: String,
    help: String,
    /// Whether it is NaN already where it arises.
    pub(super) is_nan: bool,
}

/// One element at which a contribution isn't finite.
struct Element {
    /// The numbers that flow into the op there.
    inputs: Vec<f64>,
    /// The local derivative there.
    derivative: f64,
    /// The gradient that comes back there.
    gradient: f64,
}

impl Reason {
    /// Why the contribution of a wire isn't finite although the gradient that it comes
    /// from is. The wire is given with the node that it starts at, and whether the
    /// contribution is NaN somewhere.
    pub(super) fn of_wire(
        evaluation: &Evaluation,
        graph: &Graph,
        (wire, from): (Wire, NodeId),
        is_nan: bool,
    ) -> Reason {
        let [to, from_name] = [wire.to, from].map(|id| graph.name(id));
        let (what, help) = match (
            element(evaluation, wire),
            graph.get(wire.to).and_then(Node::op),
        ) {
            (Some(element), Some(op)) => {
                let texts: Vec<String> = element.inputs.iter().map(|x| short(*x, 6)).collect();
                let derivative = match &texts[..] {
                    [x] => format!("the derivative of {} at {x}", op.symbol),
                    several => {
                        let formula = help::formula_of(op, several);
                        format!("the derivative of {formula} by {from_name}")
                    }
                };
                element.explain(&derivative, from_name, texts.get(wire.input))
            }
            (None, op) => {
                let op = op.map_or("", |op| op.name);
                let what = format!("a local derivative of {op} is not finite here");
                (what, format!("change what flows into {to}"))
            }
            (Some(_), None) => (String::new(), String::new()), // an unknown op has no value
        };
        Reason {
            message: format!("{to} → {from_name}: {what}"),
            help,
            is_nan,
        }
    }

    /// Why the sum of contributions that are finite isn't.
    pub(super) fn of_sum(graph: &Graph, id: NodeId) -> Reason {
        let name = graph.name(id);
        Reason {
            message: format!("the contributions to the gradient of {name} add up beyond 1.8e308"),
            help: SCALE.to_owned(),
            is_nan: false,
        }
    }

    pub(super) fn fault(self) -> Fault {
        Fault::new(self.message, self.help)
    }
}

const SCALE: &str = "scale the numbers down: nothing larger than 1.8e308 can be held";

impl Element {
    /// What is wrong, and a cure.
    fn explain(&self, derivative: &str, from: &str, at: Option<&String>) -> (String, String) {
        let at = at.map_or("there", String::as_str);
        let away = format!(
            "keep {from} away from {at}: add a small constant such as 1e-12 to it, or use \
             maximum or clip"
        );
        if self.derivative.is_nan() {
            let help = format!("make {from} a constant if it isn't trained, or change the others");
            return (format!("{derivative} is not a number"), help);
        }
        if self.derivative.is_finite() {
            let [gradient, by] = [self.gradient, self.derivative].map(|x| short(x, 4));
            let what = format!("{gradient} × {by} is larger than 1.8e308");
            return (what, SCALE.to_owned());
        }
        if self.gradient == 0.0 {
            let what = format!("{derivative} is infinite, and 0 × ∞ is not a number");
            return (what, format!("{away}; a factor of 0 after it doesn't help"));
        }
        (format!("{derivative} is infinite"), away)
    }
}

/// The first element at which the contribution of a wire into an elementwise op isn't
/// finite. `None` for other ops.
fn element(evaluation: &Evaluation, wire: Wire) -> Option<Element> {
    let gradient = evaluation.gradient(wire.to)?;
    let values = evaluation.values();
    match evaluation.program().computation(wire.to)? {
        Computation::Source => None,
        Computation::Scalar(instruction) => {
            let y = values[evaluation.program().operand(wire.to)?.offset];
            let (by_a, by_b) = instruction.derivatives(values, y);
            let inputs = instruction.slots().iter();
            Some(Element {
                inputs: inputs.map(|slot| values[*slot as usize]).collect(),
                derivative: if wire.input == 0 { by_a } else { by_b },
                gradient: gradient.data[0],
            })
        }
        Computation::TensorOp(tensor_op) => {
            let call = tensor_op.call(values);
            let result = tensor_op.result;
            if !matches!(tensor_op.op.rule, Rule::Unary(_) | Rule::Binary(_)) {
                return None;
            }
            (0..result.shape.elements()).find_map(|nth| {
                let inputs: Vec<f64> = (0..tensor_op.operands.len())
                    .map(|input| {
                        read(
                            &call.input_shape(input),
                            call.input(input),
                            nth,
                            &result.shape,
                        )
                    })
                    .collect();
                let y = result.of(values)[nth];
                let [a, b] = [inputs[0], *inputs.last()?];
                let (by_a, by_b) = tensor_op.op.rule.derivatives(tensor_op.params, [a, b], y);
                let derivative = if wire.input == 0 { by_a } else { by_b };
                let gradient = gradient.data[nth];
                (!(derivative * gradient).is_finite()).then_some(Element {
                    inputs,
                    derivative,
                    gradient,
                })
            })
        }
    }
}

/// The number that an operand gives to an element of the result, by broadcasting.
fn read(shape: &Shape, data: &[f64], element: usize, result: &Shape) -> f64 {
    let strides = shape.strides_within(result).into_iter();
    let index: usize = strides
        .zip(result.place_of(element))
        .map(|(stride, place)| stride * place)
        .sum();
    data[index]
}
