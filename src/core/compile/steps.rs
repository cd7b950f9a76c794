//! Places in the arena, and the steps that fill them.

use super::super::elementwise::{LANES, Params};
use super::super::graph::{Graph, Node, NodeId};
use super::super::instruction::{Instruction, Level, NO_PARAMS};
use super::super::op::{Operand, Rule};
use super::super::ops::OpId;
use super::super::program::{Place, Program, Single, SingleInput, Step, Work};
use super::sort::{SHORTEST_LEVEL, SHORTEST_RUN, Stretch};
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

/// Puts runs in the order of their first inputs, so that a sweep reads the arena from
/// one end to the other: what is far from the processor is then fetched ahead.
fn sort_by_input(survey: &Survey, stretch: &Stretch, program: &mut Program) {
    let nodes = &mut program.order[stretch.first..][..stretch.len];
    let group = |id: &NodeId| survey.rank[id.index()].group();
    for run in nodes.chunk_by_mut(|a, b| group(a) == group(b)) {
        let place = |id: &NodeId| {
            let [first, _] = survey.inputs[id.index()];
            (program.places[first as usize].offset(), *id)
        };
        let mut sorted: Vec<(u32, NodeId)> = run.iter().map(place).collect();
        sorted.sort_unstable();
        for (to, (_, id)) in run.iter_mut().zip(sorted) {
            *to = id;
        }
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
            Some(_) if group.plain().is_some() => write_plain(survey, program, nodes, first),
            Some(op) => write_late(survey, program, op, nodes, first),
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

/// The plain nodes of one level.
fn write_plain(survey: &Survey, program: &mut Program, nodes: &[NodeId], first: usize) {
    if nodes.len() < SHORTEST_LEVEL {
        return write_instructions(survey, program, nodes, first);
    }
    let place = |i: u32| program.places[i as usize].offset();
    let inputs = nodes.iter().map(|id| survey.inputs[id.index()].map(place));
    let from = program.binary.len();
    program.binary.extend(inputs);
    let mut lengths = [0; 3];
    let codes = nodes
        .iter()
        .filter_map(|id| survey.rank[id.index()].group().plain());
    codes.for_each(|code| lengths[code] += 1);
    let level = Level::new(from, lengths);
    add_step(program, nodes[0], first, Work::Level(level));
}

/// Late nodes of one op.
fn write_late(survey: &Survey, program: &mut Program, op_id: OpId, nodes: &[NodeId], first: usize) {
    if nodes.len() < SHORTEST_RUN {
        return write_instructions(survey, program, nodes, first);
    }
    let place = |i: u32| program.places[i as usize].offset();
    let inputs = nodes.iter().map(|id| survey.inputs[id.index()].map(place));
    let work = match &op_id.op().rule {
        Rule::Binary(kernel) => {
            let start = program.binary.len();
            program.binary.extend(inputs);
            Work::Binary(kernel, op_id, start..program.binary.len())
        }
        Rule::Unary(kernel) => {
            let start = program.unary.len();
            program.unary.extend(inputs.map(|[a, _]| a));
            let end = program.unary.len();
            let last = program.unary[end - 1];
            let whole = start + nodes.len().next_multiple_of(LANES);
            program.unary.resize(whole, last);
            Work::Unary(kernel, op_id, start..end)
        }
        _ => return, // is a single
    };
    add_step(program, nodes[0], first, work);
}

/// Nodes that are too few for a run.
fn write_instructions(survey: &Survey, program: &mut Program, nodes: &[NodeId], first: usize) {
    let start = program.instructions.len();
    let place = |i: u32| program.places[i as usize].offset();
    let instructions = nodes.iter().filter_map(|id| {
        let op = survey.rank[id.index()].group().op()?;
        let inputs = survey.inputs[id.index()].map(place);
        Some(Instruction::new(op, op.op().code(), inputs))
    });
    program.instructions.extend(instructions);
    let end = program.instructions.len();
    let live = program.live.get(nodes[0].index());
    match program.steps.last_mut() {
        Some(Step {
            live: its,
            work: Work::Direct(range),
            ..
        }) if *its == live => {
            range.end = end;
        }
        _ => add_step(program, nodes[0], first, Work::Direct(start..end)),
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
