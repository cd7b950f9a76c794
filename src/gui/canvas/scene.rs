//! [`Scene`]: where everything is, found quickly.
//!
//! Rectangles of nodes and bounds of wires are in two R-trees, so that a frame costs what is
//! seen. The scene follows the document by its revisions: it compares positions and wires
//! with those that it knows, and replaces only what differs.

use eframe::egui::{Pos2, Rect};
use smallvec::SmallVec;

use crate::core::graph::{NodeId, NodeInputs, Wire};
use crate::document::{Document, Revision};

use super::bounded::{Bounded, BoundedTree};
use super::geometry::{curve_bounds, input_port, node_rect, output_port, wire_curve};
use super::touched::Touched;

/// What is known of a node: its rectangle, and where the wires into it come from.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    rect: Rect,
    inputs: NodeInputs,
}

/// If a query covers more than this part of the whole, looking at everything is faster than
/// searching a tree.
const MOST: f64 = 0.04;

/// Where everything is.
#[derive(Default)]
pub struct Scene {
    known: Vec<Option<Known>>,
    /// By index of the node, the wires that start at it.
    users: Vec<SmallVec<[Wire; 2]>>,
    nodes: BoundedTree<NodeId>,
    wires: BoundedTree<Wire>,
    revision: Option<(Revision, Revision)>,
    bounds: Option<Rect>,
    /// Width and height of the bounds of all wires, added up.
    length: f64,
    stamp: u64,
    touched: Touched,
}

impl Scene {
    /// Brings the scene up to date; does nothing if it is.
    pub fn update(&mut self, document: &Document) {
        let revision = (document.structure_revision(), document.layout_revision());
        if self.revision == Some(revision) {
            return;
        }
        self.revision = Some(revision);
        self.stamp += 1;
        let fresh = self.compare(document);
        if fresh.len() > 1000.max(self.nodes.len() / 4) {
            self.rebuild(document);
            self.touched.forget(self.stamp);
        } else {
            self.replace(fresh);
        }
        self.touched.limit(self.stamp);
        let rects = self.known.iter().flatten().map(|known| known.rect);
        self.bounds = rects.reduce(Rect::union);
    }

    /// Changes whenever something may have moved.
    pub fn stamp(&self) -> u64 {
        self.stamp
    }

