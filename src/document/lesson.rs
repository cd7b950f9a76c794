//! Lessons: a document may carry a list of steps, each with a text, what it points
//! at, what it shows, and perhaps a question.
//!
//! A step points at nodes and wires by name, so that a teacher can write it by hand.
//! A name that no node has is no fault: it points at nothing. Renaming a node
//! renames it in the lesson too.

use crate::core::graph::{NodeId, Wire};
use crate::core::limits::{
    MAX_CHOICES, MAX_HIGHLIGHTS, MAX_NAME_BYTES, MAX_NOTE_BYTES, MAX_TITLE_BYTES,
};

/// One step of a lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LessonStep {
    /// What the learner reads.
    pub text: String,
    /// What it points at: names of nodes, and wires as `w -> c`; see
    /// [`Document::highlighted`](super::Document::highlighted).
    pub highlight: Vec<String>,
    /// Which numbers it shows.
    pub show: ShownNumbers,
    /// What it asks before the lesson goes on.
    pub question: Option<LessonQuestion>,
}

/// Which numbers a step shows; both if nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownNumbers {
    /// The values.
    pub values: bool,
    /// The gradients.
    pub gradients: bool,
}

impl Default for ShownNumbers {
    fn default() -> ShownNumbers {
        ShownNumbers {
            values: true,
            gradients: true,
        }
    }
}

/// A question to the learner.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonQuestion {
    /// What is asked.
    pub text: String,
    /// What is right.
    pub answer: LessonAnswer,
}

/// The right answer to a question.
#[derive(Clone, Debug, PartialEq)]
pub enum LessonAnswer {
    /// This number.
    Number(f64),
    /// The value of the node of this name.
    ValueOf(String),
    /// The gradient of the node of this name.
    GradientOf(String),
    /// One of several texts.
    Choice {
        /// The texts, in the order in which they are shown.
        choices: Vec<String>,
        /// Which is right, counted from 0.
        right: usize,
        /// Why each choice is wrong, or "" where nothing is explained. Empty if nothing is
        /// explained at all.
        explanations: Vec<String>,
    },
}

/// What a name in a lesson points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Highlighted {
    /// A node.
    Node(NodeId),
    /// All wires from one node to another.
    Wires(Vec<Wire>),
}

/// Stands between the two ends of a wire.
pub(super) const ARROW: &str = " -> ";

impl LessonStep {
    /// What is wrong with it for a file, and the cure.
    pub(crate) fn fault(&self) -> Option<String> {
        let count = self.highlight.len();
        let most = 2 * MAX_NAME_BYTES + ARROW.len();
        if self.text.len() > MAX_NOTE_BYTES {
            let found = self.text.len();
            return Some(format!(
                "its text has {found} bytes: shorten it to {MAX_NOTE_BYTES}, or make two steps of it"
            ));
        }
        if count > MAX_HIGHLIGHTS {
            return Some(format!(
                "it points at {count} nodes and wires: take some out, {MAX_HIGHLIGHTS} are allowed"
            ));
        }
        if let Some(long) = self.highlight.iter().find(|name| name.len() > most) {
            let start: String = long.chars().take(20).collect();
            return Some(format!(
                "{start:?}… is longer than any name: write a node, or a wire as \"w -> c\""
            ));
        }
        self.question.as_ref()?.fault()
    }
}

impl LessonQuestion {
    fn fault(&self) -> Option<String> {
        if self.text.len() > MAX_NOTE_BYTES {
            return Some(format!(
                "its question is too long: shorten it to {MAX_NOTE_BYTES} bytes"
            ));
        }
        match &self.answer {
            LessonAnswer::Number(number) if !number.is_finite() => Some(format!(
                "its answer is {number}: write a finite number, or one of several choices"
            )),
            LessonAnswer::Number(_) => None,
            LessonAnswer::ValueOf(name) | LessonAnswer::GradientOf(name) => {
                (name.len() > MAX_NAME_BYTES).then(|| {
                    "its answer names a node, but no name is that long: write \"value of c\", or \
                     \"gradient of c\""
                        .to_owned()
                })
            }
            LessonAnswer::Choice {
                choices,
                right,
                explanations,
            } => {
                let count = choices.len();
                if !(2..=MAX_CHOICES).contains(&count) {
                    return Some(format!(
                        "its question has {count} choices: give it 2 to {MAX_CHOICES}"
                    ));
                }
                if choices.iter().any(|choice| choice.len() > MAX_TITLE_BYTES) {
                    return Some(format!(
                        "one of its choices is too long: shorten it to {MAX_TITLE_BYTES} bytes"
                    ));
                }
                let twice = (1..count).find(|at| choices[..*at].contains(&choices[*at]));
                if let Some(twice) = twice {
                    return Some(format!(
                        "its choice {:?} is there twice: take one out",
                        choices[twice]
                    ));
                }
                if !explanations.is_empty() && explanations.len() != count {
                    let found = explanations.len();
                    return Some(format!(
                        "its question has {count} choices, but {found} explanations: give each \
                         choice one, \"\" if there is nothing to explain"
                    ));
                }
                if explanations.iter().any(|text| text.len() > MAX_NOTE_BYTES) {
                    return Some(format!(
                        "one of its explanations is too long: shorten it to {MAX_NOTE_BYTES} bytes"
                    ));
                }
                (*right >= count).then(|| "none of its choices is right: say which".to_owned())
            }
        }
    }
}
