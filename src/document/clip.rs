//! The clipboard: a part of a document as a document of its own, and back again
//! under fresh names.

use hashbrown::{HashMap, HashSet};

use crate::core::graph::{Graph, NodeId, Wire, fresh_name};
use crate::core::limits::MAX_NODES;

use super::content::Document;
use super::edit::Edit;
use super::layout;
use super::notes::{FrameId, TextId, TextNote};
use super::position::Position;

/// What a paste does, and what it makes: the ids hold once the edit is applied to
/// the document that it was made for.
#[derive(Clone, Debug)]
pub struct Pasted {
    /// Adds it all, in one step.
    pub edit: Edit,
    /// The nodes that it adds.
    pub nodes: Vec<NodeId>,
    /// The frames that it adds.
    pub frames: Vec<FrameId>,
    /// The text notes that it adds.
    pub texts: Vec<TextId>,
}

impl Document {
    /// A document of just these, in the order that they have here. Wires between
    /// them are kept, wires from elsewhere are not; positions stay. What doesn't
    /// exist is left out.
    pub fn copy(&self, nodes: &[NodeId], frames: &[FrameId], texts: &[TextId]) -> Document {
        let there = |id: &NodeId| self.graph.get(*id).is_some();
        let mut ids: Vec<NodeId> = nodes.iter().copied().filter(there).collect();
        ids.sort_unstable();
        ids.dedup();
        let new = ids.iter().enumerate();
        let new: HashMap<NodeId, NodeId> = new
            .filter_map(|(index, id)| Some((*id, NodeId::from_index(index)?)))
            .collect();
        let parts = ids.iter().filter_map(|id| {
            let mut parts = self.graph.get(*id)?.parts();
            for input in &mut parts.inputs {
                *input = input.and_then(|from| new.get(&from).copied());
            }
            Some(parts)
        });
        // A part of a lawful graph is lawful.
        let mut graph = Graph::from_parts(parts.collect()).unwrap_or_default();
        let target = self.graph.target().and_then(|id| new.get(&id).copied());
        let _ = graph.set_target(target);
        let mut copy = Document {
            graph,
            positions: ids.iter().map(|id| self.position(*id)).collect(),
            ranges: ids
                .iter()
                .filter_map(|id| Some((*new.get(id)?, self.range(*id)?)))
                .collect(),
            ..Document::default()
        };
        let frames: HashSet<&FrameId> = frames.iter().collect();
        for (_, frame) in self.frames().filter(|(id, _)| frames.contains(id)) {
            copy.frames.push(frame.clone());
        }
        let texts: HashSet<&TextId> = texts.iter().collect();
        for (_, text) in self.texts().filter(|(id, _)| texts.contains(id)) {
            copy.texts.push(text.clone());
        }
        copy
    }

    /// What adds all that another document holds to this one: moved by so many
    /// points, as far as the canvas reaches, and with names that are free here.
    /// Nothing if there is nothing to add or no room for it.
    pub fn paste(&self, clip: &Document, by: (f32, f32)) -> Option<Pasted> {
        let mut clip = clip.clone();
        layout::place_missing(&mut clip);
        let mut pasted = Pasted {
            edit: Edit::Remove(Vec::new()),
            nodes: Vec::new(),
            frames: Vec::new(),
            texts: Vec::new(),
        };
        let moved = |at: Position| (at.x() + by.0, at.y() + by.1);
        let mut edits = Vec::new();
        self.paste_nodes(&clip, &moved, &mut pasted.nodes, &mut edits)?;
        for (index, (_, frame)) in clip.frames().enumerate() {
            let id = FrameId::from_index(self.frames.bound() + index)?;
            let (x, y) = moved(frame.at());
            edits.push(Edit::AddFrame(frame.moved_to(x, y)));
            pasted.frames.push(id);
        }
        for (index, (_, TextNote { text, at })) in clip.texts().enumerate() {
            let id = TextId::from_index(self.texts.bound() + index)?;
            let (text, (x, y)) = (text.clone(), moved(*at));
            let at = Position::nearest(x, y);
            edits.push(Edit::AddText(TextNote { text, at }));
            pasted.texts.push(id);
        }
        if edits.is_empty() {
            return None;
        }
        let label = "paste";
        pasted.edit = Edit::All { label, edits };
        Some(pasted)
    }

    /// Adds the nodes in their order. A wire from a node that comes later is wired
    /// once that is there, and so that all are wired in one go, ranges come last.
    fn paste_nodes(
        &self,
        clip: &Document,
        moved: &impl Fn(Position) -> (f32, f32),
        nodes: &mut Vec<NodeId>,
        edits: &mut Vec<Edit>,
    ) -> Option<()> {
        if self.graph.len() + clip.graph.len() > MAX_NODES {
            return None;
        }
        let mut new = HashMap::with_capacity(clip.graph.len());
        for (index, (id, _)) in clip.graph.iter().enumerate() {
            let there = NodeId::from_index(self.graph.index_bound() + index)?;
            new.insert(id, there);
            nodes.push(there);
        }
        let mut names: HashSet<String> = HashSet::with_capacity(clip.graph.len());
        let (mut wires, mut ranges) = (Vec::new(), Vec::new());
        for ((id, node), &to) in clip.graph.iter().zip(nodes.iter()) {
            let mut parts = node.parts();
            let taken = |name: &str| self.graph.find(name).is_some() || names.contains(name);
            parts.name = fresh_name(&parts.name, taken);
            names.insert(parts.name.clone());
            for (input, place) in parts.inputs.iter_mut().enumerate() {
                let from = place.and_then(|from| new.get(&from).copied());
                *place = from.filter(|from| *from < to);
                if from.is_some_and(|from| from > to) {
                    let wire = Wire { to, input };
                    wires.push(Edit::Connect { from, wire });
                }
            }
            let at = clip.position(id).map(|at| {
                let (x, y) = moved(at);
                Position::nearest(x, y)
            });
            edits.push(Edit::Add { node: parts, at });
            if let Some(range) = clip.range(id) {
                let (node, range) = (to, Some(range));
                ranges.push(Edit::SetRange { node, range });
            }
        }
        edits.append(&mut wires);
        edits.append(&mut ranges);
        Some(())
    }

    /// A name that no node has: this one if it is free, else the next one with a
    /// number, as in `w`, `w2`, `w3`. It is a lawful name whatever it is made from.
    pub fn fresh_name(&self, base: &str) -> String {
        fresh_name(base, |name| self.graph.find(name).is_some())
    }
}
