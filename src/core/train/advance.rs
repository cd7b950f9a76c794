//! What follows on the gradients of a batch: every parameter gets its update, and the rows
//! of the next batch are put where the sources are. Neither waits for the other, so both
//! happen at once if there are threads for it.

use std::ops::Range;

use super::batch::Binding;
use super::optimizer::{StepSize, Update};
use super::rows::{DataRows, SourceRows};
use super::setup::Parameter;
use super::slices::{GradientRule, Kept, PIECE, ParameterSlices, cut_kept};
use crate::core::evaluation::Evaluation;
use crate::core::threads::{are_there, both};

/// A source that a step changes.
pub(super) struct Place {
    /// Where its numbers lie among those of all sources.
    range: Range<usize>,
    /// Where what the optimiser keeps of it begins; for data, that of the next parameter.
    kept: usize,
    role: Role,
}

#[derive(Clone, Copy, PartialEq)]
enum Role {
    Parameter,
    /// It takes rows of this source of the data.
    Data(usize),
}

/// The sources that a step changes, in the order in which they lie.
pub(super) fn places(
    evaluation: &Evaluation,
    parameters: &[Parameter],
    bindings: &[Binding],
) -> Vec<Place> {
    let parameters = parameters.iter().map(|it| (it.node, Role::Parameter));
    let data = bindings.iter().enumerate();
    let data = data.map(|(nth, binding)| (binding.node, Role::Data(nth)));
    let mut places: Vec<Place> = parameters
        .chain(data)
        .filter_map(|(node, role)| {
            let range = evaluation.source_range(node)?;
            let kept = 0;
            Some(Place { range, kept, role })
        })
        .collect();
    places.sort_by_key(|place| place.range.start);
    let mut kept = 0;
    for place in &mut places {
        place.kept = kept;
        if place.role == Role::Parameter {
            kept += place.range.len();
        }
    }
    places
}

/// What is done at the end of a step.
pub(super) struct Advance<'a> {
    pub(super) update: &'a dyn Update,
    pub(super) size: StepSize,
    pub(super) rule: GradientRule,
    /// The gradients of all sources, as they lie.
    pub(super) gradients: &'a [f64],
    pub(super) data: &'a DataRows,
    /// The rows of the next batch; none if it is fed later.
    pub(super) rows: &'a [u32],
}

impl Advance<'_> {
    /// Does all of it, given the numbers of all sources and what the optimiser keeps.
    pub(super) fn run(&self, places: &[Place], values: &mut [f64], kept: Kept<'_>) {
        let numbers: usize = places.iter().map(|place| place.range.len()).sum();
        let shared = numbers > PIECE && are_there();
        self.part(places, shared, (values, 0), (kept, 0));
    }

    /// Some of the places: their numbers and what is kept of them, each with the place
    /// that it begins at.
    fn part(
        &self,
        places: &[Place],
        shared: bool,
        (values, start): (&mut [f64], usize),
        (kept, kept_start): (Kept<'_>, usize),
    ) {
        let half = match places {
            [] => return,
            [place] => {
                let range = place.range.start - start..place.range.end - start;
                return self.one(place, range, &mut values[..], kept);
            }
            _ => places.len() / 2,
        };
        let (first, second) = places.split_at(half);
        let (at, kept_at) = (second[0].range.start, second[0].kept);
        let (values, values_after) = values.split_at_mut(at - start);
        let [kept, kept_after] = cut_kept(kept, kept_at - kept_start);
        let first = || self.part(first, shared, (values, start), (kept, kept_start));
        let second = || self.part(second, shared, (values_after, at), (kept_after, kept_at));
        if shared {
            both(first, second);
        } else {
            first();
            second();
        }
    }

    fn one(&self, place: &Place, range: Range<usize>, values: &mut [f64], kept: Kept<'_>) {
        let numbers = &mut values[range];
        match place.role {
            Role::Parameter => {
                let [kept, _] = cut_kept(kept, numbers.len());
                let slices = ParameterSlices {
                    weights: numbers,
                    gradient: &self.gradients[place.range.clone()],
                    kept,
                };
                self.update.update(self.size, self.rule, slices);
            }
            Role::Data(_) if self.rows.is_empty() => {}
            Role::Data(source) => gather(&self.data.sources[source], self.rows, numbers),
        }
    }
}

/// Puts rows of a source of the data side by side.
pub(super) fn gather(source: &SourceRows, rows: &[u32], to: &mut [f64]) {
    let width = source.width;
    if to.len() > PIECE && rows.len() > 1 {
        let half = rows.len() / 2;
        let (first, second) = rows.split_at(half);
        let (to, to_second) = to.split_at_mut(half * width);
        both(
            || gather(source, first, to),
            || gather(source, second, to_second),
        );
    } else if width == 1 {
        for (to, row) in to.iter_mut().zip(rows) {
            *to = source.data[*row as usize];
        }
    } else {
        for (to, row) in to.chunks_exact_mut(width).zip(rows) {
            let start = *row as usize * width;
            to.copy_from_slice(&source.data[start..start + width]);
        }
    }
}
