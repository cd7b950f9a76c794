//! Which commands of the menu "Learn" can be carried out now, and which are switched on.

use eframe::egui::{Key, Modifiers};

use super::lesson::LessonSession;
use super::mode::{WhileRedacted, why_not_explained};
use super::player::{Player, StepSize};
use super::quiz::QuizMode;
use super::registry::opened_by;
use super::state::Learn;
use super::why::GradientOf;
use crate::core::explain::steps::StepScope;
use crate::gui::command::{ANY_MODE_KEYS, Command, KeyBinding, LESSON_KEYS};
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;

impl Learn {
    /// What a key on the canvas means while something is explained, if it means something
    /// else than usual.
    pub fn command_of(&self, key: Key, modifiers: Modifiers) -> Option<Command> {
        let mode = self.mode.as_ref();
        let of_mode = mode.map_or(&[][..], |open| open.mode.keys());
        let has_lesson = self.lesson.is_some() && !self.replaces_lesson();
        let of_lesson = if has_lesson { LESSON_KEYS } else { &[] };
        let of_any = if mode.is_some() { ANY_MODE_KEYS } else { &[] };
        let fits = |(keys, _): &&KeyBinding| {
            keys.logical_key == key && modifiers.matches_exact(keys.modifiers)
        };
        let mut all = of_mode.iter().chain(of_lesson).chain(of_any);
        all.find(fits).map(|(_, command)| *command)
    }

    /// Whether what a command switches is on; `None` if it is no switch of this menu.
    pub(in crate::gui) fn is_on(&self, command: Command) -> Option<bool> {
        let player = self.mode::<Player>();
        Some(match command {
            Command::StepThrough => player.is_some(),
            Command::StepByWire => player.is_some_and(|it| it.by() == StepSize::Wire),
            Command::PauseBeforeResult => player.is_some_and(Player::pauses),
            Command::StepOnlyToTarget => {
                player.is_some_and(|it| it.show() == StepScope::ParametersToTarget)
            }
            Command::Lesson => self.lesson.is_some(),
            Command::EditLesson => self.is_editing_lesson(),
            _ => return None,
        })
    }

    /// Why numbers are redacted now, if a quiz or the lesson redacts any. The player is not
    /// counted: it shows them one after another.
    pub(super) fn redaction_reason(&self) -> Option<&'static str> {
        let mode = self.mode.as_ref();
        let lesson = self.lesson.as_ref().filter(|_| !self.replaces_lesson());
        let of_mode = mode.and_then(|open| open.mode.redaction_reason());
        of_mode.or_else(|| {
            let redacts = lesson.is_some_and(LessonSession::redacts_anything);
            redacts.then_some("the lesson hides numbers: answer its question, or go on")
        })
    }

    /// Why a command can't be carried out because it would show redacted numbers; `None` if
    /// it wouldn't.
    pub(in crate::gui) fn redaction_forbids(
        &self,
        editor: &Editor,
        command: Command,
    ) -> Option<&'static str> {
        let in_quiz = self.mode::<QuizMode>().is_some();
        let is_allowed = match opened_by(command)?.redacted {
            WhileRedacted::Never => false,
            WhileRedacted::InLesson => !in_quiz,
            WhileRedacted::InQuiz => in_quiz,
        };
        let reason = self.redaction_reason().filter(|_| !is_allowed);
        reason.or_else(|| {
            let asks_why = command == Command::Why;
            let is_visible = match GradientOf::selected(&editor.selection).filter(|_| asks_why) {
                Some(GradientOf::Node(node)) => self.overlay().gradient(node).is_visible(),
                Some(GradientOf::Wire(wire)) => {
                    let graph = editor.document().graph();
                    self.overlay().explains_contribution(graph, wire)
                }
                None => true,
            };
            (!is_visible).then_some("this gradient hasn't been reached yet")
        })
    }

    /// Why a command can't be carried out now; `None` if it can.
    pub(in crate::gui) fn why_not(
        &self,
        editor: &Editor,
        command: Command,
    ) -> Option<&'static str> {
        use Command as C;
        if let Some(row) = opened_by(command) {
            let forbidden =
                why_not_explained(editor, row).or_else(|| self.redaction_forbids(editor, command));
            return forbidden.or_else(|| (row.why_not)(editor));
        }
        let no_lesson = self.lesson.is_none();
        match command {
            C::StopExplaining => self.mode.is_none().then_some("nothing is being explained"),
            C::PlayPause
            | C::StepOn
            | C::StepBack
            | C::StepToStart
            | C::StepToEnd
            | C::StepByWire
            | C::PauseBeforeResult
            | C::StepOnlyToTarget => {
                let is_off = self.mode::<Player>().is_none();
                is_off.then_some("the player isn't open: choose \"Step through\" first")
            }
            C::QuizAnswer | C::QuizHint | C::QuizSkip | C::QuizTell => {
                let quiz = self.mode::<QuizMode>();
                let asks = quiz.is_some_and(|quiz| quiz.current().is_some());
                (!asks).then_some("no quiz is on")
            }
            C::SaveResults => {
                let has_none = self.results(editor).is_none();
                has_none.then_some("no quiz and no lesson with questions is open")
            }
            C::Lesson => (no_lesson && editor.document().lesson().is_empty())
                .then_some("this graph has no lesson: write one in the lesson editor"),
            C::LessonOn | C::LessonBack => no_lesson.then_some("no lesson is open"),
            _ => None,
        }
    }
}
