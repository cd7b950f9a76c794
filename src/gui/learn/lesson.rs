//! [`LessonSession`]: the lesson of the document, step by step.

use std::collections::BTreeSet;

use super::redaction::{Redacted, Redaction};
use super::said::{Said, Tone, capital};
use crate::core::explain::judgement::Judgement;
use crate::core::explain::typed_answer::TypedAnswer;
use crate::core::graph::{Node, NodeId};
use crate::core::number::typeset;
use crate::document::Revision;
use crate::document::lesson::{Highlighted, LessonAnswer, LessonStep};
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;

/// A lesson that is given.
#[derive(Default)]
pub struct LessonSession {
    at: usize,
    /// The step to go to as soon as the document has it.
    wanted: Option<usize>,
    /// What is typed as an answer.
    pub typed: String,
    /// The choice that is marked.
    pub chosen: Option<usize>,
    said: Option<Said>,
    /// The steps whose questions are answered, and those of them that were told.
    answered: BTreeSet<usize>,
    told: BTreeSet<usize>,
    made_from: Option<(Revision, Revision)>,
    /// Whether it was told that the lesson is finished.
    finish_taken: bool,
    redaction: Redaction,
}

impl LessonSession {
    /// The lesson from its first step.
    pub fn new(editor: &Editor) -> LessonSession {
        let mut lesson = LessonSession::default();
        lesson.follow(editor);
        lesson
    }

    /// Follows the document.
    pub fn follow(&mut self, editor: &Editor) {
        let document = editor.document();
        let now = (document.structure_revision(), document.layout_revision());
        if self.made_from != Some(now) {
            self.at = self.at.min(document.lesson().len().saturating_sub(1));
            self.work_out(editor);
            if let Some(wanted) = self.wanted.take() {
                self.go_to(editor, wanted);
            }
        }
    }

    /// Goes to the next step once the document has it.
    pub(super) fn go_on_when_there(&mut self) {
        self.wanted = Some(self.at + 1);
    }

