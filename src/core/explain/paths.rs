//! Why a gradient is what it is: the chain rule along every path from a node to the
//! target, and the sum over them.
//!
//! A path's product is computed as the backward pass does it, from the target back
//! along the wires of that path alone, so it serves tensors as well. There can be 2ⁿ
//! paths: they are counted exactly, and come one by one.

use num_bigint::BigUint;

use super::notation::Notation;
use super::outgoing::Outgoing;
use super::text::{Equation, Explainer};
use crate::core::evaluation::{Evaluation, Numbers};
use crate::core::graph::{Graph, NodeId, Wire};

/// How many paths lead from a node to the target: 1 for the target itself, 0 for what
/// doesn't reach it.
///
/// Takes one pass over the program, with numbers of as many digits as it needs.
pub fn count(graph: &Graph, evaluation: &Evaluation, node: NodeId) -> BigUint {
    let program = evaluation.program();
    let Some(target) = program.target().filter(|_| program.reaches_target(node)) else {
        return BigUint::ZERO;
    };
    // A count is dropped once it has been passed on: they can be long.
    let mut counts: Vec<BigUint> = vec![BigUint::ZERO; graph.index_bound()];
    counts[target.index()] = 1_u32.into();
    for &to in program.order().iter().rev() {
        if to == node {
            break;
        }
        let from_here = std::mem::take(&mut counts[to.index()]);
        if from_here != BigUint::ZERO {
            for (from, _) in graph.incoming(to) {
                counts[from.index()] += &from_here;
            }
        }
    }
    std::mem::take(&mut counts[node.index()])
}

/// A count for people: exact up to 30 digits, then its first digits and its power of
/// ten.
pub fn count_text(count: &BigUint) -> String {
    let digits = count.to_string();
    if digits.len() <= 30 {
        return digits;
    }
    format!("{}.{}e{}", &digits[..1], &digits[1..5], digits.len() - 1)
}

/// The paths from a node to the target, one by one, each as its wires from the node
/// on. The target's only path has no wires.
pub struct Paths<'a> {
    outgoing: &'a Outgoing,
    start: NodeId,
    target: Option<NodeId>,
    /// How many of the wires that leave each node of the way have been taken.
    taken: Vec<usize>,
    way: Vec<Wire>,
}

impl<'a> Paths<'a> {
    /// Of a program that has been evaluated; `outgoing` are its wires to the target
    /// ([`Outgoing::to_target`]).
    pub fn new(evaluation: &Evaluation, outgoing: &'a Outgoing, start: NodeId) -> Paths<'a> {
        let program = evaluation.program();
        Paths {
            outgoing,
            start,
            target: program.target().filter(|_| program.reaches_target(start)),
            taken: Vec::new(),
            way: Vec::new(),
        }
    }
}

impl Iterator for Paths<'_> {
    type Item = Vec<Wire>;

    fn next(&mut self) -> Option<Vec<Wire>> {
        let target = self.target?;
        if self.taken.is_empty() {
            self.taken.push(0);
            if self.start == target {
                self.taken[0] = 1; // no wire leads back to the target
                return Some(Vec::new());
            }
        }
        loop {
            let here = self.way.last().map_or(self.start, |wire| wire.to);
            let taken = self.taken.last_mut()?;
            let Some(&wire) = self.outgoing.of(here).get(*taken) else {
                // All wires from here have been taken: a step back.
                self.taken.pop();
                if self.way.pop().is_none() {
                    self.target = None;
                    return None;
                }
                continue;
            };
            *taken += 1;
            if wire.to == target {
                let mut path = self.way.clone();
                path.push(wire);
                return Some(path);
            }
            self.way.push(wire);
            self.taken.push(0);
        }
    }
}

/// The share of one path in the gradient of the node that it starts at: the product
/// of its local derivatives, of the shape of that node. `None` if the wires are no
/// path to the target.
pub fn product<'a>(evaluation: &'a Evaluation, path: &[Wire]) -> Option<Numbers<'a>> {
    let target = evaluation.program().target()?;
    let mut share = evaluation.gradient(target)?;
    if path.last().is_some_and(|last| last.to != target) {
        return None;
    }
    for wire in path.iter().rev() {
        share = evaluation.vjp(*wire, &share.data)?;
    }
    Some(share)
}

/// One path, explained.
#[derive(Clone, Debug, PartialEq)]
pub struct PathText {
    /// The names along it: `w → c → J`.
    pub way: String,
    /// The chain rule along it: factors with names, with numbers, and the product.
    pub equation: Equation,
    /// The local derivative of each factor, from the target back: the last wire's
    /// first. For wires at tensors only the left side says something.
    pub factors: Vec<(Wire, Equation)>,
}

impl Explainer<'_> {
    /// The chain rule along one path from a node.
    pub fn path(&self, node: NodeId, path: &[Wire]) -> PathText {
        let scalars = self.is_scalar(node) && path.iter().all(|wire| self.is_scalar(wire.to));
        let factors = path.iter().rev().map(|wire| (*wire, self.factor(*wire)));
        let factors: Vec<(Wire, Equation)> = factors.collect();
        let names: Vec<String> = factors.iter().map(|(_, it)| it.left.clone()).collect();
        let by = |(wire, _): &(Wire, Equation)| self.evaluation.local_derivative(*wire);
        let numbers: Option<Vec<f64>> = factors.iter().map(by).collect();
        let numbers = numbers.filter(|_| scalars).unwrap_or_default();
        let numbers: Vec<String> = numbers
            .iter()
            .enumerate()
            .map(|(nth, x)| match nth {
                0 => self.notation.number(*x),
                _ => self.notation.factor(*x),
            })
            .collect();
        let result = product(self.evaluation, path);
        PathText {
            way: self.way(node, path),
            equation: Equation {
                left: self.notation.words("this path"),
                names: self.notation.product(&names),
                numbers: self.notation.product(&numbers),
                result: self.shown(result),
                reason: String::new(),
            },
            factors,
        }
    }

    fn factor(&self, wire: Wire) -> Equation {
        let from = self.graph.start_of(wire).unwrap_or(wire.to);
        if self.is_scalar(from) && self.is_scalar(wire.to) {
            return self.local(wire);
        }
        let [to, from] = [wire.to, from].map(|id| self.graph.name(id));
        let left = self.notation.partial(to, from);
        Equation {
            left,
            ..Equation::default()
        }
    }

    /// The names along a path: `w → c → J`.
    pub fn way(&self, node: NodeId, path: &[Wire]) -> String {
        let nodes = std::iter::once(node).chain(path.iter().map(|wire| wire.to));
        let names = nodes.map(|id| self.notation.name(self.graph.name(id)));
        let arrow = match self.notation {
            Notation::Text => " → ",
            Notation::Latex => " \\to ",
        };
        names.collect::<Vec<_>>().join(arrow)
    }

    /// The gradient of a node as the sum over these paths, which must be all that
    /// there are: `∂J/∂b = 2 + 3 = 5`.
    pub fn sum_over_paths(&self, node: NodeId, paths: &[Vec<Wire>]) -> Equation {
        let shares = paths
            .iter()
            .map(|path| product(self.evaluation, path)?.as_scalar());
        let numbers: Option<Vec<f64>> = shares.collect();
        let several = numbers.filter(|numbers| numbers.len() > 1);
        Equation {
            left: self.derivative(node),
            names: String::new(),
            numbers: several.map_or_else(String::new, |it| self.notation.sum_of_numbers(&it)),
            result: self.shown(self.evaluation.gradient(node)),
            reason: String::new(),
        }
    }
}
