//! Sources in place: what a training loop reads and changes.

use super::Evaluation;
use crate::core::graph::NodeId;

impl Evaluation {
    /// The numbers of a source, to be changed in place, and their gradient, both in
    /// row-major order. What depends on them stays as it was until
    /// [`Evaluation::refresh`], which computes no more than a change by
    /// [`Evaluation::set`] would. Nothing is copied or allocated.
    ///
    /// `None` if the node isn't an evaluated source, if it doesn't reach the target, if no
    /// pass has run, or if it is a tensor of data, whose gradient is only computed on
    /// demand.
    pub fn parameter_mut(&mut self, node: NodeId) -> Option<(&mut [f64], &[f64])> {
        let operand = self.source(node).ok()?;
        let known = self.swept && self.program.reaches_target(node);
        let on_demand = |at: usize| self.deferred.binary_search_by_key(&at, |it| it.offset);
        if !known || on_demand(operand.offset).is_ok() {
            return None;
        }
        self.mark(node);
        let range = operand.range();
        Some((&mut self.values[range.clone()], &self.gradients[range]))
    }

    /// The numbers of a source, to be changed in place. As nothing is noted down, what
    /// depends on them is computed by [`Evaluation::sweep`] alone. `None` if the node
    /// isn't an evaluated source.
    pub(crate) fn source_slice_mut(&mut self, node: NodeId) -> Option<&mut [f64]> {
        let range = self.source(node).ok()?.range();
        Some(&mut self.values[range])
    }

    /// The numbers of a parameter, as [`Evaluation::source_slice_mut`], and their
    /// gradient. `None` where [`Evaluation::parameter_mut`] has none.
    pub(crate) fn slices_mut(&mut self, node: NodeId) -> Option<(&mut [f64], &[f64])> {
        let range = self.source(node).ok()?.range();
        if !self.swept || !self.program.reaches_target(node) {
            return None;
        }
        Some((&mut self.values[range.clone()], &self.gradients[range]))
    }
}
