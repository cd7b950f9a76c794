//! What the player shows on the canvas: the numbers that it has reached, and those that move.

use super::player::{FLIGHT, Player, RESULT};
use crate::core::explain::steps::{Step, StepScope};
use crate::core::graph::{NodeId, Wire};
use crate::gui::overlay::{Emphasis, Flight, Overlay, Shown};

impl Player {
    /// Whether the numbers that the current motion reaches are visible already: the result of a
    /// formula as soon as it is written, a moving number when it arrives.
    fn has_arrived(&self, moves: bool) -> bool {
        let progress = self.progress();
        if moves {
            progress >= 1.0
        } else {
            // Without a formula there is nothing to wait for.
            progress >= RESULT || !self.view.has_formula()
        }
    }

    /// How a number is shown, by whether it is reached at a position.
    fn shown(&self, reached: impl Fn(usize) -> bool, moves: bool) -> Shown {
        if reached(self.from) || reached(self.position) && self.has_arrived(moves) {
            Shown::AsIs
        } else {
            Shown::Absent
        }
    }
}

impl Overlay for Player {
    fn value(&self, node: NodeId) -> Shown {
        self.shown(|position| self.steps.has_value(node, position), false)
    }

    fn gradient(&self, node: NodeId) -> Shown {
        let is_written = match self.steps.at(self.position) {
            Some(Step::Seed(at) | Step::Sum(at)) => at == node,
            _ => false,
        };
        self.shown(
            |position| self.steps.has_gradient(node, position),
            !is_written,
        )
    }

    fn wire_value(&self, wire: Wire) -> Shown {
        self.shown(|position| self.steps.is_carried(wire, position), true)
    }

    fn wire_gradient(&self, wire: Wire) -> Shown {
        self.shown(
            |position| self.steps.has_contribution(wire, position),
            false,
        )
    }

    fn node_emphasis(&self, node: NodeId) -> Emphasis {
        let is_part = || self.steps.to_value(node).is_some();
        match () {
            () if self.lit_nodes().contains(&node) => Emphasis::Lit,
            () if self.show == StepScope::ParametersToTarget && !is_part() => Emphasis::Dimmed,
            () => Emphasis::Plain,
        }
    }

    fn wire_emphasis(&self, wire: Wire) -> Emphasis {
        let (steps, from, to) = (&self.steps, self.from, self.position);
        let carries = || steps.is_carried(wire, to) && !steps.is_carried(wire, from);
        let contributes =
            || steps.has_contribution(wire, to) && !steps.has_contribution(wire, from);
        match () {
            () if carries() || contributes() => Emphasis::Lit,
            () if self.show == StepScope::ParametersToTarget && !self.steps.goes_along(wire) => {
                Emphasis::Dimmed
            }
            () => Emphasis::Plain,
        }
    }

    fn lit_nodes(&self) -> &[NodeId] {
        self.view.nodes()
    }

    fn lit_wires(&self) -> &[Wire] {
        self.view.wires()
    }

    fn flights(&self) -> Vec<Flight> {
        let progress = self.progress();
        let start = if self.view.has_formula() { FLIGHT } else { 0.0 };
        if progress < start || progress >= 1.0 {
            return Vec::new();
        }
        self.view.flights((progress - start) / (1.0 - start))
    }

    fn dimmed_revision(&self) -> u64 {
        match self.show {
            StepScope::Everything => 0,
            StepScope::ParametersToTarget => self.dimmed_revision,
        }
    }

    fn redaction_revision(&self) -> u64 {
        // The numbers of a motion become visible in two parts.
        let arrived = u64::from(self.has_arrived(false)) + u64::from(self.has_arrived(true));
        (self.position as u64 + 1) * 3 + arrived
    }
}
