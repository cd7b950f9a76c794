//! What makes a person understand the numbers: stepping through the sweeps, nudging a
//! number, asking why. All of it looks at the document and its evaluation, and none
//! of it changes them.
//!
//! [`Learn`] holds what is on: one [`Mode`] at a time. A mode is a state that follows
//! the document and answers as a [`Lens`] how the canvas shows it; beside it stands a
//! file that draws its card or its bar. Numbers and sentences come from
//! [`explain`](crate::core::explain).

mod caption;
mod card;
pub mod check;
mod check_card;
mod commands;
pub mod cost;
mod cost_card;
pub mod forward_mode;
mod forward_mode_bar;
pub mod frozen;
pub mod lens;
pub mod lesson;
pub mod lesson_editor;
mod lesson_editor_panel;
mod lesson_panel;
mod nudge_card;
mod nudge_plot;
pub mod nudging;
pub mod player;
pub mod quiz;
mod quiz_bar;
mod reach;
mod secrets;
pub mod shot;
mod sign;
mod teaching;
mod transport;
pub mod why;
mod why_card;

use eframe::egui::{Context, Rect, Ui};

use super::action::Action;
use super::canvas::Canvas;
use super::editor::Editor;
use super::selection::Selection;
use super::theme::Theme;
use crate::core::graph::NodeId;
use card::Around;
use check::Checking;
use cost::Costs;
use forward_mode::ForwardMode;
use lens::{Layers, Lens, Plain};
use lesson::Lesson;
use lesson_editor::LessonEditor;
use nudging::Nudging;
use player::Player;
use quiz::Quizzing;
use why::{Subject, Why};

/// One way of explaining.
pub enum Mode {
    /// Steps through the sweeps.
    Player(Box<Player>),
    /// Changes a number a little.
    Nudge(Box<Nudging>),
    /// Says why a gradient is what it is.
    Why(Box<Why>),
    /// Shows forward mode instead of gradients.
    Forward(Box<ForwardMode>),
    /// Checks all gradients.
    Check(Box<Checking>),
    /// Asks for numbers.
    Quiz(Box<Quizzing>),
    /// Counts and times what derivatives cost.
    Cost(Box<Costs>),
}

/// What is being explained, if anything is.
#[derive(Default)]
pub struct Learn {
    mode: Option<Mode>,
    /// How often something was opened.
    opened: u64,
    /// The lesson that is given; a mode may be on besides.
    lesson: Option<Lesson>,
    writer: Option<LessonEditor>,
    /// The nodes that the view was last asked to show, and the canvas on which a card
    /// stood.
    shown: (Vec<NodeId>, Option<Rect>),
}

impl Learn {
    /// What is on.
    pub fn mode(&self) -> Option<&Mode> {
        self.mode.as_ref()
    }

    /// The player, if it is on.
    pub fn player(&self) -> Option<&Player> {
        match &self.mode {
            Some(Mode::Player(player)) => Some(player),
            _ => None,
        }
    }