    /// The parts of the graph in which something has moved since this stamp; nothing if that
    /// may be anywhere.
    pub fn touched_since(&self, stamp: u64) -> Option<impl Iterator<Item = Rect> + '_> {
        self.touched.since(stamp)
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
        self.users = vec![SmallVec::new(); graph.index_bound()];
        let mut nodes = Vec::with_capacity(graph.len());
        for (item, node) in graph.iter() {
            let at = document.position(item).unwrap_or_default();
            let bounds = node_rect(at, node.inputs().len());
            nodes.push(Bounded { bounds, item });
            self.learn(
                item.index(),
                Known {
                    rect: bounds,
                    inputs: node.inputs().into(),
                },
            );
        }
        self.nodes = BoundedTree::of(nodes);
        let wires = graph.wires().filter_map(|(_, item)| self.bounded(item));
        let wires: Vec<Bounded<Wire>> = wires.collect();
        self.length = wires.iter().map(Bounded::length).sum();
        self.wires = BoundedTree::of(wires);
    }

    fn learn(&mut self, index: usize, known: Known) {
        let most = known.inputs.iter().flatten().map(|from| from.index());
        let needed = most.chain([index]).max().unwrap_or(index) + 1;
        if self.known.len() < needed {
            self.known.resize(needed, None);
            self.users.resize(needed, SmallVec::new());
        }
        if let Some(to) = NodeId::from_index(index) {
            for (input, from) in known.inputs.iter().enumerate() {
                if let Some(users) = from.and_then(|from| self.users.get_mut(from.index())) {
                    users.push(Wire { to, input });
                }
            }
        }
        if let Some(place) = self.known.get_mut(index) {
            *place = Some(known);
        }
    }

    fn forget(&mut self, index: usize) {
        let Some(known) = self.known.get_mut(index).and_then(Option::take) else {
            return;
        };
        for from in known.inputs.iter().flatten() {
            if let Some(users) = self.users.get_mut(from.index()) {
                users.retain(|wire| wire.to.index() != index);
            }
        }
    }

    /// Replaces what differs, with its wires.
    fn replace(&mut self, fresh: Vec<(usize, Option<Known>)>) {
        let ids: Vec<NodeId> = fresh
            .iter()
            .filter_map(|(i, _)| NodeId::from_index(*i))
            .collect();
        for wire in self.wires_at(&ids) {
            if let Some(bounded) = self.bounded(wire) {
                self.touched.add(self.stamp, bounded.bounds);
                self.length -= bounded.length();
                self.wires.remove(&bounded);
            }
        }
        for (index, now) in fresh {
            let Some(item) = NodeId::from_index(index) else {
                continue;
            };
            if let Some(bounds) = self.node(item) {
                self.touched.add(self.stamp, bounds);
                self.nodes.remove(&Bounded { bounds, item });
            }
            self.forget(index);
            if let Some(known) = now {
                let bounds = known.rect;
                self.touched.add(self.stamp, bounds);
                self.nodes.insert(Bounded { bounds, item });
                self.learn(index, known);
            }
        }
        for wire in self.wires_at(&ids) {
            if let Some(bounded) = self.bounded(wire) {
                self.touched.add(self.stamp, bounded.bounds);
                self.length += bounded.length();
                self.wires.insert(bounded);
            }
        }
    }

    /// The wires that start or end at one of these nodes, in the order of where they
    /// end.
    pub fn wires_at(&self, ids: &[NodeId]) -> Vec<Wire> {
        let mut found = Vec::new();
        for &id in ids {
            found.extend(self.wires_into(id));
            found.extend(self.wires_from(id));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The wires that end at a node.
    pub fn wires_into(&self, to: NodeId) -> impl Iterator<Item = Wire> + '_ {
        let known = self.known.get(to.index()).and_then(Option::as_ref);
        let inputs = known
            .into_iter()
            .flat_map(|known| known.inputs.iter().enumerate());
        inputs.filter_map(move |(input, from)| from.map(|_| Wire { to, input }))
    }

    /// The wires that start at a node.
    pub fn wires_from(&self, id: NodeId) -> &[Wire] {
        self.users.get(id.index()).map_or(&[], |users| users)
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
        if self.is_most(part) {
            // Looking at all in order is faster than finding most of them.
            return self
                .all_nodes()
                .filter(|(_, rect)| part.intersects(*rect))
                .map(|(id, _)| id)
                .collect();
        }
        self.nodes.within(part)
    }

    /// Whether a part holds so much of the graph that a look at all of it is faster
    /// than a search.
    pub fn is_most(&self, part: Rect) -> bool {
        self.bounds.is_some_and(|all| {
            let area = |rect: Rect| f64::from(rect.width()) * f64::from(rect.height());
            area(part.intersect(all)) > MOST * area(all)
        })
    }

    /// All nodes with their rectangles, in the order of their ids.
    pub fn all_nodes(&self) -> impl Iterator<Item = (NodeId, Rect)> + '_ {
        let known = self.known.iter().enumerate();
        known.filter_map(|(i, known)| Some((NodeId::from_index(i)?, known.as_ref()?.rect)))
    }

    /// The wires whose bounds touch a part of the graph, in the order of where they
    /// end.
    pub fn wires_in(&self, part: Rect) -> Vec<Wire> {
        if self.is_most(part) {
            let curves = self.all_curves();
            let inside = curves.filter(|(_, curve)| part.intersects(curve_bounds(curve)));
            return inside.map(|(wire, _)| wire).collect();
        }
        self.wires.within(part)
    }

    /// Every wire with its control points, in the order of where they end.
    pub fn all_curves(&self) -> impl Iterator<Item = (Wire, [Pos2; 4])> + '_ {
        let nodes = self.known.iter().enumerate();
        nodes.flat_map(move |(index, known)| {
            let known = NodeId::from_index(index).zip(known.as_ref());
            known.into_iter().flat_map(move |(to, known)| {
                let inputs = known.inputs.iter().enumerate();
                inputs.filter_map(move |(input, from)| {
                    let from = output_port(self.node((*from)?)?);
                    let curve = wire_curve(from, input_port(known.rect, input));
                    Some((Wire { to, input }, curve))
                })
            })
        })
    }

    /// How long all wires are together, about.
    pub fn wire_length(&self) -> f64 {
        self.length
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

    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// How many wires there are.
    pub fn wire_count(&self) -> usize {
        self.wires.len()
    }
}
