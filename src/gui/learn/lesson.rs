//! [`LessonSession`]: a learner works through the lesson of the document, step by step.

use std::collections::{BTreeMap, BTreeSet};

use super::lesson_reply::{judge, right_answer, truth, wrong_choice};
use super::redaction::{Redacted, Redaction};
use super::results::{Asker, QuestionOutcome, QuestionResult, QuizResults};
use super::said::{Said, Tone};
use crate::core::graph::{Node, NodeId};
use crate::document::Revision;
use crate::document::lesson::{Highlighted, LessonAnswer, LessonQuestion, LessonStep};
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;
use crate::gui::settings::LessonScore;

/// Where a learner is in a lesson, and how its questions stand.
#[derive(Default)]
pub struct LessonSession {
    at: usize,
    /// The step to go to as soon as the document contains it.
    wanted: Option<usize>,
    /// The text in the answer field.
    pub typed: String,
    /// The selected choice.
    pub chosen: Option<usize>,
    /// Whether the answer field takes the focus in the next frame.
    pub(super) wants_focus: bool,
    said: Option<Said>,
    /// The steps whose questions are answered, and those whose answers were shown.
    answered: BTreeSet<usize>,
    shown: BTreeSet<usize>,
    /// How many wrong answers each step got.
    misses: BTreeMap<usize, usize>,
    made_from: Option<(Revision, Revision)>,
    /// The score with which the lesson was last reported as finished.
    reported: Option<LessonScore>,
    redaction: Redaction,
}

impl LessonSession {
    /// The lesson from its first step.
    pub fn new(editor: &Editor) -> LessonSession {
        let mut lesson = LessonSession {
            wants_focus: true,
            ..LessonSession::default()
        };
        lesson.follow(editor);
        lesson
    }

    /// Follows the document.
    pub fn follow(&mut self, editor: &Editor) {
        let document = editor.document();
        let now = (document.structure_revision(), document.layout_revision());
        if self.made_from != Some(now) {
            self.at = self.at.min(document.lesson().len().saturating_sub(1));
            self.update(editor);
            if let Some(wanted) = self.wanted.take() {
                self.go_to(editor, wanted);
            }
        }
    }

    /// Goes to the next step once the document contains it.
    pub(super) fn go_to_added_step(&mut self) {
        self.wanted = Some(self.at + 1);
    }

