//! [`Quiz`]: the numbers of a graph are hidden, and a learner works them out.
//!
//! Gradients are asked from the target backwards, values from the sources forwards,
//! each when all that it takes has been asked before. Not asked: ∂J/∂J, which is
//! always 1; values of sources, which are given; gradients of constants, which nobody
//! changes; numbers that aren't finite. Of a tensor of up to 64 elements one is asked,
//! the largest, as a 0 may come right by luck; nobody works out larger ones by hand.

mod hint;
mod question;

use super::judgement::{Judgement, Miss, MissSide};
use super::text::Explainer;
use super::typed_answer::{NoNumber, TypedAnswer};
use crate::core::evaluation::Evaluation;
use crate::core::graph::{Graph, NodeId};
use crate::core::limits::MAX_QUESTIONS;
use hint::hint;
use question::{order, question, truth};

pub use question::{QuizQuestion, QuizSubject};

/// How a question stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuestionProgress {
    /// Answers that were wrong or too rough.
    pub misses: usize,
    /// Hints that were given, at most [`HINTS`].
    pub hints: usize,
    /// Whether it is still asked.
    pub state: QuestionState,
}

/// Whether a question is still asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QuestionState {
    /// It is.
    #[default]
    Open,
    /// It was answered.
    Right,
    /// The learner wanted to be told.
    GivenUp,
}

/// How many hints a question has: which rule, with names, with numbers.
pub const HINTS: usize = 3;

/// A score.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// How many questions there are.
    pub questions: usize,
    /// How many were answered.
    pub right: usize,
    /// How many of them at once, without a hint.
    pub at_once: usize,
    /// One for each that was answered, less a quarter for each miss and each hint, but
    /// never less than a quarter.
    pub points: f64,
}

/// Questions about a graph, and how each stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Quiz {
    subject: QuizSubject,
    questions: Vec<QuizQuestion>,
    progress: Vec<QuestionProgress>,
}

impl Quiz {
    /// Questions about a graph, at most [`MAX_QUESTIONS`]. There are none if nothing
    /// is computed, or differentiated.
    pub fn new(graph: &Graph, evaluation: &Evaluation, subject: QuizSubject) -> Quiz {
        let questions: Vec<QuizQuestion> = order(graph, evaluation, subject)
            .into_iter()
            .filter_map(|node| question(evaluation, subject, node))
            .take(MAX_QUESTIONS)
            .collect();
        let progress = vec![QuestionProgress::default(); questions.len()];
        Quiz {
            subject,
            questions,
            progress,
        }
    }

    /// What is asked for.
    pub fn subject(&self) -> QuizSubject {
        self.subject
    }

    /// The questions in their order.
    pub fn questions(&self) -> &[QuizQuestion] {
        &self.questions
    }

    /// How a question stands.
    pub fn progress(&self, index: usize) -> Option<QuestionProgress> {
        self.progress.get(index).copied()
    }

    /// The first question that is open.
    pub fn next(&self) -> Option<usize> {
        self.progress
            .iter()
            .position(|it| it.state == QuestionState::Open)
    }

    /// Whether a node's number must not be shown yet.
    pub fn hides(&self, node: NodeId) -> bool {
        let index = self.questions.iter().position(|it| it.node == node);
        index.is_some_and(|index| self.progress[index].state == QuestionState::Open)
    }

    /// Judges what was typed. An answer that is right is kept.
    ///
    /// # Errors
    /// It is no number; that doesn't count as a miss.
    pub fn answer(
        &mut self,
        index: usize,
        text: &str,
        explainer: &Explainer<'_>,
    ) -> Result<Judgement, NoNumber> {
        let answer = TypedAnswer::parse(text)?;
        let question = self.questions.get(index).copied();
        let truth = question.and_then(|it| truth(explainer.evaluation, self.subject, it));
        let (Some(question), Some(truth)) = (question, truth) else {
            return Ok(Judgement::Wrong(Miss::Off(MissSide::WrongSign)));
        };
        let element = question.element.unwrap_or(0);
        let judgement = match self.subject {
            QuizSubject::Values => answer.judge(truth),
            QuizSubject::Gradients => {
                answer.judge_gradient(truth, question.node, element, explainer)
            }
        };
        let progress = &mut self.progress[index];
        match (&judgement, progress.state) {
            (Judgement::Right, QuestionState::Open) => progress.state = QuestionState::Right,
            (_, QuestionState::Open) => progress.misses += 1,
            _ => {}
        }
        Ok(judgement)
    }

    /// The next hint, of three: which rule, with names, with numbers. After the last
    /// it is repeated.
    pub fn hint(&mut self, index: usize, explainer: &Explainer<'_>) -> Option<String> {
        let question = *self.questions.get(index)?;
        let progress = self.progress.get_mut(index)?;
        if progress.state == QuestionState::Open {
            progress.hints = (progress.hints + 1).min(HINTS);
        }
        Some(hint(
            explainer,
            self.subject,
            question,
            progress.hints.max(1),
        ))
    }

    /// Ends a question without an answer.
    pub fn give_up(&mut self, index: usize) {
        if let Some(progress) = self.progress.get_mut(index)
            && progress.state == QuestionState::Open
        {
            progress.state = QuestionState::GivenUp;
        }
    }

    /// The score so far.
    pub fn score(&self) -> Score {
        let right = self
            .progress
            .iter()
            .filter(|it| it.state == QuestionState::Right);
        let mut score = Score {
            questions: self.questions.len(),
            ..Score::default()
        };
        for progress in right {
            let cost = progress.misses + progress.hints;
            score.right += 1;
            score.at_once += usize::from(cost == 0);
            score.points += (1.0 - 0.25 * cost as f64).max(0.25);
        }
        score
    }

    /// The true number of a question: what is shown once it is right or given up.
    pub fn solution(&self, index: usize, evaluation: &Evaluation) -> Option<f64> {
        truth(evaluation, self.subject, *self.questions.get(index)?)
    }
}
