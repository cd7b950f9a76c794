//! From what a file of version 1 says to a document: names become wires, and every
//! rule of graphs is checked.

use std::fmt;
use std::sync::Arc;

use hashbrown::HashMap;

use super::entries::{GraphFile, NodeEntry};
use crate::core::fault::Fault;
use crate::core::graph::{Graph, GraphError, NodeId, NodeInputs, NodeOp, NodeParts, UnknownOp};
use crate::core::limits::MAX_COORDINATE;
use crate::core::nearest::nearest;
use crate::core::op::attributes::Attributes;
use crate::document::{Document, Edit, Position};
use crate::file::fields::Text;

/// What is wrong, with the number of the node that it is about.
pub(super) struct AssemblyProblem {
    pub(super) node: Option<usize>,
    /// Another node that has to do with it, whose line is named too.
    pub(super) other: Option<usize>,
    pub(super) message: String,
}

impl AssemblyProblem {
    fn of(node: usize, message: impl fmt::Display) -> AssemblyProblem {
        AssemblyProblem {
            node: Some(node),
            other: None,
            message: message.to_string(),
        }
    }
}

/// The document that the entries describe.
pub(super) fn document(
    file: GraphFile<'_, ()>,
    entries: &[NodeEntry<'_>],
) -> Result<Document, AssemblyProblem> {
    let mut numbers: HashMap<&str, usize> = HashMap::with_capacity(entries.len());
    for (number, entry) in entries.iter().enumerate() {
        if let Some(other) = numbers.insert(&entry.name.0, number) {
            let error = GraphError::DuplicateName(entry.name.0.to_string());
            return Err(AssemblyProblem {
                other: Some(other),
                ..AssemblyProblem::of(number, error)
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
    let mut graph =
        Graph::from_parts(parts).map_err(|(number, e)| AssemblyProblem::of(number, e))?;
    graph.set_target(target(&file, &graph)?).map_err(whole)?;
    let mut document = Document::new(graph).map_err(whole)?;
    for (number, to) in places {
        let node = NodeId::from_index(number).ok_or_else(|| whole(GraphError::TooManyNodes))?;
        document.apply(Edit::Move { node, to }).map_err(whole)?;
    }
    set_beside_values(&mut document, entries)?;
    set_beside_nodes(&mut document, file)?;
    Ok(document)
}

/// What stands on a source beside its value.
fn set_beside_values(
    document: &mut Document,
    entries: &[NodeEntry<'_>],
) -> Result<(), AssemblyProblem> {
    for (number, entry) in entries.iter().enumerate() {
        if let (Some(range), Some(node)) = (entry.range, NodeId::from_index(number)) {
            let range = Some(range);
            let set = document.apply(Edit::SetRange { node, range });
            set.map_err(|error| AssemblyProblem::of(number, error))?;
        }
    }
    for (number, entry) in entries.iter().enumerate() {
        if let (Some(initial), Some(node)) = (&entry.initial, NodeId::from_index(number)) {
            let initial = Some(initial.0);
            let set = document.apply(Edit::SetInitial { node, initial });
            set.map_err(|error| AssemblyProblem::of(number, error))?;
        }
    }
    Ok(())
}

/// What stands in the file beside the nodes.
fn set_beside_nodes(
    document: &mut Document,
    file: GraphFile<'_, ()>,
) -> Result<(), AssemblyProblem> {
    let lesson = file.lesson.0.into_iter().map(|step| step.0).collect();
    let [title, note] = [&file.title, &file.note].map(|text| text.as_ref().map_or("", |it| &it.0));
    document.set_heading(title, note);
    let beside = [
        Edit::SetLesson(lesson),
        Edit::SetData(file.data.map(|data| Box::new(data.0))),
        Edit::SetTraining(file.training.map(|training| Box::new(training.0))),
    ];
    let frames = file
        .frames
        .0
        .into_iter()
        .map(|entry| Edit::AddFrame(entry.0));
    let texts = file.texts.0.into_iter().map(|entry| Edit::AddText(entry.0));
    for edit in beside.into_iter().chain(frames).chain(texts) {
        document.apply(edit).map_err(whole)?;
    }
    Ok(())
}

/// A problem of the whole file.
fn whole(error: impl fmt::Display) -> AssemblyProblem {
    AssemblyProblem {
        node: None,
        other: None,
        message: error.to_string(),
    }
}

fn bad_place(number: usize, x: f32, y: f32) -> AssemblyProblem {
    let reason = format!("a node can't stand at ({x}, {y})");
    let cure = format!("use numbers from -{MAX_COORDINATE} to {MAX_COORDINATE}, or leave `at` out");
    AssemblyProblem::of(number, format!("{reason}: {cure}"))
}

fn node(
    number: usize,
    entry: &NodeEntry<'_>,
    numbers: &HashMap<&str, usize>,
) -> Result<NodeParts, AssemblyProblem> {
    let mut inputs = NodeInputs::new();
    for (place, input) in entry.inputs.0.iter().enumerate() {
        inputs.push(match input {
            None => None,
            Some(from) => Some(source(&from.0, numbers).map_err(|cure| {
                let reason = format!("input {place} is {:?}, which no node is called", from.0);
                AssemblyProblem::of(number, format!("{reason}: {cure}"))
            })?),
        });
    }
    let mut op = NodeOp::named(&entry.op.0);
    let mut attributes = Attributes::default();
    match (&mut op, &entry.carried) {
        (NodeOp::Known(id), _) => {
            for (name, value) in &entry.attributes.0 {
                let set = id.op().set_attribute(&mut attributes, &name.0, Some(value));
                let refused = |f: Fault| format!("{}: {}", f.message, f.help);
                set.map_err(|fault| AssemblyProblem::of(number, refused(fault)))?;
            }
        }
        (NodeOp::Unknown(unknown), Some(fields)) => {
            let (name, fields) = (unknown.name.clone(), fields.clone());
            *unknown = Arc::new(UnknownOp { name, fields });
        }
        // Read again with care, so that what it carries is kept.
        (NodeOp::Unknown(_), None) => return Err(AssemblyProblem::of(number, "an unknown op")),
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

fn target(file: &GraphFile<'_, ()>, graph: &Graph) -> Result<Option<NodeId>, AssemblyProblem> {
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
