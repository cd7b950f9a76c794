//! [`Document`]: a graph with what a person adds to it, positions and texts.

use crate::core::graph::{Graph, NodeId};
use crate::core::limits::MAX_COORDINATE;

/// A place on the canvas, in points: x to the right, y down. Always finite.
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

    /// To the right of the origin.
    pub fn x(self) -> f32 {
        self.x
    }

    /// Below the origin.
    pub fn y(self) -> f32 {
        self.y
    }
}

/// What a file holds: a graph, where its nodes stand, a title and a note.
///
/// Nothing derived is in here: no value that an op computes, no gradient.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The nodes and wires.
    pub graph: Graph,
    /// A heading; may be empty.
    pub title: String,
    /// A note to the reader; may be empty.
    pub note: String,
    positions: imbl::HashMap<NodeId, Position>,
}

impl Document {
    /// A document of a graph whose nodes have no positions yet.
    pub fn new(graph: Graph) -> Document {
        Document {
            graph,
            ..Document::default()
        }
    }

    /// Where a node stands, if it has been placed.
    pub fn position(&self, id: NodeId) -> Option<Position> {
        self.positions.get(&id).copied()
    }

    /// Places a node.
    pub fn set_position(&mut self, id: NodeId, position: Position) {
        self.positions.insert(id, position);
    }
}
