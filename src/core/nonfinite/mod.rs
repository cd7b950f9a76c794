//! Where numbers that aren't finite arise: values, and gradients of finite values.

mod gradient;
mod reason;
mod value;

use super::evaluation::Evaluation;
use super::go_on::{ALWAYS, GoOn};
use super::graph::Graph;
use super::problem::Problem;

impl Evaluation {
    /// The problem of the first number that isn't finite: a value, or else, where all
    /// values are finite, a gradient.
    ///
    /// If all numbers are finite, this is one look at each of them.
    pub fn not_finite(&self, graph: &Graph) -> Option<Problem> {
        self.look_for_not_finite(graph, ALWAYS)
    }

    /// All that is wrong with the numbers: those that mean nothing to their ops, and the
    /// first that isn't finite.
    pub fn numeric_problems(&self, graph: &Graph) -> Vec<Problem> {
        let problems = self.numeric_problems_while(graph, ALWAYS);
        problems.unwrap_or_default()
    }

    /// The same, looked for as long as `go_on` says so: contributions of wires are computed
    /// for it, and a matrix product may take minutes. `None` if it was stopped.
    pub fn numeric_problems_while(&self, graph: &Graph, go_on: GoOn<'_>) -> Option<Vec<Problem>> {
        let mut problems = self.bad_values(graph);
        problems.extend(self.look_for_not_finite(graph, go_on));
        go_on().then_some(problems)
    }

    /// What it finds after `go_on` has said no means nothing.
    fn look_for_not_finite(&self, graph: &Graph, go_on: GoOn<'_>) -> Option<Problem> {
        if self.values_are_finite(go_on) {
            self.gradient_not_finite(graph, go_on)
        } else {
            self.value_not_finite(graph, go_on)
        }
    }
}
