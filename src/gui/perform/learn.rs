//! The commands of the menu "Learn".

use eframe::egui::Context;

use crate::core::explain::steps::StepScope;
use crate::gui::app::App;
use crate::gui::command::Command;
use crate::gui::editor::Editor;
use crate::gui::files::Request;
use crate::gui::learn::lesson::LessonSession;
use crate::gui::learn::player::{Player, StepSize};
use crate::gui::learn::quiz::QuizMode;

impl App {
    /// Opens the mode of a command. The canvas gets the keys: the mode has keys of its own.
    pub(super) fn open_mode(&mut self, ctx: &Context, command: Command) {
        self.canvas.take_keys(ctx);
        if matches!(command, Command::QuizGradients | Command::QuizValues) {
            // The notes on the start panel contain answers.
            self.shell.close_start();
        }
        if self.learn.open_mode(&self.editor, command) {
            self.canvas.make_readable(&self.editor);
        }
    }

    /// Saves how the questions of the quiz or the lesson were answered.
    ///
    /// # Errors
    /// A field is still open; says so.
    pub(super) fn save_results(&mut self) -> Result<(), String> {
        match self.learn.results(&self.editor) {
            Some(results) => self.ask(Request::Results(Box::new(results))),
            None => Ok(()),
        }
    }

    /// Changes the player, if it is on.
    pub(super) fn in_player(&mut self, change: impl FnOnce(&mut Player, &Editor)) {
        if let Some(player) = self.learn.mode_mut() {
            change(player, &self.editor);
        }
    }

    /// Changes the quiz, if one is on.
    pub(super) fn in_quiz(&mut self, change: impl FnOnce(&mut QuizMode, &Editor)) {
        if let Some(quiz) = self.learn.mode_mut() {
            change(quiz, &self.editor);
        }
    }

    /// Changes the lesson, if one is open.
    pub(super) fn in_lesson(&mut self, change: impl FnOnce(&mut LessonSession, &Editor)) {
        if let Some(lesson) = self.learn.lesson_mut() {
            change(lesson, &self.editor);
        }
    }
}

/// Makes the player step by wire instead of by node, or the other way round.
pub(super) fn toggle_step_size(player: &mut Player, _editor: &Editor) {
    player.set_by(match player.by() {
        StepSize::Node => StepSize::Wire,
        StepSize::Wire => StepSize::Node,
    });
}

/// Makes the player leave out what isn't on a path to the target, or show all again.
pub(super) fn toggle_paths(player: &mut Player, editor: &Editor) {
    let show = match player.show() {
        StepScope::Everything => StepScope::ParametersToTarget,
        StepScope::ParametersToTarget => StepScope::Everything,
    };
    player.set_show(show, editor);
}
