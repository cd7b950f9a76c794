//! [`QuizMode`]: numbers are hidden, and a learner types them.

use hashbrown::HashSet;

use super::card::element_name;
use super::mode::{Revisions, revisions};
use super::redaction::{Redacted, Redaction, following};
use super::said::{Said, Tone};
use crate::core::explain::judgement::Judgement;
use crate::core::explain::notation::Notation;
use crate::core::explain::outgoing::Outgoing;
use crate::core::explain::quiz::{HINTS, QuestionState, Quiz, QuizQuestion, QuizSubject, Score};
use crate::core::explain::text::Explainer;
use crate::core::graph::NodeId;
use crate::core::number::typeset;
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;

/// A quiz about the open graph.
pub struct QuizMode {
    quiz: Quiz,
    made_from: Revisions,
    outgoing: Outgoing,
    current: Option<usize>,
    /// The text in the answer field.
    pub typed: String,
    /// Whether the answer field takes the focus in the next frame.
    pub(super) wants_keys: bool,
    said: Option<Said>,
    hint: Option<String>,
    redaction: Redaction,
}

impl QuizMode {
    /// A quiz about the graph as it is now.
    pub fn new(editor: &Editor, subject: QuizSubject) -> QuizMode {
        let document = editor.document();
        let (graph, evaluation) = (document.graph(), editor.evaluation());
        let quiz = Quiz::new(graph, evaluation, subject);
        let mut quizzing = QuizMode {
            current: quiz.next(),
            quiz,
            made_from: revisions(editor),
            outgoing: Outgoing::to_target(graph, evaluation.program()),
            typed: String::new(),
            wants_keys: true,
            said: None,
            hint: None,
            redaction: Redaction::new(graph),
        };
        quizzing.hide(editor);
        quizzing
    }

    /// Follows the document: another graph is another quiz.
    pub fn follow(&mut self, editor: &Editor) {
        if self.made_from != revisions(editor) {
            self.again(editor, self.quiz.subject());
            let text = "The graph has changed, so the quiz starts again.";
            self.said = Some(Said::new(text, Tone::Neutral));
            // The user may be typing elsewhere.
            self.wants_keys = false;
        }
    }

    /// Starts again.
    pub fn again(&mut self, editor: &Editor, subject: QuizSubject) {
        *self = QuizMode::new(editor, subject);
    }

    /// The questions, and how each stands.
    pub fn quiz(&self) -> &Quiz {
        &self.quiz
    }

    /// The current question; `None` when the quiz is finished.
    pub fn question(&self) -> Option<QuizQuestion> {
        self.quiz.questions().get(self.current?).copied()
    }

    /// The number of the current question, counted from 0.
    pub fn current(&self) -> Option<usize> {
        self.current
    }

    /// The last reply.
    pub fn said(&self) -> Option<&Said> {
        self.said.as_ref()
    }

    /// The last hint to this question.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// How many more hints this question has.
    pub fn hints_left(&self) -> usize {
        let progress = self.current.and_then(|at| self.quiz.progress(at));
        progress.map_or(0, |progress| HINTS - progress.hints.min(HINTS))
    }

    /// The score so far.
    pub fn score(&self) -> Score {
        self.quiz.score()
    }

    /// The quantity that a question asks for: `∂J/∂w`, `c`, `W[2, 0]`.
    pub fn name(&self, editor: &Editor, question: QuizQuestion) -> String {
        let explainer = self.explainer(editor);
        let name = match self.quiz.subject() {
            QuizSubject::Gradients => explainer.derivative(question.node),
            QuizSubject::Values => editor.name(question.node).to_owned(),
        };
        let shape = editor.shape(question.node);
        element_name(&name, shape, question.element.unwrap_or(0))
    }

    /// Gives the focus to the answer field.
    pub fn focus_field(&mut self) {
        self.wants_keys = true;
    }

    /// Judges the typed answer.
    pub fn answer(&mut self, editor: &Editor) {
        self.wants_keys = true;
        let (Some(at), false) = (self.current, self.typed.trim().is_empty()) else {
            return;
        };
        let typed = self.typed.clone();
        let judged = with_explainer(editor, &self.outgoing, |explainer| {
            self.quiz.answer(at, &typed, explainer)
        });
        match judged {
            Err(no_number) => self.said = Some(Said::new(no_number.to_string(), Tone::Neutral)),
            Ok(Judgement::Right) => self.close_question(editor, at, "Right"),
            Ok(verdict) => {
                let misses = self.quiz.progress(at).map_or(1, |it| it.misses);
                self.said = Some(Said::not_right(&verdict, misses));
            }
        }
    }

