//! Reading a file of version 1 in which something is wrong or unknown: every node is
//! taken as a text of its own first.

use std::borrow::Cow;
use std::fmt;

use hashbrown::HashMap;
use ron::value::RawValue;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use crate::core::graph::NodeOp;
use crate::core::limits::MAX_INPUTS;
use crate::document::Document;
use crate::file::error::{FileError, TextPosition};
use crate::file::fields::{AttributeFields, Capped, Identifier, Text, ValueField};
use crate::file::parser::options;

use super::assemble::{self, AssemblyProblem};
use super::entries::{GraphFile, NodeEntry};

/// A document from the text of a file of version 1.
///
/// # Errors
/// Anything that is wrong with the text, with line, node and cure.
pub(super) fn read(text: &str) -> Result<Document, FileError> {
    let file = options().from_str::<GraphFile<'_, &RawValue>>(text);
    let start = TextPosition { line: 1, column: 1 };
    let file = file.map_err(|error| {
        let error = FileError::syntax(&error, text, start);
        match error.position().and_then(|place| name_before(text, place)) {
            Some(name) => error.about(name),
            None => error,
        }
    })?;
    let (file, raws) = file.split();
    let mut entries = Vec::with_capacity(raws.len());
    for raw in &raws {
        entries.push(entry_with_care(node_text(raw), text)?);
    }
    let target = place_of_target(text, &file);
    let document = assemble::document(file, &entries);
    document.map_err(|problem| located_among(text, &raws, &entries, target, problem))
}

/// Whether every op is known, so that nodes are read alike with and without care.
pub(super) fn all_known(entries: &[NodeEntry<'_>]) -> bool {
    let mut ops = entries.iter().map(|entry| NodeOp::named(&entry.op.0));
    ops.all(|op| matches!(op, NodeOp::Known(_)))
}

/// What is wrong with a text, which can be read, and where.
pub(super) fn located(
    text: &str,
    entries: &[NodeEntry<'_>],
    problem: AssemblyProblem,
) -> FileError {
    match options().from_str::<GraphFile<'_, &RawValue>>(text) {
        Ok(file) => {
            let target = place_of_target(text, &file);
            let (_, raws) = file.split();
            located_among(text, &raws, entries, target, problem)
        }
        Err(_) => FileError::new(problem.message),
    }
}

fn place_of_target<N>(text: &str, file: &GraphFile<'_, N>) -> Option<TextPosition> {
    match &file.target {
        Some(Text(Cow::Borrowed(target))) => Some(place_in(text, target)),
        _ => None,
    }
}

fn located_among(
    text: &str,
    raws: &[&RawValue],
    entries: &[NodeEntry<'_>],
    target: Option<TextPosition>,
    problem: AssemblyProblem,
) -> FileError {
    let place = |index: usize| Some(place_in(text, node_text(raws.get(index)?)));
    let also = problem.other.and_then(place);
    let also = also.map_or_else(String::new, |p| {
        format!(" (the other is on line {})", p.line)
    });
    let mut error = FileError::new(problem.message + &also);
    if let Some(entry) = problem.node.and_then(|index| entries.get(index)) {
        error = error.about(entry.name.0.to_string());
    }
    match problem.node.map_or(target, place) {
        Some(place) => error.at(place),
        None => error,
    }
}

/// Where each node starts, by its name; of a text that can't be read, nothing.
pub(in crate::file) fn positions(text: &str) -> HashMap<String, TextPosition> {
    let Ok(file) = options().from_str::<GraphFile<'_, &RawValue>>(text) else {
        return HashMap::new();
    };
    let (_, raws) = file.split();
    let mut positions = HashMap::with_capacity(raws.len());
    // The nodes stand in order: each position is counted from the one before.
    let (mut offset, mut position) = (0, TextPosition { line: 1, column: 1 });
    for raw in raws {
        let node = node_text(raw);
        let start = offset_in(text, node);
        if let Some(between) = text.get(offset..start) {
            position = position.after(between);
            offset = start;
        }
        let fields = options().from_str::<RawFields<'_>>(node);
        if let Some(name) = fields.ok().and_then(|it| it.parse::<Text<'_>>("name")) {
            positions.insert(name.0.into_owned(), position);
        }
    }
    positions
}

fn offset_in(text: &str, part: &str) -> usize {
    part.as_ptr().addr().wrapping_sub(text.as_ptr().addr())
}

/// Where a part of the text starts.
fn place_in(text: &str, part: &str) -> TextPosition {
    TextPosition::of(text, offset_in(text, part))
}

/// The text of a node without comments before it, so that it starts on the line
/// where the node does.
fn node_text(raw: &RawValue) -> &str {
    let mut text = raw.get_ron();
    loop {
        text = text.trim_start();
        let comment = if text.starts_with("//") {
            text.find('\n')
        } else if text.starts_with("/*") {
            block_comment(text)
        } else {
            None
        };
        match comment {
            Some(end) => text = &text[end..],
            None => return text,
        }
    }
}

/// Where the block comment ends that a text starts with; they nest.
fn block_comment(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    let mut at = 0;
    loop {
        at += text[at..].find(['/', '*'])?;
        match text.get(at..at + 2) {
            Some("/*") => open += 1,
            Some("*/") => open -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if open == 0 {
            return Some(at);
        }
    }
}

/// The name of the node that a place is in, as far as that can be told from a text
/// that can't be read: what stands before it on its line, one node a line.
fn name_before(text: &str, place: TextPosition) -> Option<&str> {
    let line = text.lines().nth(place.line - 1)?;
    let end = line.char_indices().nth(place.column - 1);
    let before = &line[..end.map_or(line.len(), |(at, _)| at)];
    let (_, name) = before.rsplit_once("name: \"")?;
    let (name, after) = name.split_once('"')?;
    let count = |bracket| after.matches(bracket).count();
    // Behind the node's last parenthesis the place isn't in it.
    (count('(') >= count(')')).then_some(name)
}

/// One node from its text.
fn entry_with_care<'a>(raw: &'a str, text: &str) -> Result<NodeEntry<'a>, FileError> {
    let strict = options().from_str::<NodeEntry<'_>>(raw);
    if let Ok(entry) = &strict
        && matches!(NodeOp::named(&entry.op.0), NodeOp::Known(_))
    {
        return strict.map_err(|error| FileError::syntax(&error, raw, place_in(text, raw)));
    }
    let fields = options().from_str::<RawFields<'_>>(raw).unwrap_or_default();
    if let Some(entry) = unknown_op(&fields) {
        return Ok(entry);
    }
    strict.map_err(|error| {
        let error = FileError::syntax(&error, raw, place_in(text, raw));
        match fields.parse::<Text<'_>>("name") {
            Some(name) => error.about(name.0),
            None => error,
        }
    })
}

