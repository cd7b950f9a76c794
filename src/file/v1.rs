//! Version 1 of the file format, read.
//!
//! A file is read twice at most. First straight into a document: that is all for a
//! file without faults. If anything is wrong, or an op is unknown, it is read with
//! care: each node as a text of its own, so that every fault has a line, and what
//! an unknown op carries is kept as it was written. Both ways read a node with the
//! same types and check it with the same code.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use hashbrown::HashMap;
use ron::value::RawValue;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use crate::core::attributes::Attributes;
use crate::core::graph::{Graph, GraphError, NodeId, NodeInputs, NodeOp, NodeParts, UnknownOp};
use crate::core::limits::{MAX_COORDINATE, MAX_INPUTS, MAX_NODES};
use crate::document::{Document, Edit, Position, layout};

use super::error::{FileError, Place};
use super::nearest::nearest;
use super::options;
use super::values::{Capped, Pairs, Text, Value};

/// The whole file; `N` is how a node is read.
#[derive(Deserialize)]
#[serde(rename = "graph", deny_unknown_fields)]
#[serde(bound(deserialize = "N: Deserialize<'de>"))]
struct File<'a, N> {
    #[serde(rename = "version")]
    _version: u64, // looked at before
    #[serde(default, borrow)]
    title: Option<Text<'a>>,
    #[serde(default)]
    note: Option<Text<'a>>,
    #[serde(default)]
    target: Option<Text<'a>>,
    nodes: Capped<N, MAX_NODES>,
}

/// A node.
#[derive(Deserialize)]
#[serde(rename = "node", deny_unknown_fields)]
struct Entry<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    op: Text<'a>,
    #[serde(default)]
    value: Option<Value>,
    #[serde(default)]
    inputs: Capped<Option<Text<'a>>, MAX_INPUTS>,
    #[serde(default)]
    attributes: Pairs<'a>,
    #[serde(default)]
    at: Option<(f32, f32)>,
    /// What an unknown op carries besides; only careful reading finds it.
    #[serde(skip)]
    carried: Option<Vec<(String, String)>>,
}

/// What is wrong, with the number of the node that it is about.
struct Problem {
    node: Option<usize>,
    /// Another node that has to do with it, whose line is named too.
    other: Option<usize>,
    message: String,
}

impl Problem {
    fn of(node: usize, message: impl fmt::Display) -> Problem {
        Problem {
            node: Some(node),
            other: None,
            message: message.to_string(),
        }
    }
}

/// A document from the text of a file of version 1.
///
/// # Errors
/// Anything that is wrong with the text, with line, node and cure.
pub(super) fn read(text: &str) -> Result<Document, FileError> {
    if let Ok(file) = options().from_str::<File<'_, Entry<'_>>>(text)
        && let (file, entries) = file.split()
        && let Ok(document) = assemble(file, &entries)
    {
        return Ok(document);
    }
    read_with_care(text)
}

impl<'a, N> File<'a, N> {
    /// The nodes apart from the rest.
    fn split(self) -> (File<'a, ()>, Vec<N>) {
        let rest = File {
            _version: self._version,
            title: self.title,
            note: self.note,
            target: self.target,
            nodes: Capped(Vec::new()),
        };
        (rest, self.nodes.0)
    }
}

fn read_with_care(text: &str) -> Result<Document, FileError> {
    let file = options().from_str::<File<'_, &RawValue>>(text);
    let start = Place { line: 1, column: 1 };
    let file = file.map_err(|error| {
        let error = FileError::syntax(&error, start);
        match error.place().and_then(|place| name_before(text, place)) {
            Some(name) => error.about(name),
            None => error,
        }
    })?;
    let (file, raws) = file.split();
    let place = |index: usize| Some(place_in(text, node_text(raws.get(index)?)));
    let mut entries = Vec::with_capacity(raws.len());
    for raw in &raws {
        entries.push(entry_with_care(node_text(raw), text)?);
    }
    let names: Vec<String> = entries.iter().map(|e| e.name.0.to_string()).collect();
    let target = match &file.target {
        Some(Text(Cow::Borrowed(target))) => Some(place_in(text, target)),
        _ => None,
    };
    assemble(file, &entries).map_err(|problem| {
        let also = problem.other.and_then(place);
        let also = also.map_or_else(String::new, |p| {
            format!(" (the other is on line {})", p.line)
        });
        let mut error = FileError::new(problem.message + &also);
        if let Some(name) = problem.node.and_then(|index| names.get(index)) {
            error = error.about(name);
        }
        match problem.node.map_or(target, place) {
            Some(place) => error.at(place),
            None => error,
        }
    })
}

