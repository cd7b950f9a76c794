//! [`Document`]: what a file holds.

use std::sync::Arc;

use super::error::{EditError, require_finite};
use super::lesson::LessonStep;
use super::notes::{Frame, FrameId, TextId, TextNote};
use super::position::Position;
use super::revision::Revision;
use super::slots::Slots;
use crate::core::graph::{Graph, NodeId};
use crate::core::train::{DataSettings, Initial, TrainingSettings};

/// What a file holds: a graph, where its nodes stand, frames and notes beside them,
/// a title and a note, a lesson, and how it is trained.
///
/// A clone shares everything with the original until one of them changes. Every
/// value in the graph is finite: a file can't hold another.
#[derive(Clone, Debug)]
pub struct Document {
    pub(super) graph: Graph,
    pub(super) title: Arc<str>,
    pub(super) note: Arc<str>,
    // By index of the node; shorter than the graph if the last ones have none.
    pub(super) positions: imbl::Vector<Option<Position>>,
    pub(super) frames: Slots<Frame>,
    pub(super) texts: Slots<TextNote>,
    pub(super) ranges: imbl::OrdMap<NodeId, (f64, f64)>,
    pub(super) lesson: Arc<[LessonStep]>,
    pub(super) data: Option<Arc<DataSettings>>,
    pub(super) training: Option<Arc<TrainingSettings>>,
    pub(super) initials: imbl::OrdMap<NodeId, Initial>,
    pub(super) structure: Revision,
    pub(super) values: Revision,
    /// The state of the values before the last one changed, and whose value that is.
    pub(super) last_value: Option<(Revision, NodeId)>,
    pub(super) layout: Revision,
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
            && self.data == other.data
            && self.training == other.training
            && self.initials == other.initials
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
            data: None,
            training: None,
            initials: imbl::OrdMap::new(),
            structure: Revision::next(),
            values: Revision::next(),
            last_value: None,
            layout: Revision::next(),
        }
    }
}

impl Document {
    /// A document of a graph whose nodes have no positions yet; see
    /// [`place_missing`](super::layout::place_missing).
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

    /// Which rows the graph is trained with, if that is said.
    pub fn data(&self) -> Option<&DataSettings> {
        self.data.as_deref()
    }

    /// How the graph is trained, if that is said.
    pub fn training(&self) -> Option<&TrainingSettings> {
        self.training.as_deref()
    }

    /// How the values of a parameter are drawn before a training, if that is said.
    pub fn initial(&self, id: NodeId) -> Option<Initial> {
        self.initials.get(&id).copied()
    }

    /// The state of nodes, wires, attributes and target: what a program is
    /// compiled from.
    pub fn structure_revision(&self) -> Revision {
        self.structure
    }

    /// The state of the sources' values: what the forward pass starts from.
    pub fn values_revision(&self) -> Revision {
        self.values
    }

    /// The only node whose value has changed since a state of the values. `None` if that
    /// can't be told: then any may have.
    pub fn only_value_changed_since(&self, values: Revision) -> Option<NodeId> {
        let (before, node) = self.last_value?;
        (before == values).then_some(node)
    }

    /// The state of all else: positions, frames, texts, ranges, title, note, lesson,
    /// data, training.
    pub fn layout_revision(&self) -> Revision {
        self.layout
    }

    /// Gives it a title and a note of any length, as files from before their limits may have
    /// them.
    pub(crate) fn set_heading(&mut self, title: &str, note: &str) {
        self.title = title.into();
        self.note = note.into();
        self.layout = Revision::next();
    }

    /// Puts a node at a position, or takes its position away.
    pub(super) fn place(&mut self, id: NodeId, position: Option<Position>) {
        self.layout = Revision::next();
        let index = id.index();
        while self.positions.len() <= index {
            self.positions.push_back(None);
        }
        self.positions.set(index, position);
    }
}
