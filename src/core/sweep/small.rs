//! Programs of a few scalar nodes, as lessons have. To set up a segment takes longer
//! there than to compute it, so they run node by node. What a node hands on to the next
//! one stays in a register: to write and read it again takes longer than the arithmetic.
//! Nothing is cleared, and no slot is checked. The lecture's neuron takes three quarters
//! of the time that its segments take.
//!
//! Values, and the order in which contributions are added, are those of the segments,
//! which such a program has too: to the bit.

use crate::core::op::elementwise::Code;
use crate::core::ops::OpId;
use crate::core::program::instruction::Instruction;
use crate::core::program::{Computation, Program};

/// How long the arenas of a small program are. Every slot fits into a byte, and there
/// is one for every byte: no slot has to be checked.
pub(crate) const SLOTS: usize = 256;

/// Programs of more nodes are faster by segments, which compute what needs a kernel in
/// vector groups.
const LONGEST: usize = 16;
/// The same for programs of plain arithmetic alone.
const LONGEST_PLAIN: usize = 64;

/// The slot of a gradient that is always 0: a first contribution is added to it, so
/// nothing has to be cleared.
const NOTHING: u8 = u8::MAX;

/// The arena of a small program.
type Arena = [f64; SLOTS];

/// A small program.
pub(crate) struct Small {
    /// Those that reach the target first: nothing that they need comes after them.
    nodes: Box<[SmallNode]>,
    /// How many reach the target.
    live: usize,
    /// Whether all is plain arithmetic.
    plain: bool,
    target: Option<u8>,
}

/// A node of a small program, with what it reads: `first ∘ second`.
#[derive(Clone, Copy)]
struct SmallNode {
    operation: Operation,
    op: OpId,
    slot: u8,
    first: u8,
    second: u8,
    /// The slot of the node before; for the first one its own.
    before: u8,
    /// What the contributions are added to: their inputs' gradients, or [`NOTHING`].
    to_first: u8,
    to_second: u8,
}

/// How a node is computed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Operation {
    Multiply,
    Add,
    Subtract,
    /// A number times itself.
    Square,
    /// Through the kernel of its op, one input.
    Unary,
    /// Through the kernel of its op, two inputs.
    Binary,
}

impl Small {
    /// A program as a small one, if it is.
    pub(crate) fn of(program: &Program) -> Option<Small> {
        let fits = program.order.len() <= LONGEST_PLAIN && program.arena_len < SLOTS;
        if !fits || !program.tensor_ops.is_empty() || !program.tensors.is_empty() {
            return None;
        }
        let mut nodes: Vec<SmallNode> = Vec::with_capacity(program.order.len() - program.sources);
        let mut live = 0;
        for wanted in [true, false] {
            for it in program.computed().filter(|it| it.live == wanted) {
                let Computation::Scalar(instruction) = it.computation else {
                    return None;
                };
                let slot = u8::try_from(it.slot).ok()?;
                let before = nodes.last().map_or(slot, |node| node.slot);
                nodes.push(SmallNode::new(instruction, slot, before)?);
            }
            if wanted {
                live = nodes.len();
            }
        }
        let plain = !nodes
            .iter()
            .any(|it| matches!(it.operation, Operation::Unary | Operation::Binary));
        if !plain && program.order.len() > LONGEST {
            return None;
        }
        mark_first_contributions(&mut nodes[..live]);
        Some(Small {
            plain,
            nodes: nodes.into(),
            live,
            target: program.target_slot.and_then(|it| u8::try_from(it).ok()),
        })
    }

    /// How many bytes it takes besides itself.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.nodes)
    }

    /// Both passes. The arenas must have [`SLOTS`] slots: nothing is done otherwise.
    pub(crate) fn sweep(&self, values: &mut [f64], gradients: &mut [f64]) {
        let (values, gradients) = (values.first_chunk_mut(), gradients.first_chunk_mut());
        let (Some(values), Some(gradients)) = (values, gradients) else {
            return;
        };
        if self.plain {
            self.sweep_nodes::<true>(values, gradients);
        } else {
            self.sweep_nodes::<false>(values, gradients);
        }
    }

    /// The forward pass alone; as [`Small::sweep`].
    pub(crate) fn sweep_values(&self, values: &mut [f64]) {
        match values.first_chunk_mut() {
            Some(values) if self.plain => self.forward::<true>(values),
            Some(values) => self.forward::<false>(values),
            None => {}
        }
    }

    /// Both passes; without calls if all is plain arithmetic.
    #[inline(never)]
    fn sweep_nodes<const PLAIN: bool>(&self, values: &mut Arena, gradients: &mut Arena) {
        self.forward::<PLAIN>(values);
        self.reverse::<PLAIN>(values, gradients);
    }

    #[inline(always)]
    fn forward<const PLAIN: bool>(&self, values: &mut Arena) {
        let mut last = 0.0;
        for node in &self.nodes {
            let first = if node.first == node.before {
                last
            } else {
                values[usize::from(node.first)]
            };
            last = node.value::<PLAIN>(first, values[usize::from(node.second)]);
            values[usize::from(node.slot)] = last;
        }
    }

    #[inline(always)]
    fn reverse<const PLAIN: bool>(&self, values: &Arena, gradients: &mut Arena) {
        if self.live == 0 {
            // The target is a source, or there is none.
            if let Some(target) = self.target {
                gradients[usize::from(target)] = 1.0;
            }
            return;
        }
        // The last one that reaches the target is the target.
        let mut gradient = 1.0;
        for node in self.nodes[..self.live].iter().rev() {
            gradients[usize::from(node.slot)] = gradient;
            gradient = node.backward::<PLAIN>(gradient, values, gradients);
            if node.first != node.before {
                gradients[usize::from(node.first)] = gradient;
                gradient = gradients[usize::from(node.before)];
            }
        }
    }
}

