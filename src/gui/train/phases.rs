//! [`Phases`]: a step shown slowly: values move forward, gradients back, then the parameters
//! change.

use std::sync::Arc;

use crate::core::explain::steps::{StepScope, Steps};
use crate::core::graph::{NodeId, Wire};
use crate::core::number::typeset;
use crate::document::Revision;
use crate::gui::editor::Editor;
use crate::gui::overlay::{Emphasis, Flight, Overlay, Shown};

/// The parts of a step's time at which the backward pass and the update begin.
const BACKWARD: f32 = 0.42;
const UPDATE: f32 = 0.8;

/// A step that is shown slowly.
pub struct Phases {
    steps: Steps,
    made_from: (Revision, u64),
    /// How much of it has passed, from 0 to 1.
    part: f32,
    position: usize,
    lit: (Vec<NodeId>, Vec<Wire>),
    flying: Vec<Flight>,
}

/// What is going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Forward,
    Backward,
    Update,
}

impl Phase {
    pub(super) fn name(self) -> &'static str {
        match self {
            Phase::Forward => "forward: values",
            Phase::Backward => "backward: gradients",
            Phase::Update => "update: a step against the gradient",
        }
    }
}

fn made_from(editor: &Editor) -> (Revision, u64) {
    let structure = editor.document().structure_revision();
    (structure, editor.live().compilations())
}

fn steps(editor: &Editor) -> Steps {
    let program = editor.live().program();
    Steps::new(editor.document().graph(), program, StepScope::default())
}

impl Phases {
    pub(super) fn new(editor: &Editor) -> Phases {
        let mut phases = Phases {
            steps: steps(editor),
            made_from: made_from(editor),
            part: 0.0,
            position: 0,
            lit: Default::default(),
            flying: Vec::new(),
        };
        phases.look(editor);
        phases
    }

    /// Moves on by a part of the whole. True once, when it has ended; it is then at its
    /// beginning again.
    pub(super) fn tick(&mut self, part: f32, editor: &Editor) -> bool {
        if self.made_from != made_from(editor) {
            self.steps = steps(editor);
            self.made_from = made_from(editor);
        }
        self.part += part;
        let ends = self.part >= 1.0;
        if ends {
            self.part = 0.0;
        }
        self.look(editor);
        ends
    }

    pub(super) fn phase(&self) -> Phase {
        match self.part {
            part if part < BACKWARD => Phase::Forward,
            part if part < UPDATE => Phase::Backward,
            _ => Phase::Update,
        }
    }

    fn look(&mut self, editor: &Editor) {
        let (forward, all) = (self.steps.end_of_forward(), self.steps.len());
        let between = |from: f32, to: f32| ((self.part - from) / (to - from)).clamp(0.0, 1.0);
        let at = match self.phase() {
            Phase::Forward => between(0.0, BACKWARD) * forward as f32,
            Phase::Backward => forward as f32 + between(BACKWARD, UPDATE) * (all - forward) as f32,
            Phase::Update => all as f32,
        };
        self.position = at as usize;
        self.lit = Default::default();
        self.flying.clear();
        if self.phase() == Phase::Update {
            let trained = editor.nodes().filter(|(id, node)| {
                let is_trained = node.op().is_some_and(crate::core::op::Op::is_trained);
                is_trained && editor.reaches_target(*id)
            });
            self.lit.0 = trained.map(|(id, _)| id).take(MOST_LIT).collect();
            return;
        }
        let Some(step) = self.steps.at(self.position + 1) else {
            return;
        };
        self.lit.0.push(step.node());
        let Some(wire) = step.wire() else { return };
        self.lit.1.push(wire);
        let gradient = self.phase() == Phase::Backward;
        let number = match gradient {
            false => editor.start(wire).and_then(|from| editor.number(from)),
            true => editor.wire_gradient(wire).and_then(|it| it.as_scalar()),
        };
        let text: Arc<str> = match number {
            Some(x) => typeset(x, 4).into(),
            None => "▪".into(),
        };
        self.flying.push(Flight {
            wire,
            text,
            along: if gradient {
                1.0 - at.fract()
            } else {
                at.fract()
            },
            gradient,
        });
    }

    fn shown(&self, reached: bool) -> Shown {
        match reached {
            true => Shown::AsIs,
            false => Shown::Absent,
        }
    }
}

/// So many parameters are lit during an update.
const MOST_LIT: usize = 12;

impl Overlay for Phases {
    fn value(&self, node: NodeId) -> Shown {
        self.shown(self.steps.has_value(node, self.position))
    }

    fn gradient(&self, node: NodeId) -> Shown {
        self.shown(self.steps.has_gradient(node, self.position))
    }

    fn wire_value(&self, wire: Wire) -> Shown {
        self.shown(self.steps.is_carried(wire, self.position))
    }

    fn wire_gradient(&self, wire: Wire) -> Shown {
        self.shown(self.steps.has_contribution(wire, self.position))
    }

    fn node_emphasis(&self, node: NodeId) -> Emphasis {
        match self.lit.0.contains(&node) {
            true => Emphasis::Lit,
            false => Emphasis::Plain,
        }
    }

    fn wire_emphasis(&self, wire: Wire) -> Emphasis {
        match self.lit.1.contains(&wire) {
            true => Emphasis::Lit,
            false => Emphasis::Plain,
        }
    }

    fn lit_nodes(&self) -> &[NodeId] {
        &self.lit.0
    }

    fn lit_wires(&self) -> &[Wire] {
        &self.lit.1
    }

    fn flights(&self) -> Vec<Flight> {
        self.flying.clone()
    }

    fn redaction_revision(&self) -> u64 {
        self.position as u64 + 1
    }
}
