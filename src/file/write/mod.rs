//! The canonical text of a document: the same document always gives the same bytes.

mod beside;
mod literal;
mod training;

use std::fmt::{self, Write as _};

use crate::core::graph::{Node, NodeId, NodeOp};
use crate::core::number::write_nested;
use crate::core::tensor::Tensor;
use crate::document::Document;

use super::version::VERSION;
pub(super) use literal::write_text;
use literal::{write_pair, write_short};

/// The text of the file that holds a document.
pub fn to_text(document: &Document) -> String {
    // A string takes all that is written to it.
    let mut text = String::with_capacity(80 * document.graph().len() + 200);
    let _ = write_document(&mut text, document);
    text
}

fn write_document(out: &mut String, document: &Document) -> fmt::Result {
    out.push_str("// wiregrad graph\n(\n");
    writeln!(out, "    version: {VERSION},")?;
    for (field, text) in [("title", document.title()), ("note", document.note())] {
        if !text.is_empty() {
            write!(out, "    {field}: ")?;
            write_text(out, text)?;
            out.push_str(",\n");
        }
    }
    let graph = document.graph();
    if let Some(target) = graph.target() {
        out.push_str("    target: ");
        write_text(out, graph.name(target))?;
        out.push_str(",\n");
    }
    training::write(out, document)?;
    out.push_str("    nodes: [\n");
    for (id, node) in graph.iter() {
        out.push_str("        (name: ");
        write_text(out, node.name())?;
        out.push_str(", op: ");
        write_text(out, node.op_name())?;
        write_fields(out, document, id, node)?;
        out.push_str("),\n");
    }
    out.push_str("    ],\n");
    beside::write(out, document)?;
    out.push_str(")\n");
    Ok(())
}

/// Value, range, initial values, inputs, attributes and place, in this order; then what else an
/// unknown op carries.
fn write_fields(out: &mut String, document: &Document, id: NodeId, node: &Node) -> fmt::Result {
    let carried = match node.node_op() {
        NodeOp::Unknown(unknown) => &unknown.fields[..],
        NodeOp::Known(_) => &[],
    };
    let raw = |field: &'static str| carried.iter().filter(move |(name, _)| name == field);
    for (field, text) in raw("value") {
        write!(out, ", {field}: {text}")?;
    }
    if let Some(value) = node.value() {
        out.push_str(", value: ");
        write_value(out, value)?;
    }
    if let Some((min, max)) = document.range(id) {
        out.push_str(", range: ");
        write_pair(out, min, max)?;
    }
    if let Some(initial) = document.initial(id) {
        write!(out, ", initial: \"{initial}\"")?;
    }
    for (field, text) in raw("inputs") {
        write!(out, ", {field}: {text}")?;
    }
    if !node.inputs().is_empty() {
        write_inputs(out, document, node)?;
    }
    for (field, text) in raw("attributes") {
        write!(out, ", {field}: {text}")?;
    }
    if let Some(attributes) = node.attributes() {
        let mut separator = ", attributes: {";
        for (name, value) in attributes.iter() {
            write!(out, "{separator}\"{name}\": {value}")?;
            separator = ", ";
        }
        out.push('}');
    }
    for (field, text) in raw("at") {
        write!(out, ", {field}: {text}")?;
    }
    let at = document.position(id);
    if let Some(at) = at.filter(|_| raw("at").next().is_none()) {
        out.push_str(", at: ");
        write_pair(out, at.x(), at.y())?;
    }
    let placed = ["value", "inputs", "attributes", "at"];
    for (field, text) in carried.iter().filter(|(f, _)| !placed.contains(&&**f)) {
        write!(out, ", {field}: {text}")?;
    }
    Ok(())
}

fn write_inputs(out: &mut String, document: &Document, node: &Node) -> fmt::Result {
    let mut separator = ", inputs: [";
    for input in node.inputs() {
        out.push_str(separator);
        match input {
            Some(from) => write_text(out, document.graph().name(*from))?,
            None => out.push_str("None"),
        }
        separator = ", ";
    }
    out.push(']');
    Ok(())
}

/// A single number always has a point or an exponent, so that it looks like the
/// real number it is; the many of a list are as short as they can be.
fn write_value(out: &mut String, value: &Tensor) -> fmt::Result {
    if let Some(number) = value.as_scalar() {
        return write!(out, "{number:?}");
    }
    let shape = value.shape();
    let dims: Vec<usize> = shape.dims().collect();
    write_nested(out, &dims, value.data(), &mut |out, x| write_short(out, x))
}
