//! What an evaluation answers: values, gradients, contributions of wires, tangents.

use super::Evaluation;
use super::deferred::DeferredGradient;
use super::numbers::{Directional, Numbers};
use crate::core::go_on::{ALWAYS, GoOn};
use crate::core::graph::{NodeId, Wire};
use crate::core::number::all_finite_while;
use crate::core::op::{Contributions, Operand, Upstream};
use crate::core::program::{Computation, TensorOp};
use crate::core::sweep::tangent;
use crate::core::tensor::{Shape, Tensor};

impl Evaluation {
    /// A node's value; `None` if it can't be evaluated or hasn't been yet.
    pub fn value(&self, node: NodeId) -> Option<Numbers<'_>> {
        let operand = self.program.operand(node)?;
        if !self.swept && self.source(node).is_err() {
            return None;
        }
        Some(Numbers {
            shape: operand.shape,
            data: operand.of(&self.values).into(),
        })
    }

    /// ∂target/∂node, of the shape of the node's value; `None` if the node doesn't
    /// reach the target or no pass has run.
    pub fn gradient(&self, node: NodeId) -> Option<Numbers<'_>> {
        self.gradient_while(node, ALWAYS)
    }

    /// The same, computed as long as `go_on` says so; afterwards it means nothing.
    pub(crate) fn gradient_while(&self, node: NodeId, go_on: GoOn<'_>) -> Option<Numbers<'_>> {
        let operand = self.program.operand(node)?;
        if !self.swept || !self.program.reaches_target(node) {
            return None;
        }
        let shape = operand.shape;
        let data = match self.on_demand(&operand, go_on) {
            Some(gradient) => gradient.into(),
            None => operand.of(&self.gradients).into(),
        };
        Some(Numbers { shape, data })
    }

    /// How many nanoseconds [`Evaluation::gradient`] takes, about: more than none only where
    /// the backward pass defers the gradient.
    pub fn gradient_work(&self, node: NodeId) -> f64 {
        let Some(operand) = self.program.operand(node) else {
            return 0.0;
        };
        let wires = self.deferred_wires(&operand);
        wires
            .map(|wire| self.program.tensor_ops[wire.tensor_op].work())
            .sum()
    }

    /// A scalar node's value; as [`Evaluation::value`], without a detour.
    #[inline]
    pub fn number(&self, node: NodeId) -> Option<f64> {
        let slot = self.program.scalar_slot(node)?;
        let known = self.swept || slot < self.program.sources_end;
        self.values.get(slot).copied().filter(|_| known)
    }

    /// A scalar node's gradient; as [`Evaluation::gradient`], without a detour.
    #[inline]
    pub fn gradient_number(&self, node: NodeId) -> Option<f64> {
        let slot = self.program.scalar_slot(node)?;
        let known = self.swept && self.program.reaches_target(node);
        known.then(|| self.gradients[slot])
    }

    /// The wires out of a tensor of data whose contributions are deferred.
    fn deferred_wires(&self, operand: &Operand) -> impl Iterator<Item = &DeferredGradient> {
        let offset = operand.offset;
        let first = self.deferred.partition_point(|it| it.offset < offset);
        let wires = self.deferred[first..].iter();
        wires.take_while(move |it| it.offset == offset)
    }

    /// The gradient of a tensor of data, which the backward pass defers.
    fn on_demand(&self, operand: &Operand, go_on: GoOn<'_>) -> Option<Vec<f64>> {
        if operand.shape.is_scalar() {
            return None;
        }
        let mut total: Option<Vec<f64>> = None;
        for wire in self.deferred_wires(operand) {
            let tensor_op = &self.program.tensor_ops[wire.tensor_op];
            let part = self.contribution(tensor_op, wire.input, go_on);
            match &mut total {
                None => total = Some(part),
                Some(sum) => sum.iter_mut().zip(part).for_each(|(to, from)| *to += from),
            }
        }
        total
    }

    fn contribution(&self, tensor_op: &TensorOp, input: usize, go_on: GoOn<'_>) -> Vec<f64> {
        let gradient = tensor_op.result.of(&self.gradients);
        self.vjp_of(tensor_op, input, gradient, go_on)
    }

    fn vjp_of(
        &self,
        tensor_op: &TensorOp,
        input: usize,
        gradient: &[f64],
        go_on: GoOn<'_>,
    ) -> Vec<f64> {
        let upstream = Upstream {
            value: tensor_op.result.of(&self.values),
            gradient,
        };
        let mut into = vec![0.0; tensor_op.operands[input].shape.elements()];
        let mut slices: Vec<_> = tensor_op.operands.iter().map(|_| None).collect();
        slices[input] = Some(&mut into[..]);
        let mut contributions = Contributions::into_slices(&mut slices);
        tensor_op.vjp(&self.values, &upstream, &mut contributions, go_on);
        into
    }

    /// Whether all values are finite, looked for as long as `go_on` says so; the same goes
    /// for the next two.
    pub(crate) fn values_are_finite(&self, go_on: GoOn<'_>) -> bool {
        all_finite_while(&self.values, go_on)
    }

    /// Whether all gradients are finite. A deferred one is only computed if it can be
    /// anything else: its op has points at which its derivative isn't finite, or the
    /// gradient that comes back to the op isn't.
    pub(crate) fn gradients_are_finite(&self, go_on: GoOn<'_>) -> bool {
        let mut deferred = self.deferred.iter();
        all_finite_while(&self.gradients, go_on) && deferred.all(|it| self.is_finite(it, go_on))
    }

    /// Whether the gradient of one node is finite, or absent; as
    /// [`Evaluation::gradients_are_finite`].
    pub(crate) fn gradient_is_finite(&self, node: NodeId, go_on: GoOn<'_>) -> bool {
        let Some(operand) = self.program.operand(node) else {
            return true;
        };
        let mut deferred = self.deferred_wires(&operand);
        all_finite_while(operand.of(&self.gradients), go_on)
            && deferred.all(|it| self.is_finite(it, go_on))
    }

    fn is_finite(&self, wire: &DeferredGradient, go_on: GoOn<'_>) -> bool {
        let tensor_op = &self.program.tensor_ops[wire.tensor_op];
        let is_finite = |data: &[f64]| all_finite_while(data, go_on);
        let surely =
            tensor_op.op.kinks.is_none() && is_finite(tensor_op.result.of(&self.gradients));
        surely || go_on() && is_finite(&self.contribution(tensor_op, wire.input, go_on))
    }

    /// What one wire contributes to the gradient of the node that it starts at:
    /// local derivative × gradient of the node that it ends at. `None` if that node
    /// doesn't reach the target, or there is no such wire.
    pub fn wire_gradient(&self, wire: Wire) -> Option<Numbers<'_>> {
        self.wire_gradient_while(wire, ALWAYS)
    }

    /// The same, computed as long as `go_on` says so; afterwards it means nothing.
    pub(crate) fn wire_gradient_while(&self, wire: Wire, go_on: GoOn<'_>) -> Option<Numbers<'_>> {
        if !self.swept || !self.program.reaches_target(wire.to) {
            return None;
        }
        let gradient = self.program.operand(wire.to)?.of(&self.gradients);
        self.vjp_while(wire, gradient, go_on)
    }

    /// The vector-Jacobian product of one wire: what it would contribute if the node that
    /// it ends at had this gradient, of the shape of its value. It is the rule that the
    /// backward pass applies. `None` before the first pass, if there is no such wire, or
    /// if the shape is another.
    pub fn vjp(&self, wire: Wire, gradient: &[f64]) -> Option<Numbers<'_>> {
        self.vjp_while(wire, gradient, ALWAYS)
    }

    fn vjp_while(&self, wire: Wire, gradient: &[f64], go_on: GoOn<'_>) -> Option<Numbers<'_>> {
        let result = self.program.operand(wire.to)?;
        if !self.swept || gradient.len() != result.shape.elements() {
            return None;
        }
        match self.program.computation(wire.to)? {
            Computation::Source => None,
            Computation::Scalar(instruction) => {
                instruction.slots().get(wire.input)?;
                let y = self.values[result.offset];
                let (by_a, by_b) = instruction.derivatives(&self.values, y);
                let by = if wire.input == 0 { by_a } else { by_b };
                Some(Numbers {
                    shape: Shape::SCALAR,
                    data: vec![gradient[0] * by].into(),
                })
            }
            Computation::TensorOp(tensor_op) => Some(Numbers {
                shape: tensor_op.operands.get(wire.input)?.shape,
                data: self.vjp_of(tensor_op, wire.input, gradient, go_on).into(),
            }),
        }
    }

    /// ∂(the node that a wire ends at)/∂(the node that it starts at), from the rule
    /// of the op; `None` unless both are scalars, or as [`Evaluation::vjp`].
    pub fn local_derivative(&self, wire: Wire) -> Option<f64> {
        let scalar = self.program.shape(wire.to)?.is_scalar();
        self.vjp(wire, &[1.0]).filter(|_| scalar)?.as_scalar()
    }

    /// Forward mode: ∂(every node)/∂(one node), along a direction of that node's
    /// shape (1 for a scalar).
    pub fn tangents(&self, from: NodeId, direction: &Tensor) -> Option<Directional<'_>> {
        let mut arena = Vec::new();
        let visited = self.sweep_tangents(from, direction, &mut arena)?;
        Some(Directional {
            program: &self.program,
            arena,
            visited,
        })
    }

    /// The pass of [`Evaluation::tangents`], into an arena that can be used again; returns
    /// how many nodes it visited.
    pub(crate) fn sweep_tangents(
        &self,
        from: NodeId,
        direction: &Tensor,
        arena: &mut Vec<f64>,
    ) -> Option<usize> {
        if !self.swept {
            return None;
        }
        tangent::tangents(&self.program, &self.values, from, direction, arena)
    }
}
