//! The canvas: the graph drawn, and what the user does to it with pointer and keys.
//!
//! It reads an [`Editor`](super::editor::Editor) and emits actions. Positions stay in graph
//! space; text is laid out at its final size on the screen. A frame looks only at what is in
//! view: [`scene`] finds it, [`detail`] says how much of it is drawn. All of it goes into one
//! mesh, see `mesh`; what is expensive to find out is cached, see `caches`.

mod announce;
mod ask;
mod atlas;
mod beginning;
mod bounded;
mod caches;
pub mod detail;
mod dragged;
mod drawing;
mod far;
mod frames;
pub mod geometry;
mod gestures;
mod grid;
pub mod heat;
mod hints;
mod hit;
mod interruption;
pub mod label_layout;
mod labels;
mod layer;
mod mesh;
pub mod minimap;
mod motion;
mod move_things;
mod move_view;
mod node_box;
mod node_numbers;
mod nodes;
mod outline;
mod overlaid;
mod overview;
mod paint;
mod path;
mod pen;
pub mod readings;
pub mod scene;
mod state;
mod text;
mod tile;
mod tiles;
mod touched;
mod ui;
pub mod view;
pub(in crate::gui) mod walk;
mod wires;

pub use drawing::DrawnFrame;
pub use hit::{Hit, NodePart};
pub(crate) use interruption::Interruption;
pub(crate) use move_things::{moves, with_what_frames_hold};
pub use state::Canvas;
