//! Sources in place: what a training loop reads and changes.

use std::ops::Range;

use super::Evaluation;
use crate::core::graph::{Graph, NodeId};
use crate::core::program::Program;
use crate::core::sweep::small;

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

    /// Where the numbers of a source lie in [`Evaluation::sources_mut`]; `None` if it isn't
    /// evaluated.
    pub(crate) fn source_range(&self, node: NodeId) -> Option<Range<usize>> {
        Some(self.source(node).ok()?.range())
    }

    /// The numbers of all sources, to be changed in place as those of
    /// [`Evaluation::source_slice_mut`], and the gradients: each where
    /// [`Evaluation::source_range`] says.
    pub(crate) fn sources_mut(&mut self) -> (&mut [f64], &[f64]) {
        let end = self.program.sources_end.min(self.values.len());
        (&mut self.values[..end], &self.gradients[..end])
    }

    /// A program without memory for values and gradients, until another evaluation hands
    /// over its own.
    pub(crate) fn without_memory(graph: &Graph) -> Evaluation {
        let mut evaluation = Evaluation::unswept(Program::new(graph), graph);
        (evaluation.values, evaluation.gradients) = (Vec::new(), Vec::new());
        evaluation
    }

    /// Hands the memory for values and gradients over to an evaluation that has none, of a
    /// graph with the same sources, of which some may have other lengths. The others keep
    /// their numbers and gradients; all else means nothing until the next pass.
    pub(crate) fn hand_over(&mut self, to: &mut Evaluation) {
        std::mem::swap(&mut self.values, &mut to.values);
        std::mem::swap(&mut self.gradients, &mut to.gradients);
        // Numbers can be read after a forward pass alone, as they could here.
        to.swept |= self.swept;
        let needed = match to.small {
            Some(_) => small::SLOTS,
            None => to.program.arena_len,
        };
        for arena in [&mut to.values, &mut to.gradients] {
            arena.resize(arena.len().max(needed), 0.0);
        }
        let sources = to.program.sources();
        // If there are fewer numbers then, all move down, the first ones first.
        let fewer = to.program.sources_end <= self.program.sources_end;
        for nth in 0..sources.len() {
            let nth = if fewer { nth } else { sources.len() - 1 - nth };
            let [old, new] = [&self.program, &to.program].map(|it| it.operand(sources[nth]));
            let Some((old, new)) = old.zip(new).filter(|(old, new)| old.shape == new.shape) else {
                continue;
            };
            to.values.copy_within(old.range(), new.offset);
            to.gradients.copy_within(old.range(), new.offset);
        }
    }
}
