//! Chains: instructions that hand their number on to the next.

use super::super::program::{Code, Instruction, Program, Step, Work};

/// The same for chains.
const SHORTEST_CHAIN: usize = 4;

/// Cuts chains out of what is interpreted.
pub(super) fn find_chains(program: &mut Program) {
    let mut steps = Vec::with_capacity(program.steps.len());
    for step in std::mem::take(&mut program.steps) {
        let Work::Direct(range) = step.work else {
            steps.push(step);
            continue;
        };
        let mut from = range.start;
        while from < range.end {
            let start = step.start + (from - range.start);
            let len = chain_length(&mut program.instructions[from..range.end], start as u32);
            let (chained, len) = (len >= SHORTEST_CHAIN, len.max(1));
            pair(&mut program.instructions[from..from + len]);
            let first = step.first + (from - range.start);
            let live = step.live;
            match steps.last_mut() {
                Some(Step {
                    work: Work::Direct(before),
                    live: its,
                    ..
                }) if !chained && before.end == from && *its == live => {
                    before.end = from + len;
                }
                _ => {
                    let all = from..from + len;
                    let work = if chained {
                        Work::Chain(all)
                    } else {
                        Work::Direct(all)
                    };
                    steps.push(Step {
                        start,
                        first,
                        live,
                        work,
                    });
                }
            }
            from += len;
        }
    }
    program.steps = steps;
}

/// How many instructions, the first at `start`, form a chain; turns their inputs
/// the right way round.
fn chain_length(instructions: &mut [Instruction], start: u32) -> usize {
    let Some(head) = instructions.first() else {
        return 0;
    };
    let [a, b] = head.inputs;
    // As in `Instruction::after`.
    if !head.code.is_arithmetic() || (a == b && head.code == Code::Subtract) {
        return 0;
    }
    let mut len = 1;
    for (last, instruction) in (start..).zip(&mut instructions[1..]) {
        match instruction.after(last) {
            Some(chained) => *instruction = chained,
            None => break,
        }
        len += 1;
    }
    len
}

/// Marks the products of a chain that are followed by a sum.
fn pair(chain: &mut [Instruction]) {
    let mut nth = 0;
    while let [first, second, ..] = &mut chain[nth..] {
        let codes = (first.code, second.code);
        // Not if the product is doubled: it would be read before it is written.
        let [product, other] = second.inputs;
        first.paired = codes == (Code::Multiply, Code::Add) && other != product;
        second.paired = first.paired;
        nth += if first.paired { 2 } else { 1 };
    }
}
