//! [`StepView`]: what the player shows between two positions: equations, highlights and the
//! numbers that move. It is computed once for each motion.

use std::ops::Range;
use std::sync::Arc;

use crate::core::explain::notation::Notation;
use crate::core::explain::outgoing::Outgoing;
use crate::core::explain::steps::{Step, Steps};
use crate::core::explain::text::{Explainer, Explanation};
use crate::core::graph::{NodeId, Wire};
use crate::document::Revision;
use crate::gui::editor::Editor;

use crate::gui::overlay::{Flight, Overlay};

/// At most this many equations of one motion are written.
const MOST_LINES: usize = 24;
/// At most this many numbers move at once; more are not distinguishable.
const MOST_FLIGHTS: usize = 200;

/// What the player shows for one motion.
#[derive(Default)]
pub struct StepView {
    made_from: Option<(Revision, Revision, Range<usize>)>,
    outgoing: Option<(Revision, Outgoing)>,
    lines: Vec<(Step, Explanation)>,
    left_out: usize,
    forward: bool,
    formula: bool,
    nodes: Vec<NodeId>,
    wires: Vec<Wire>,
    flying: Vec<(Wire, Arc<str>)>,
}

impl StepView {
    /// Computes the view of the steps between two positions, unless it is up to date.
    pub(super) fn update(&mut self, editor: &Editor, steps: &Steps, motion: Range<usize>) {
        let document = editor.document();
        let structure = document.structure_revision();
        let key = (structure, document.values_revision(), motion.clone());
        if self.made_from.as_ref() == Some(&key) {
            return;
        }
        let known = self
            .outgoing
            .take()
            .filter(|(known, _)| *known == structure);
        let graph = document.graph();
        let (_, outgoing) = known.unwrap_or_else(|| {
            let program = editor.live().program();
            (structure, Outgoing::to_target(graph, program))
        });
        let explainer = Explainer::new(graph, editor.evaluation(), &outgoing, Notation::Text);
        let taken = steps.all().get(motion.clone()).unwrap_or_default();
        self.forward = motion.end <= steps.end_of_forward();
        self.write_lines(&explainer, taken);
        self.light(editor, &explainer, taken);
        self.outgoing = Some((structure, outgoing));
        self.made_from = Some(key);
    }

    fn write_lines(&mut self, explainer: &Explainer<'_>, taken: &[Step]) {
        // A moving value has a line only if it is the only step.
        let alone = taken.len() == 1;
        let says = |step: &&Step| alone || !matches!(step, Step::Carry(_));
        let said = taken.iter().filter(says);
        self.left_out = said.clone().count().saturating_sub(MOST_LINES);
        self.lines = said
            .take(MOST_LINES)
            .map(|step| (*step, explainer.step(*step)))
            .collect();
        let has_formula = |(_, said): &(Step, Explanation)| !said.equation.names.is_empty();
        self.formula = self.lines.iter().any(has_formula);
    }

    fn light(&mut self, editor: &Editor, explainer: &Explainer<'_>, taken: &[Step]) {
        self.wires = taken.iter().filter_map(|step| step.wire()).collect();
        let flying = taken.iter().filter_map(|step| {
            let wire = step.wire()?;
            let shape = editor.shape(editor.start(wire)?)?;
            let text = match shape.is_scalar() {
                true => explainer.step(*step).equation.result,
                // A tensor moves as its shape: all its numbers would be too many.
                false => {
                    let lengths: Vec<String> = shape.dims().map(|n| n.to_string()).collect();
                    lengths.join("×")
                }
            };
            Some((wire, Arc::from(text)))
        });
        self.flying = flying.take(MOST_FLIGHTS).collect();
        let place = |step: &Step| match *step {
            Step::Carry(wire) => editor.start(wire),
            step => Some(step.node()),
        };
        self.nodes = taken.first().and_then(place).into_iter().collect();
    }

    /// The equations, one for each step.
    pub fn lines(&self) -> &[(Step, Explanation)] {
        &self.lines
    }

    /// Whether an overlay allows the equation of a step to be shown.
    pub(super) fn is_visible(&self, editor: &Editor, overlay: &dyn Overlay, step: Step) -> bool {
        let graph = editor.document().graph();
        let outgoing = |node| {
            self.outgoing
                .as_ref()
                .map_or(&[][..], |(_, all)| all.of(node))
        };
        match step {
            Step::Value(node) => overlay.explains_value(graph, node),
            Step::Carry(wire) => overlay.wire_value(wire).is_visible(),
            Step::Contribution(wire) => overlay.explains_contribution(graph, wire),
            Step::Seed(node) | Step::Sum(node) => {
                overlay.explains_gradient(graph, node, outgoing(node))
            }
        }
    }

    /// How many more lines there are.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// Whether it belongs to the forward pass.
    pub fn is_forward(&self) -> bool {
        self.forward
    }

    /// Whether there is a formula to read.
    pub fn has_formula(&self) -> bool {
        self.formula
    }

    /// The highlighted nodes.
    pub fn nodes(&self) -> &[NodeId] {
        &self.nodes
    }

    /// The wires along which numbers move.
    pub fn wires(&self) -> &[Wire] {
        &self.wires
    }

    /// The moving numbers at this part of their way, from 0 to 1.
    pub(super) fn flights(&self, part: f32) -> Vec<Flight> {
        // Slower at both ends.
        let eased = part * part * (3.0 - 2.0 * part);
        let along = if self.forward { eased } else { 1.0 - eased };
        let each = self.flying.iter().map(|(wire, text)| Flight {
            wire: *wire,
            text: text.clone(),
            along,
            gradient: !self.forward,
        });
        each.collect()
    }
}
