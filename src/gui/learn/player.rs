//! [`Player`]: steps through the forward and the backward pass, one node or one wire at a time.
//!
//! It needs no window: [`Player::tick`] moves it on, and as an overlay it shows the numbers that
//! have been reached. Its text and the numbers that move are computed once for each step,
//! as a [`StepView`].

use std::ops::Range;

use super::mode::{Revisions, revisions};
use super::step_view::StepView;
use crate::core::explain::steps::{StepScope, Steps};
use crate::core::graph::NodeId;
use crate::gui::editor::Editor;

/// What is one step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepSize {
    /// Everything that happens at one node.
    #[default]
    Node,
    /// One value or one wire.
    Wire,
}

/// The parts of a motion, from 0 to 1. At first the formula has names only; from here on it
/// has numbers,
pub const NUMBERS: f32 = 0.2;
/// from here on with its result,
pub const RESULT: f32 = 0.4;
/// (if it is to wait for that, it waits here),
const PAUSE: f32 = 0.38;
/// and from here on the result moves along its wires.
pub const FLIGHT: f32 = 0.55;

/// The speeds; at 1 there is time to read along.
pub const SPEEDS: std::ops::RangeInclusive<f32> = 0.25..=32.0;

/// How long one motion takes at speed 1, in seconds: with a formula to read, and without.
const SECONDS: (f32, f32) = (3.0, 0.9);
/// The pause after each motion, in seconds.
const REST: f32 = 0.5;

/// Where the player is, and how it plays.
pub struct Player {
    pub(super) steps: Steps,
    made_from: Revisions,
    /// How many steps are taken before the current motion, and after it.
    pub(super) from: usize,
    pub(super) position: usize,
    /// Seconds since the motion began, at speed 1.
    elapsed: f32,
    playing: bool,
    /// Whether a formula stands without its result until that is asked for.
    pauses: bool,
    /// Whether the result of the current motion was asked for.
    revealed: bool,
    by: StepSize,
    pub(super) show: StepScope,
    /// The speed, within [`SPEEDS`].
    pub speed: f32,
    pub(super) view: StepView,
    pub(super) dimmed_revision: u64,
}

impl Player {
    /// A player at the start, paused.
    pub fn new(editor: &Editor) -> Player {
        let show = StepScope::default();
        let mut player = Player {
            steps: steps(editor, show),
            made_from: revisions(editor),
            from: 0,
            position: 0,
            elapsed: 0.0,
            playing: false,
            pauses: false,
            revealed: false,
            by: StepSize::default(),
            show,
            speed: 1.0,
            view: StepView::default(),
            dimmed_revision: 0,
        };
        player.update_view(editor);
        player
    }

    /// Follows the document: a change of a value or a wire restarts the player.
    pub fn follow(&mut self, editor: &Editor) {
        if self.made_from != revisions(editor) {
            self.made_from = revisions(editor);
            self.restart(editor);
        }
    }

    fn restart(&mut self, editor: &Editor) {
        self.steps = steps(editor, self.show);
        self.seek(0, editor);
    }

    /// Moves on by this many seconds.
    pub fn tick(&mut self, seconds: f32, editor: &Editor) {
        if !self.is_moving() {
            return;
        }
        self.elapsed += seconds.max(0.0) * self.speed;
        if self.pauses && !self.revealed && self.view.has_formula() {
            self.elapsed = self.elapsed.min(PAUSE * self.length());
        }
        while self.playing && self.elapsed >= self.length() + REST {
            let over = self.elapsed - self.length() - REST;
            if !self.advance() {
                self.playing = false;
                break;
            }
            self.elapsed = over;
        }
        self.update_view(editor);
    }

    /// Whether the next frame will look different.
    pub fn is_moving(&self) -> bool {
        !self.is_waiting() && (self.playing || self.progress() < 1.0)
    }

    /// Whether a formula is on show, and its result waits to be asked for.
    pub fn is_waiting(&self) -> bool {
        let hides = self.pauses && !self.revealed && self.view.has_formula();
        hides && (PAUSE..RESULT).contains(&self.progress())
    }

    /// Whether a formula stands without its result until that is asked for.
    pub fn pauses(&self) -> bool {
        self.pauses
    }

    /// Changes whether a formula stands without its result until that is asked for.
    pub fn set_pauses(&mut self, pauses: bool) {
        self.pauses = pauses;
    }

    /// Whether it plays the steps by itself.
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    /// Shows the result that waits; or else plays or pauses. At the end it plays from the
    /// start.
    pub fn toggle_playing(&mut self, editor: &Editor) {
        if self.is_waiting() {
            self.revealed = true;
            return;
        }
        self.playing = !self.playing;
        if self.playing && self.position == self.steps.len() {
            self.seek(0, editor);
        }
        if self.playing && self.progress() >= 1.0 {
            // No pause before the first motion.
            self.elapsed = self.length() + REST;
        }
    }

    /// Shows the result that waits, or else goes one step forward.
    pub fn step(&mut self, editor: &Editor) {
        if self.is_waiting() {
            self.revealed = true;
            return;
        }
        self.playing = false;
        if self.advance() {
            self.update_view(editor);
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
        self.revealed = false;
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

    /// Goes to where this many steps have been taken; nothing moves.
    pub fn seek(&mut self, position: usize, editor: &Editor) {
        self.position = position.min(self.steps.len());
        self.from = self.before(self.position);
        self.update_view(editor);
        self.elapsed = self.length();
        self.revealed = true;
    }

    /// Goes to the step that computes a node's value, or in the backward pass to the step that
    /// completes its gradient. False if no step does.
    pub fn skip_to(&mut self, node: NodeId, editor: &Editor) -> bool {
        let in_reverse = self.position > self.steps.end_of_forward();
        let gradient = self.steps.to_gradient(node).filter(|_| in_reverse);
        let position = gradient.or_else(|| self.steps.to_value(node));
        if let Some(position) = position {
            self.position = position;
            self.from = position.saturating_sub(1);
            self.elapsed = 0.0;
            self.revealed = false;
            self.update_view(editor);
        }
        position.is_some()
    }

    /// How many steps were made, of how many: nodes or wires, whichever it steps by.
    pub fn steps_done(&self) -> (usize, usize) {
        match self.by() {
            StepSize::Node => (self.steps.nodes_at(self.position), self.steps.node_count()),
            StepSize::Wire => (self.position, self.steps.len()),
        }
    }

    /// How many steps have been taken.
    pub fn position(&self) -> usize {
        self.position
    }

    /// All steps.
    pub fn steps(&self) -> &Steps {
        &self.steps
    }

    /// What is one step.
    pub fn by(&self) -> StepSize {
        self.by
    }

    /// Changes what is one step.
    pub fn set_by(&mut self, by: StepSize) {
        self.by = by;
    }

    /// Which nodes have steps.
    pub fn show(&self) -> StepScope {
        self.show
    }

    /// Changes which nodes have steps, and restarts.
    pub fn set_show(&mut self, show: StepScope, editor: &Editor) {
        self.show = show;
        self.dimmed_revision += 1;
        self.restart(editor);
    }

    /// The text and the moving numbers of the current motion.
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

    /// Updates the view, if the motion has changed.
    fn update_view(&mut self, editor: &Editor) {
        let motion = self.motion();
        self.view.update(editor, &self.steps, motion);
    }
}

fn steps(editor: &Editor, show: StepScope) -> Steps {
    Steps::new(editor.document().graph(), editor.live().program(), show)
}
