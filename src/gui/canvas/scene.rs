//! [`Scene`]: where everything stands, found quickly.
//!
//! Rectangles of nodes and bounds of wires lie in two R-trees, so that a frame costs
//! what is seen. The scene follows the document by revisions: it compares positions and
//! wires with those that it knows, and only what differs is taken out and put in again.

use eframe::egui::{Pos2, Rect, pos2};
use rstar::{AABB, PointDistance, RTree, RTreeObject};

use crate::core::graph::{NodeId, Wire};
use crate::document::{Document, Revision};

use super::geometry::{curve_bounds, input_port, node_rect, output_port, wire_curve};

/// Something with bounds in graph space.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bounded<T> {
    bounds: Rect,
    item: T,
}

impl<T: Copy> RTreeObject for Bounded<T> {
    type Envelope = AABB<[f32; 2]>;

    fn envelope(&self) -> Self::Envelope {
        envelope(self.bounds)
    }
}

impl<T: Copy> PointDistance for Bounded<T> {
    fn distance_2(&self, point: &[f32; 2]) -> f32 {
        self.bounds.distance_sq_to_pos(pos2(point[0], point[1]))
    }
}

fn envelope(rect: Rect) -> AABB<[f32; 2]> {
    AABB::from_corners(rect.min.into(), rect.max.into())
}

/// What is known of a node: its rectangle, and where the wires into it come from.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    rect: Rect,
    inputs: Box<[Option<NodeId>]>,
}

/// Where everything stands.
#[derive(Default)]
pub struct Scene {
    known: Vec<Option<Known>>,
    nodes: RTree<Bounded<NodeId>>,
    wires: RTree<Bounded<Wire>>,
    revision: Option<(Revision, Revision)>,
    bounds: Option<Rect>,
    wire_count: usize,
}

impl Scene {
    /// Brings the scene up to date; does nothing if it is.
    pub fn update(&mut self, document: &Document) {
        let revision = (document.structure_revision(), document.layout_revision());
        if self.revision == Some(revision) {
            return;
        }
        self.revision = Some(revision);
        let fresh = self.compare(document);
        let changes = fresh
            .iter()
            .filter(|(i, now)| self.known.get(*i) != Some(now));
        let count = changes.count();
        if count > 1000.max(self.nodes.size() / 4) {
            self.rebuild(document);
        } else {
            self.replace(fresh);
        }
        let rects = self.known.iter().flatten().map(|known| known.rect);
        self.bounds = rects.reduce(Rect::union);
        self.wire_count = self.wires.size();
    }

    /// What differs from what is known: by index, what is there now.
    fn compare(&self, document: &Document) -> Vec<(usize, Option<Known>)> {
        let graph = document.graph();
        let mut fresh = Vec::new();
        let mut next = 0;
        for (id, node) in graph.iter() {
            let gone = next..id.index();
            fresh.extend(gone.filter(|i| self.is_known(*i)).map(|i| (i, None)));
            next = id.index() + 1;
            let rect = node_rect(
                document.position(id).unwrap_or_default(),
                node.inputs().len(),
            );
            let same = self.known.get(id.index()).and_then(Option::as_ref);
            if !same.is_some_and(|known| known.rect == rect && *known.inputs == *node.inputs()) {
                let inputs = node.inputs().into();
                fresh.push((id.index(), Some(Known { rect, inputs })));
            }
        }
        let gone = next..self.known.len();
        fresh.extend(gone.filter(|i| self.is_known(*i)).map(|i| (i, None)));
        fresh
    }

    fn is_known(&self, index: usize) -> bool {
        self.known.get(index).is_some_and(Option::is_some)
    }

    fn rebuild(&mut self, document: &Document) {
        let graph = document.graph();
        self.known = vec![None; graph.index_bound()];
        for (id, node) in graph.iter() {
            let at = document.position(id).unwrap_or_default();
            self.known[id.index()] = Some(Known {
                rect: node_rect(at, node.inputs().len()),
                inputs: node.inputs().into(),
            });
        }
        let nodes = graph.iter().filter_map(|(item, _)| {
            let bounds = self.node(item)?;
            Some(Bounded { bounds, item })
        });
        self.nodes = RTree::bulk_load(nodes.collect());
        let wires = graph.wires().filter_map(|(_, item)| self.bounded(item));
        self.wires = RTree::bulk_load(wires.collect());
    }

