//! Chains: nodes that hand their number on to the next.

use super::super::instruction::{Instruction, Link};
use super::super::program::{Program, Step, Work};

/// Fewer nodes than this are no chain: they are interpreted.
const SHORTEST_CHAIN: usize = 4;

/// Cuts chains out of what is interpreted.
pub(super) fn find_chains(program: &mut Program) {
    let instructions = std::mem::take(&mut program.instructions);
    for step in std::mem::take(&mut program.steps) {
        let Work::Direct(range) = &step.work else {
            program.steps.push(step);
            continue;
        };
        let mut rest = &instructions[range.clone()];
        let (mut start, mut first) = (step.start, step.first);
        while let [head, after @ ..] = rest {
            let from = program.links.len();
            write_links(rest, start as u32, &mut program.links);
            let len = program.links.len() - from;
            let work = if len >= SHORTEST_CHAIN {
                rest = &rest[len..];
                Work::Chain(head.inputs[0], from..from + len)
            } else {
                program.links.truncate(from);
                rest = after;
                let at = program.instructions.len();
                program.instructions.push(*head);
                Work::Direct(at..at + 1)
            };
            let nodes = work.nodes();
            let live = step.live;
            add_step(
                program,
                Step {
                    start,
                    first,
                    live,
                    work,
                },
            );
            (start, first) = (start + nodes, first + nodes);
        }
    }
}

/// Writes the chain that the instructions start with, if any; the first of them is at
/// `start`.
fn write_links(instructions: &[Instruction], start: u32, links: &mut Vec<Link>) {
    let Some(head) = instructions.first() else {
        return;
    };
    let mut last = head.inputs[0];
    for (place, instruction) in (start..).zip(instructions) {
        let Some(link) = Link::after(last, *instruction) else {
            return;
        };
        links.push(link);
        last = place;
    }
}

/// Adds a step, or lengthens the last one if both are interpreted.
fn add_step(program: &mut Program, step: Step) {
    if let (Work::Direct(range), Some(last)) = (&step.work, program.steps.last_mut())
        && let Work::Direct(before) = &mut last.work
        && (before.end, last.live) == (range.start, step.live)
    {
        before.end = range.end;
        return;
    }
    program.steps.push(step);
}
