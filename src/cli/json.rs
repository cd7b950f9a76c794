//! The result of `eval` as one JSON object, written as it is worked out: a large
//! graph takes no memory for a copy.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::results::Results;
use crate::core::evaluation::Numbers;
use crate::core::graph::{Node, NodeId, Wire};
use crate::core::problem::Problem;
use crate::core::tensor::Shape;

pub(super) fn write(to: &mut dyn Write, results: &Results<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *to, results)?;
    writeln!(to)
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let target = self.evaluation.program().target();
        let nodes = || self.nodes().map(|(id, node)| NodeJson(self, id, node));
        let wires = || self.wires().map(|(from, wire)| WireEntry(self, from, wire));
        let mut object = serializer.serialize_struct("results", 4)?;
        object.serialize_field("target", &target.map(|id| self.graph.name(id)))?;
        object.serialize_field("nodes", &Listed(nodes))?;
        object.serialize_field("wires", &Listed(wires))?;
        object.serialize_field("problems", &Listed(|| self.problems.iter().map(Complaint)))?;
        object.end()
    }
}

/// A list of what an iterator gives.
struct Listed<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Listed<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

struct NodeJson<'a>(&'a Results<'a>, NodeId, &'a Node);

impl Serialize for NodeJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let NodeJson(results, id, node) = self;
        let evaluation = results.evaluation;
        let shape = evaluation.program().shape(*id);
        let mut object = serializer.serialize_struct("node", 5)?;
        object.serialize_field("name", node.name())?;
        object.serialize_field("op", node.op_name())?;
        object.serialize_field("shape", &shape.as_ref().map(lengths))?;
        object.serialize_field("value", &evaluation.value(*id).as_ref().map(Nested::of))?;
        object.serialize_field(
            "gradient",
            &evaluation.gradient(*id).as_ref().map(Nested::of),
        )?;
        object.end()
    }
}

struct WireEntry<'a>(&'a Results<'a>, NodeId, Wire);

impl Serialize for WireEntry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let WireEntry(results, from, wire) = *self;
        let evaluation = results.evaluation;
        let gradient = evaluation.wire_gradient(wire);
        let mut object = serializer.serialize_struct("wire", 5)?;
        object.serialize_field("from", results.graph.name(from))?;
        object.serialize_field("to", results.graph.name(wire.to))?;
        object.serialize_field("input", &wire.input)?;
        object.serialize_field("value", &evaluation.value(from).as_ref().map(Nested::of))?;
        object.serialize_field("gradient", &gradient.as_ref().map(Nested::of))?;
        object.end()
    }
}

struct Complaint<'a>(&'a Problem);

impl Serialize for Complaint<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Complaint(problem) = self;
        let node = problem.node.map(|_| &problem.name);
        let mut object = serializer.serialize_struct("problem", 3)?;
        object.serialize_field("node", &node)?;
        object.serialize_field("reason", &problem.message)?;
        object.serialize_field("cure", &problem.help)?;
        object.end()
    }
}

/// A number, or nested lists of numbers; JSON has no number that isn't finite, so
/// those are texts.
struct Nested<'a> {
    lengths: Vec<usize>,
    data: &'a [f64],
}

fn lengths(shape: &Shape) -> Vec<usize> {
    shape.dims().collect()
}

impl Nested<'_> {
    fn of<'a>(numbers: &'a Numbers<'_>) -> Nested<'a> {
        Nested {
            lengths: lengths(&numbers.shape),
            data: &numbers.data,
        }
    }
}

impl Serialize for Nested<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        NestedList(&self.lengths, self.data).serialize(serializer)
    }
}

/// One level of the lists: the lengths from here on, and the numbers within.
struct NestedList<'a>(&'a [usize], &'a [f64]);

impl Serialize for NestedList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let NestedList(lengths, data) = *self;
        match (lengths.split_first(), data) {
            (Some((length, inner)), _) => {
                let parts = data.chunks_exact(data.len() / length);
                serializer.collect_seq(parts.map(|part| NestedList(inner, part)))
            }
            (None, [number]) if number.is_finite() => serializer.serialize_f64(*number),
            (None, [number]) => serializer.collect_str(number), // NaN, inf, -inf
            (None, _) => serializer.serialize_none(),
        }
    }
}
