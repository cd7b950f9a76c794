//! [`Evaluation`]: a program with its values and gradients, kept up to date.

mod deferred;
mod numbers;
mod parameters;
mod reading;

use super::graph::{Graph, NodeId};
use super::op::Operand;
use super::program::Program;
use super::sweep::cone::Cone;
use super::sweep::forward::forward;
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
    program: Program,
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

    /// A program with the values of its sources, before any pass: other values
    /// and all gradients are absent.
    pub fn unswept(program: Program, graph: &Graph) -> Evaluation {
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
    pub fn program(&self) -> &Program {
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
            Some(slot) if slot < self.program.sources_end => {
                self.values[slot] = value;
                self.mark(node);
                Ok(())
            }
            _ => self.set(node, &Tensor::scalar(value)),
        }
    }

    fn source(&self, node: NodeId) -> Result<Operand, SetError> {
        let operand = self.program.operand(node);
        let operand = operand.filter(|o| o.offset < self.program.sources_end);
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
        let short = self.program.order.len() <= SHORT && self.program.tensor_ops.is_empty();
        if !self.swept || short {
            return self.sweep();
        }
        if self
            .cone
            .as_ref()
            .is_none_or(|cone| cone.sources != self.stale)
        {
            self.cone = Some(Cone::new(&self.program, self.stale.clone()));
        }
        match &self.cone {
            // Interpreting half the program costs more than computing all of it.
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

    /// The arena of values.
    pub(crate) fn values(&self) -> &[f64] {
        &self.values
    }
}
