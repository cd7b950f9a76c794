//! [`LessonEditor`]: the text that a teacher is typing into a lesson. Each change is an edit of
//! the document, so it can be undone.

use crate::document::history::UndoGroup;
use crate::document::lesson::{LessonAnswer, LessonQuestion, LessonStep};
use crate::document::{Document, Edit};
use crate::gui::action::Action;
use crate::gui::editor::Editor;
use crate::gui::selection::Selection;

/// The draft of the step that is being edited.
#[derive(Default)]
pub struct LessonEditor {
    /// Which step it is, the draft, and the step of the document that it started from.
    draft: Option<(usize, LessonStep, LessonStep)>,
    fault: Option<String>,
}

/// What kind of answer a question expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    /// No question.
    None,
    /// A number that the lesson states.
    Number,
    /// The value of a node.
    ValueOf,
    /// The gradient of a node.
    GradientOf,
    /// One of several texts.
    Choice,
}

impl AnswerKind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [AnswerKind; 5] = [
        AnswerKind::None,
        AnswerKind::Number,
        AnswerKind::ValueOf,
        AnswerKind::GradientOf,
        AnswerKind::Choice,
    ];

    /// The kind of a step's question.
    pub fn of(step: &LessonStep) -> AnswerKind {
        match step.question.as_ref().map(|question| &question.answer) {
            None => AnswerKind::None,
            Some(LessonAnswer::Number(_)) => AnswerKind::Number,
            Some(LessonAnswer::ValueOf(_)) => AnswerKind::ValueOf,
            Some(LessonAnswer::GradientOf(_)) => AnswerKind::GradientOf,
            Some(LessonAnswer::Choice { .. }) => AnswerKind::Choice,
        }
    }

    /// Its name in the list.
    pub fn title(self) -> &'static str {
        match self {
            AnswerKind::None => "no question",
            AnswerKind::Number => "a number",
            AnswerKind::ValueOf => "the value of a node",
            AnswerKind::GradientOf => "the gradient of a node",
            AnswerKind::Choice => "one of several choices",
        }
    }

    /// The question of a step with this kind of answer. The text of the question stays.
    pub fn question(self, step: &LessonStep, node: &str) -> Option<LessonQuestion> {
        let text = step.question.as_ref().map(|question| question.text.clone());
        let node = node.to_owned();
        let answer = match self {
            AnswerKind::None => return None,
            AnswerKind::Number => LessonAnswer::Number(0.0),
            AnswerKind::ValueOf => LessonAnswer::ValueOf(node),
            AnswerKind::GradientOf => LessonAnswer::GradientOf(node),
            AnswerKind::Choice => LessonAnswer::Choice {
                choices: vec!["yes".to_owned(), "no".to_owned()],
                right: 0,
                explanations: Vec::new(),
            },
        };
        Some(LessonQuestion {
            text: text.unwrap_or_default(),
            answer,
        })
    }
}

impl LessonEditor {
    /// The draft of a step: the document's step with what was typed since.
    pub(super) fn draft(&mut self, editor: &Editor, at: usize) -> Option<LessonStep> {
        let step = editor.document().lesson().get(at)?;
        match &self.draft {
            Some((of, draft, base)) if *of == at && base == step => Some(draft.clone()),
            _ => {
                // Another step is edited, or an undo has changed this one.
                self.draft = Some((at, step.clone(), step.clone()));
                self.fault = None;
                Some(step.clone())
            }
        }
    }

    /// Why the draft can't be stored in the document; `None` if it is stored.
    pub(super) fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// Takes the draft of a step after typing, and stores it in the document if it is valid.
    /// Everything typed until the field loses the focus is one step of undo.
    pub(super) fn typed(
        &mut self,
        editor: &Editor,
        at: usize,
        step: LessonStep,
        actions: &mut Vec<Action>,
    ) {
        let document = editor.document();
        self.fault = step.fault();
        let base = match (&self.fault, document.lesson().get(at)) {
            (None, _) => step.clone(),
            (Some(_), Some(base)) => base.clone(),
            (Some(_), None) => return,
        };
        if self.fault.is_none() {
            let mut steps = document.lesson().to_vec();
            if let Some(old) = steps.get_mut(at) {
                step.clone_into(old);
            }
            actions.push(Action::EditIn(UndoGroup::Lesson, Edit::SetLesson(steps)));
        }
        self.draft = Some((at, step, base));
    }
}

