//! What the rest of the editor asks of [`Live`].

use std::sync::Arc;
use std::time::Duration;

use super::digest::{Known, Quantity};
use super::state::LiveState;
use super::{FRAME, Live};
use crate::core::evaluation::Evaluation;
use crate::core::graph::{NodeId, Wire};
use crate::core::problem::Problem;
use crate::core::program::Program;

/// In a graph that takes long, a tensor with more elements isn't looked at in a frame.
const MOST_LOOKED_AT: usize = 1 << 16;
/// And no gradient is computed that takes longer, in nanoseconds.
const MOST_WORK: f64 = 2e6;

impl Live {
    /// Whether there are numbers of the document as it is.
    pub fn is_current(&self) -> bool {
        self.state == LiveState::Current
    }

    /// Whether there are, and if not, why.
    pub fn state(&self) -> LiveState {
        self.state
    }

    /// The graph, compiled; the one before while a large one is being compiled.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Another number whenever [`Live::program`] is another.
    pub fn compilations(&self) -> u64 {
        self.compilations
    }

    /// The values and gradients of the document as it is. While there are none, all of them
    /// are absent.
    pub fn evaluation(&self) -> &Evaluation {
        &self.evaluation
    }

    /// The numbers to be shown: those of the document as it is, or else the last ones.
    pub fn shown(&self) -> &Arc<Evaluation> {
        self.last.as_ref().unwrap_or(&self.evaluation)
    }

    /// The same for what depends on wires: nothing if these were others.
    pub fn shown_of_wires(&self) -> Option<&Evaluation> {
        let same = self.last.is_none() || self.last_structure == Some(self.structure);
        same.then(|| &**self.shown())
    }

    /// Whether a thread still computes or looks at the numbers.
    pub fn is_busy(&self) -> bool {
        self.aside.is_busy() || self.digests.is_busy()
    }

    /// Whether both passes take longer than a frame has.
    pub fn is_dear(&self) -> bool {
        self.work * self.pace > FRAME
    }

    /// Whether a node's numbers take too long to be looked at in a frame: then there are
    /// [`Live::digest`]s of them.
    pub fn is_heavy(&self, node: NodeId) -> bool {
        let size = self.program.shape(node).map_or(0, |shape| shape.elements());
        self.is_dear() && (size > MOST_LOOKED_AT || self.shown().gradient_work(node) > MOST_WORK)
    }

    /// Whether what a wire contributes takes too long to be computed in a frame.
    pub fn is_heavy_wire(&self, wire: Wire) -> bool {
        self.is_dear() && self.program.wire_work(wire) > MOST_WORK
    }

    /// What is known of a large tensor. If it is nothing, it will be worked out.
    pub fn digest(&self, quantity: Quantity) -> Known {
        self.digests.get(quantity)
    }

    /// All that is wrong with the graph, in the order of its nodes; the first number
    /// that isn't finite comes last.
    pub fn problems(&self) -> &[Problem] {
        self.problems.all()
    }

    /// The problem of a node, if it has one.
    pub fn problem_of(&self, id: NodeId) -> Option<&Problem> {
        self.problems.of(id)
    }

    /// How long the last evaluation took, both passes.
    pub fn took(&self) -> Duration {
        self.took
    }

    /// Another number whenever a value or a gradient may have changed.
    pub fn generation(&self) -> u64 {
        self.generation
    }
}
