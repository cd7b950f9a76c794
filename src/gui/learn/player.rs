//! [`Player`]: steps through the two sweeps, one node or one wire at a time.
//!
//! A clock without a window: [`Player::tick`] moves it on, and it answers as an [`Overlay`]
//! what has been reached. What it says and which numbers fly is worked out once for a
//! step, as a [`StepView`].

use std::ops::Range;

use crate::core::explain::steps::{Step, StepScope, Steps};
use crate::core::graph::{NodeId, Wire};
use crate::gui::editor::Editor;

use super::mode::{Revisions, revisions};
use super::step_view::StepView;
use crate::gui::overlay::{Emphasis, Flight, Overlay, Shown};

/// What one press of a key steps over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepSize {
    /// All that happens at a node.
    #[default]
    Node,
    /// One value, or one wire.
    Wire,
}

/// A motion is over the whole of it from 0 to 1. The formula stands with names first,
/// from here on with numbers,
pub const NUMBERS: f32 = 0.2;
/// from here on with its result,
pub const RESULT: f32 = 0.4;
/// and from here on the result flies.
pub const FLIGHT: f32 = 0.55;

/// The speeds that can be chosen; 1 leaves time to read along.
pub const SPEEDS: std::ops::RangeInclusive<f32> = 0.25..=32.0;

/// How long one motion takes at speed 1, in seconds: with a formula to read, without.
const SECONDS: (f32, f32) = (3.0, 0.9);
/// And how long it then rests before the next.
const REST: f32 = 0.5;

/// Where the player is, and how it goes on.
pub struct Player {
    steps: Steps,
    made_from: Revisions,
    /// Steps taken before the motion that is on show, and with it.
    from: usize,
    position: usize,
    /// Seconds since that began, at speed 1.
    elapsed: f32,
    playing: bool,
    by: StepSize,
    show: StepScope,
    /// How fast it goes, within [`SPEEDS`].
    pub speed: f32,
    view: StepView,
    dimmed_revision: u64,
}

impl Player {
    /// At the start, at rest.
    pub fn new(editor: &Editor) -> Player {
        let show = StepScope::default();
        let mut player = Player {
            steps: steps(editor, show),
            made_from: revisions(editor),
            from: 0,
            position: 0,
            elapsed: 0.0,
            playing: false,
            by: StepSize::default(),
            show,
            speed: 1.0,
            view: StepView::default(),
            dimmed_revision: 0,
        };
        player.look(editor);
        player
    }

    /// Follows the document: another value or another wire begins anew.
    pub fn follow(&mut self, editor: &Editor) {
        if self.made_from != revisions(editor) {
            self.made_from = revisions(editor);
            self.begin_anew(editor);
        }
    }

    fn begin_anew(&mut self, editor: &Editor) {
        self.steps = steps(editor, self.show);
        self.seek(0, editor);
    }

    /// Moves on by so many seconds.
    pub fn tick(&mut self, seconds: f32, editor: &Editor) {
        if !self.is_moving() {
            return;
        }
        self.elapsed += seconds.max(0.0) * self.speed;
        while self.playing && self.elapsed >= self.length() + REST {
            let over = self.elapsed - self.length() - REST;
            if !self.advance() {
                self.playing = false;
                break;
            }
            self.elapsed = over;
        }
        self.look(editor);
    }

    /// Whether another frame will look different.
    pub fn is_moving(&self) -> bool {
        self.playing || self.progress() < 1.0
    }

    /// Whether it goes on by itself.
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    /// Plays, or rests. At the end it plays from the start.
    pub fn toggle_playing(&mut self, editor: &Editor) {
        self.playing = !self.playing;
        if self.playing && self.position == self.steps.len() {
            self.seek(0, editor);
        }
        if self.playing && self.progress() >= 1.0 {
            // No rest before the first motion.
            self.elapsed = self.length() + REST;
        }
    }

    /// One step on.
    pub fn step(&mut self, editor: &Editor) {
        self.playing = false;
        if self.advance() {
            self.look(editor);
        } else {
            self.elapsed = self.length();
        }
    }

    fn advance(&mut self) -> bool {
        if self.position == self.steps.len() {
            return false;
        }
        self.from = self.position;
        self.position = match self.by {
            StepSize::Node => self.steps.next_node(self.position),
            StepSize::Wire => self.position + 1,
        };
        self.elapsed = 0.0;
        true
    }

