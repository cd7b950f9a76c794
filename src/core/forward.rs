//! The forward sweep: every value, from the sources to the sinks.

use super::program::{Code, Instruction, Program, Work};

/// How many nodes of a run are gathered at a time.
pub(crate) const GATHER: usize = 128;

/// Computes every value from the values of the sources.
pub(crate) fn forward(program: &Program, values: &mut [f64]) {
    for step in &program.steps {
        match &step.work {
            Work::Direct(range) => {
                interpret(&program.instructions[range.clone()], step.start, values)
            }
            Work::Unary(kernel, _, range) => {
                let (before, results) = values.split_at_mut(step.start);
                let inputs = program.unary[range.clone()].chunks(GATHER);
                for (inputs, results) in inputs.zip(results.chunks_mut(GATHER)) {
                    let mut x = [0.0; GATHER];
                    for (x, place) in x.iter_mut().zip(inputs) {
                        *x = before[*place as usize];
                    }
                    let results = &mut results[..inputs.len()];
                    (kernel.map)(super::program::NO_PARAMS, &x[..inputs.len()], results);
                }
            }
            Work::Binary(kernel, _, range) => {
                let (before, results) = values.split_at_mut(step.start);
                (kernel.run_forward)(
                    before,
                    &program.binary[range.clone()],
                    &mut results[..range.len()],
                );
            }
            Work::Single(index) => {
                let single = &program.singles[*index];
                let (before, results) = values.split_at_mut(single.result.offset);
                single.forward(before, &mut results[..single.result.shape.elements()]);
            }
        }
    }
}

/// Carries out instructions one by one; results lie side by side from `start`.
fn interpret(instructions: &[Instruction], start: usize, values: &mut [f64]) {
    let mut product = 0.0;
    for (place, instruction) in (start..).zip(instructions) {
        let result = match instruction.code {
            // The product is at hand: the sum need not wait for memory.
            Code::AddToProduct => product + values[instruction.inputs[1] as usize],
            _ => instruction.value(values),
        };
        product = result;
        values[place] = result;
    }
}
