//! [`Evaluation`]: a program with its values and gradients, kept up to date.

mod deferred;
mod numbers;
mod parameters;
mod reading;

use std::sync::Arc;

use super::go_on::GoOn;
use super::graph::{Graph, NodeId};
use super::op::Operand;
use super::program::Program;
use super::sweep::cone::Cone;
use super::sweep::forward::forward;
use super::sweep::pieces::{Arenas, sweep_while};
use super::sweep::reverse::{clear, reverse};
use super::sweep::small::{self, Small};
use super::tensor::{Shape, Tensor};
use deferred::{DeferredGradient, deferred_gradients};

pub use numbers::{Directional, Numbers};

/// A program and the results of its forward and backward pass.
///
/// All memory is taken when it is made: computing again after a changed value
/// allocates nothing, except that the first change of another source finds out
/// what depends on it.
pub struct Evaluation {
    program: Arc<Program>,
    /// The same once more, if it is of a few scalar nodes: then this is run.
    small: Option<Small>,
    values: Vec<f64>,
    gradients: Vec<f64>,
    /// The local derivatives that the forward pass keeps for the backward pass.
    local_derivatives: Vec<f64>,
    scratch: Vec<f64>,
    deferred: Vec<DeferredGradient>,
    stale: Vec<NodeId>,
    swept: bool,
    /// Whether a value has changed since the last pass.
    changed: bool,
    cone: Option<Cone>,
}

/// Why a value can't be set while a program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetError {
    /// Only sources carry a value.
    #[error("its value is computed: only sources can be set")]
    NotASource,
    /// Another shape would change the program.
    #[error("it has shape {has}, not {given}: give it the same shape, or change the graph")]
    Shape {
        /// The shape that it has.
        has: Shape,
        /// The shape that was given.
        given: Shape,
    },
}

/// Programs up to this many nodes are computed whole: it takes less than finding out what
/// depends on a change.
const SHORT: usize = 200;

impl Evaluation {
    /// Compiles a graph and runs both passes.
    pub fn new(graph: &Graph) -> Evaluation {
        let mut evaluation = Evaluation::unswept(Program::new(graph), graph);
        evaluation.sweep();
        evaluation
    }

    /// Compiles a graph and runs both passes, as long as `go_on` says so; `None` if it
    /// stopped them.
    pub fn new_while(graph: &Graph, go_on: GoOn<'_>) -> Option<Evaluation> {
        let mut evaluation = Evaluation::unswept(Program::new(graph), graph);
        evaluation.sweep_while(go_on).then_some(evaluation)
    }

    /// A program without any numbers, not even those of the sources, and without the memory
    /// for them: all values and gradients are absent, and nothing can be set.
    pub fn blank(program: impl Into<Arc<Program>>) -> Evaluation {
        Evaluation {
            program: program.into(),
            small: None,
            values: Vec::new(),
            gradients: Vec::new(),
            local_derivatives: Vec::new(),
            scratch: Vec::new(),
            deferred: Vec::new(),
            stale: Vec::new(),
            swept: false,
            changed: false,
            cone: None,
        }
    }

    /// A program with the values of its sources, before any pass: other values
    /// and all gradients are absent.
    pub fn unswept(program: impl Into<Arc<Program>>, graph: &Graph) -> Evaluation {
        let program = program.into();
        let small = Small::of(&program);
        let arena_len = match &small {
            Some(_) => small::SLOTS,
            None => program.arena_len,
        };
        let mut values = vec![0.0; arena_len];
        for &id in &program.order[..program.sources] {
            let value = graph.get(id).and_then(|node| node.value());
            if let (Some(operand), Some(value)) = (program.operand(id), value) {
                values[operand.offset..][..value.data().len()].copy_from_slice(value.data());
            }
        }
        Evaluation {
            gradients: vec![0.0; arena_len],
            local_derivatives: vec![0.0; program.unary.len()],
            scratch: vec![0.0; program.scratch_len()],
            deferred: deferred_gradients(&program),
            stale: Vec::with_capacity(8),
            swept: false,
            changed: false,
            cone: None,
            values,
            small,
            program,
        }
    }

    /// The program that is run.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// Changes a source's value. What depends on it stays as it was until
    /// [`Evaluation::refresh`].
    ///
    /// # Errors
    /// The node isn't an evaluated source, or the shape isn't the one it has.
    pub fn set(&mut self, node: NodeId, value: &Tensor) -> Result<(), SetError> {
        let (has, given) = (self.source(node)?.shape, value.shape());
        if has != given {
            return Err(SetError::Shape { has, given });
        }
        self.source_mut(node)?.copy_from_slice(value.data());
        Ok(())
    }

    /// The numbers of a source, to be changed in place.
    fn source_mut(&mut self, node: NodeId) -> Result<&mut [f64], SetError> {
        let operand = self.source(node)?;
        self.mark(node);
        Ok(&mut self.values[operand.offset..][..operand.shape.elements()])
    }

    /// Changes a scalar source's value; as [`Evaluation::set`].
    ///
    /// # Errors
    /// The node isn't an evaluated source, or no scalar.
    #[inline]
    pub fn set_number(&mut self, node: NodeId, value: f64) -> Result<(), SetError> {
        match self.program.scalar_slot(node) {
            Some(slot) if slot < self.program.sources_end && slot < self.values.len() => {
                self.values[slot] = value;
                self.mark(node);
                Ok(())
            }
            _ => self.set(node, &Tensor::scalar(value)),
        }
    }

