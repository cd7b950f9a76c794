//! [`Steps`]: what a player shows, one after another.
//!
//! First the forward pass from left to right: each value, then the wires on which it
//! moves on. A source comes just before the first node that needs it. Then the
//! backward pass from right to left: ∂J/∂J = 1, and at each node, wire by wire, what
//! flows back, with a sum where the last of several wires meet.
//!
//! A *position* is how many steps have been taken, from 0 to [`Steps::len`]; the step
//! on show is the last of them. What has been reached at a position is looked up, not
//! searched for, so a player may ask about every node and wire in every frame.

mod order;
mod step;

use super::outgoing::Outgoing;
use crate::core::graph::{Graph, NodeId, Wire};
use crate::core::program::Program;
use order::{left_to_right, shown};

pub use order::StepScope;
pub use step::Step;

/// Not reached at any position.
const NEVER: u32 = u32::MAX;

/// All steps, and when each node and wire is reached.
#[derive(Clone, Debug)]
pub struct Steps {
    steps: Vec<Step>,
    /// The position at which each node's first step is still to come, in both passes,
    /// and the end.
    stops: Vec<usize>,
    reverse: usize,
    /// By the index of the node: after how many steps it is there.
    value: Vec<u32>,
    gradient: Vec<u32>,
    /// By the index of the wire's node and its input.
    inputs: Vec<u32>,
    carried: Vec<u32>,
    contribution: Vec<u32>,
}

impl Steps {
    /// The steps of a program of a graph.
    pub fn new(graph: &Graph, program: &Program, show: StepScope) -> Steps {
        let shown = shown(graph, program, show);
        let inputs = input_starts(graph);
        let wires = inputs.last().map_or(0, |end| *end as usize);
        let mut steps = Steps {
            steps: Vec::with_capacity(2 * (graph.len() + wires)),
            stops: Vec::new(),
            reverse: 0,
            value: vec![0; graph.index_bound()],
            gradient: vec![NEVER; graph.index_bound()],
            carried: vec![0; wires],
            contribution: vec![NEVER; wires],
            inputs,
        };
        let order = left_to_right(graph, program, &shown);
        steps.forward(graph, program, &shown, &order);
        steps.reverse = steps.steps.len();
        steps.backward(graph, program, &shown, &order);
        steps.stops.push(steps.steps.len());
        steps
    }

    fn forward(&mut self, graph: &Graph, program: &Program, shown: &[bool], order: &[NodeId]) {
        for (id, _) in graph.iter() {
            if program.shape(id).is_none() {
                self.value[id.index()] = NEVER;
            }
        }
        let outgoing = Outgoing::among(graph, program, |to| shown[to.index()]);
        for &id in order {
            self.stops.push(self.steps.len());
            self.steps.push(Step::Value(id));
            self.value[id.index()] = self.steps.len() as u32;
            for &wire in outgoing.of(id) {
                self.steps.push(Step::Carry(wire));
                let slot = self.slot(wire);
                self.carried[slot] = self.steps.len() as u32;
            }
        }
    }

    fn backward(&mut self, graph: &Graph, program: &Program, shown: &[bool], order: &[NodeId]) {
        let Some(target) = program.target().filter(|target| shown[target.index()]) else {
            return;
        };
        let live = |id: NodeId| shown[id.index()] && program.reaches_target(id);
        // How many wires are still to contribute to each node, and how many do.
        let outgoing = Outgoing::among(graph, program, live);
        let mut missing: Vec<u32> = vec![0; graph.index_bound()];
        for id in order {
            missing[id.index()] = outgoing.of(*id).len() as u32;
        }
        self.stops.push(self.steps.len());
        self.steps.push(Step::Seed(target));
        self.gradient[target.index()] = self.steps.len() as u32;
        for &id in order.iter().rev().filter(|id| live(**id)) {
            let first = self.steps.len();
            for (from, wire) in graph.incoming(id).filter(|(from, _)| shown[from.index()]) {
                self.steps.push(Step::Contribution(wire));
                let slot = self.slot(wire);
                self.contribution[slot] = self.steps.len() as u32;
                missing[from.index()] -= 1;
                if missing[from.index()] == 0 {
                    if outgoing.of(from).len() > 1 {
                        self.steps.push(Step::Sum(from));
                    }
                    self.gradient[from.index()] = self.steps.len() as u32;
                }
            }
            if self.steps.len() > first {
                self.stops.push(first);
            }
        }
    }