/// Where a part of the text starts.
fn place_in(text: &str, part: &str) -> Place {
    let offset = part.as_ptr().addr().wrapping_sub(text.as_ptr().addr());
    Place::of(text, offset)
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
            text.find("*/").map(|end| end + 2)
        } else {
            None
        };
        match comment {
            Some(end) => text = &text[end..],
            None => return text,
        }
    }
}

/// The name of the node that a place is in, as far as that can be told from a text
/// that can't be read: what stands before it on its line, one node a line.
fn name_before(text: &str, place: Place) -> Option<&str> {
    let line = text.lines().nth(place.line - 1)?;
    let end = line.char_indices().nth(place.column - 1);
    let before = &line[..end.map_or(line.len(), |(at, _)| at)];
    let (_, name) = before.rsplit_once("name: \"")?;
    name.split_once('"').map(|(name, _)| name)
}

/// One node from its text.
fn entry_with_care<'a>(raw: &'a str, text: &str) -> Result<Entry<'a>, FileError> {
    let strict = options().from_str::<Entry<'_>>(raw);
    if let Ok(entry) = &strict
        && matches!(NodeOp::named(&entry.op.0), NodeOp::Known(_))
    {
        return strict.map_err(|error| FileError::syntax(&error, place_in(text, raw)));
    }
    let fields = options().from_str::<Fields<'_>>(raw).unwrap_or_default();
    if let Some(entry) = unknown_op(&fields) {
        return Ok(entry);
    }
    strict.map_err(|error| {
        let error = FileError::syntax(&error, place_in(text, raw));
        match fields.parse::<Text<'_>>("name") {
            Some(name) => error.about(name.0),
            None => error,
        }
    })
}

/// The fields of a node as they were written.
#[derive(Default)]
struct Fields<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Fields<'a> {
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

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsVisitor;
        impl<'de> Visitor<'de> for FieldsVisitor {
            type Value = Fields<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the fields of a node in ( )")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(Identifier(name)) = map.next_key()? {
                    let raw: &RawValue = map.next_value()?;
                    fields.push((name, raw.get_ron()));
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_struct("node", &[], FieldsVisitor)
    }
}

/// The name of a field.
struct Identifier<'a>(&'a str);

impl<'de: 'a, 'a> Deserialize<'de> for Identifier<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdentifierVisitor;
        impl<'de> Visitor<'de> for IdentifierVisitor {
            type Value = Identifier<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a field")
            }
            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Identifier<'de>, E> {
                Ok(Identifier(name))
            }
        }
        deserializer.deserialize_identifier(IdentifierVisitor)
    }
}

/// A node whose op this version doesn't know: what can be understood is, and the
/// rest is carried along as it was written. Nothing if that isn't what it is.
fn unknown_op<'a>(fields: &Fields<'a>) -> Option<Entry<'a>> {
    let (name, op) = (fields.parse("name")?, fields.parse::<Text<'_>>("op")?);
    if matches!(NodeOp::named(&op.0), NodeOp::Known(_)) {
        return None;
    }
    if fields.has_twins() {
        return None;
    }
    let value: Option<Value> = fields.parse::<Option<_>>("value").flatten();
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
    Some(Entry {
        name,
        op,
        carried: Some(carried.map(owned).collect()),
        value,
        inputs: inputs.unwrap_or_default(),
        attributes: Pairs::default(),
        at,
    })
}

