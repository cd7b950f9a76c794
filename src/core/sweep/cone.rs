//! [`Cone`]: what has to be computed again when the values of a few sources change.
//!
//! Found once, when a drag begins, by one walk over the program; each further
//! change then costs only what depends on it. Values: everything downstream.
//! Gradients: a wire's contribution changes if the gradient of its node does, or
//! if the node's local derivatives do, which takes an op that isn't linear and a
//! changed value. All contributions to a changed gradient are added up anew, in
//! the order of the full backward pass, so the bits are the same.

use super::reverse::reverse_tensor_op;
use crate::core::bits::Bits;
use crate::core::go_on::ALWAYS;
use crate::core::graph::NodeId;
use crate::core::op::Accumulation;
use crate::core::op::elementwise::Code;
use crate::core::program::instruction::Instruction;
use crate::core::program::{Computation, Program, TensorOp};

/// What a change of some sources' values has computed again.
pub(crate) struct Cone {
    /// The nodes whose values change at will.
    pub(crate) sources: Vec<NodeId>,
    forward: Vec<Forward>,
    reverse: Vec<Reverse>,
    /// The scalars whose gradients are added up anew.
    zeroed: Vec<u32>,
}

/// What an interpreted scalar node takes in one pass, in nanoseconds, about.
const SCALAR: f64 = 5.0;

enum Forward {
    Scalar(u32, Instruction),
    TensorOp(usize),
}

enum Reverse {
    /// A scalar node, and which of its inputs' gradients it contributes to.
    Scalar(u32, Instruction, [bool; 2]),
    /// A tensor op, and what becomes of its contributions.
    TensorOp(usize, Box<[Accumulation]>),
}

impl Cone {
    /// The cone of some nodes, without its reverse half: what a check needs.
    pub(crate) fn forward_only(program: &Program, sources: Vec<NodeId>) -> Cone {
        let touched = Bits::new(program.arena_len);
        Cone::spread(program, sources, touched).0
    }

    /// The cone of some sources.
    pub(crate) fn new(program: &Program, sources: Vec<NodeId>) -> Cone {
        let touched = Bits::new(program.arena_len);
        let (mut cone, touched) = Cone::spread(program, sources, touched);
        cone.spread_back(program, &touched);
        cone
    }

    /// How many nodes and wires it computes again.
    pub(crate) fn len(&self) -> usize {
        let wires = self.reverse.iter().map(|entry| match entry {
            Reverse::Scalar(..) => 1,
            Reverse::TensorOp(_, wanted) => wanted
                .iter()
                .filter(|it| **it != Accumulation::Skip)
                .count(),
        });
        self.forward.len() + wires.sum::<usize>()
    }

    /// How many nanoseconds computing it again takes, about.
    pub(crate) fn work(&self, program: &Program) -> f64 {
        let tensor_ops = |index: &usize| program.tensor_ops[*index].work();
        let forward = self.forward.iter().map(|entry| match entry {
            Forward::Scalar(..) => SCALAR,
            Forward::TensorOp(index) => tensor_ops(index),
        });
        let reverse = self.reverse.iter().map(|entry| match entry {
            Reverse::Scalar(..) => SCALAR,
            Reverse::TensorOp(index, _) => tensor_ops(index),
        });
        forward.sum::<f64>() + reverse.sum::<f64>()
    }

    fn spread(program: &Program, sources: Vec<NodeId>, mut touched: Bits) -> (Cone, Bits) {
        let mut forward = Vec::new();
        for source in &sources {
            program
                .operand(*source)
                .into_iter()
                .for_each(|o| touched.set(o.offset));
        }
        let mut tensor_ops = 0..;
        for node in program.computed() {
            let tensor_op = match node.computation {
                Computation::TensorOp(_) => tensor_ops.next(),
                _ => None,
            };
            if sources.contains(&node.node)
                || !node.computation.input_slots().any(|slot| touched.get(slot))
            {
                continue;
            }
            touched.set(node.slot);
            match (node.computation, tensor_op) {
                (Computation::Scalar(i), _) => forward.push(Forward::Scalar(node.slot as u32, i)),
                (_, Some(index)) => forward.push(Forward::TensorOp(index)),
                _ => {}
            }
        }
        let cone = Cone {
            sources,
            forward,
            reverse: Vec::new(),
            zeroed: Vec::new(),
        };
        (cone, touched)
    }

