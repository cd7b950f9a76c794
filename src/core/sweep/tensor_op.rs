//! A tensor op in each pass: its value, its contributions to its inputs' gradients, and
//! its tangent.

use crate::core::go_on::GoOn;
use crate::core::op::{Contributions, Tangents, Upstream};
use crate::core::program::TensorOp;

impl TensorOp {
    /// Computes the result, unless `go_on` stops it. `before` is the arena up to the result.
    pub(crate) fn forward(&self, before: &[f64], result: &mut [f64], go_on: GoOn<'_>) {
        let rule = &self.op.rule;
        rule.forward(self.params, &self.call_while(before, go_on), result);
    }

    /// Hands in what flows back to the inputs.
    pub(crate) fn vjp(
        &self,
        before: &[f64],
        upstream: &Upstream<'_>,
        contributions: &mut Contributions<'_>,
        go_on: GoOn<'_>,
    ) {
        let (rule, call) = (&self.op.rule, self.call_while(before, go_on));
        rule.vjp(self.params, &call, upstream, contributions);
    }

    /// Writes the result's derivative along the inputs' tangents. May allocate:
    /// forward mode is for showing and checking.
    pub(crate) fn tangent(&self, before: &[f64], tangents: &Tangents<'_>, result: &mut [f64]) {
        let rule = &self.op.rule;
        rule.tangent(self.params, &self.call(before), tangents, result);
    }
}