    /// Where a source's value lies in the arena; an error where there is none.
    fn source(&self, node: NodeId) -> Result<Operand, SetError> {
        let operand = self.program.operand(node);
        let end = self.program.sources_end.min(self.values.len());
        let operand = operand.filter(|o| o.offset < end);
        operand.ok_or(SetError::NotASource)
    }

    #[inline]
    fn mark(&mut self, node: NodeId) {
        self.changed = true;
        // A small program is computed whole, whatever has changed.
        if self.small.is_none() && self.stale.last() != Some(&node) && !self.stale.contains(&node) {
            self.stale.push(node);
        }
    }

    /// Runs the forward and the backward pass over the whole program.
    pub fn sweep(&mut self) {
        self.sweep_both();
        self.stale.clear();
        self.swept = true;
        self.changed = false;
    }

    /// Runs both passes over the whole program, as long as `go_on` says so; it is asked
    /// every few milliseconds, and within ops that take long. False if it stopped them:
    /// then there are no values and gradients until the next pass. The results are those of
    /// [`Evaluation::sweep`], to the bit.
    pub fn sweep_while(&mut self, go_on: GoOn<'_>) -> bool {
        if self.small.is_some() {
            self.sweep();
            return true;
        }
        let arenas = Arenas {
            values: &mut self.values,
            gradients: &mut self.gradients,
            local_derivatives: &mut self.local_derivatives,
            scratch: &mut self.scratch,
        };
        self.swept = sweep_while(&self.program, arenas, go_on);
        if self.swept {
            self.stale.clear();
            self.changed = false;
        }
        self.swept
    }

    /// Both passes, and nothing noted down.
    pub(crate) fn sweep_both(&mut self) {
        match &self.small {
            Some(small) => small.sweep(&mut self.values, &mut self.gradients),
            None => self.sweep_segments(),
        }
    }

    #[inline(never)] // so that a small program pays nothing for it
    fn sweep_segments(&mut self) {
        // Cleared before the forward pass, as the zeros must have reached the cache
        // when they are added to: seven nodes take 7 % longer otherwise.
        clear(&self.program, &mut self.gradients);
        forward(
            &self.program,
            &mut self.values,
            Some(&mut self.local_derivatives),
        );
        reverse(
            &self.program,
            &self.values,
            &self.local_derivatives,
            &mut self.gradients,
            &mut self.scratch,
        );
    }

    /// The values alone, without what only the backward pass needs.
    pub(crate) fn sweep_values(&mut self) {
        match &self.small {
            Some(small) => small.sweep_values(&mut self.values),
            None => forward(&self.program, &mut self.values, None),
        }
    }

    /// Brings everything up to date after changes of values, computing only what
    /// depends on them. The result is that of [`Evaluation::sweep`], to the bit.
    pub fn refresh(&mut self) {
        if self.swept && !self.changed {
            return;
        }
        if !self.has_cone() {
            return self.sweep();
        }
        self.find_cone();
        match &self.cone {
            Some(cone) if cone.len() < self.program.order.len() => {
                cone.forward(&self.program, &mut self.values);
                let (values, gradients) = (&self.values, &mut self.gradients);
                cone.reverse(&self.program, values, gradients, &mut self.scratch);
                self.stale.clear();
                self.changed = false;
            }
            _ => self.sweep(),
        }
    }

    /// How many nanoseconds [`Evaluation::refresh`] takes, about.
    pub fn refresh_work(&mut self) -> f64 {
        if self.swept && !self.changed {
            return 0.0;
        }
        if self.has_cone() {
            self.find_cone();
            if let Some(cone) = self.cone.as_ref().filter(|cone| self.is_useful(cone)) {
                return cone.work(&self.program);
            }
        }
        self.program.work()
    }

    /// Whether it is looked for what depends on the changed values; if not, all of it is
    /// computed again.
    fn has_cone(&self) -> bool {
        let short = self.program.order.len() <= SHORT && self.program.tensor_ops.is_empty();
        self.swept && !short
    }

    /// Finds what depends on the changed values.
    fn find_cone(&mut self) {
        let known = |cone: &Cone| cone.sources == self.stale;
        if !self.cone.as_ref().is_some_and(known) {
            self.cone = Some(Cone::new(&self.program, self.stale.clone()));
        }
    }

    /// Whether less is computed than all of it: interpreting half the program costs more
    /// than computing all of it.
    fn is_useful(&self, cone: &Cone) -> bool {
        cone.len() < self.program.order.len()
    }

    /// How many bytes program, values and gradients take together.
    pub fn bytes(&self) -> usize {
        self.program.bytes()
            + self.small.as_ref().map_or(0, Small::bytes)
            + size_of_val(&*self.deferred)
            + 8 * (self.values.len()
                + self.gradients.len()
                + self.local_derivatives.len()
                + self.scratch.len())
    }

    /// Whether a pass has run, so that there are values and gradients.
    pub(crate) fn is_swept(&self) -> bool {
        self.swept
    }

    /// How many numbers the values of all nodes are together.
    pub fn elements(&self) -> usize {
        self.program.arena_len
    }

    /// The arena of values.
    pub(crate) fn values(&self) -> &[f64] {
        &self.values
    }
}
