//! What a file of version 1 has in it: its fields, and those of a node.

use serde::Deserialize;

use super::beside::{FrameEntry, StepEntry, TextEntry};
use super::data::DataEntry;
use super::training::{InitialEntry, TrainingEntry};
use crate::core::limits::{MAX_FRAMES, MAX_INPUTS, MAX_LESSON_STEPS, MAX_NODES, MAX_NOTES};
use crate::file::fields::{AttributeFields, Capped, Text, ValueField};

/// The whole file; `N` is how a node is read.
#[derive(Deserialize)]
#[serde(rename = "graph", deny_unknown_fields)]
#[serde(bound(deserialize = "N: Deserialize<'de>"))]
pub(super) struct GraphFile<'a, N> {
    #[serde(rename = "version")]
    pub(super) _version: u64, // looked at before
    #[serde(default, borrow)]
    pub(super) title: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub(super) note: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub(super) target: Option<Text<'a>>,
    #[serde(default)]
    pub(super) data: Option<Box<DataEntry>>,
    #[serde(default)]
    pub(super) training: Option<Box<TrainingEntry>>,
    pub(super) nodes: Capped<N, MAX_NODES>,
    #[serde(default)]
    pub(super) frames: Capped<FrameEntry, MAX_FRAMES>,
    #[serde(default)]
    pub(super) texts: Capped<TextEntry, MAX_NOTES>,
    #[serde(default)]
    pub(super) lesson: Capped<StepEntry, MAX_LESSON_STEPS>,
}

/// A node.
#[derive(Deserialize)]
#[serde(rename = "node", deny_unknown_fields)]
pub(super) struct NodeEntry<'a> {
    #[serde(borrow)]
    pub(super) name: Text<'a>,
    pub(super) op: Text<'a>,
    #[serde(default)]
    pub(super) value: Option<ValueField>,
    #[serde(default)]
    pub(super) range: Option<(f64, f64)>,
    #[serde(default)]
    pub(super) initial: Option<InitialEntry>,
    #[serde(default)]
    pub(super) inputs: Capped<Option<Text<'a>>, MAX_INPUTS>,
    #[serde(default)]
    pub(super) attributes: AttributeFields<'a>,
    #[serde(default)]
    pub(super) at: Option<(f32, f32)>,
    /// What an unknown op carries besides; only careful reading finds it.
    #[serde(skip)]
    pub(super) carried: Option<Vec<(String, String)>>,
}

impl<'a, N> GraphFile<'a, N> {
    /// The nodes apart from the rest.
    pub(super) fn split(self) -> (GraphFile<'a, ()>, Vec<N>) {
        let rest = GraphFile {
            _version: self._version,
            title: self.title,
            note: self.note,
            target: self.target,
            data: self.data,
            training: self.training,
            nodes: Capped(Vec::new()),
            frames: self.frames,
            texts: self.texts,
            lesson: self.lesson,
        };
        (rest, self.nodes.0)
    }
}
