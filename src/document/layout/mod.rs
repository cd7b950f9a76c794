//! Positions for nodes: in layers from left to right, so that every wire runs to the
//! right.
//!
//! A node's layer is the longest way to it from a source; sources stand just before
//! their first user. What wires join is a block of its own: its layers are
//! ordered so that few wires cross, and each node is put level with its neighbours,
//! so that a chain runs straight; wires that pass a layer by have lanes there, and
//! nodes give way to them. Blocks are packed side by side.
//!
//! Nodes that have a position keep it unless they are to be arranged anew: a new one
//! goes next to its neighbours if there is room, and otherwise to a block of its
//! own below. The work grows with nodes and wires, but for sorting, and nothing
//! recurses: graphs are deep.

mod area;
mod arrange;
mod beside;
mod layering;
mod net;
mod order;
mod pack;
mod room;
mod settle;

pub use area::{Area, GRID, NODE_WIDTH, node_size};
pub use arrange::{arrange, place_missing};
pub use beside::{BlockPlace, place_block};
