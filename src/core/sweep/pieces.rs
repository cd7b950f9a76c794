//! The passes piece by piece: between two pieces they can be stopped.

use std::ops::Range;

use super::forward::forward_part;
use super::reverse::{clear, reverse_part, seed};
use crate::core::go_on::GoOn;
use crate::core::program::Program;

/// A piece takes about so many nanoseconds, unless it is a single op.
const PIECE: f64 = 1e6;

/// What both passes write, each laid out as the program says.
pub(crate) struct Arenas<'a> {
    pub(crate) values: &'a mut [f64],
    pub(crate) gradients: &'a mut [f64],
    pub(crate) local_derivatives: &'a mut [f64],
    pub(crate) scratch: &'a mut [f64],
}

/// Runs both passes, as long as `go_on` says so; whether they came to their end. The
/// results are those of [`forward_part`] and [`reverse_part`] over all of it, to the bit.
pub(crate) fn sweep_while(program: &Program, arenas: Arenas<'_>, go_on: GoOn<'_>) -> bool {
    let Arenas {
        values,
        gradients,
        local_derivatives,
        scratch,
    } = arenas;
    let pieces = pieces(program);
    clear(program, gradients);
    for piece in &pieces {
        if !go_on() {
            return false;
        }
        let segments = &program.segments[piece.clone()];
        forward_part(program, segments, values, Some(local_derivatives), go_on);
    }
    if seed(program, gradients) {
        for piece in pieces.iter().rev() {
            if !go_on() {
                return false;
            }
            let segments = &program.segments[piece.clone()];
            let known = (&*values, &*local_derivatives);
            reverse_part(program, segments, known, gradients, scratch, go_on);
        }
    }
    go_on()
}

fn pieces(program: &Program) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut start, mut work) = (0, 0.0);
    for (nth, segment) in program.segments.iter().enumerate() {
        work += program.work_of(segment);
        if work >= PIECE {
            pieces.push(start..nth + 1);
            (start, work) = (nth + 1, 0.0);
        }
    }
    pieces.push(start..program.segments.len());
    pieces
}
