//! What stands in a file beside the nodes: frames, text notes, the lesson. Each is
//! checked where it is read, so that a fault has its line.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};

use crate::core::limits::{MAX_CHOICES, MAX_COORDINATE, MAX_HIGHLIGHTS, MAX_TITLE_BYTES};
use crate::document::lesson::{LessonAnswer, LessonQuestion, LessonStep, ShownNumbers};
use crate::document::{Frame, Position, TextNote};
use crate::file::fields::{Capped, Text};

/// A frame around nodes.
#[derive(serde::Deserialize)]
#[serde(try_from = "FrameFields<'_>")]
pub(super) struct FrameEntry(pub(super) Frame);

#[derive(serde::Deserialize)]
#[serde(rename = "frame", deny_unknown_fields)]
struct FrameFields<'a> {
    #[serde(default, borrow)]
    title: Option<Text<'a>>,
    at: PositionField,
    size: SizeField,
}

impl TryFrom<FrameFields<'_>> for FrameEntry {
    type Error = String;

    fn try_from(fields: FrameFields<'_>) -> Result<FrameEntry, String> {
        let FrameFields { title, at, size } = fields;
        let title = title.map(|t| t.0.into_owned()).unwrap_or_default();
        let length = title.len();
        if length > MAX_TITLE_BYTES {
            return Err(format!(
                "a title of {length} bytes is too long: shorten it to {MAX_TITLE_BYTES}"
            ));
        }
        let frame = Frame::new(title, at.0, size.0, size.1);
        let frame = frame.ok_or_else(|| {
            format!(
                "the frame reaches past the edge of the canvas, which is at {MAX_COORDINATE}: \
                 make it smaller"
            )
        });
        frame.map(FrameEntry)
    }
}

/// A free text note.
#[derive(serde::Deserialize)]
#[serde(try_from = "TextFields<'_>")]
pub(super) struct TextEntry(pub(super) TextNote);

#[derive(serde::Deserialize)]
#[serde(rename = "text", deny_unknown_fields)]
struct TextFields<'a> {
    #[serde(borrow)]
    text: Text<'a>,
    at: PositionField,
}

impl TryFrom<TextFields<'_>> for TextEntry {
    type Error = String;

    fn try_from(fields: TextFields<'_>) -> Result<TextEntry, String> {
        let note = TextNote {
            text: fields.text.0.into_owned(),
            at: fields.at.0,
        };
        note.checked().map(TextEntry).map_err(|e| e.to_string())
    }
}

/// A place on the canvas.
struct PositionField(Position);

impl<'de> Deserialize<'de> for PositionField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (x, y) = <(f32, f32)>::deserialize(deserializer)?;
        Position::new(x, y).map(PositionField).ok_or_else(|| {
            de::Error::custom(format_args!(
                "nothing can stand at ({x}, {y}): use numbers from -{MAX_COORDINATE} to \
                 {MAX_COORDINATE}"
            ))
        })
    }
}

/// Width and height.
struct SizeField(f32, f32);

impl<'de> Deserialize<'de> for SizeField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (width, height) = <(f32, f32)>::deserialize(deserializer)?;
        if width > 0.0 && height > 0.0 {
            return Ok(SizeField(width, height));
        }
        Err(de::Error::custom(format_args!(
            "nothing has the size ({width}, {height}): write width and height, both above 0"
        )))
    }
}

/// A step of the lesson.
#[derive(serde::Deserialize)]
#[serde(try_from = "StepFields<'_>")]
pub(super) struct StepEntry(pub(super) LessonStep);

#[derive(serde::Deserialize)]
#[serde(rename = "step", deny_unknown_fields)]
struct StepFields<'a> {
    #[serde(borrow)]
    text: Text<'a>,
    #[serde(default)]
    highlight: Capped<Text<'a>, MAX_HIGHLIGHTS>,
    #[serde(default)]
    show: Option<ShowFields>,
    #[serde(default)]
    question: Option<QuestionFields<'a>>,
}

#[derive(serde::Deserialize)]
#[serde(rename = "show", deny_unknown_fields)]
struct ShowFields {
    #[serde(default)]
    values: Option<bool>,
    #[serde(default)]
    gradients: Option<bool>,
}

