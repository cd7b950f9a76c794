//! Slots in the arena, and the segments that fill them.

use super::rank::OpClass;
use super::sort::{NodeGroup, SHORTEST_GROUP, SHORTEST_LEVEL};
use super::survey::Survey;
use crate::core::graph::{Graph, Node, NodeId};
use crate::core::op::elementwise::LANES;
use crate::core::op::kernel::GroupKernel;
use crate::core::op::{Accumulation, Operand};
use crate::core::ops::OpId;
use crate::core::program::instruction::{Instruction, Level};
use crate::core::program::{NodeSlot, Program, Segment, SegmentKind, TensorOp};

/// Programs of fewer nodes keep their groups in the order of the nodes' ids: the numbers
/// that they read are close together anyway.
const SMALLEST_SORTED: usize = 200_000;

/// Gives every node of the order its slot in the arena.
pub(super) fn assign_slots(survey: &Survey, groups: &[NodeGroup], program: &mut Program) {
    let mut offset = 0;
    for group in groups {
        let large = program.order.len() >= SMALLEST_SORTED;
        if large && group.class.op().is_some() {
            sort_by_input(survey, group, program);
        }
        for &id in &program.order[group.first..][..group.len] {
            let shape = survey.shape(id);
            program.slots[id.index()] = if shape.is_scalar() {
                NodeSlot::scalar(offset)
            } else {
                program.tensors.push(Operand { shape, offset });
                NodeSlot::tensor(program.tensors.len() - 1)
            };
            offset += shape.elements();
        }
        if group.class == OpClass::SOURCE {
            program.sources += group.len;
            program.sources_end = offset;
        }
        if group.overruns() {
            offset += group.len.next_multiple_of(LANES) - group.len;
        }
    }
    program.arena_len = offset;
    program.target_slot = program.target.and_then(|id| program.scalar_slot(id));
}

/// Sorts each vector group by its first inputs, so that a pass reads the arena from one
/// end to the other: the processor then fetches what comes next ahead of time.
fn sort_by_input(survey: &Survey, group: &NodeGroup, program: &mut Program) {
    let nodes = &mut program.order[group.first..][..group.len];
    let class = |id: &NodeId| survey.rank[id.index()].class();
    for chunk in nodes.chunk_by_mut(|a, b| class(a) == class(b)) {
        let slot = |id: &NodeId| {
            let [first, _] = survey.inputs[id.index()];
            (program.slots[first as usize].offset(), *id)
        };
        let mut sorted: Vec<(u32, NodeId)> = chunk.iter().map(slot).collect();
        sorted.sort_unstable();
        for (to, (_, id)) in chunk.iter_mut().zip(sorted) {
            *to = id;
        }
    }
}

/// Writes the segment, or segments, of every group.
pub(super) fn write_segments(
    graph: &Graph,
    survey: &Survey,
    groups: &[NodeGroup],
    program: &mut Program,
) {
    let order = std::mem::take(&mut program.order);
    for group in groups {
        let NodeGroup { first, len, class } = *group;
        let nodes = &order[first..first + len];
        match class.op() {
            None if class == OpClass::SOURCE => {}
            None => {
                for (nth, id) in nodes.iter().enumerate() {
                    let tensor_op = graph
                        .get(*id)
                        .and_then(|node| tensor_op(program, *id, node));
                    program.tensor_ops.extend(tensor_op);
                    let index = program.tensor_ops.len() - 1;
                    add_segment(program, *id, first + nth, SegmentKind::TensorOp(index));
                }
            }
            Some(_) if class.arithmetic().is_some() => {
                write_arithmetic(survey, program, nodes, first);
            }
            Some(op) => write_late(survey, program, op, nodes, first),
        }
    }
    program.order = order;
}

fn add_segment(program: &mut Program, id: NodeId, first: usize, kind: SegmentKind) {
    let start = program.operand(id).map_or(0, |operand| operand.offset);
    let live = program.live.get(id.index());
    program.segments.push(Segment {
        start,
        first,
        live,
        kind,
    });
}

/// The arithmetic nodes of one level.
fn write_arithmetic(survey: &Survey, program: &mut Program, nodes: &[NodeId], first: usize) {
    if nodes.len() < SHORTEST_LEVEL {
        return write_instructions(survey, program, nodes, first);
    }
    let slot = |i: u32| program.slots[i as usize].offset();
    let inputs = nodes.iter().map(|id| survey.inputs[id.index()].map(slot));
    let from = program.binary.len();
    program.binary.extend(inputs);
    let mut lengths = [0; 3];
    let codes = nodes
        .iter()
        .filter_map(|id| survey.rank[id.index()].class().arithmetic());
    codes.for_each(|code| lengths[code] += 1);
    let level = Level::new(from, lengths);
    add_segment(program, nodes[0], first, SegmentKind::Level(level));
}

/// The late nodes of one op.
fn write_late(survey: &Survey, program: &mut Program, op_id: OpId, nodes: &[NodeId], first: usize) {
    if nodes.len() < SHORTEST_GROUP {
        return write_instructions(survey, program, nodes, first);
    }
    let slot = |i: u32| program.slots[i as usize].offset();
    let inputs = nodes.iter().map(|id| survey.inputs[id.index()].map(slot));
    let kind = match op_id.op().rule.group_kernel() {
        Some(GroupKernel::Binary(kernel)) => {
            let start = program.binary.len();
            program.binary.extend(inputs);
            SegmentKind::Binary(kernel, op_id, start..program.binary.len())
        }
        Some(GroupKernel::Unary(kernel)) => {
            let start = program.unary.len();
            program.unary.extend(inputs.map(|[a, _]| a));
            let end = program.unary.len();
            let last = program.unary[end - 1];
            let whole = start + nodes.len().next_multiple_of(LANES);
            program.unary.resize(whole, last);
            SegmentKind::Unary(kernel, op_id, start..end)
        }
        None => return, // is a tensor op
    };
    add_segment(program, nodes[0], first, kind);
}

/// Nodes that are too few for a vector group.
fn write_instructions(survey: &Survey, program: &mut Program, nodes: &[NodeId], first: usize) {
    let start = program.instructions.len();
    let slot = |i: u32| program.slots[i as usize].offset();
    let instructions = nodes.iter().filter_map(|id| {
        let op = survey.rank[id.index()].class().op()?;
        let inputs = survey.inputs[id.index()].map(slot);
        Some(Instruction::new(op, op.op().code(), inputs))
    });
    program.instructions.extend(instructions);
    let end = program.instructions.len();
    let live = program.live.get(nodes[0].index());
    match program.segments.last_mut() {
        Some(Segment {
            live: its,
            kind: SegmentKind::Direct(range),
            ..
        }) if *its == live => {
            range.end = end;
        }
        _ => add_segment(program, nodes[0], first, SegmentKind::Direct(start..end)),
    }
}

fn tensor_op(program: &Program, id: NodeId, node: &Node) -> Option<TensorOp> {
    let op = node.op()?;
    let inputs = node.inputs().iter().flatten();
    let operands: Option<Box<[Operand]>> = inputs.map(|i| program.operand(*i)).collect();
    let operands = operands?;
    Some(TensorOp {
        op,
        attributes: node.shared_attributes(),
        params: op.rule.params(op.attribute_reader(node.attributes())),
        accumulations: vec![Accumulation::Add; operands.len()].into(),
        operands,
        result: program.operand(id)?,
    })
}
