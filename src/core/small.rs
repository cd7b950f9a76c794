//! Programs of a few scalar nodes, as lessons have: to set up a step takes longer than
//! to carry it out there, so they are swept node by node. What a node hands on to the
//! next one stays in a register: to write and read it again takes longer than the
//! arithmetic. Nothing is cleared, and no place is checked. The lecture's neuron takes
//! three quarters of the time that its steps take.
//!
//! What is computed, and the order in which contributions are added, are those of the
//! steps, which such a program has too: to the bit.

use super::instruction::{Code, Instruction};
use super::ops::OpId;
use super::program::{Found, Program};

/// How long the arenas of a small program are. Every place fits into a byte, and there
/// is one for every byte: no place has to be checked.
pub(crate) const PLACES: usize = 256;

/// Programs of more nodes are faster by steps, which compute what needs a kernel in runs.
const LONGEST: usize = 16;
/// The same for programs of plain arithmetic alone.
const LONGEST_PLAIN: usize = 64;

/// The place of a gradient that is always 0, as what a first contribution is added to:
/// so nothing has to be cleared.
const NOTHING: u8 = u8::MAX;

/// The arena of a small program.
type Arena = [f64; PLACES];

/// A small program.
pub(crate) struct Small {
    /// Those that reach the target first: nothing that they need comes after them.
    nodes: Box<[Node]>,
    /// How many reach the target.
    live: usize,
    /// Whether all is plain arithmetic.
    plain: bool,
    target: Option<u8>,
}

/// One node, with what it reads: `first ∘ second`.
#[derive(Clone, Copy)]
struct Node {
    kind: Kind,
    op: OpId,
    place: u8,
    first: u8,
    second: u8,
    /// The place of the node before; for the first one its own.
    before: u8,
    /// What the contributions are added to: their inputs' gradients, or [`NOTHING`].
    to_first: u8,
    to_second: u8,
}

/// How a node is carried out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
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
        let fits = program.order.len() <= LONGEST_PLAIN && program.arena_len < PLACES;
        if !fits || !program.singles.is_empty() || !program.tensors.is_empty() {
            return None;
        }
        let mut nodes: Vec<Node> = Vec::with_capacity(program.order.len() - program.sources);
        let mut live = 0;
        for wanted in [true, false] {
            for it in program.computed().filter(|it| it.live == wanted) {
                let Found::Scalar(instruction) = it.found else {
                    return None;
                };
                let place = u8::try_from(it.place).ok()?;
                let before = nodes.last().map_or(place, |node| node.place);
                nodes.push(Node::new(instruction, place, before)?);
            }
            if wanted {
                live = nodes.len();
            }
        }
        let plain = !nodes
            .iter()
            .any(|it| matches!(it.kind, Kind::Unary | Kind::Binary));
        if !plain && program.order.len() > LONGEST {
            return None;
        }
        mark_first_contributions(&mut nodes[..live]);
        Some(Small {
            plain,
            nodes: nodes.into(),
            live,
            target: program.target_place.and_then(|it| u8::try_from(it).ok()),
        })
    }

    /// How many bytes it takes besides itself.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.nodes)
    }

    /// Both sweeps. The arenas must have [`PLACES`] places: nothing is done otherwise.
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

    /// The forward sweep alone; as [`Small::sweep`].
    pub(crate) fn sweep_values(&self, values: &mut [f64]) {
        match values.first_chunk_mut() {
            Some(values) if self.plain => self.forward::<true>(values),
            Some(values) => self.forward::<false>(values),
            None => {}
        }
    }

    /// Both sweeps; without calls if all is plain arithmetic.
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
            values[usize::from(node.place)] = last;
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
            gradients[usize::from(node.place)] = gradient;
            gradient = node.pull::<PLAIN>(gradient, values, gradients);
            if node.first != node.before {
                gradients[usize::from(node.first)] = gradient;
                gradient = gradients[usize::from(node.before)];
            }
        }
    }
}

