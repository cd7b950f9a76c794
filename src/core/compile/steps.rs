//! Places in the arena, and the steps that fill them.

use super::super::elementwise::{LANES, Params};
use super::super::graph::{Graph, Node, NodeId};
use super::super::op::{Operand, Rule};
use super::super::ops::OpId;
use super::super::program::{
    Code, Instruction, NO_PARAMS, Place, Program, Single, SingleInput, Step, Work,
};
use super::sort::{SHORTEST_RUN, Stretch};
use super::survey::{Group, Survey};

/// Programs of fewer nodes keep their runs in the order of the nodes' ids: the
/// numbers that they read are near at any rate.
const SMALLEST_SORTED: usize = 200_000;

/// Gives every node of the order its place in the arena.
pub(super) fn place(survey: &Survey, stretches: &[Stretch], program: &mut Program) {
    let mut offset = 0;
    for stretch in stretches {
        let large = program.order.len() >= SMALLEST_SORTED;
        if large && stretch.group.op().is_some() {
            sort_by_input(survey, stretch, program);
        }
        for &id in &program.order[stretch.first..][..stretch.len] {
            let shape = survey.shape(id);
            program.places[id.index()] = if shape.is_scalar() {
                Place::scalar(offset)
            } else {
                program.tensors.push(Operand { shape, offset });
                Place::tensor(program.tensors.len() - 1)
            };
            offset += shape.elements();
        }
        if stretch.group == Group::SOURCE {
            program.sources += stretch.len;
            program.sources_end = offset;
        }
        if stretch.overruns() {
            offset += stretch.len.next_multiple_of(LANES) - stretch.len;
        }
    }
    program.arena_len = offset;
    program.target_place = program.target.and_then(|id| program.scalar_place(id));
}

/// Puts a run in the order of its first inputs, so that a sweep reads the arena from
/// one end to the other: what is far from the processor is then fetched ahead.
fn sort_by_input(survey: &Survey, stretch: &Stretch, program: &mut Program) {
    let nodes = &mut program.order[stretch.first..][..stretch.len];
    let place = |id: &NodeId| {
        let [first, _] = survey.inputs[id.index()];
        (program.places[first as usize].offset(), *id)
    };
    let mut sorted: Vec<(u32, NodeId)> = nodes.iter().map(place).collect();
    sorted.sort_unstable();
    for (to, (_, id)) in nodes.iter_mut().zip(sorted) {
        *to = id;
    }
}

pub(super) fn write_steps(
    graph: &Graph,
    survey: &Survey,
    stretches: &[Stretch],
    program: &mut Program,
) {
    let order = std::mem::take(&mut program.order);
    for stretch in stretches {
        let Stretch { first, len, group } = *stretch;
        let nodes = &order[first..first + len];
        match group.op() {
            None if group == Group::SOURCE => {}
            None => {
                for (nth, id) in nodes.iter().enumerate() {
                    let single = graph.get(*id).and_then(|node| single(program, *id, node));
                    program.singles.extend(single);
                    let index = program.singles.len() - 1;
                    add_step(program, *id, first + nth, Work::Single(index));
                }
            }
            Some(op) => write_scalars(survey, program, op, nodes, first),
        }
    }
    program.order = order;
}

fn add_step(program: &mut Program, id: NodeId, first: usize, work: Work) {
    let start = program.operand(id).map_or(0, |operand| operand.offset);
    let live = program.live.get(id.index());
    program.steps.push(Step {
        start,
        first,
        live,
        work,
    });
}

fn write_scalars(
    survey: &Survey,
    program: &mut Program,
    op_id: OpId,
    nodes: &[NodeId],
    first: usize,
) {
    let Some(&id) = nodes.first() else { return };
    let place = |i: u32| program.places[i as usize].offset();
    let inputs = nodes.iter().map(|id| survey.inputs[id.index()].map(place));
    match &op_id.op().rule {
        Rule::Unary(kernel) if nodes.len() >= SHORTEST_RUN => {
            let start = program.unary.len();
            program.unary.extend(inputs.map(|[a, _]| a));
            let range = start..program.unary.len();
            add_step(program, id, first, Work::Unary(kernel, op_id, range));
        }
        Rule::Binary(kernel) if nodes.len() >= SHORTEST_RUN => {
            let start = program.binary.len();
            program.binary.extend(inputs);
            let range = start..program.binary.len();
            add_step(program, id, first, Work::Binary(kernel, op_id, range));
        }
        rule => {
            let code = match rule {
                Rule::Binary(kernel) => kernel.code,
                _ => Code::Unary,
            };
            let start = program.instructions.len();
            let instruction = |inputs| Instruction::new(op_id, code, inputs);
            program.instructions.extend(inputs.map(instruction));
            let end = program.instructions.len();
            let live = program.live.get(id.index());
            match program.steps.last_mut() {
                Some(Step {
                    live: its,
                    work: Work::Direct(range),
                    ..
                }) if *its == live => {
                    range.end = end;
                }
                _ => add_step(program, id, first, Work::Direct(start..end)),
            }
        }
    }
}

fn single(program: &Program, id: NodeId, node: &Node) -> Option<Single> {
    let op = node.op()?;
    let inputs = node.inputs().iter().flatten();
    let operands: Option<Box<[Operand]>> = inputs.map(|i| program.operand(*i)).collect();
    let operands = operands?;
    let params: Params = match &op.rule {
        Rule::Unary(kernel) => kernel.params.zip(node.settings()).map(|(read, s)| read(s)),
        _ => None,
    }
    .unwrap_or(NO_PARAMS);
    Some(Single {
        op,
        attributes: node.shared_attributes(),
        params,
        inputs: vec![SingleInput::Add; operands.len()].into(),
        operands,
        result: program.operand(id)?,
    })
}
