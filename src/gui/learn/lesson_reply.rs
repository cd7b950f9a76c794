//! The replies of a lesson: what the right answer is, and what is wrong with another one.

use super::said::{Said, Tone};
use crate::core::explain::judgement::Judgement;
use crate::core::explain::typed_answer::TypedAnswer;
use crate::core::number::typeset;
use crate::document::lesson::LessonAnswer;
use crate::gui::editor::Editor;

/// The reply to a typed number, after this many misses.
pub(super) fn judge(typed: &str, truth: Result<f64, String>, misses: usize) -> Said {
    let truth = match truth {
        Ok(truth) => truth,
        Err(why) => return Said::new(why, Tone::Neutral),
    };
    match TypedAnswer::parse(typed).map(|answer| answer.judge(truth)) {
        Err(no_number) => Said::new(no_number.to_string(), Tone::Neutral),
        Ok(Judgement::Right) => Said::new(format!("Right: {}", typeset(truth, 7)), Tone::Good),
        Ok(judgement) => Said::not_right(&judgement, misses),
    }
}

/// The right answer in words, or why there is none.
pub(super) fn right_answer(editor: &Editor, answer: &LessonAnswer) -> String {
    match answer {
        LessonAnswer::Choice { choices, right, .. } => {
            choices.get(*right).cloned().unwrap_or_default()
        }
        asked => truth(editor, asked).map_or_else(|why| why, |truth| typeset(truth, 7)),
    }
}

/// The reply to a wrong choice, with its explanation.
pub(super) fn wrong_choice(explanation: Option<&String>) -> Said {
    let text = match explanation.filter(|text| !text.is_empty()) {
        Some(explanation) => format!("No. {explanation}"),
        None => "No, choose another answer".to_owned(),
    };
    Said::new(text, Tone::Bad)
}

/// The right number, or why there is none.
pub(super) fn truth(editor: &Editor, answer: &LessonAnswer) -> Result<f64, String> {
    let number = |name: &str, gradient: bool| {
        let node = editor
            .find(name)
            .ok_or_else(|| format!("This question can't be judged: there is no node {name}"))?;
        let number = match gradient {
            true => editor.gradient_number(node),
            false => editor.number(node),
        };
        if let Some(why) = editor.live().state().why_no_numbers() {
            return Err(format!("This question can't be judged yet: {why}"));
        }
        let what = if gradient { "gradient" } else { "value" };
        number.ok_or_else(|| {
            format!("This question can't be judged: the {what} of {name} is not a single number")
        })
    };
    match answer {
        LessonAnswer::Number(number) => Ok(*number),
        LessonAnswer::ValueOf(name) => number(name, false),
        LessonAnswer::GradientOf(name) => number(name, true),
        LessonAnswer::Choice { .. } => Err("Select one of the choices".to_owned()),
    }
}