/// The document that the entries describe.
fn assemble(file: File<'_, ()>, entries: &[Entry<'_>]) -> Result<Document, Problem> {
    let mut numbers: HashMap<&str, usize> = HashMap::with_capacity(entries.len());
    for (number, entry) in entries.iter().enumerate() {
        if let Some(other) = numbers.insert(&entry.name.0, number) {
            let error = GraphError::DuplicateName(entry.name.0.to_string());
            return Err(Problem {
                other: Some(other),
                ..Problem::of(number, error)
            });
        }
    }
    let mut parts = Vec::with_capacity(entries.len());
    let mut places = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        if let Some((x, y)) = entry.at {
            let place = Position::new(x, y).ok_or_else(|| bad_place(number, x, y))?;
            places.push((number, place));
        }
        parts.push(node(number, entry, &numbers)?);
    }
    let mut graph = Graph::from_parts(parts).map_err(|(number, e)| Problem::of(number, e))?;
    graph.set_target(target(&file, &graph)?).map_err(whole)?;
    let mut document = Document::new(graph).map_err(whole)?;
    for (number, to) in places {
        let node = NodeId::from_index(number).ok_or_else(|| whole(GraphError::TooManyNodes))?;
        document.apply(Edit::Move { node, to }).map_err(whole)?;
    }
    let text = |text: Option<Text<'_>>| text.map(|t| t.0.into_owned()).unwrap_or_default();
    document
        .apply(Edit::SetTitle(text(file.title)))
        .map_err(whole)?;
    document
        .apply(Edit::SetNote(text(file.note)))
        .map_err(whole)?;
    layout::place_missing(&mut document);
    Ok(document)
}

/// A problem of the whole file.
fn whole(error: impl fmt::Display) -> Problem {
    Problem {
        node: None,
        other: None,
        message: error.to_string(),
    }
}

fn bad_place(number: usize, x: f32, y: f32) -> Problem {
    let reason = format!("a node can't stand at ({x}, {y})");
    let cure = format!("use numbers from -{MAX_COORDINATE} to {MAX_COORDINATE}, or leave `at` out");
    Problem::of(number, format!("{reason}: {cure}"))
}

fn node(
    number: usize,
    entry: &Entry<'_>,
    numbers: &HashMap<&str, usize>,
) -> Result<NodeParts, Problem> {
    let mut inputs = NodeInputs::new();
    for (place, input) in entry.inputs.0.iter().enumerate() {
        inputs.push(match input {
            None => None,
            Some(from) => Some(source(&from.0, numbers).map_err(|cure| {
                let reason = format!("input {place} is {:?}, which no node is called", from.0);
                Problem::of(number, format!("{reason}: {cure}"))
            })?),
        });
    }
    let mut op = NodeOp::named(&entry.op.0);
    let mut attributes = Attributes::default();
    match (&mut op, &entry.carried) {
        (NodeOp::Known(id), _) => {
            for (name, value) in &entry.attributes.0 {
                let set = attributes.set(id.op(), &name.0, Some(value));
                let refused = |f: crate::core::op::Fault| format!("{}: {}", f.reason, f.cure);
                set.map_err(|fault| Problem::of(number, refused(fault)))?;
            }
        }
        (NodeOp::Unknown(unknown), Some(fields)) => {
            let (name, fields) = (unknown.name.clone(), fields.clone());
            *unknown = Arc::new(UnknownOp { name, fields });
        }
        // Read again with care, so that what it carries is kept.
        (NodeOp::Unknown(_), None) => return Err(Problem::of(number, "an unknown op")),
    }
    Ok(NodeParts {
        name: entry.name.0.to_string(),
        op,
        inputs,
        attributes,
        value: entry.value.as_ref().map(|value| value.0.clone()),
    })
}

/// The node of this name, or what to do if there is none.
fn source(name: &str, numbers: &HashMap<&str, usize>) -> Result<NodeId, String> {
    let found = numbers
        .get(name)
        .and_then(|number| NodeId::from_index(*number));
    found.ok_or_else(|| match nearest(name, numbers.keys().copied()) {
        Some(near) => format!("did you mean {near:?}?"),
        None => "add that node, or write None".to_owned(),
    })
}

fn target(file: &File<'_, ()>, graph: &Graph) -> Result<Option<NodeId>, Problem> {
    let Some(Text(name)) = &file.target else {
        return Ok(None);
    };
    graph.find(name).map(Some).ok_or_else(|| {
        let names = graph.iter().map(|(_, node)| node.name());
        let cure = match nearest(name, names) {
            Some(near) => format!("did you mean {near:?}?"),
            None => "name a node, or leave the target out".to_owned(),
        };
        whole(format!("the target {name:?} is no node: {cure}"))
    })
}
