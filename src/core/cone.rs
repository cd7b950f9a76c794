//! [`Cone`]: what has to be swept again when the values of a few sources change.
//!
//! Found once, when a drag begins, by one walk over the program; each further
//! change then costs only what depends on it. Values: everything downstream.
//! Gradients: a wire's contribution changes if the gradient of its node does, or
//! if the node's local derivatives do, which takes an op that isn't linear and a
//! changed value. All contributions to a changed gradient are added up anew, in
//! the order of the full sweep, so the bits are the same.

use super::graph::NodeId;
use super::instruction::{Code, Instruction};
use super::op::Rule;
use super::program::{Bits, Found, Program, Single};
use super::reverse::reverse_input;

pub(crate) struct Cone {
    /// The nodes whose values change at will.
    pub(crate) sources: Vec<NodeId>,
    forward: Vec<Forward>,
    reverse: Vec<Reverse>,
    /// The scalars whose gradients are added up anew.
    zeroed: Vec<u32>,
}

enum Forward {
    Scalar(u32, Instruction),
    Single(usize),
}

enum Reverse {
    /// A scalar node, and which of its inputs' gradients it contributes to.
    Scalar(u32, Instruction, [bool; 2]),
    /// An input of a single.
    Single(usize, usize),
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

    /// How many steps it takes.
    pub(crate) fn len(&self) -> usize {
        self.forward.len() + self.reverse.len()
    }

    fn spread(program: &Program, sources: Vec<NodeId>, mut touched: Bits) -> (Cone, Bits) {
        let mut forward = Vec::new();
        for source in &sources {
            program
                .operand(*source)
                .into_iter()
                .for_each(|o| touched.set(o.offset));
        }
        let mut singles = 0..;
        for node in program.computed() {
            let single = match node.found {
                Found::Single(_) => singles.next(),
                _ => None,
            };
            if sources.contains(&node.node) || !inputs(&node.found).any(|place| touched.get(place))
            {
                continue;
            }
            touched.set(node.place);
            match (node.found, single) {
                (Found::Scalar(i), _) => forward.push(Forward::Scalar(node.place as u32, i)),
                (_, Some(index)) => forward.push(Forward::Single(index)),
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
            let curved = touched.get(node.place) && !is_linear(&node.found);
            if curved || changed.get(node.place) {
                inputs(&node.found).for_each(|place| changed.set(place));
            }
        }
        let mut zeroed = Bits::new(program.arena_len);
        let mut zero = |place: usize, list: &mut Vec<u32>| {
            if !zeroed.get(place) {
                zeroed.set(place);
                list.push(place as u32);
            }
        };
        let mut single = program.singles.len();
        for node in program.computed().rev() {
            if matches!(node.found, Found::Single(_)) {
                single -= 1;
            }
            if !node.live {
                continue;
            }
            match node.found {
                Found::Scalar(instruction) => {
                    let [a, b] = instruction.inputs.map(|place| changed.get(place as usize));
                    let wanted = [a, b && instruction.code != Code::Unary];
                    for (place, _) in instruction.inputs.iter().zip(wanted).filter(|(_, w)| *w) {
                        zero(*place as usize, &mut self.zeroed);
                    }
                    if wanted != [false; 2] {
                        let place = node.place as u32;
                        self.reverse
                            .push(Reverse::Scalar(place, instruction, wanted));
                    }
                }
                Found::Single(Single { operands, .. }) => {
                    for (input, operand) in operands.iter().enumerate() {
                        if changed.get(operand.offset) {
                            if operand.shape.is_scalar() {
                                zero(operand.offset, &mut self.zeroed);
                            }
                            self.reverse.push(Reverse::Single(single, input));
                        }
                    }
                }
                Found::Source => {}
            }
        }
    }

    /// The places of the nodes downstream, in the order of the program.
    pub(crate) fn downstream(&self, program: &Program) -> impl Iterator<Item = usize> {
        self.forward.iter().map(|step| match step {
            Forward::Scalar(place, _) => *place as usize,
            Forward::Single(index) => program.singles[*index].result.offset,
        })
    }

    /// Computes again what is downstream of the sources.
    pub(crate) fn forward(&self, program: &Program, values: &mut [f64]) {
        for step in &self.forward {
            match step {
                Forward::Scalar(place, instruction) => {
                    values[*place as usize] = instruction.value(values);
                }
                Forward::Single(index) => {
                    let single = &program.singles[*index];
                    let (before, results) = values.split_at_mut(single.result.offset);
                    single.forward(before, &mut results[..single.result.shape.elements()]);
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
        for place in &self.zeroed {
            gradients[*place as usize] = 0.0;
        }
        for step in &self.reverse {
            match step {
                Reverse::Scalar(place, instruction, wanted) => {
                    let place = *place as usize;
                    let gradient = gradients[place];
                    let (by_a, by_b) = instruction.derivatives(values, values[place]);
                    if wanted[0] {
                        gradients[instruction.inputs[0] as usize] += gradient * by_a;
                    }
                    if wanted[1] {
                        gradients[instruction.inputs[1] as usize] += gradient * by_b;
                    }
                }
                Reverse::Single(index, input) => {
                    reverse_input(&program.singles[*index], *input, values, gradients, scratch);
                }
            }
        }
    }

    /// Feeds the numbers that tell the smooth pieces of the ops in the cone apart,
    /// each with the place of its node.
    pub(crate) fn regions(
        &self,
        program: &Program,
        values: &[f64],
        mut feed: impl FnMut(usize, u64),
    ) {
        for step in &self.forward {
            match step {
                Forward::Scalar(place, instruction) => {
                    let [a, b] = instruction.inputs.map(|place| values[place as usize]);
                    let region = match &instruction.op.op().rule {
                        Rule::Unary(k) => k.region.map(|region| region([0.0; 2], a)),
                        Rule::Binary(k) => k.region.map(|region| region(a, b)),
                        _ => None,
                    };
                    region
                        .into_iter()
                        .for_each(|region| feed(*place as usize, region));
                }
                Forward::Single(index) => {
                    let single = &program.singles[*index];
                    let place = single.result.offset;
                    single.regions(values, &mut |region| feed(place, region));
                }
            }
        }
    }
}

/// The places of a node's inputs.
pub(crate) fn inputs<'a>(found: &Found<'a>) -> impl Iterator<Item = usize> + use<'a> {
    let (scalar, single) = match found {
        Found::Source => (None, &[][..]),
        Found::Scalar(i) => (Some(*i), &[][..]),
        Found::Single(single) => (None, &*single.operands),
    };
    let scalar = scalar.into_iter().flat_map(|i| {
        let count = i.places().len();
        i.inputs.into_iter().take(count)
    });
    let scalar = scalar.map(|place| place as usize);
    scalar.chain(single.iter().map(|operand| operand.offset))
}

fn is_linear(found: &Found<'_>) -> bool {
    match found {
        Found::Source => true,
        Found::Scalar(instruction) => instruction.op.op().linear,
        Found::Single(single) => single.op.linear,
    }
}
