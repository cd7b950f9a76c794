//! [`Area`]: how large a node is, and the part of the canvas that it covers.

use crate::core::graph::NodeId;
use crate::document::content::Document;
use crate::document::position::Position;

/// How wide a node is, in points.
pub const NODE_WIDTH: f32 = 160.0;
/// Positions given here are multiples of this, in points.
pub const GRID: f32 = 20.0;

/// Width and height of a node with so many inputs, in points: 64 for its head and
/// its numbers and 20 an input, rounded up to the grid.
pub fn node_size(inputs: usize) -> (f32, f32) {
    (NODE_WIDTH, height_of(inputs) as f32 * GRID)
}

/// The height of a node with so many inputs, in steps of the grid.
pub(super) fn height_of(inputs: usize) -> i32 {
    4 + inputs.max(1) as i32
}

/// The part of the canvas that a node covers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Its upper left corner.
    pub at: Position,
    /// Width and height, in points.
    pub size: (f32, f32),
}

impl Area {
    /// That of a node, if it exists and is placed.
    pub fn of(document: &Document, id: NodeId) -> Option<Area> {
        let inputs = document.graph().get(id)?.inputs().len();
        let (at, size) = (document.position(id)?, node_size(inputs));
        Some(Area { at, size })
    }

    /// Whether two share more than an edge.
    pub fn overlaps(&self, other: &Area) -> bool {
        let apart = |a: f32, a_side: f32, b: f32, b_side: f32| a + a_side <= b || b + b_side <= a;
        !apart(self.at.x(), self.size.0, other.at.x(), other.size.0)
            && !apart(self.at.y(), self.size.1, other.at.y(), other.size.1)
    }
}
