//! Numbers that an op computes with but that mean nothing to it, such as a class that
//! there isn't.

use super::evaluation::Evaluation;
use super::fault::Fault;
use super::graph::{Graph, NodeId};
use super::number::short;
use super::op::BadElement;
use super::problem::{Problem, ProblemKind};
use super::program::{SegmentKind, TensorOp};

impl Evaluation {
    /// For each node that uses a number which means nothing to its op, the first such
    /// number: `truth[2] is 5, but the classes are numbered from 0 to 2`. The node's
    /// value stays what its formula gives. Nothing before the first pass.
    pub fn bad_values(&self, graph: &Graph) -> Vec<Problem> {
        if !self.is_swept() {
            return Vec::new();
        }
        let program = self.program();
        let nodes = program.segments.iter().filter_map(|segment| {
            let SegmentKind::TensorOp(number) = segment.kind else {
                return None;
            };
            let (id, op) = (
                program.order.get(segment.first)?,
                &program.tensor_ops[number],
            );
            self.bad_value(graph, *id, op)
        });
        nodes.collect()
    }

    fn bad_element(&self, tensor_op: &TensorOp) -> Option<BadElement> {
        let find = tensor_op.op.bad_element?;
        find(&tensor_op.call(self.values()))
    }

    fn bad_value(&self, graph: &Graph, id: NodeId, tensor_op: &TensorOp) -> Option<Problem> {
        let BadElement {
            input,
            element,
            rule,
            help,
        } = self.bad_element(tensor_op)?;
        let operand = tensor_op.operands.get(input)?;
        let number = *operand.of(self.values()).get(element)?;
        let name = tensor_op.op.inputs.name(input);
        let index = operand.shape.index_text(element);
        let message = format!("{name}{index} is {}, but {rule}", short(number, 6));
        let fault = Fault::new(message, help);
        Some(Problem::at(id, graph.name(id), ProblemKind::Value, fault))
    }
}