    fn spread_back(&mut self, program: &Program, touched: &Bits) {
        let mut changed = Bits::new(program.arena_len);
        for node in program.computed().rev().filter(|node| node.live) {
            let curved = touched.get(node.slot) && !node.computation.is_linear();
            if curved || changed.get(node.slot) {
                node.computation
                    .input_slots()
                    .for_each(|slot| changed.set(slot));
            }
        }
        let mut zeroed = Bits::new(program.arena_len);
        let mut zero = |slot: usize, list: &mut Vec<u32>| {
            if !zeroed.get(slot) {
                zeroed.set(slot);
                list.push(slot as u32);
            }
        };
        let mut tensor_op = program.tensor_ops.len();
        for node in program.computed().rev() {
            if matches!(node.computation, Computation::TensorOp(_)) {
                tensor_op -= 1;
            }
            if !node.live {
                continue;
            }
            match node.computation {
                Computation::Scalar(instruction) => {
                    let [a, b] = instruction.inputs.map(|slot| changed.get(slot as usize));
                    let wanted = [a, b && instruction.code != Code::Unary];
                    for (slot, _) in instruction.inputs.iter().zip(wanted).filter(|(_, w)| *w) {
                        zero(*slot as usize, &mut self.zeroed);
                    }
                    if wanted != [false; 2] {
                        let slot = node.slot as u32;
                        self.reverse
                            .push(Reverse::Scalar(slot, instruction, wanted));
                    }
                }
                Computation::TensorOp(found) => {
                    let operands = found.operands.iter().filter(|o| o.shape.is_scalar());
                    for operand in operands.filter(|o| changed.get(o.offset)) {
                        zero(operand.offset, &mut self.zeroed);
                    }
                    if let Some(wanted) = wanted(found, &changed) {
                        self.reverse.push(Reverse::TensorOp(tensor_op, wanted));
                    }
                }
                Computation::Source => {}
            }
        }
    }

    /// The slots of the nodes downstream, in the order of the program.
    pub(crate) fn downstream(&self, program: &Program) -> impl Iterator<Item = usize> {
        self.forward.iter().map(|entry| match entry {
            Forward::Scalar(slot, _) => *slot as usize,
            Forward::TensorOp(index) => program.tensor_ops[*index].result.offset,
        })
    }

    /// Computes again what is downstream of the sources.
    pub(crate) fn forward(&self, program: &Program, values: &mut [f64]) {
        for entry in &self.forward {
            match entry {
                Forward::Scalar(slot, instruction) => {
                    values[*slot as usize] = instruction.value(values);
                }
                Forward::TensorOp(index) => {
                    let tensor_op = &program.tensor_ops[*index];
                    let (before, results) = values.split_at_mut(tensor_op.result.offset);
                    let results = &mut results[..tensor_op.result.shape.elements()];
                    tensor_op.forward(before, results, ALWAYS);
                }
            }
        }
    }

    /// Computes again the gradients that have changed.
    pub(crate) fn reverse(
        &self,
        program: &Program,
        values: &[f64],
        gradients: &mut [f64],
        scratch: &mut [f64],
    ) {
        for slot in &self.zeroed {
            gradients[*slot as usize] = 0.0;
        }
        for entry in &self.reverse {
            match entry {
                Reverse::Scalar(slot, instruction, wanted) => {
                    let slot = *slot as usize;
                    let gradient = gradients[slot];
                    let (by_a, by_b) = instruction.derivatives(values, values[slot]);
                    if wanted[0] {
                        gradients[instruction.inputs[0] as usize] += gradient * by_a;
                    }
                    if wanted[1] {
                        gradients[instruction.inputs[1] as usize] += gradient * by_b;
                    }
                }
                Reverse::TensorOp(index, wanted) => {
                    let tensor_op = &program.tensor_ops[*index];
                    reverse_tensor_op((tensor_op, wanted), values, gradients, scratch, ALWAYS);
                }
            }
        }
    }
}

/// What becomes of a tensor op's contributions where only these gradients change; `None`
/// if none of them does.
fn wanted(tensor_op: &TensorOp, changed: &Bits) -> Option<Box<[Accumulation]>> {
    let plans = tensor_op.operands.iter().zip(&tensor_op.accumulations);
    let plans: Box<[Accumulation]> = plans
        .map(|(operand, plan)| match changed.get(operand.offset) {
            true => *plan,
            false => Accumulation::Skip,
        })
        .collect();
    let some = plans.iter().any(|plan| *plan != Accumulation::Skip);
    some.then_some(plans)
}
