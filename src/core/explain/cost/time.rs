//! How long the three ways to all derivatives take, by the caller's clock.

use super::counts::{Counts, sources, tangent_visits};
use crate::core::evaluation::Evaluation;
use crate::core::graph::NodeId;

/// How long a kind of pass takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Time {
    /// Seconds for one pass, on average over those that were run.
    pub each: f64,
    /// How many passes all derivatives take.
    pub passes: usize,
    /// How many were run to find out.
    pub runs: usize,
}

impl Time {
    /// Seconds for all passes.
    pub fn total(&self) -> f64 {
        self.each * self.passes as f64
    }

    /// Whether as many passes were run as are needed, so that the total was measured;
    /// else it is extrapolated from those that were.
    pub fn is_measured(&self) -> bool {
        self.runs >= self.passes
    }
}

/// How long the three ways take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Times {
    /// A pass forward and one back.
    pub reverse_mode: Time,
    /// A pass of forward mode for each number.
    pub forward_mode: Time,
    /// A whole evaluation for each number.
    pub naive: Time,
}

/// Measures the three ways with the caller's clock, which tells seconds. Each is
/// repeated until `budget` seconds have passed, at least once. The results stay as
/// they are. `None` if `go_on` says `false`, which it is asked between runs.
pub fn measure(
    evaluation: &mut Evaluation,
    counts: &Counts,
    budget: f64,
    clock: &mut dyn FnMut() -> f64,
    go_on: &mut dyn FnMut() -> bool,
) -> Option<Times> {
    let mut stopwatch = Stopwatch {
        budget,
        clock,
        go_on,
    };
    let reverse_mode = stopwatch.time(1, |_| evaluation.sweep_both())?;
    let naive = stopwatch.time(counts.numbers, |_| evaluation.sweep_values())?;
    let sources: Vec<NodeId> = sources(evaluation).collect();
    let mut arena = Vec::new();
    let forward_mode = stopwatch.time(counts.numbers, |nth| {
        if let Some(source) = nth.checked_rem(sources.len()) {
            tangent_visits(evaluation, sources[source], &mut arena);
        }
    })?;
    Some(Times {
        reverse_mode,
        forward_mode,
        naive,
    })
}

struct Stopwatch<'a> {
    budget: f64,
    clock: &'a mut dyn FnMut() -> f64,
    go_on: &'a mut dyn FnMut() -> bool,
}

impl Stopwatch<'_> {
    /// Repeats a pass, twice as often each time, so that looking at the clock
    /// doesn't count.
    fn time(&mut self, passes: usize, mut run: impl FnMut(usize)) -> Option<Time> {
        let start = (self.clock)();
        let (mut runs, mut batch) = (0, 1);
        loop {
            for _ in 0..batch {
                run(runs);
                runs += 1;
            }
            let seconds = (self.clock)() - start;
            if !(self.go_on)() {
                return None;
            }
            if seconds >= self.budget {
                let each = seconds / runs as f64;
                return Some(Time { each, passes, runs });
            }
            batch *= 2;
        }
    }
}