/// Finds the contributions that are the first to reach their gradient.
fn mark_first_contributions(nodes: &mut [SmallNode]) {
    let mut reached = [false; SLOTS];
    for node in nodes.iter_mut().rev() {
        let SmallNode { first, second, .. } = *node;
        if !std::mem::replace(&mut reached[usize::from(first)], true) {
            node.to_first = NOTHING;
        }
        // An input that is both adds to what the first one has come to.
        if !std::mem::replace(&mut reached[usize::from(second)], true) {
            node.to_second = NOTHING;
        }
    }
}

impl SmallNode {
    /// An instruction as the node at a slot, after the one at `before`.
    fn new(instruction: Instruction, slot: u8, before: u8) -> Option<SmallNode> {
        let [a, b] = instruction.inputs;
        let [mut first, mut second] = [u8::try_from(a).ok()?, u8::try_from(b).ok()?];
        let operation = match instruction.code {
            Code::Multiply if first == second => Operation::Square,
            // For x + x and x − x the loop would add in another order.
            Code::Add if first != second => Operation::Add,
            Code::Subtract if first != second => Operation::Subtract,
            Code::Multiply => Operation::Multiply,
            Code::Unary => Operation::Unary,
            Code::Add | Code::Subtract | Code::Binary => Operation::Binary,
        };
        let commutes = matches!(operation, Operation::Add | Operation::Multiply);
        if commutes && second == before {
            std::mem::swap(&mut first, &mut second);
        }
        Some(SmallNode {
            operation,
            op: instruction.op,
            slot,
            first,
            second,
            before,
            to_first: first,
            to_second: second,
        })
    }

    /// The result for these inputs.
    #[inline(always)]
    fn value<const PLAIN: bool>(&self, first: f64, second: f64) -> f64 {
        if self.operation == Operation::Multiply {
            first * second
        } else if self.operation == Operation::Add {
            first + second
        } else if self.operation == Operation::Subtract {
            first - second
        } else if PLAIN || self.operation == Operation::Square {
            first * first
        } else {
            self.instruction().value_of(first, second)
        }
    }

    /// Adds its contribution to the gradient of its second input, and tells what that
    /// of the first one comes to with its own.
    #[inline(always)]
    fn backward<const PLAIN: bool>(
        &self,
        gradient: f64,
        values: &Arena,
        gradients: &mut Arena,
    ) -> f64 {
        // No `map` over an array: it is a call wherever it isn't inlined.
        let (first, second) = (usize::from(self.first), usize::from(self.second));
        let (to_first, to_second) = (usize::from(self.to_first), usize::from(self.to_second));
        if self.operation == Operation::Multiply {
            gradients[second] = gradients[to_second] + gradient * values[first];
            gradients[to_first] + gradient * values[second]
        } else if self.operation == Operation::Add {
            gradients[second] = gradients[to_second] + gradient;
            gradients[to_first] + gradient
        } else if self.operation == Operation::Subtract {
            gradients[second] = gradients[to_second] - gradient;
            gradients[to_first] + gradient
        } else if PLAIN || self.operation == Operation::Square {
            let part = gradient * values[first];
            gradients[to_first] + part + part
        } else {
            self.backward_by_kernel(gradient, values, gradients)
        }
    }

    /// As [`SmallNode::backward`], with the derivatives that the op's kernel gives.
    #[inline(never)] // so that the loop over plain arithmetic is small
    fn backward_by_kernel(&self, gradient: f64, values: &Arena, gradients: &mut Arena) -> f64 {
        let (first, second) = (usize::from(self.first), usize::from(self.second));
        let y = values[usize::from(self.slot)];
        let (by_first, by_second) = self.instruction().derivatives(values, y);
        let total = gradients[usize::from(self.to_first)] + gradient * by_first;
        if self.operation == Operation::Unary {
            return total;
        }
        if first == second {
            return total + gradient * by_second;
        }
        gradients[second] = gradients[usize::from(self.to_second)] + gradient * by_second;
        total
    }

    fn instruction(&self) -> Instruction {
        let code = match self.operation {
            Operation::Unary => Code::Unary,
            _ => Code::Binary,
        };
        Instruction::new(self.op, code, [self.first.into(), self.second.into()])
    }
}
