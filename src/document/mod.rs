//! [`Document`]: a graph with what a person adds to it: positions, frames and texts.
//!
//! A document is what a file holds, so nothing derived is in it: no value that an
//! op computes, no gradient. It changes by an [`Edit`] and in no other way, and
//! [`History`](history::History) remembers what it was.

mod apply;
pub mod clip;
pub mod edit;
pub mod history;
pub mod layout;
pub mod lesson;
pub mod notes;
mod rewire;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::core::graph::{Graph, NodeId};
use crate::core::limits::MAX_COORDINATE;
use crate::core::tensor::Tensor;
pub use edit::{Edit, EditError};
use lesson::LessonStep;
use notes::Slots;
pub use notes::{Frame, FrameId, TextId, TextNote};

/// A place on the canvas, in points: x to the right, y down. Always finite. It is
/// the upper left corner of a node.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Position {
    x: f32,
    y: f32,
}

impl Position {
    /// A place, if both coordinates are finite and at most [`MAX_COORDINATE`] from 0.
    pub fn new(x: f32, y: f32) -> Option<Position> {
        let lawful = |c: f32| c.abs() <= MAX_COORDINATE; // false for NaN
        (lawful(x) && lawful(y)).then_some(Position { x, y })
    }

    /// The lawful place that is nearest to these coordinates; 0 where one is NaN.
    pub fn nearest(x: f32, y: f32) -> Position {
        let lawful = |c: f32| match c.is_nan() {
            true => 0.0,
            false => c.clamp(-MAX_COORDINATE, MAX_COORDINATE),
        };
        Position {
            x: lawful(x),
            y: lawful(y),
        }
    }

    /// To the right of the origin.
    pub fn x(self) -> f32 {
        self.x
    }

    /// Below the origin.
    pub fn y(self) -> f32 {
        self.y
    }
}

/// A state of something, by number: equal numbers mean equal states. An undo
/// brings the old number back with the old state, so what was derived from it
/// holds again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Revision(u64);

impl Revision {
    fn next() -> Revision {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Revision(LAST.fetch_add(1, Ordering::Relaxed))
    }
}

/// What a file holds: a graph, where its nodes stand, frames and notes beside them,
/// a title and a note, a lesson.
///
/// A clone shares everything with the original until one of them changes. Every
/// value in the graph is finite: a file can't hold another.
#[derive(Clone, Debug)]
pub struct Document {
    graph: Graph,
    title: Arc<str>,
    note: Arc<str>,
    // By index of the node; shorter than the graph if the last ones have none.
    positions: imbl::Vector<Option<Position>>,
    frames: Slots<Frame>,
    texts: Slots<TextNote>,
    ranges: imbl::OrdMap<NodeId, (f64, f64)>,
    lesson: Arc<[LessonStep]>,
    structure: Revision,
    values: Revision,
    /// The state of the values before the last one changed, and whose value that is.
    last_value: Option<(Revision, NodeId)>,
    layout: Revision,
}

/// Equality of what a file would hold; revisions don't count.
impl PartialEq for Document {
    fn eq(&self, other: &Document) -> bool {
        let placed = |d: &Document| -> Vec<_> {
            let places = d.graph.iter().map(|(id, _)| d.position(id));
            places.collect()
        };
        self.title == other.title
            && self.note == other.note
            && self.graph == other.graph
            && self.frames == other.frames
            && self.texts == other.texts
            && self.ranges == other.ranges
            && self.lesson == other.lesson
            && placed(self) == placed(other)
    }
}

impl Default for Document {
    fn default() -> Document {
        Document {
            graph: Graph::new(),
            title: "".into(),
            note: "".into(),
            positions: imbl::Vector::new(),
            frames: Slots::default(),
            texts: Slots::default(),
            ranges: imbl::OrdMap::new(),
            lesson: Arc::default(),
            structure: Revision::next(),
            values: Revision::next(),
            last_value: None,
            layout: Revision::next(),
        }
    }
}

impl Document {
    /// A document of a graph whose nodes have no positions yet; see
    /// [`layout::place_missing`].
    ///
    /// # Errors
    /// A node's value is not finite.
    pub fn new(graph: Graph) -> Result<Document, EditError> {
        for (_, node) in graph.iter() {
            if let Some(value) = node.value() {
                require_finite(node.name(), value)?;
            }
        }
        Ok(Document {
            graph,
            ..Document::default()
        })
    }

    /// The nodes and wires.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// A heading; may be empty.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// A note to the reader; may be empty.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Where a node stands, if it has been placed.
    pub fn position(&self, id: NodeId) -> Option<Position> {
        self.positions.get(id.index()).copied().flatten()
    }

    /// The frames, in the order in which they were added.
    pub fn frames(&self) -> impl Iterator<Item = (FrameId, &Frame)> {
        let all = self.frames.iter();
        all.filter_map(|(index, frame)| Some((FrameId::from_index(index)?, frame)))
    }

    /// The frame, if it hasn't been deleted.
    pub fn frame(&self, id: FrameId) -> Option<&Frame> {
        self.frames.get(id.index())
    }

    /// The free text notes, in the order in which they were added.
    pub fn texts(&self) -> impl Iterator<Item = (TextId, &TextNote)> {
        let all = self.texts.iter();
        all.filter_map(|(index, text)| Some((TextId::from_index(index)?, text)))
    }

    /// The free text note, if it hasn't been deleted.
    pub fn text(&self, id: TextId) -> Option<&TextNote> {
        self.texts.get(id.index())
    }

    /// From where to where a source's slider goes, if it has been given a range; the
    /// value itself may lie outside. Only sources of a single number have one.
    pub fn range(&self, id: NodeId) -> Option<(f64, f64)> {
        self.ranges.get(&id).copied()
    }

    /// The steps of the lesson; none if there is no lesson.
    pub fn lesson(&self) -> &[LessonStep] {
        &self.lesson
    }

    /// The state of nodes, wires, attributes and target: what a program is
    /// compiled from.
    pub fn structure_revision(&self) -> Revision {
        self.structure
    }

    /// The state of the sources' values: what an evaluation starts from.
    pub fn values_revision(&self) -> Revision {
        self.values
    }

    /// The only node whose value has changed since a state of the values. `None` if that
    /// can't be told: then any may have.
    pub fn only_value_changed_since(&self, values: Revision) -> Option<NodeId> {
        let (before, node) = self.last_value?;
        (before == values).then_some(node)
    }

    /// The state of all else: positions, frames, texts, ranges, title, note, lesson.
    pub fn layout_revision(&self) -> Revision {
        self.layout
    }

    fn place(&mut self, id: NodeId, position: Option<Position>) {
        self.layout = Revision::next();
        let index = id.index();
        while self.positions.len() <= index {
            self.positions.push_back(None);
        }
        self.positions.set(index, position);
    }
}

fn require_finite(name: &str, value: &Tensor) -> Result<(), EditError> {
    match value.data().iter().find(|x| !x.is_finite()) {
        None => Ok(()),
        Some(&found) => Err(EditError::NotFinite {
            node: name.to_owned(),
            found,
        }),
    }
}