    /// How the graph is shown: what may be told of it now, and what stands out.
    pub fn lens(&self) -> Layers<'_> {
        let front: &dyn Lens = match &self.mode {
            Some(Mode::Player(player)) => player.as_ref(),
            Some(Mode::Nudge(nudging)) => nudging.lens(),
            Some(Mode::Why(why)) => why.as_ref(),
            Some(Mode::Forward(forward)) => forward.lens(),
            Some(Mode::Check(checking)) => checking.as_ref(),
            Some(Mode::Quiz(quiz)) => quiz.lens(),
            Some(Mode::Cost(_)) | None => self.lesson_lens(),
        };
        // The quiz asks in the place of the lesson.
        let back = match &self.mode {
            Some(Mode::Quiz(_)) => &Plain,
            _ => self.lesson_lens(),
        };
        Layers { front, back }
    }

    fn lesson_lens(&self) -> &dyn Lens {
        self.lesson.as_ref().map_or(&Plain, Lesson::lens)
    }

    /// Why a mode that tells numbers can't be put on: they are kept back. `None` if none
    /// are. The player is no such mode, it tells one after another.
    pub(super) fn keeps_back(&self) -> Option<&'static str> {
        let is_asking = self.quiz().is_some_and(|quiz| quiz.current().is_some());
        let lesson = self.lesson.as_ref().filter(|_| self.quiz().is_none());
        match () {
            () if is_asking => Some("the quiz keeps numbers back: end it first (Esc)"),
            () if lesson.is_some_and(Lesson::keeps_anything_back) => {
                Some("the lesson keeps numbers back: answer its question, or go on")
            }
            () => None,
        }
    }

    /// The lesson that is given, if one is.
    pub fn lesson(&self) -> Option<&Lesson> {
        self.lesson.as_ref()
    }

    /// Whether a lesson is being written.
    pub fn is_writing(&self) -> bool {
        self.writer.is_some()
    }

    /// Begins with another document: with its lesson, if it has one.
    pub(super) fn open(&mut self, editor: &Editor) {
        let has_lesson = !editor.document().lesson().is_empty();
        *self = Learn {
            lesson: has_lesson.then(|| Lesson::new(editor)),
            ..Learn::default()
        };
    }

    /// Puts a mode on, in place of the one that was.
    pub fn set(&mut self, mode: Option<Mode>) {
        self.mode = mode;
        self.opened += 1;
        self.shown = Default::default();
    }

    /// Follows the document, the clock, and the canvas on the screen. To be called once a
    /// frame, before anything is drawn.
    pub(super) fn follow(
        &mut self,
        ctx: &Context,
        editor: &Editor,
        canvas: Option<Rect>,
        actions: &mut Vec<Action>,
    ) {
        let goes_on = match &mut self.mode {
            Some(Mode::Player(player)) => {
                player.follow(editor);
                // A frame that took long is no reason to leave something out.
                player.tick(ctx.input(|input| input.stable_dt).min(0.1), editor);
                if player.is_moving() {
                    ctx.request_repaint();
                }
                true
            }
            Some(Mode::Nudge(nudging)) => nudging.follow(editor),
            Some(Mode::Why(why)) => why.follow(editor),
            Some(Mode::Forward(forward)) => forward.follow(editor),
            Some(Mode::Check(checking)) => {
                checking.follow(ctx, editor);
                true
            }
            Some(Mode::Quiz(quiz)) => {
                quiz.follow(editor);
                true
            }
            Some(Mode::Cost(costs)) => {
                costs.follow(ctx, editor);
                true
            }
            None => true,
        };
        if let Some(lesson) = &mut self.lesson {
            lesson.follow(editor);
        }
        let tells = match &self.mode {
            Some(Mode::Nudge(_) | Mode::Why(_) | Mode::Forward(_) | Mode::Check(_)) => true,
            Some(Mode::Player(_) | Mode::Quiz(_) | Mode::Cost(_)) | None => false,
        };
        // The lesson may have gone on to a step that keeps numbers back.
        if !goes_on || tells && self.keeps_back().is_some() {
            self.set(None);
        }
        self.follow_with_view(ctx, editor, canvas, actions);
    }

    /// Lets the view follow what is shown; a card may have come to stand over it.
    fn follow_with_view(
        &mut self,
        ctx: &Context,
        editor: &Editor,
        canvas: Option<Rect>,
        actions: &mut Vec<Action>,
    ) {
        let has_card = self.card(ctx).is_some();
        let wanted = (self.to_be_seen(editor), canvas.filter(|_| has_card));
        if wanted != self.shown && !wanted.0.is_empty() {
            actions.push(Action::BringIntoView(wanted.0.clone()));
            self.shown = wanted;
        }
    }

    /// Where the card is on the screen, if one is open.
    pub(super) fn card(&self, ctx: &Context) -> Option<Rect> {
        let has_card = match &self.mode {
            Some(Mode::Nudge(_) | Mode::Why(_) | Mode::Check(_) | Mode::Cost(_)) => true,
            Some(Mode::Player(_) | Mode::Forward(_) | Mode::Quiz(_)) | None => false,
        };
        card::rect(ctx, self.opened).filter(|_| has_card)
    }

    /// Which panels give way in a window of this width: the ops, and the inspector. What
    /// is being explained needs the room.
    pub(super) fn pushes_aside(&self, window: f32) -> [bool; 2] {
        let is_on = self.mode.is_some() || self.lesson.is_some();
        [
            is_on && window < NARROW,
            self.is_writing() && window < NARROW,
        ]
    }

    /// The nodes that what is on talks about.
    fn to_be_seen(&self, editor: &Editor) -> Vec<NodeId> {
        let mut nodes = match (&self.mode, &self.lesson) {
            (Some(Mode::Player(player)), _) => {
                let graph = editor.document().graph();
                let start = |wire| graph.start_of(wire);
                let wires = player.shot().wires().iter().take(MOST_SHOWN);
                let ends = wires.flat_map(|wire| [start(*wire), Some(wire.to)]);
                let nodes = player.shot().nodes().iter().copied();
                return nodes.chain(ends.flatten()).collect();
            }
            (Some(Mode::Quiz(quiz)), _) => quiz.lens().lit_nodes().to_vec(),
            (Some(Mode::Nudge(nudging)), _) => vec![nudging.node()],
            (Some(Mode::Why(why)), _) => why.subject_nodes(editor),
            (None, Some(lesson)) => lesson.nodes(),
            _ => Vec::new(),
        };
        nodes.truncate(2 * MOST_SHOWN);
        nodes
    }

    /// Follows a selection by hand: the explanation goes to what was selected.
    pub(super) fn selected(&mut self, editor: &Editor, selection: &Selection) {
        let node = selection.only_node();
        match (&mut self.mode, node, selection.wire) {
            (Some(Mode::Player(player)), Some(node), _) => {
                player.skip_to(node, editor);
            }
            (Some(Mode::Nudge(nudging)), Some(node), _) => nudging.choose(editor, node),
            (Some(Mode::Forward(forward)), Some(node), _) => forward.choose(editor, node, 0),
            (Some(Mode::Why(why)), node, wire) => {
                let subject = node.map(Subject::Node).or(wire.map(Subject::Wire));
                if let Some(other) = subject.and_then(|subject| Why::new(editor, subject)) {
                    **why = other;
                }
            }
            _ => {}
        }
    }

    /// Draws what stands at the edge of the canvas; what is left of `ui` is the canvas's.
    pub(super) fn edges_ui(
        &mut self,
        ui: &mut Ui,
        editor: &Editor,
        theme: &Theme,
        actions: &mut Vec<Action>,
    ) {
        self.lesson_ui(ui, editor, theme, actions);
        let stays = match &mut self.mode {
            Some(Mode::Player(player)) => {
                let kept: &dyn Lens = self.lesson.as_ref().map_or(&Plain, Lesson::lens);
                transport::transport_ui(ui, player, editor, kept, theme)
            }
            Some(Mode::Forward(forward)) => forward_mode_bar::bar_ui(ui, forward, editor, theme),
            Some(Mode::Quiz(quiz)) => quiz_bar::bar_ui(ui, quiz, editor, theme),
            _ => true,
        };
        if !stays {
            self.set(None);
        }
    }

    fn lesson_ui(
        &mut self,
        ui: &mut Ui,
        editor: &Editor,
        theme: &Theme,
        actions: &mut Vec<Action>,
    ) {
        let Some(lesson) = &mut self.lesson else {
            return;
        };
        if matches!(self.mode, Some(Mode::Quiz(_))) {
            return; // Two that ask at a time are one too many.
        }
        if let Some(writer) = &mut self.writer
            && !lesson_editor_panel::panel_ui(ui, writer, lesson, editor, theme, actions)
        {
            self.writer = None;
        }
        if !lesson_panel::panel_ui(ui, lesson, editor, theme, actions) {
            (self.lesson, self.writer) = (None, None);
        }
    }

    /// Draws what floats above the canvas. To be called after the canvas was drawn.
    pub(super) fn floating_ui(
        &mut self,
        ctx: &Context,
        editor: &Editor,
        canvas: &Canvas,
        theme: &Theme,
        actions: &mut Vec<Action>,
    ) {
        let about = self.to_be_seen(editor);
        let around = Around {
            canvas,
            opened: self.opened,
            about: &about,
        };
        let stays = match &mut self.mode {
            Some(Mode::Nudge(nudging)) => nudge_card::card_ui(ctx, nudging, editor, around, theme),
            Some(Mode::Why(why)) => why_card::card_ui(ctx, why, editor, around, theme, actions),
            Some(Mode::Check(checking)) => {
                check_card::card_ui(ctx, checking, editor, around, theme, actions)
            }
            Some(Mode::Quiz(quiz)) => {
                quiz_bar::field_ui(ctx, quiz, editor, canvas, theme);
                true
            }
            Some(Mode::Cost(costs)) => cost_card::card_ui(ctx, costs, around, theme),
            _ => true,
        };
        if !stays {
            self.set(None);
        }
    }
}

/// In a window that is narrower, in points, panels give way to what is explained.
const NARROW: f32 = 900.0;

/// The view follows this many wires at once; more would take it from one end of a graph
/// to the other.
const MOST_SHOWN: usize = 12;
