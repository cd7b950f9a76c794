//! The backward pass with NumPy, a line a node, as one writes it on paper: what flows back to a
//! node is the sum over its wires.

use std::collections::BTreeSet;

use super::body::Body;
use super::language::back_text;
use super::print::{default_text, value_text};
use super::template::{called, filled, is_loose};
use super::text::{number, tuple};
use crate::core::fault::Fault;
use crate::core::graph::{Node, NodeId};
use crate::core::op::attributes::AttributeReader;
use crate::core::op::python::BackCall;
use crate::core::op::{Op, Rule, Signature};
use crate::core::tensor::Shape;

/// The longest line; longer sums are written one part after another.
const WIDTH: usize = 92;

/// What comes of the backward pass.
#[derive(Default)]
pub(super) struct Backward {
    /// The lines.
    pub(super) lines: String,
    /// The identifiers of the gradients, by index of node.
    pub(super) gradients: Vec<Option<String>>,
    /// The functions that the lines call.
    pub(super) called: BTreeSet<String>,
}

/// Writes the backward pass.
///
/// # Errors
/// What flows back through an op isn't said.
pub(super) fn backward(body: &mut Body<'_>) -> Result<Backward, Fault> {
    let bound = body.graph.index_bound();
    let mut back = Backward {
        gradients: vec![None; bound],
        ..Backward::default()
    };
    let Some(target) = body.target() else {
        return Ok(back);
    };
    let program = body.evaluation.program().clone();
    let mut parts: Vec<Vec<String>> = vec![Vec::new(); bound];
    parts[target.index()].push("np.float64(1.0)".to_owned());
    for &id in program.order().iter().rev() {
        let is_number = body.numbers.contains_key(&id);
        if !program.reaches_target(id) || is_number {
            continue;
        }
        let Some(node) = body.graph.get(id) else {
            continue;
        };
        let name = body.names.of(node.name());
        let name = body.names.fresh(&format!("d_{name}"));
        let own = std::mem::take(&mut parts[id.index()]);
        back.lines += &sum(&name, &own, body.shape(id));
        if let Some(op) = node.op().filter(|op| !op.is_source()) {
            let wires = Wires {
                op,
                id,
                node,
                gradient: &name,
            };
            wires.flow_back(body, &mut parts, &mut back.called)?;
        }
        back.gradients[id.index()] = Some(name);
    }
    Ok(back)
}

/// The statement that adds up what flows back to a node.
fn sum(name: &str, parts: &[String], shape: Shape) -> String {
    let Some((first, others)) = parts.split_first() else {
        let lengths: Vec<usize> = shape.dims().collect();
        return format!("    {name} = np.zeros({})\n", tuple(&lengths));
    };
    if others.is_empty() {
        return format!("    {name} = {first}\n");
    }
    let part = |text: &String| match is_loose(text) {
        true => format!("({text})"),
        false => text.clone(),
    };
    let mut out = format!("    {name} = {}", part(first));
    let mut start = 0;
    for other in others.iter().map(part) {
        let (sign, rest) = match other.strip_prefix('-') {
            Some(rest) => ('-', rest),
            None => ('+', &*other),
        };
        if out.len() - start + rest.len() > WIDTH {
            start = out.len();
            out += &format!("\n    {name} = {name} {sign} {rest}");
        } else {
            out += &format!(" {sign} {rest}");
        }
    }
    out + "\n"
}

/// The wires into a node, along which its gradient flows back.
struct Wires<'a> {
    op: &'static Op,
    id: NodeId,
    node: &'a Node,
    gradient: &'a str,
}