/// The steps with an empty one inserted after this one, and its place.
pub fn with_step(document: &Document, after: usize) -> (Vec<LessonStep>, usize) {
    let mut steps = document.lesson().to_vec();
    let at = (after + 1).min(steps.len());
    steps.insert(at, LessonStep::default());
    (steps, at)
}

/// The steps without this one.
pub fn without_step(document: &Document, at: usize) -> Vec<LessonStep> {
    let steps = document.lesson().iter().enumerate();
    let kept = steps.filter(|(nth, _)| *nth != at);
    kept.map(|(_, step)| step.clone()).collect()
}

/// The steps with two of them exchanged; `None` if one of the two doesn't exist.
pub fn swapped(document: &Document, at: usize, with: usize) -> Option<Vec<LessonStep>> {
    let mut steps = document.lesson().to_vec();
    if at.max(with) >= steps.len() {
        return None;
    }
    steps.swap(at, with);
    Some(steps)
}

/// The names by which a lesson highlights what is selected.
pub fn names(document: &Document, selection: &Selection) -> Vec<String> {
    let graph = document.graph();
    let nodes = selection.nodes.iter();
    let mut names: Vec<String> = nodes.map(|id| graph.name(*id).to_owned()).collect();
    let wire = selection.wire.and_then(|wire| {
        let start = graph.start_of(wire)?;
        Some(format!("{} -> {}", graph.name(start), graph.name(wire.to)))
    });
    names.extend(wire);
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::graph::Wire;
    use crate::gui::shipped::first_document;

    fn texts(steps: &[LessonStep]) -> Vec<&str> {
        steps.iter().map(|step| step.text.as_str()).collect()
    }

    fn written() -> Editor {
        let mut editor = Editor::new(first_document());
        let step = |text: &str| LessonStep {
            text: text.to_owned(),
            ..LessonStep::default()
        };
        let steps = ["a", "b", "c"].map(step).to_vec();
        editor.edit(Edit::SetLesson(steps)).expect("lawful");
        editor
    }

    #[test]
    fn steps_are_added_taken_out_and_moved() {
        let editor = written();
        let document = editor.document();
        let (steps, at) = with_step(document, 0);
        assert_eq!((texts(&steps), at), (vec!["a", "", "b", "c"], 1));
        assert_eq!(texts(&without_step(document, 1)), ["a", "c"]);
        let moved = swapped(document, 2, 1).expect("both are there");
        assert_eq!(texts(&moved), ["a", "c", "b"]);
        assert_eq!(swapped(document, 2, 3), None);
        assert_eq!(with_step(&Document::default(), 0).1, 0);
    }

    #[test]
    fn what_is_selected_has_a_name_that_leads_back() {
        let editor = written();
        let document = editor.document();
        let find = |name| document.graph().find(name).expect("a node");
        let wire = Wire {
            to: find("c"),
            input: 0,
        };
        let mut selection = Selection::node(find("w"));
        assert_eq!(names(document, &selection), ["w"]);
        selection = Selection {
            wire: Some(wire),
            ..Selection::default()
        };
        assert_eq!(names(document, &selection), ["w -> c"]);
        assert!(document.highlighted("w -> c").is_some());
    }

    #[test]
    fn what_a_file_cannot_hold_stays_a_draft() {
        let mut editor = written();
        let mut writer = LessonEditor::default();
        let mut step = writer.draft(&editor, 1).expect("the second");
        step.question = Some(LessonQuestion {
            text: "?".to_owned(),
            answer: LessonAnswer::Choice {
                choices: vec!["x".to_owned(), "x".to_owned()],
                right: 0,
                explanations: Vec::new(),
            },
        });
        let mut actions = Vec::new();
        writer.typed(&editor, 1, step.clone(), &mut actions);
        assert!(actions.is_empty() && writer.fault().is_some_and(|fault| fault.contains("twice")));
        assert_eq!(writer.draft(&editor, 1), Some(step.clone()));
        if let Some(LessonAnswer::Choice { choices, .. }) =
            step.question.as_mut().map(|it| &mut it.answer)
        {
            choices[1].push('y');
        }
        writer.typed(&editor, 1, step.clone(), &mut actions);
        assert_eq!((actions.len(), writer.fault()), (1, None));
        let Some(Action::EditIn(gesture, edit)) = actions.pop() else {
            panic!("an edit");
        };
        editor.edit_in(gesture, edit).expect("lawful");
        assert_eq!(writer.draft(&editor, 1), Some(step));
        editor.end_gesture();
        editor.undo();
        assert_eq!(
            writer.draft(&editor, 1).map(|step| step.question),
            Some(None)
        );
    }
}