    /// Takes out and puts in what differs, with the wires at it.
    fn replace(&mut self, fresh: Vec<(usize, Option<Known>)>) {
        let ids: Vec<NodeId> = fresh
            .iter()
            .filter_map(|(i, _)| NodeId::from_index(*i))
            .collect();
        let mut wires = self.wires_at(&ids);
        for wire in &wires {
            if let Some(bounded) = self.bounded(*wire) {
                self.wires.remove(&bounded);
            }
        }
        for (index, now) in fresh {
            let Some(item) = NodeId::from_index(index) else {
                continue;
            };
            if let Some(bounds) = self.node(item) {
                self.nodes.remove(&Bounded { bounds, item });
            }
            if let Some(known) = &now {
                let bounds = known.rect;
                self.nodes.insert(Bounded { bounds, item });
            }
            if self.known.len() <= index {
                self.known.resize(index + 1, None);
            }
            self.known[index] = now;
        }
        // Wires that were at the old state of a node, and those at the new one.
        wires.extend(self.wires_at(&ids));
        wires.sort_unstable();
        wires.dedup();
        for wire in wires {
            if let Some(bounded) = self.bounded(wire) {
                self.wires.insert(bounded);
            }
        }
    }

    /// The wires that start or end at one of these nodes.
    pub fn wires_at(&self, ids: &[NodeId]) -> Vec<Wire> {
        let mut chosen = vec![false; self.known.len()];
        for id in ids {
            if let Some(place) = chosen.get_mut(id.index()) {
                *place = true;
            }
        }
        let is_chosen = |id: NodeId| chosen.get(id.index()).copied().unwrap_or(false);
        let mut found = Vec::new();
        for (index, known) in self.known.iter().enumerate() {
            let (Some(to), Some(known)) = (NodeId::from_index(index), known) else {
                continue;
            };
            let ends_here = is_chosen(to);
            for (input, from) in known.inputs.iter().enumerate() {
                if from.is_some_and(|from| ends_here || is_chosen(from)) {
                    found.push(Wire { to, input });
                }
            }
        }
        found
    }

    fn bounded(&self, item: Wire) -> Option<Bounded<Wire>> {
        let bounds = curve_bounds(&self.curve(item)?);
        Some(Bounded { bounds, item })
    }

    /// The rectangle of a node.
    pub fn node(&self, id: NodeId) -> Option<Rect> {
        let known = self.known.get(id.index())?.as_ref()?;
        Some(known.rect)
    }

    /// How many inputs a node has.
    pub fn input_count(&self, id: NodeId) -> usize {
        let known = self.known.get(id.index()).and_then(Option::as_ref);
        known.map_or(0, |known| known.inputs.len())
    }

    /// The node that a wire starts at.
    pub fn start(&self, wire: Wire) -> Option<NodeId> {
        let known = self.known.get(wire.to.index())?.as_ref()?;
        *known.inputs.get(wire.input)?
    }

    /// The control points of a wire.
    pub fn curve(&self, wire: Wire) -> Option<[Pos2; 4]> {
        let from = output_port(self.node(self.start(wire)?)?);
        let to = input_port(self.node(wire.to)?, wire.input);
        Some(wire_curve(from, to))
    }

    /// The nodes that touch a part of the graph, in the order of their ids.
    pub fn nodes_in(&self, part: Rect) -> Vec<NodeId> {
        let found = self.nodes.locate_in_envelope_intersecting(envelope(part));
        let mut ids: Vec<NodeId> = found.map(|bounded| bounded.item).collect();
        ids.sort_unstable();
        ids
    }

    /// The wires whose bounds touch a part of the graph, in the order of where they
    /// end.
    pub fn wires_in(&self, part: Rect) -> Vec<Wire> {
        let found = self.wires.locate_in_envelope_intersecting(envelope(part));
        let mut wires: Vec<Wire> = found.map(|bounded| bounded.item).collect();
        wires.sort_unstable();
        wires
    }

    /// The bounds of all nodes; nothing if there are none.
    pub fn bounds(&self) -> Option<Rect> {
        self.bounds
    }

    /// The bounds of these nodes.
    pub fn bounds_of(&self, ids: impl IntoIterator<Item = NodeId>) -> Option<Rect> {
        let rects = ids.into_iter().filter_map(|id| self.node(id));
        rects.reduce(Rect::union)
    }

    /// How many wires there are.
    pub fn wire_count(&self) -> usize {
        self.wire_count
    }
}