impl Wires<'_> {
    fn flow_back(
        &self,
        body: &mut Body<'_>,
        parts: &mut [Vec<String>],
        functions: &mut BTreeSet<String>,
    ) -> Result<(), Fault> {
        let inputs: Vec<NodeId> = self.node.inputs().iter().flatten().copied().collect();
        let shapes: Vec<Shape> = inputs.iter().map(|id| body.shape(*id)).collect();
        let numbers: Vec<Option<f64>> = inputs
            .iter()
            .map(|id| body.numbers.get(id).copied())
            .collect();
        let texts: Vec<String> = inputs
            .iter()
            .zip(&numbers)
            .map(|(id, known)| match known {
                Some(x) => number(*x),
                None => body.names.of(body.graph.name(*id)),
            })
            .collect();
        let Some(attributes) = self.node.attribute_reader() else {
            return Ok(());
        };
        let result = body.shape(self.id);
        let result_name = body.names.of(self.node.name());
        let signature = Signature {
            shapes: &shapes,
            attributes,
        };
        for (input, id) in inputs.iter().enumerate() {
            if numbers[input].is_some() || !body.evaluation.program().reaches_target(*id) {
                continue;
            }
            let call = BackCall {
                signature,
                input,
                numbers: &numbers,
            };
            let text = back_text(self.op, &call).ok_or_else(|| {
                let message = format!("what flows back through {} isn't said", self.op.name);
                Fault::new(message, "leave this node out, or use another op")
            })?;
            functions.extend(called(&text).into_iter().map(str::to_owned));
            let filled = filled(&text, |name| {
                let of_input = (0..texts.len()).find(|nth| self.op.inputs.name(*nth) == name);
                self.special(name, &result_name, signature, &result)
                    .or_else(|| Some(texts[of_input?].clone()))
                    .or_else(|| self.attribute(attributes, name))
            });
            let is_repeated = self.op.python.summed || matches!(self.op.rule, Rule::Binary(_));
            let filled = match is_repeated {
                true => summed_to(&filled, &result, &shapes[input]),
                false => filled,
            };
            parts[id.index()].push(filled);
        }
        Ok(())
    }

    /// What a text of a row calls by a name that is no input's and no attribute's.
    fn special(
        &self,
        name: &str,
        result_name: &str,
        signature: Signature<'_>,
        result: &Shape,
    ) -> Option<String> {
        Some(match name {
            "gradient" => self.gradient.to_owned(),
            "result" => result_name.to_owned(),
            "n" => (signature.only().elements() / result.elements()).to_string(),
            "kept_gradient" => kept(self.gradient, signature, result),
            "kept_result" => kept(result_name, signature, result),
            _ => return None,
        })
    }

    /// What an attribute is, as a text.
    fn attribute(&self, attributes: AttributeReader<'_>, name: &str) -> Option<String> {
        let row = self.op.attributes.iter().find(|row| row.name == name)?;
        let set = attributes.get(name).map(value_text);
        Some(set.unwrap_or_else(|| default_text(row)))
    }
}

/// A text of the result's shape with a 1 for each axis that was reduced, so that it broadcasts
/// to the input.
fn kept(text: &str, signature: Signature<'_>, result: &Shape) -> String {
    let from = signature.only();
    let lengths: Vec<usize> = from.dims().collect();
    if result.rank() == from.rank() || result.is_scalar() {
        return text.to_owned();
    }
    let axes = signature.attributes.integers("axis").map(<[i64]>::to_vec);
    let axes = axes.or_else(|| signature.attributes.integer("axis").map(|axis| vec![axis]));
    match axes.as_deref() {
        Some([axis]) => format!("np.expand_dims({text}, {axis})"),
        Some(axes) => format!("np.expand_dims({text}, {})", tuple(axes)),
        None => format!("np.reshape({text}, {})", tuple(&vec![1; lengths.len()])),
    }
}

/// A text of one shape, summed over the axes along which another was repeated to it.
fn summed_to(text: &str, from: &Shape, to: &Shape) -> String {
    if from == to {
        return text.to_owned();
    }
    if to.is_scalar() {
        return format!("np.sum({text})");
    }
    let new = from.rank() - to.rank();
    let new_axes: Vec<usize> = (0..new).collect();
    let lengths = from.dims().skip(new).zip(to.dims()).enumerate();
    let stretched: Vec<usize> = lengths
        .filter(|(_, (a, b))| a != b)
        .map(|(axis, _)| axis)
        .collect();
    let axes = |axes: &[usize]| match axes {
        [only] => only.to_string(),
        axes => tuple(axes),
    };
    let text = match new {
        0 => text.to_owned(),
        _ => format!("np.sum({text}, axis={})", axes(&new_axes)),
    };
    match stretched.is_empty() {
        true => text,
        false => format!("np.sum({text}, axis={}, keepdims=True)", axes(&stretched)),
    }
}
