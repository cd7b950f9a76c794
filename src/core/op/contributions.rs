//! [`Contributions`]: where a backward rule puts what flows back to each input.

use super::call::Operand;

/// What becomes of the contribution to one input's gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accumulation {
    /// It is the first to reach that gradient: it is written there.
    Write,
    /// It is added to what is there.
    Add,
    /// It is not computed: nobody asks for it now.
    Skip,
}

/// The contributions of one node to the gradients of its inputs.
///
/// A rule computes once what its inputs have in common, and then hands in each
/// input's contribution with [`Contributions::write`], an earlier input before a
/// later one. It writes every element and need not know whether the numbers are
/// then stored, added or not asked for.
pub struct Contributions<'a>(Destination<'a>);

enum Destination<'a> {
    /// One slice for each input that is asked for.
    Slices(&'a mut [Option<&'a mut [f64]>]),
    Arena {
        gradients: &'a mut [f64],
        operands: &'a [Operand],
        accumulations: &'a [Accumulation],
        scratch: &'a mut [f64],
    },
}

impl<'a> Contributions<'a> {
    /// Into a slice for each input, of the length of the input; inputs with `None`
    /// are not asked for.
    pub fn into_slices(slices: &'a mut [Option<&'a mut [f64]>]) -> Contributions<'a> {
        Contributions(Destination::Slices(slices))
    }

    /// Into an arena of gradients in which the inputs' lie at their operands'
    /// offsets. `scratch` must hold all contributions of the node that are added.
    pub fn into_arena(
        gradients: &'a mut [f64],
        operands: &'a [Operand],
        accumulations: &'a [Accumulation],
        scratch: &'a mut [f64],
    ) -> Contributions<'a> {
        Contributions(Destination::Arena {
            gradients,
            operands,
            accumulations,
            scratch,
        })
    }

    /// Takes the contribution to an input: `fill` must write every element of the
    /// slice that it is given, which holds anything before. It isn't called if the
    /// contribution is not asked for.
    pub fn write(&mut self, input: usize, fill: impl FnOnce(&mut [f64])) {
        match &mut self.0 {
            Destination::Slices(slices) => {
                if let Some(Some(to)) = slices.get_mut(input) {
                    fill(to);
                }
            }
            Destination::Arena {
                gradients,
                operands,
                accumulations,
                scratch,
            } => {
                let Some((operand, accumulation)) =
                    operands.get(input).zip(accumulations.get(input))
                else {
                    return;
                };
                if *accumulation == Accumulation::Skip {
                    return;
                }
                let to = &mut gradients[operand.range()];
                if *accumulation == Accumulation::Write {
                    return fill(to);
                }
                let part = &mut scratch[..to.len()];
                fill(part);
                add(to, part);
            }
        }
    }
    /// Takes the contributions to both inputs of an op of two, for a rule that works
    /// out both in one pass: `fill` gets a slice for each one that is asked for, and
    /// isn't called if neither is. Otherwise as [`Contributions::write`].
    pub fn write_both(&mut self, fill: impl FnOnce([Option<&mut [f64]>; 2])) {
        match &mut self.0 {
            Destination::Slices(slices) => {
                if let [a, b] = slices {
                    fill_some([a.as_deref_mut(), b.as_deref_mut()], fill);
                }
            }
            Destination::Arena {
                gradients,
                operands: [a, b],
                accumulations: [to_a, to_b],
                scratch,
            } => {
                let ranges = [a.range(), b.range()];
                // Only different inputs are both written, and so lie apart.
                let mut own = match [to_a, to_b].map(|to| *to == Accumulation::Write) {
                    [true, true] => match gradients.get_disjoint_mut(ranges.clone()) {
                        Ok(both) => both.map(Some),
                        Err(_) => return,
                    },
                    [true, false] => [gradients.get_mut(ranges[0].clone()), None],
                    [false, true] => [None, gradients.get_mut(ranges[1].clone())],
                    [false, false] => [None, None],
                };
                let mut rest = &mut **scratch;
                for ((own, range), to) in own.iter_mut().zip(&ranges).zip([to_a, to_b]) {
                    if *to == Accumulation::Add {
                        let (part, after) = rest.split_at_mut(range.len());
                        (*own, rest) = (Some(part), after);
                    }
                }
                fill_some(own, fill);
                let mut rest = &**scratch;
                for (range, to) in ranges.into_iter().zip([to_a, to_b]) {
                    if *to == Accumulation::Add {
                        let (part, after) = rest.split_at(range.len());
                        add(&mut gradients[range], part);
                        rest = after;
                    }
                }
            }
            Destination::Arena { .. } => {}
        }
    }
}

/// Calls `fill` unless nothing is asked for.
fn fill_some(slices: [Option<&mut [f64]>; 2], fill: impl FnOnce([Option<&mut [f64]>; 2])) {
    if slices.iter().any(Option::is_some) {
        fill(slices);
    }
}

fn add(to: &mut [f64], part: &[f64]) {
    to.iter_mut().zip(part).for_each(|(to, part)| *to += *part);
}