    fn slot(&self, wire: Wire) -> usize {
        self.inputs[wire.to.index()] as usize + wire.input
    }

    /// How many steps there are: the last position.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether nothing is evaluated.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// All steps, in order.
    pub fn all(&self) -> &[Step] {
        &self.steps
    }

    /// The step on show at a position; `None` at 0.
    pub fn at(&self, position: usize) -> Option<Step> {
        self.steps.get(position.checked_sub(1)?).copied()
    }

    /// The position at which the forward pass has ended.
    pub fn end_of_forward(&self) -> usize {
        self.reverse
    }

    /// Whether a node's value has been reached.
    pub fn has_value(&self, node: NodeId, position: usize) -> bool {
        reached(self.value.get(node.index()), position)
    }

    /// Whether a node's gradient is complete.
    pub fn has_gradient(&self, node: NodeId, position: usize) -> bool {
        reached(self.gradient.get(node.index()), position)
    }

    /// Whether a value has arrived where the wire ends.
    pub fn is_carried(&self, wire: Wire, position: usize) -> bool {
        reached(self.of_wire(&self.carried, wire), position)
    }

    /// Whether there is a step in which a value goes along a wire.
    pub fn goes_along(&self, wire: Wire) -> bool {
        let carried = self.of_wire(&self.carried, wire);
        carried.is_some_and(|position| *position > 0)
    }

    /// Whether a wire has contributed to the gradient of the node that it starts at.
    pub fn has_contribution(&self, wire: Wire, position: usize) -> bool {
        reached(self.of_wire(&self.contribution, wire), position)
    }

    fn of_wire<'a>(&self, table: &'a [u32], wire: Wire) -> Option<&'a u32> {
        let start = *self.inputs.get(wire.to.index())? as usize;
        let end = *self.inputs.get(wire.to.index() + 1)? as usize;
        table.get(start..end)?.get(wire.input)
    }

    /// The position after all steps of the node that is next. In the forward pass a
    /// node's steps are its value and the wires that it leaves by, in the backward
    /// pass what flows back from it.
    pub fn next_node(&self, position: usize) -> usize {
        let after = self.stops.partition_point(|stop| *stop <= position);
        self.stops.get(after).copied().unwrap_or(self.len())
    }

    /// The position before the steps of the node that is on show.
    pub fn previous_node(&self, position: usize) -> usize {
        let before = self.stops.partition_point(|stop| *stop < position);
        before.checked_sub(1).map_or(0, |nth| self.stops[nth])
    }

    /// How many nodes [`next_node`](Steps::next_node) steps over from the start to the end.
    pub fn node_count(&self) -> usize {
        self.stops.len() - 1
    }

    /// How many of these nodes are stepped over at a position; one that is under way counts.
    pub fn nodes_at(&self, position: usize) -> usize {
        self.stops.partition_point(|stop| *stop < position)
    }

    /// The position after this many of these nodes.
    pub fn after_nodes(&self, count: usize) -> usize {
        self.stops.get(count).copied().unwrap_or(self.len())
    }

    /// The position that shows a node's value being computed; `None` if it isn't
    /// shown.
    pub fn to_value(&self, node: NodeId) -> Option<usize> {
        let position = *self.value.get(node.index())?;
        (position != NEVER && position > 0).then_some(position as usize)
    }

    /// The position at which a node's gradient is complete; `None` if it never is.
    pub fn to_gradient(&self, node: NodeId) -> Option<usize> {
        let position = *self.gradient.get(node.index())?;
        (position != NEVER).then_some(position as usize)
    }
}

fn reached(at: Option<&u32>, position: usize) -> bool {
    at.is_some_and(|at| *at != NEVER && *at as usize <= position)
}

/// Where the inputs of each node start when all are numbered, and where they end.
fn input_starts(graph: &Graph) -> Vec<u32> {
    let mut starts = vec![0; graph.index_bound() + 1];
    for (id, node) in graph.iter() {
        starts[id.index() + 1] = node.inputs().len() as u32;
    }
    let mut total = 0;
    for start in &mut starts {
        total += *start;
        *start = total;
    }
    starts
}