    /// Shows the next hint.
    pub fn ask_for_hint(&mut self, editor: &Editor) {
        self.wants_keys = true;
        if let Some(at) = self.current {
            self.hint = with_explainer(editor, &self.outgoing, |explainer| {
                self.quiz.hint(at, explainer)
            });
        }
    }

    /// Goes to the next open question; this one comes again later.
    pub fn skip(&mut self) {
        self.said = None;
        self.go_on();
    }

    /// Shows the answer, and goes to the next question.
    pub fn give_up(&mut self, editor: &Editor) {
        if let Some(at) = self.current {
            self.quiz.give_up(at);
            self.close_question(editor, at, "The answer");
        }
    }

    fn close_question(&mut self, editor: &Editor, at: usize, word: &str) {
        let question = self.quiz.questions().get(at).copied();
        let solution = self.quiz.solution(at, editor.evaluation());
        if let (Some(question), Some(solution)) = (question, solution) {
            let name = self.name(editor, question);
            let tone = match self.quiz.progress(at).map(|it| it.state) {
                Some(QuestionState::Right) => Tone::Good,
                _ => Tone::Neutral,
            };
            let text = format!("{word}: {name} = {}", typeset(solution, 7));
            self.said = Some(Said::new(text, tone));
        }
        self.go_on();
        self.hide(editor);
    }

    /// Goes to the next open question after this one, or else to the first.
    fn go_on(&mut self) {
        let is_open = |at: &usize| {
            self.quiz
                .progress(*at)
                .is_some_and(|it| it.state == QuestionState::Open)
        };
        let after = self.current.map_or(0, |at| at + 1);
        let next = (after..self.quiz.questions().len()).find(is_open);
        self.current = next.or_else(|| self.quiz.next());
        self.typed.clear();
        self.hint = None;
        self.wants_keys = true;
        self.light();
    }

    fn light(&mut self) {
        let asked = self.question().iter().map(|it| it.node).collect();
        self.redaction.light(asked, Vec::new());
    }

    /// How the canvas shows the graph.
    pub fn overlay(&self) -> &dyn Overlay {
        &self.redaction
    }

    /// Updates what is redacted.
    fn hide(&mut self, editor: &Editor) {
        self.light();
        let (values, gradients) = match self.current {
            Some(_) => self.redacted(editor),
            None => Default::default(),
        };
        self.redaction.redact(values, gradients);
    }

    fn redacted(&self, editor: &Editor) -> (Redacted, Redacted) {
        let program = editor.live().program();
        let questions = self.quiz.questions().iter().enumerate();
        let (mut open, mut known) = (HashSet::new(), HashSet::new());
        for (at, question) in questions {
            match self.quiz.progress(at).map(|it| it.state) {
                Some(QuestionState::Open) => open.insert(question.node),
                _ => known.insert(question.node),
            };
        }
        match self.quiz.subject() {
            QuizSubject::Values => {
                let before = |id: NodeId| editor.inputs(id).iter().copied().flatten().collect();
                let order = program.order().iter().copied();
                let values = Redacted::of(following(order, &open, &known, before));
                // ∂(w·x)/∂w is the value of x.
                (values, Redacted::everything())
            }
            QuizSubject::Gradients => {
                let users = |id: NodeId| self.outgoing.of(id).iter().map(|wire| wire.to).collect();
                let order = program.order().iter().rev().copied();
                let gradients = Redacted::of(following(order, &open, &known, users));
                (Redacted::default(), gradients)
            }
        }
    }

    fn explainer<'a>(&'a self, editor: &'a Editor) -> Explainer<'a> {
        let graph = editor.document().graph();
        Explainer::new(graph, editor.evaluation(), &self.outgoing, Notation::Text)
    }
}

