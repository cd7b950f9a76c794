//! What the commands about checks, quizzes and lessons do.

use super::check::Checking;
use super::lesson::Lesson;
use super::lesson_editor::LessonEditor;
use super::quiz::Quizzing;
use super::{Learn, Mode};
use crate::core::explain::quiz::QuizSubject;
use crate::gui::command::Command;
use crate::gui::editor::Editor;

impl Learn {
    /// Carries out a command; false if it is about something else.
    pub(super) fn teach(&mut self, editor: &Editor, command: Command) -> bool {
        match command {
            Command::CheckGradients => {
                self.set(Some(Mode::Check(Box::new(Checking::new(editor)))));
            }
            Command::WhyBackward => self.set(Some(Mode::Cost(Box::default()))),
            Command::QuizGradients => self.ask(editor, QuizSubject::Gradients),
            Command::QuizValues => self.ask(editor, QuizSubject::Values),
            Command::Lesson => {
                self.lesson = self.lesson.is_none().then(|| Lesson::new(editor));
                self.writer = None;
            }
            Command::EditLesson => {
                self.writer = self.writer.is_none().then(LessonEditor::default);
                let lesson = self.lesson.get_or_insert_with(|| Lesson::new(editor));
                lesson.follow(editor);
            }
            Command::LessonOn | Command::LessonBack => match (&mut self.lesson, command) {
                (Some(lesson), Command::LessonOn) => lesson.go_on(editor),
                (Some(lesson), _) => lesson.go_back(editor),
                (None, _) => {}
            },
            _ => return self.quiz_command(editor, command),
        }
        true
    }

    fn ask(&mut self, editor: &Editor, subject: QuizSubject) {
        self.set(Some(Mode::Quiz(Box::new(Quizzing::new(editor, subject)))));
    }

    /// The quiz, if it is on.
    pub fn quiz(&self) -> Option<&Quizzing> {
        match &self.mode {
            Some(Mode::Quiz(quiz)) => Some(quiz),
            _ => None,
        }
    }

    fn quiz_command(&mut self, editor: &Editor, command: Command) -> bool {
        if !is_of_quiz(command) {
            return false;
        }
        if let Some(Mode::Quiz(quiz)) = &mut self.mode {
            match command {
                Command::QuizHint => quiz.ask_for_hint(editor),
                Command::QuizSkip => quiz.skip(),
                Command::QuizTell => quiz.give_up(editor),
                _ => quiz.take_keys(),
            }
        }
        true
    }

    /// Why a command can't be carried out now; nothing if it can.
    pub(super) fn why_not_teach(&self, editor: &Editor, command: Command) -> Option<&'static str> {
        let is_asking = self.quiz().is_some_and(|quiz| quiz.current().is_some());
        match command {
            Command::CheckGradients | Command::QuizGradients | Command::WhyBackward
                if editor.target().is_none() =>
            {
                Some("there is no target, so there are no gradients")
            }
            Command::QuizValues if editor.evaluation().program().order().is_empty() => {
                Some("nothing is computed")
            }
            Command::Lesson if self.lesson.is_none() && editor.document().lesson().is_empty() => {
                Some("this graph has no lesson: write one in the lesson editor")
            }
            Command::LessonOn | Command::LessonBack if self.lesson.is_none() => {
                Some("no lesson is on")
            }
            _ if is_of_quiz(command) && !is_asking => Some("no quiz is on"),
            _ => None,
        }
    }
}

fn is_of_quiz(command: Command) -> bool {
    matches!(
        command,
        Command::QuizAnswer | Command::QuizHint | Command::QuizSkip | Command::QuizTell
    )
}