/// The fields of a node as they were written.
#[derive(Default)]
struct RawFields<'a>(Vec<(&'a str, &'a str)>);

impl<'a> RawFields<'a> {
    /// A field's content, if the field is there and is what is wanted.
    fn parse<T: Deserialize<'a>>(&self, field: &str) -> Option<T> {
        let (_, raw) = self.0.iter().find(|(name, _)| *name == field)?;
        options().from_str(raw).ok()
    }

    /// Whether a field is there twice.
    fn has_twins(&self) -> bool {
        let mut names: Vec<&str> = self.0.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.windows(2).any(|pair| pair[0] == pair[1])
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for RawFields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsVisitor;
        impl<'de> Visitor<'de> for FieldsVisitor {
            type Value = RawFields<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the fields of a node in ( )")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawFields<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(Identifier(name)) = map.next_key()? {
                    let raw: &RawValue = map.next_value()?;
                    fields.push((name, raw.get_ron()));
                }
                Ok(RawFields(fields))
            }
        }
        deserializer.deserialize_struct("node", &[], FieldsVisitor)
    }
}

/// A node whose op this version doesn't know: what can be understood is, and the
/// rest is carried along as it was written. Nothing if that isn't what it is.
fn unknown_op<'a>(fields: &RawFields<'a>) -> Option<NodeEntry<'a>> {
    let (name, op) = (fields.parse("name")?, fields.parse::<Text<'_>>("op")?);
    if matches!(NodeOp::named(&op.0), NodeOp::Known(_)) {
        return None;
    }
    if fields.has_twins() {
        return None;
    }
    let value: Option<ValueField> = fields.parse::<Option<_>>("value").flatten();
    let inputs: Option<Capped<_, MAX_INPUTS>> = fields.parse("inputs");
    let inputs = inputs.filter(|inputs| !inputs.0.is_empty());
    let at = fields.parse::<Option<_>>("at").flatten();
    let understood = |field: &str| match field {
        "name" | "op" => true,
        "value" => value.is_some(),
        "inputs" => inputs.is_some(),
        "at" => at.is_some(),
        _ => false,
    };
    let carried = fields.0.iter().filter(|(field, _)| !understood(field));
    let owned = |(field, raw): &(&str, &str)| ((*field).to_owned(), (*raw).to_owned());
    Some(NodeEntry {
        name,
        op,
        carried: Some(carried.map(owned).collect()),
        value,
        range: None,
        initial: None,
        inputs: inputs.unwrap_or_default(),
        attributes: AttributeFields::default(),
        at,
    })
}