/// Calls a function with an explainer, while another field of the quiz may change.
fn with_explainer<T>(
    editor: &Editor,
    outgoing: &Outgoing,
    what: impl FnOnce(&Explainer<'_>) -> T,
) -> T {
    let graph = editor.document().graph();
    let explainer = Explainer::new(graph, editor.evaluation(), outgoing, Notation::Text);
    what(&explainer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::graph::Wire;
    use crate::core::tensor::Tensor;
    use crate::document::Edit;
    use crate::gui::overlay::Shown;
    use crate::gui::shipped::first_document;

    fn id(editor: &Editor, name: &str) -> NodeId {
        let found = editor.find(name);
        found.expect("the lecture has it")
    }

    fn say(quizzing: &mut QuizMode, editor: &Editor, text: &str) {
        text.clone_into(&mut quizzing.typed);
        quizzing.answer(editor);
    }

    #[test]
    fn what_would_give_an_answer_away_is_hidden_until_then() {
        let editor = Editor::new(first_document());
        let mut quiz = QuizMode::new(&editor, QuizSubject::Gradients);
        let [squared, half, d] = ["squared", "half", "d"].map(|name| id(&editor, name));
        assert_eq!(quiz.question().map(|it| it.node), Some(squared));
        assert_eq!(quiz.overlay().gradient(squared), Shown::Hidden);
        assert_eq!(quiz.overlay().gradient(d), Shown::Hidden);
        assert_eq!(quiz.overlay().value(d), Shown::AsIs);
        // A constant isn't asked, and comes from J alone.
        assert_eq!(quiz.overlay().gradient(half), Shown::AsIs);
        let wire = Wire {
            to: id(&editor, "J"),
            input: 1,
        };
        assert_eq!(quiz.overlay().wire_gradient(wire), Shown::Hidden);
        say(&mut quiz, &editor, "1/2");
        assert_eq!(quiz.overlay().gradient(squared), Shown::AsIs);
        assert_eq!(quiz.overlay().wire_gradient(wire), Shown::AsIs);
        assert_eq!(quiz.question().map(|it| it.node), Some(d));
    }

    #[test]
    fn values_are_asked_with_all_gradients_away() {
        let editor = Editor::new(first_document());
        let mut quiz = QuizMode::new(&editor, QuizSubject::Values);
        let [c, a, w] = ["c", "a", "w"].map(|name| id(&editor, name));
        assert_eq!(quiz.question().map(|it| it.node), Some(c));
        assert_eq!(
            (quiz.overlay().value(w), quiz.overlay().value(c)),
            (Shown::AsIs, Shown::Hidden)
        );
        assert_eq!(quiz.overlay().value(a), Shown::Hidden);
        assert_eq!(quiz.overlay().gradient(w), Shown::Absent);
        for answer in ["-4", "4", "2.0", "4", "2"] {
            say(&mut quiz, &editor, answer);
        }
        assert_eq!(quiz.current(), None);
        assert_eq!((quiz.score().right, quiz.score().at_once), (5, 5));
        assert_eq!(quiz.overlay().gradient(w), Shown::AsIs);
    }

    #[test]
    fn a_wrong_answer_says_how_far_off_and_hints_lead_on() {
        let editor = Editor::new(first_document());
        let mut quiz = QuizMode::new(&editor, QuizSubject::Gradients);
        say(&mut quiz, &editor, "-0.5");
        assert_eq!(quiz.said().map(|it| it.tone), Some(Tone::Bad));
        assert!(quiz.said().is_some_and(|it| it.text.contains("sign")));
        assert_eq!(quiz.typed, "-0.5", "to be mended");
        say(&mut quiz, &editor, "half");
        assert_eq!(quiz.said().map(|it| it.tone), Some(Tone::Neutral));
        assert_eq!(quiz.quiz().progress(0).map(|it| it.misses), Some(1));
        let mut hints = Vec::new();
        while quiz.hints_left() > 0 {
            quiz.ask_for_hint(&editor);
            hints.extend(quiz.hint().map(str::to_owned));
        }
        assert_eq!(hints.len(), HINTS);
        quiz.skip();
        assert_eq!(quiz.current(), Some(1));
        assert_eq!(quiz.hint(), None);
        quiz.give_up(&editor);
        assert!(
            quiz.said()
                .is_some_and(|it| it.text == "The answer: ∂J/∂d = 2")
        );
        assert_eq!(quiz.current(), Some(2));
    }

    #[test]
    fn what_was_skipped_comes_back() {
        let editor = Editor::new(first_document());
        let mut quiz = QuizMode::new(&editor, QuizSubject::Gradients);
        let count = quiz.quiz().questions().len();
        (0..count).for_each(|_| quiz.skip());
        assert_eq!(quiz.current(), Some(0));
        (0..count).for_each(|_| quiz.give_up(&editor));
        assert_eq!(quiz.current(), None);
        assert_eq!(quiz.score().right, 0);
    }

    #[test]
    fn another_graph_is_another_quiz() {
        let mut editor = Editor::new(first_document());
        let mut quiz = QuizMode::new(&editor, QuizSubject::Gradients);
        say(&mut quiz, &editor, "0.5");
        let (node, value) = (id(&editor, "w"), Tensor::scalar(3.0));
        editor.edit(Edit::SetValue { node, value }).expect("lawful");
        quiz.follow(&editor);
        assert_eq!((quiz.current(), quiz.score().right), (Some(0), 0));
        assert!(
            quiz.said()
                .is_some_and(|it| it.text.contains("starts again"))
        );
    }
}