#[derive(serde::Deserialize)]
#[serde(rename = "question", deny_unknown_fields)]
struct QuestionFields<'a> {
    #[serde(borrow)]
    text: Text<'a>,
    #[serde(default)]
    choices: Option<Capped<Text<'a>, MAX_CHOICES>>,
    answer: AnswerField,
    #[serde(default)]
    explanations: Option<Capped<Text<'a>, MAX_CHOICES>>,
}

impl TryFrom<StepFields<'_>> for StepEntry {
    type Error = String;

    fn try_from(fields: StepFields<'_>) -> Result<StepEntry, String> {
        let highlight = fields.highlight.0.into_iter();
        let all = ShownNumbers::default();
        let show = fields.show.map(|show| ShownNumbers {
            values: show.values.unwrap_or(all.values),
            gradients: show.gradients.unwrap_or(all.gradients),
        });
        let step = LessonStep {
            text: fields.text.0.into_owned(),
            highlight: highlight.map(|name| name.0.into_owned()).collect(),
            show: show.unwrap_or_default(),
            question: fields.question.map(question).transpose()?,
        };
        match step.fault() {
            None => Ok(StepEntry(step)),
            Some(fault) => Err(format!("a step of the lesson: {fault}")),
        }
    }
}

fn question(fields: QuestionFields<'_>) -> Result<LessonQuestion, String> {
    let explanations = fields.explanations.map_or_else(Vec::new, owned);
    if fields.choices.is_none() && !explanations.is_empty() {
        return Err("explanations are for choices, but the question has none".to_owned());
    }
    let answer = match (fields.choices, fields.answer) {
        (None, AnswerField::Number(number)) => LessonAnswer::Number(number),
        (None, AnswerField::Words(words)) => {
            let value = words
                .strip_prefix(VALUE_OF)
                .map(|n| LessonAnswer::ValueOf(n.to_owned()));
            let gradient = || {
                words
                    .strip_prefix(GRADIENT_OF)
                    .map(|n| LessonAnswer::GradientOf(n.to_owned()))
            };
            value.or_else(gradient).ok_or_else(|| {
                "no answer can be told from these words: write a number, \"value of c\" or \
                 \"gradient of w\", or list the choices"
                    .to_owned()
            })?
        }
        (Some(choices), AnswerField::Words(words)) => {
            let choices = owned(choices);
            let right = choices.iter().position(|choice| *choice == words);
            let right =
                right.ok_or("the answer is none of the choices: write it as it stands there")?;
            LessonAnswer::Choice {
                choices,
                right,
                explanations,
            }
        }
        (Some(_), AnswerField::Number(_)) => {
            return Err("a number can't be one of the choices: write it in \"quotes\"".to_owned());
        }
    };
    let text = fields.text.0.into_owned();
    Ok(LessonQuestion { text, answer })
}

fn owned(texts: Capped<Text<'_>, MAX_CHOICES>) -> Vec<String> {
    texts
        .0
        .into_iter()
        .map(|text| text.0.into_owned())
        .collect()
}

/// How an answer begins that is a value of the graph.
pub(in crate::file) const VALUE_OF: &str = "value of ";
/// How an answer begins that is a gradient of the graph.
pub(in crate::file) const GRADIENT_OF: &str = "gradient of ";

/// A number, or words.
enum AnswerField {
    Number(f64),
    Words(String),
}

impl<'de> Deserialize<'de> for AnswerField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnswerVisitor)
    }
}

struct AnswerVisitor;

impl Visitor<'_> for AnswerVisitor {
    type Value = AnswerField;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, or words in \"quotes\"")
    }

    fn visit_f64<E>(self, number: f64) -> Result<AnswerField, E> {
        Ok(AnswerField::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<AnswerField, E> {
        Ok(AnswerField::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<AnswerField, E> {
        Ok(AnswerField::Number(number as f64))
    }

    fn visit_i128<E>(self, number: i128) -> Result<AnswerField, E> {
        Ok(AnswerField::Number(number as f64))
    }

    fn visit_u128<E>(self, number: u128) -> Result<AnswerField, E> {
        Ok(AnswerField::Number(number as f64))
    }

    fn visit_str<E>(self, words: &str) -> Result<AnswerField, E> {
        Ok(AnswerField::Words(words.to_owned()))
    }
}
