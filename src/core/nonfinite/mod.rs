//! Where numbers that aren't finite arise: values, and gradients of finite values.

mod gradient;
mod reason;
mod value;

use super::evaluation::Evaluation;
use super::graph::Graph;
use super::problem::Problem;

impl Evaluation {
    /// The problem of the first number that isn't finite: a value, or else, where all
    /// values are finite, a gradient.
    ///
    /// If all numbers are finite, this is one look at each of them.
    pub fn not_finite(&self, graph: &Graph) -> Option<Problem> {
        if self.values_are_finite() {
            self.first_not_finite_gradient(graph)
        } else {
            self.first_not_finite(graph)
        }
    }
}
