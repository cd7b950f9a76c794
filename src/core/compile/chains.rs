//! Chains: nodes of plain arithmetic, each an input of the next.

use crate::core::program::instruction::{ChainLink, Instruction};
use crate::core::program::{Program, Segment, SegmentKind};

/// The shortest chain: fewer nodes are interpreted.
const SHORTEST_CHAIN: usize = 4;

/// Finds chains among the instructions, and makes them segments of their own.
pub(super) fn find_chains(program: &mut Program) {
    let instructions = std::mem::take(&mut program.instructions);
    for segment in std::mem::take(&mut program.segments) {
        let SegmentKind::Direct(range) = &segment.kind else {
            program.segments.push(segment);
            continue;
        };
        let mut rest = &instructions[range.clone()];
        let (mut start, mut first) = (segment.start, segment.first);
        while let [head, after @ ..] = rest {
            let from = program.links.len();
            write_links(rest, start as u32, &mut program.links);
            let len = program.links.len() - from;
            let kind = if len >= SHORTEST_CHAIN {
                rest = &rest[len..];
                SegmentKind::Chain(head.inputs[0], from..from + len)
            } else {
                program.links.truncate(from);
                rest = after;
                let at = program.instructions.len();
                program.instructions.push(*head);
                SegmentKind::Direct(at..at + 1)
            };
            let nodes = kind.nodes();
            let live = segment.live;
            add_segment(
                program,
                Segment {
                    start,
                    first,
                    live,
                    kind,
                },
            );
            (start, first) = (start + nodes, first + nodes);
        }
    }
}

/// Writes the chain that the instructions start with, if any; the first of them is at
/// `start`.
fn write_links(instructions: &[Instruction], start: u32, links: &mut Vec<ChainLink>) {
    let Some(head) = instructions.first() else {
        return;
    };
    let mut last = head.inputs[0];
    for (slot, instruction) in (start..).zip(instructions) {
        let Some(link) = ChainLink::after(last, *instruction) else {
            return;
        };
        links.push(link);
        last = slot;
    }
}

/// Adds a segment, or lengthens the last one if both are interpreted.
fn add_segment(program: &mut Program, segment: Segment) {
    if let (SegmentKind::Direct(range), Some(last)) = (&segment.kind, program.segments.last_mut())
        && let SegmentKind::Direct(before) = &mut last.kind
        && (before.end, last.live) == (range.start, segment.live)
    {
        before.end = range.end;
        return;
    }
    program.segments.push(segment);
}
