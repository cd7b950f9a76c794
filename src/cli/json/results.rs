//! The result of `eval`.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::parts::{Listed, Nested, VERSION, complaints, lengths};
use crate::cli::results::{ForwardMode, Results};
use crate::core::graph::{Node, NodeId, Wire};

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name = |id: NodeId| self.graph.name(id);
        let nodes = || self.nodes().map(|(id, node)| NodeJson(self, id, node));
        let wires = || self.wires().map(|(from, wire)| WireEntry(self, from, wire));
        let mut object = serializer.serialize_struct("results", 7)?;
        object.serialize_field("version", &VERSION)?;
        object.serialize_field("target", &self.target().map(name))?;
        if let Some(upstream) = self.upstream {
            object.serialize_field("upstream", &Nested::of_tensor(upstream))?;
        }
        if let Some(forward) = &self.forward {
            object.serialize_field("forward", &ForwardJson(forward, name(forward.by)))?;
        }
        object.serialize_field("nodes", &Listed(nodes))?;
        object.serialize_field("wires", &Listed(wires))?;
        object.serialize_field("problems", &complaints(self.problems))?;
        object.end()
    }
}

/// By which node forward mode differentiates, and along which direction.
struct ForwardJson<'a>(&'a ForwardMode<'a>, &'a str);

impl Serialize for ForwardJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("forward", 2)?;
        object.serialize_field("by", self.1)?;
        object.serialize_field("direction", &Nested::of_tensor(&self.0.direction))?;
        object.end()
    }
}

struct NodeJson<'a>(&'a Results<'a>, NodeId, &'a Node);

impl Serialize for NodeJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let NodeJson(results, id, node) = self;
        let evaluation = results.evaluation;
        let shape = evaluation.program().shape(*id);
        let [value, gradient] = [evaluation.value(*id), evaluation.gradient(*id)];
        let mut object = serializer.serialize_struct("node", 6)?;
        object.serialize_field("name", node.name())?;
        object.serialize_field("op", node.op_name())?;
        object.serialize_field("shape", &shape.as_ref().map(lengths))?;
        object.serialize_field("value", &value.as_ref().map(Nested::of))?;
        object.serialize_field("gradient", &gradient.as_ref().map(Nested::of))?;
        if let Some(forward) = &results.forward {
            let derivative = forward.derivatives.get(*id);
            object.serialize_field("derivative", &derivative.as_ref().map(Nested::of))?;
        }
        object.end()
    }
}

struct WireEntry<'a>(&'a Results<'a>, NodeId, Wire);

impl Serialize for WireEntry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let WireEntry(results, from, wire) = *self;
        let evaluation = results.evaluation;
        let [value, gradient] = [evaluation.value(from), evaluation.wire_gradient(wire)];
        let mut object = serializer.serialize_struct("wire", 5)?;
        object.serialize_field("from", results.graph.name(from))?;
        object.serialize_field("to", results.graph.name(wire.to))?;
        object.serialize_field("input", &wire.input)?;
        object.serialize_field("value", &value.as_ref().map(Nested::of))?;
        object.serialize_field("gradient", &gradient.as_ref().map(Nested::of))?;
        object.end()
    }
}
