//! How a learner answered a quiz.

use super::quiz::QuizMode;
use super::results::{Asker, QuestionOutcome, QuestionResult, QuizResults};
use crate::core::explain::quiz::{QuestionState, QuizQuestion, QuizSubject};
use crate::core::number::short;
use crate::gui::editor::Editor;

impl QuizMode {
    /// How the learner answered the questions.
    pub fn results(&self, editor: &Editor) -> QuizResults {
        let question_result = |(at, question): (usize, &QuizQuestion)| {
            let progress = self.quiz().progress(at).unwrap_or_default();
            let solution = self.quiz().solution(at, editor.evaluation());
            QuestionResult {
                question: self.name(editor, *question),
                answer: solution.map_or_else(String::new, |number| short(number, 7)),
                outcome: match progress.state {
                    QuestionState::Right => QuestionOutcome::Right,
                    QuestionState::GivenUp => QuestionOutcome::Shown,
                    QuestionState::Open => QuestionOutcome::Open,
                },
                misses: progress.misses,
                hints: progress.hints,
            }
        };
        let questions = self.quiz().questions().iter().enumerate();
        QuizResults {
            title: editor.document().title().to_owned(),
            asker: match self.quiz().subject() {
                QuizSubject::Gradients => Asker::GradientQuiz,
                QuizSubject::Values => Asker::ValueQuiz,
            },
            right: self.score().right,
            questions: questions.map(question_result).collect(),
        }
    }
}