    /// The current step, counted from 0.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The current step; `None` if the lesson has no steps.
    pub fn step<'a>(&self, editor: &'a Editor) -> Option<&'a LessonStep> {
        editor.document().lesson().get(self.at)
    }

    /// The reply to the last answer.
    pub fn said(&self) -> Option<&Said> {
        self.said.as_ref()
    }

    /// Whether the question of this step is answered.
    pub fn is_answered(&self) -> bool {
        self.answered.contains(&self.at)
    }

    /// Whether the last step was reached, and its question answered if it has one.
    pub fn is_finished(&self, editor: &Editor) -> bool {
        let count = editor.document().lesson().len();
        let asks = self
            .step(editor)
            .is_some_and(|step| step.question.is_some());
        count > 0 && self.at + 1 == count && (self.is_answered() || !asks)
    }

    /// The score, in the frame in which the lesson is finished or its score changes after
    /// that.
    pub(super) fn take_finish(&mut self, editor: &Editor) -> Option<LessonScore> {
        let score = self.is_finished(editor).then(|| self.score(editor))?;
        let is_new = self.reported != Some(score);
        self.reported = Some(score);
        is_new.then_some(score)
    }

    /// How many questions the learner answered, and how many there are. An answer that was
    /// shown doesn't count.
    pub fn score(&self, editor: &Editor) -> LessonScore {
        let steps = editor.document().lesson().iter().enumerate();
        let asked = steps.filter(|(_, step)| step.question.is_some());
        let asked: Vec<usize> = asked.map(|(nth, _)| nth).collect();
        let right = |nth: &&usize| self.answered.contains(nth) && !self.shown.contains(nth);
        LessonScore {
            right: asked.iter().filter(right).count(),
            asked: asked.len(),
        }
    }

    /// How the learner answered the questions; `None` if the lesson has none.
    pub fn results(&self, editor: &Editor) -> Option<QuizResults> {
        let document = editor.document();
        let steps = document.lesson().iter().enumerate();
        let asked = steps.filter_map(|(nth, step)| Some((nth, step.question.as_ref()?)));
        let question_result = |(nth, question): (usize, &LessonQuestion)| QuestionResult {
            question: question.text.clone(),
            answer: right_answer(editor, &question.answer),
            outcome: match () {
                () if self.shown.contains(&nth) => QuestionOutcome::Shown,
                () if self.answered.contains(&nth) => QuestionOutcome::Right,
                () => QuestionOutcome::Open,
            },
            misses: self.misses.get(&nth).copied().unwrap_or(0),
            hints: 0,
        };
        let questions: Vec<QuestionResult> = asked.map(question_result).collect();
        (!questions.is_empty()).then(|| QuizResults {
            title: document.title().to_owned(),
            asker: Asker::Lesson,
            right: self.score(editor).right,
            questions,
        })
    }

    /// The highlighted nodes, and the ends of highlighted wires.
    pub fn nodes(&self) -> Vec<NodeId> {
        let wires = self.redaction.lit_wires().iter();
        let ends = wires.flat_map(|wire| [self.redaction.start_of(*wire), Some(wire.to)]);
        let nodes = self.redaction.lit_nodes().iter().copied();
        nodes.chain(ends.flatten()).collect()
    }

    /// How the canvas shows the graph.
    pub fn overlay(&self) -> &dyn Overlay {
        &self.redaction
    }

    /// Whether this step redacts any number.
    pub fn redacts_anything(&self) -> bool {
        self.redaction.redacts_anything()
    }

    /// Goes to a step.
    pub fn go_to(&mut self, editor: &Editor, step: usize) {
        if step < editor.document().lesson().len() && step != self.at {
            self.at = step;
            self.typed.clear();
            (self.chosen, self.said) = (None, None);
            self.wants_focus = true;
            self.update(editor);
        }
    }

    /// One step forward.
    pub fn go_on(&mut self, editor: &Editor) {
        self.go_to(editor, self.at + 1);
    }

    /// One step back.
    pub fn go_back(&mut self, editor: &Editor) {
        if let Some(before) = self.at.checked_sub(1) {
            self.go_to(editor, before);
        }
    }

    /// Judges the typed number or the selected choice.
    pub fn answer(&mut self, editor: &Editor) {
        let Some(question) = self.step(editor).and_then(|step| step.question.as_ref()) else {
            return;
        };
        let misses = self.misses.get(&self.at).copied().unwrap_or(0) + 1;
        let said = match &question.answer {
            LessonAnswer::Choice {
                right,
                explanations,
                ..
            } => match self.chosen {
                None => return,
                Some(chosen) if chosen == *right => Said::new("Right", Tone::Good),
                Some(chosen) => wrong_choice(explanations.get(chosen)),
            },
            _ if self.typed.trim().is_empty() => return,
            asked => judge(&self.typed, truth(editor, asked), misses),
        };
        match said.tone {
            Tone::Good => self.close_question(editor),
            Tone::Bad if !self.is_answered() => drop(self.misses.insert(self.at, misses)),
            Tone::Bad | Tone::Neutral => {}
        }
        self.said = Some(said);
    }

    /// Shows the answer.
    pub fn show_answer(&mut self, editor: &Editor) {
        let question = self.step(editor).and_then(|step| step.question.as_ref());
        let Some(answer) = question.map(|question| &question.answer) else {
            return;
        };
        let text = right_answer(editor, answer);
        self.said = Some(Said::new(format!("The answer is {text}"), Tone::Neutral));
        self.shown.insert(self.at);
        self.close_question(editor);
    }

    fn close_question(&mut self, editor: &Editor) {
        self.answered.insert(self.at);
        self.update(editor);
    }

    /// Updates what is highlighted and what is redacted.
    fn update(&mut self, editor: &Editor) {
        let document = editor.document();
        let structure = document.structure_revision();
        if self.made_from.map(|made_from| made_from.0) != Some(structure) {
            self.redaction = Redaction::new(document.graph());
        }
        self.made_from = Some((structure, document.layout_revision()));
        let step = document.lesson().get(self.at);
        let (mut nodes, mut wires) = (Vec::new(), Vec::new());
        for name in step.iter().flat_map(|step| &step.highlight) {
            match document.highlighted(name) {
                Some(Highlighted::Node(node)) => nodes.push(node),
                Some(Highlighted::Wires(some)) => wires.extend(some),
                None => {}
            }
        }
        self.redaction.light(nodes, wires);
        self.redaction
            .simplify(step.is_some_and(|step| !step.show.gradients));
        let redacted = step.map(|step| self.redacted(editor, step));
        let (values, gradients) = redacted.unwrap_or_default();
        self.redaction.redact(values, gradients);
    }

    /// The values and the gradients that a step redacts.
    fn redacted(&self, editor: &Editor, step: &LessonStep) -> (Redacted, Redacted) {
        let (mut values, mut gradients) = (Redacted::default(), Redacted::default());
        let asked = step.question.as_ref().map(|question| &question.answer);
        match asked.filter(|_| !self.is_answered()) {
            Some(LessonAnswer::ValueOf(name)) => {
                let redacted = editor.find(name).map(|it| Redacted::value_of(editor, it));
                values = redacted.unwrap_or_default();
            }
            Some(LessonAnswer::GradientOf(name)) => {
                let redacted = editor
                    .find(name)
                    .map(|it| Redacted::gradient_of(editor, it));
                gradients = redacted.unwrap_or_default();
            }
            _ => {}
        }
        if !step.show.values {
            // Sources are given: their values show from the start.
            let computed = editor.nodes().filter(|(_, node)| !Node::is_source(node));
            values.add_later(computed.map(|(id, _)| id));
        }
        gradients.all |= !step.show.gradients;
        (values, gradients)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::graph::Wire;
    use crate::gui::overlay::Shown;

    const GRAPH: &str = r#"(version: 1, target: "J", nodes: [
        (name: "w", op: "parameter", value: 3, at: (0, 0)),
        (name: "c", op: "square", inputs: ["w"], at: (200, 0)),
        (name: "J", op: "square", inputs: ["c"], at: (400, 0)),
    ], lesson: [
        (text: "a", highlight: ["w", "w -> c", "nobody"], show: (values: false, gradients: false)),
        (text: "b", question: (text: "c?", answer: "value of c")),
        (text: "c", question: (text: "dc?", answer: "gradient of c")),
        (text: "d", question: (text: "which?", choices: ["w", "c"], answer: "c")),
        (text: "e", question: (text: "how much?", answer: "value of nobody")),
    ])"#;

    fn lesson() -> (Editor, LessonSession, [NodeId; 3]) {
        let document = crate::file::load_bytes(GRAPH.as_bytes()).expect("a graph");
        let editor = Editor::new(document);
        let lesson = LessonSession::new(&editor);
        let find = |name| editor.find(name).expect("a node");
        let nodes = ["w", "c", "J"].map(find);
        (editor, lesson, nodes)
    }

    #[test]
    fn a_step_lights_and_hides() {
        let (_, lesson, [w, c, j]) = lesson();
        let wire = Wire { to: c, input: 0 };
        assert_eq!(
            (lesson.overlay().lit_nodes(), lesson.overlay().lit_wires()),
            (&[w][..], &[wire][..])
        );
        assert_eq!(lesson.overlay().value(w), Shown::AsIs, "it is given");
        assert_eq!(
            (lesson.overlay().value(c), lesson.overlay().value(j)),
            (Shown::Absent, Shown::Absent)
        );
        assert_eq!(lesson.overlay().wire_gradient(wire), Shown::Absent);
        assert_eq!(lesson.nodes(), [w, w, c]);
    }

    #[test]
    fn what_is_asked_is_hidden_with_what_follows_until_it_is_answered() {
        let (editor, mut lesson, [w, c, j]) = lesson();
        lesson.go_on(&editor);
        assert_eq!(lesson.overlay().value(c), Shown::Hidden);
        assert_eq!(
            (lesson.overlay().value(w), lesson.overlay().value(j)),
            (Shown::AsIs, Shown::Absent)
        );
        "8".clone_into(&mut lesson.typed);
        lesson.answer(&editor);
        assert_eq!(lesson.said().map(|said| said.tone), Some(Tone::Bad));
        "9".clone_into(&mut lesson.typed);
        lesson.answer(&editor);
        assert!(lesson.is_answered());
        assert_eq!(
            (lesson.overlay().value(c), lesson.overlay().value(j)),
            (Shown::AsIs, Shown::AsIs)
        );
        lesson.go_on(&editor);
        assert_eq!(lesson.overlay().gradient(c), Shown::Hidden);
        assert_eq!(
            (lesson.overlay().gradient(w), lesson.overlay().gradient(j)),
            (Shown::Absent, Shown::AsIs)
        );
        lesson.show_answer(&editor);
        assert!(
            lesson
                .said()
                .is_some_and(|said| said.text == "The answer is 18")
        );
        assert_eq!(lesson.overlay().gradient(c), Shown::AsIs);
        lesson.go_back(&editor);
        assert!(lesson.is_answered() && lesson.at() == 1);
    }

    #[test]
    fn a_choice_is_selected_and_judged() {
        let (editor, mut lesson, _) = lesson();
        lesson.go_to(&editor, 3);
        lesson.answer(&editor);
        assert_eq!(lesson.said(), None);
        lesson.chosen = Some(0);
        lesson.answer(&editor);
        assert!(!lesson.is_answered());
        lesson.chosen = Some(1);
        lesson.answer(&editor);
        assert!(lesson.is_answered());
    }

    #[test]
    fn a_missing_node_does_no_harm() {
        let (editor, mut lesson, _) = lesson();
        lesson.go_to(&editor, 4);
        lesson.go_on(&editor);
        assert_eq!(lesson.at(), 4, "it is the last");
        "1".clone_into(&mut lesson.typed);
        lesson.answer(&editor);
        assert!(
            lesson
                .said()
                .is_some_and(|said| said.text.contains("no node nobody"))
        );
        lesson.go_to(&editor, 100);
        assert_eq!(lesson.at(), 4);
    }
}
