//! What the commands of the menu "Learn" do.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

use super::forward_mode::ForwardMode;
use super::lens::Lens;
use super::nudging::Nudging;
use super::player::{By, Player};
use super::why::{Subject, Why};
use super::{Learn, Mode};
use crate::core::explain::steps::StepScope;
use crate::gui::command::{ANY_MODE_KEYS, Command, LESSON_KEYS, PLAYER_KEYS, QUIZ_KEYS};
use crate::gui::editor::Editor;

impl Learn {
    /// What a key on the canvas means that means something else otherwise.
    pub fn command_of(&self, key: Key, modifiers: Modifiers) -> Option<Command> {
        let keys = match &self.mode {
            None => &[],
            Some(Mode::Player(_)) => PLAYER_KEYS,
            Some(Mode::Quiz(_)) => QUIZ_KEYS,
            Some(_) => &[],
        };
        let any: &[_] = if self.mode.is_some() {
            ANY_MODE_KEYS
        } else {
            &[]
        };
        let lesson: &[_] = if self.lesson().is_some() && self.quiz().is_none() {
            LESSON_KEYS
        } else {
            &[]
        };
        let mut all = keys.iter().chain(lesson).chain(any);
        let fits = |keys: &KeyboardShortcut| {
            keys.logical_key == key && modifiers.matches_exact(keys.modifiers)
        };
        all.find(|(keys, _)| fits(keys))
            .map(|(_, command)| *command)
    }

    /// Carries out a command; false if it is about something else.
    pub(in crate::gui) fn command(&mut self, editor: &Editor, command: Command) -> bool {
        match command {
            Command::StepThrough => {
                let player = self.player().is_none().then(|| Player::new(editor));
                self.set(player.map(|player| Mode::Player(Box::new(player))));
            }
            Command::Nudge => {
                let node = editor.selection.only_node();
                let nudging = node.map(|node| Nudging::new(editor, node));
                self.set(nudging.map(|nudging| Mode::Nudge(Box::new(nudging))));
            }
            Command::Why => {
                let why = subject(editor).and_then(|subject| Why::new(editor, subject));
                self.set(why.map(|why| Mode::Why(Box::new(why))));
            }
            Command::ForwardMode => {
                let source = editor.selection.only_node();
                let forward = source.and_then(|source| ForwardMode::new(editor, source));
                self.set(forward.map(|forward| Mode::Forward(Box::new(forward))));
            }
            Command::StopExplaining => self.set(None),
            _ => return self.teach(editor, command) || self.player_command(editor, command),
        }
        true
    }

    fn player_command(&mut self, editor: &Editor, command: Command) -> bool {
        let Some(Mode::Player(player)) = &mut self.mode else {
            return is_of_player(command);
        };
        match command {
            Command::PlayPause => player.toggle_playing(editor),
            Command::StepOn => player.step(editor),
            Command::StepBack => player.back(editor),
            Command::StepToStart => player.seek(0, editor),
            Command::StepToEnd => player.seek(usize::MAX, editor),
            Command::StepByWire => player.set_by(match player.by() {
                By::Node => By::Wire,
                By::Wire => By::Node,
            }),
            Command::StepOnlyToTarget => {
                let show = match player.show() {
                    StepScope::Everything => StepScope::ParametersToTarget,
                    StepScope::ParametersToTarget => StepScope::Everything,
                };
                player.set_show(show, editor);
            }
            _ => return false,
        }
        true
    }

    /// Whether what a command switches is on; nothing if it is no switch of ours.
    pub(in crate::gui) fn is_on(&self, command: Command) -> Option<bool> {
        let player = self.player();
        Some(match command {
            Command::StepThrough => player.is_some(),
            Command::StepByWire => player.is_some_and(|it| it.by() == By::Wire),
            Command::StepOnlyToTarget => {
                player.is_some_and(|it| it.show() == StepScope::ParametersToTarget)
            }
            Command::Lesson => self.lesson().is_some(),
            Command::EditLesson => self.is_writing(),
            _ => return None,
        })
    }

    /// Why a command can't be carried out as it would tell what is kept back; nothing if it
    /// wouldn't.
    pub(in crate::gui) fn kept_from(
        &self,
        editor: &Editor,
        command: Command,
    ) -> Option<&'static str> {
        use Command as C;
        let is_quizzed = self.quiz().is_some();
        let would_tell = match command {
            C::Nudge | C::Why | C::ForwardMode | C::CheckGradients => true,
            // One quiz may follow another.
            C::QuizGradients | C::QuizValues => !is_quizzed,
            // They would end the quiz.
            C::StepThrough | C::WhyBackward => is_quizzed,
            _ => false,
        };
        let kept = self.keeps_back().filter(|_| would_tell);
        kept.or_else(|| {
            let graph = editor.document().graph();
            let is_told = match subject(editor).filter(|_| command == C::Why) {
                Some(Subject::Node(node)) => self.lens().gradient(node).is_told(),
                Some(Subject::Wire(wire)) => self.lens().tells_contribution(graph, wire),
                None => true,
            };
            (!is_told).then_some("this gradient hasn't been reached yet")
        })
    }

    /// Why a command can't be carried out now; nothing if it can.
    pub(in crate::gui) fn why_not(
        &self,
        editor: &Editor,
        command: Command,
    ) -> Option<&'static str> {
        let evaluation = editor.evaluation();
        let node = editor.selection.only_node();
        let has_value = || node.is_some_and(|node| evaluation.value(node).is_some());
        let has_gradient = || match subject(editor) {
            Some(Subject::Node(node)) => evaluation.program().reaches_target(node),
            Some(Subject::Wire(wire)) => evaluation.program().reaches_target(wire.to),
            None => false,
        };
        let kept = self.kept_from(editor, command);
        match command {
            _ if kept.is_some() => kept,
            Command::StepThrough if evaluation.program().order().is_empty() => {
                Some("nothing is computed")
            }
            Command::Nudge | Command::ForwardMode if node.is_none() => {
                Some("select one node first")
            }
            Command::Nudge | Command::ForwardMode if !has_value() => {
                Some("the selected node has no value")
            }
            Command::Why if subject(editor).is_none() => Some("select a node or a wire first"),
            Command::Why if !has_gradient() => Some("what is selected has no gradient"),
            Command::StopExplaining if self.mode.is_none() => Some("nothing is being explained"),
            _ if is_of_player(command) && self.player().is_none() => {
                Some("the player isn't on: choose \"Step through\" first")
            }
            _ => self.why_not_teach(editor, command),
        }
    }
}

fn is_of_player(command: Command) -> bool {
    use Command as C;
    matches!(
        command,
        C::PlayPause
            | C::StepOn
            | C::StepBack
            | C::StepToStart
            | C::StepToEnd
            | C::StepByWire
            | C::StepOnlyToTarget
    )
}

/// What is selected, to be asked about.
fn subject(editor: &Editor) -> Option<Subject> {
    let node = editor.selection.only_node().map(Subject::Node);
    node.or(editor.selection.wire.map(Subject::Wire))
}
