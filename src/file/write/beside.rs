//! The text of what stands beside the nodes. A file without it has none of its
//! fields.

use std::fmt::{self, Write as _};

use crate::document::Document;
use crate::document::lesson::{LessonAnswer, LessonQuestion, LessonStep, ShownNumbers};
use crate::file::v1::{GRADIENT_OF, VALUE_OF};

use super::literal::{write_pair, write_text};

/// Frames and text notes, one a line, and the lesson, one field a line.
pub(super) fn write(out: &mut String, document: &Document) -> fmt::Result {
    write_list(out, "frames", document.frames(), |out, (_, frame)| {
        out.push_str("        (");
        if !frame.title().is_empty() {
            out.push_str("title: ");
            write_text(out, frame.title())?;
            out.push_str(", ");
        }
        out.push_str("at: ");
        write_pair(out, frame.at().x(), frame.at().y())?;
        out.push_str(", size: ");
        write_pair(out, frame.width(), frame.height())?;
        out.push_str("),\n");
        Ok(())
    })?;
    write_list(out, "texts", document.texts(), |out, (_, note)| {
        out.push_str("        (text: ");
        write_text(out, &note.text)?;
        out.push_str(", at: ");
        write_pair(out, note.at.x(), note.at.y())?;
        out.push_str("),\n");
        Ok(())
    })?;
    write_list(out, "lesson", document.lesson().iter(), write_step)
}

/// A field with a list, if there is anything in it.
fn write_list<T>(
    out: &mut String,
    field: &str,
    list: impl Iterator<Item = T>,
    mut entry: impl FnMut(&mut String, T) -> fmt::Result,
) -> fmt::Result {
    let mut list = list.peekable();
    if list.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "    {field}: [")?;
    for one in list {
        entry(out, one)?;
    }
    out.push_str("    ],\n");
    Ok(())
}

fn write_step(out: &mut String, step: &LessonStep) -> fmt::Result {
    out.push_str("        (\n            text: ");
    write_text(out, &step.text)?;
    out.push_str(",\n");
    if !step.highlight.is_empty() {
        out.push_str("            highlight: ");
        write_texts(out, &step.highlight)?;
        out.push_str(",\n");
    }
    let ShownNumbers { values, gradients } = step.show;
    let hidden = [("values", values), ("gradients", gradients)];
    let hidden = hidden.iter().filter(|(_, shown)| !shown);
    let hidden: Vec<String> = hidden.map(|(which, _)| format!("{which}: false")).collect();
    if !hidden.is_empty() {
        writeln!(out, "            show: ({}),", hidden.join(", "))?;
    }
    if let Some(question) = &step.question {
        write_question(out, question)?;
    }
    out.push_str("        ),\n");
    Ok(())
}

fn write_question(out: &mut String, question: &LessonQuestion) -> fmt::Result {
    out.push_str("            question: (text: ");
    write_text(out, &question.text)?;
    match &question.answer {
        LessonAnswer::Number(number) => write!(out, ", answer: {number:?}")?,
        LessonAnswer::ValueOf(name) => {
            out.push_str(", answer: ");
            write_text(out, &format!("{VALUE_OF}{name}"))?;
        }
        LessonAnswer::GradientOf(name) => {
            out.push_str(", answer: ");
            write_text(out, &format!("{GRADIENT_OF}{name}"))?;
        }
        LessonAnswer::Choice {
            choices,
            right,
            explanations,
        } => {
            out.push_str(", choices: ");
            write_texts(out, choices)?;
            out.push_str(", answer: ");
            write_text(out, choices.get(*right).map_or("", String::as_str))?;
            if explanations.iter().any(|text| !text.is_empty()) {
                out.push_str(", explanations: ");
                write_texts(out, explanations)?;
            }
        }
    }
    out.push_str("),\n");
    Ok(())
}

fn write_texts(out: &mut String, texts: &[String]) -> fmt::Result {
    let mut separator = "[";
    for text in texts {
        out.push_str(separator);
        write_text(out, text)?;
        separator = ", ";
    }
    out.push(']');
    Ok(())
}