    /// Which step it is at, counted from 0.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The step that it is at; nothing if the lesson has none.
    pub fn step<'a>(&self, editor: &'a Editor) -> Option<&'a LessonStep> {
        editor.document().lesson().get(self.at)
    }

    /// What was said of the answer.
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

    /// True once, in the frame in which the lesson is finished.
    pub(super) fn takes_finish(&mut self, editor: &Editor) -> bool {
        let is_new = !self.finish_taken && self.is_finished(editor);
        self.finish_taken |= is_new;
        is_new
    }

    /// How many questions were answered without being told, and how many there are.
    pub fn score(&self, editor: &Editor) -> (usize, usize) {
        let steps = editor.document().lesson().iter().enumerate();
        let asked = steps.filter(|(_, step)| step.question.is_some());
        let asked: Vec<usize> = asked.map(|(nth, _)| nth).collect();
        let right = |nth: &&usize| self.answered.contains(nth) && !self.told.contains(nth);
        (asked.iter().filter(right).count(), asked.len())
    }

    /// The nodes that are pointed at, with the ends of wires that are.
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

    /// Whether this step keeps any number back.
    pub fn redacts_anything(&self) -> bool {
        self.redaction.redacts_anything()
    }

    /// Goes to a step.
    pub fn go_to(&mut self, editor: &Editor, step: usize) {
        if step < editor.document().lesson().len() && step != self.at {
            self.at = step;
            self.typed.clear();
            (self.chosen, self.said) = (None, None);
            self.work_out(editor);
        }
    }

    /// One step on, or back.
    pub fn go_on(&mut self, editor: &Editor) {
        self.go_to(editor, self.at + 1);
    }

    /// One step back.
    pub fn go_back(&mut self, editor: &Editor) {
        if let Some(before) = self.at.checked_sub(1) {
            self.go_to(editor, before);
        }
    }

    /// Judges the answer that was typed or marked.
    pub fn answer(&mut self, editor: &Editor) {
        let Some(question) = self.step(editor).and_then(|step| step.question.as_ref()) else {
            return;
        };
        let said = match &question.answer {
            LessonAnswer::Choice { right, .. } => {
                let Some(chosen) = self.chosen else { return };
                match chosen == *right {
                    true => Said::new("Right", Tone::Good),
                    false => Said::new("No, it is another one", Tone::Bad),
                }
            }
            _ if self.typed.trim().is_empty() => return,
            asked => self.judge(truth(editor, asked)),
        };
        if said.tone == Tone::Good {
            self.close_question(editor);
        }
        self.said = Some(said);
    }

    fn judge(&self, truth: Result<f64, String>) -> Said {
        let truth = match truth {
            Ok(truth) => truth,
            Err(why) => return Said::new(why, Tone::Neutral),
        };
        match TypedAnswer::parse(&self.typed).map(|answer| answer.judge(truth)) {
            Err(no_number) => Said::new(no_number.to_string(), Tone::Neutral),
            Ok(Judgement::Right) => Said::new(format!("Right: {}", typeset(truth, 7)), Tone::Good),
            Ok(verdict @ Judgement::Rough) => Said::new(capital(&verdict.message()), Tone::Neutral),
            Ok(verdict) => Said::new(capital(&verdict.message()), Tone::Bad),
        }
    }

    /// Tells the answer.
    pub fn tell(&mut self, editor: &Editor) {
        let question = self.step(editor).and_then(|step| step.question.as_ref());
        let Some(answer) = question.map(|question| &question.answer) else {
            return;
        };
        let text = match answer {
            LessonAnswer::Choice { choices, right } => {
                choices.get(*right).cloned().unwrap_or_default()
            }
            asked => truth(editor, asked).map_or_else(|why| why, |truth| typeset(truth, 7)),
        };
        self.said = Some(Said::new(format!("It is: {text}"), Tone::Neutral));
        self.told.insert(self.at);
        self.close_question(editor);
    }

    fn close_question(&mut self, editor: &Editor) {
        self.answered.insert(self.at);
        self.work_out(editor);
    }

    /// Works out what is lit and what is kept back.
    fn work_out(&mut self, editor: &Editor) {
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
        let redacted = step.map(|step| self.redacted(editor, step));
        let (values, gradients) = redacted.unwrap_or_default();
        self.redaction.redact(values, gradients);
    }

    /// The values and the gradients that a step keeps back.
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
            // What is given is there from the start.
            let computed = editor.nodes().filter(|(_, node)| !Node::is_source(node));
            values.add_later(computed.map(|(id, _)| id));
        }
        gradients.all |= !step.show.gradients;
        (values, gradients)
    }
}

/// The number that is right.
fn truth(editor: &Editor, answer: &LessonAnswer) -> Result<f64, String> {
    let number = |name: &str, gradient: bool| {
        let node = editor
            .find(name)
            .ok_or_else(|| format!("This can't be judged: there is no node {name} any more"))?;
        let number = match gradient {
            true => editor.gradient_number(node),
            false => editor.number(node),
        };
        let what = if gradient { "gradient" } else { "value" };
        number.ok_or_else(|| {
            format!("This can't be judged: the {what} of {name} is no single number")
        })
    };
    match answer {
        LessonAnswer::Number(number) => Ok(*number),
        LessonAnswer::ValueOf(name) => number(name, false),
        LessonAnswer::GradientOf(name) => number(name, true),
        LessonAnswer::Choice { .. } => Err("Mark one of the choices".to_owned()),
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
        lesson.tell(&editor);
        assert!(lesson.said().is_some_and(|said| said.text == "It is: 18"));
        assert_eq!(lesson.overlay().gradient(c), Shown::AsIs);
        lesson.go_back(&editor);
        assert!(lesson.is_answered() && lesson.at() == 1);
    }

    #[test]
    fn a_choice_is_marked_and_judged() {
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
    fn what_is_gone_does_no_harm() {
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