/// Finds the contributions that are the first to reach their gradient.
fn mark_first_contributions(nodes: &mut [Node]) {
    let mut reached = [false; PLACES];
    for node in nodes.iter_mut().rev() {
        let Node { first, second, .. } = *node;
        if !std::mem::replace(&mut reached[usize::from(first)], true) {
            node.to_first = NOTHING;
        }
        // An input that is both adds to what the first one has come to.
        if !std::mem::replace(&mut reached[usize::from(second)], true) {
            node.to_second = NOTHING;
        }
    }
}

impl Node {
    /// An instruction as the node at a place, after the one at `before`.
    fn new(instruction: Instruction, place: u8, before: u8) -> Option<Node> {
        let [a, b] = instruction.inputs;
        let [mut first, mut second] = [u8::try_from(a).ok()?, u8::try_from(b).ok()?];
        let kind = match instruction.code {
            Code::Multiply if first == second => Kind::Square,
            // For x + x and x − x the loop would add in another order.
            Code::Add if first != second => Kind::Add,
            Code::Subtract if first != second => Kind::Subtract,
            Code::Multiply => Kind::Multiply,
            Code::Unary => Kind::Unary,
            Code::Add | Code::Subtract | Code::Binary => Kind::Binary,
        };
        let commutes = matches!(kind, Kind::Add | Kind::Multiply);
        if commutes && second == before {
            std::mem::swap(&mut first, &mut second);
        }
        Some(Node {
            kind,
            op: instruction.op,
            place,
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
        if self.kind == Kind::Multiply {
            first * second
        } else if self.kind == Kind::Add {
            first + second
        } else if self.kind == Kind::Subtract {
            first - second
        } else if PLAIN || self.kind == Kind::Square {
            first * first
        } else {
            self.instruction().value_of(first, second)
        }
    }

    /// Adds its contribution to the gradient of its second input, and tells what that
    /// of the first one comes to with its own.
    #[inline(always)]
    fn pull<const PLAIN: bool>(&self, gradient: f64, values: &Arena, gradients: &mut Arena) -> f64 {
        let [first, second, to_first, to_second] =
            [self.first, self.second, self.to_first, self.to_second].map(usize::from);
        if self.kind == Kind::Multiply {
            gradients[second] = gradients[to_second] + gradient * values[first];
            gradients[to_first] + gradient * values[second]
        } else if self.kind == Kind::Add {
            gradients[second] = gradients[to_second] + gradient;
            gradients[to_first] + gradient
        } else if self.kind == Kind::Subtract {
            gradients[second] = gradients[to_second] - gradient;
            gradients[to_first] + gradient
        } else if PLAIN || self.kind == Kind::Square {
            let part = gradient * values[first];
            gradients[to_first] + part + part
        } else {
            self.pull_by_kernel(gradient, values, gradients)
        }
    }

    /// As [`Node::pull`], with the derivatives that the op's kernel gives.
    #[inline(never)] // so that the loop over plain arithmetic is small
    fn pull_by_kernel(&self, gradient: f64, values: &Arena, gradients: &mut Arena) -> f64 {
        let (first, second) = (usize::from(self.first), usize::from(self.second));
        let y = values[usize::from(self.place)];
        let (by_first, by_second) = self.instruction().derivatives(values, y);
        let total = gradients[usize::from(self.to_first)] + gradient * by_first;
        if self.kind == Kind::Unary {
            return total;
        }
        if first == second {
            return total + gradient * by_second;
        }
        gradients[second] = gradients[usize::from(self.to_second)] + gradient * by_second;
        total
    }

    fn instruction(&self) -> Instruction {
        let code = match self.kind {
            Kind::Unary => Code::Unary,
            _ => Code::Binary,
        };
        Instruction::new(self.op, code, [self.first.into(), self.second.into()])
    }
}