    /// One step back.
    pub fn back(&mut self, editor: &Editor) {
        self.playing = false;
        let to = self.before(self.position);
        self.seek(to, editor);
    }

    fn before(&self, position: usize) -> usize {
        match self.by {
            StepSize::Node => self.steps.previous_node(position),
            StepSize::Wire => position.saturating_sub(1),
        }
    }

    /// To where so many steps have been taken, with nothing in flight.
    pub fn seek(&mut self, position: usize, editor: &Editor) {
        self.position = position.min(self.steps.len());
        self.from = self.before(self.position);
        self.look(editor);
        self.elapsed = self.length();
    }

    /// To where a node's value is computed, or in the reverse sweep to where its
    /// gradient is complete. False if it isn't among the steps.
    pub fn skip_to(&mut self, node: NodeId, editor: &Editor) -> bool {
        let in_reverse = self.position > self.steps.end_of_forward();
        let gradient = self.steps.to_gradient(node).filter(|_| in_reverse);
        let position = gradient.or_else(|| self.steps.to_value(node));
        if let Some(position) = position {
            self.position = position;
            self.from = position.saturating_sub(1);
            self.elapsed = 0.0;
            self.look(editor);
        }
        position.is_some()
    }

    /// How many steps have been taken.
    pub fn position(&self) -> usize {
        self.position
    }

    /// All steps.
    pub fn steps(&self) -> &Steps {
        &self.steps
    }

    /// What one press of a key steps over.
    pub fn by(&self) -> StepSize {
        self.by
    }

    /// Changes what one press of a key steps over.
    pub fn set_by(&mut self, by: StepSize) {
        self.by = by;
    }

    /// Which nodes are stepped through.
    pub fn show(&self) -> StepScope {
        self.show
    }

    /// Changes which nodes are stepped through, and begins anew.
    pub fn set_show(&mut self, show: StepScope, editor: &Editor) {
        self.show = show;
        self.dimmed_revision += 1;
        self.begin_anew(editor);
    }

    /// What is on show.
    pub fn view(&self) -> &StepView {
        &self.view
    }

    /// How much of the motion is over, from 0 to 1.
    pub fn progress(&self) -> f32 {
        (self.elapsed / self.length()).clamp(0.0, 1.0)
    }

    /// How long the motion takes, in seconds at speed 1.
    fn length(&self) -> f32 {
        match self.view.has_formula() {
            true => SECONDS.0,
            false => SECONDS.1,
        }
    }

    fn motion(&self) -> Range<usize> {
        self.from..self.position
    }

    /// Works out what is on show, if that has changed.
    fn look(&mut self, editor: &Editor) {
        let motion = self.motion();
        self.view.update(editor, &self.steps, motion);
    }

    /// Whether what is reached by the motion on show is there already: numbers of a
    /// formula with its result, what flies when it lands.
    fn has_come(&self, flies: bool) -> bool {
        let progress = self.progress();
        if flies {
            progress >= 1.0
        } else {
            // What has no formula is said at once.
            progress >= RESULT || !self.view.has_formula()
        }
    }

    /// How a number is shown that is reached or not, before the motion and with it.
    fn shown(&self, reached: impl Fn(usize) -> bool, flies: bool) -> Shown {
        if reached(self.from) || reached(self.position) && self.has_come(flies) {
            Shown::AsIs
        } else {
            Shown::Absent
        }
    }
}

fn steps(editor: &Editor, show: StepScope) -> Steps {
    Steps::new(
        editor.document().graph(),
        editor.evaluation().program(),
        show,
    )
}

impl Overlay for Player {
    fn value(&self, node: NodeId) -> Shown {
        self.shown(|position| self.steps.has_value(node, position), false)
    }

    fn gradient(&self, node: NodeId) -> Shown {
        let said = match self.steps.at(self.position) {
            Some(Step::Seed(at) | Step::Sum(at)) => at == node,
            _ => false,
        };
        self.shown(|position| self.steps.has_gradient(node, position), !said)
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
        // What comes with the motion comes in two parts.
        let come = u64::from(self.has_come(false)) + u64::from(self.has_come(true));
        (self.position as u64 + 1) * 3 + come
    }
}
