//! From a graph to one that takes a batch: the same nodes under the same ids, with the
//! sources of the data as long as the batch.
//!
//! A graph that is drawn with a batch axis only needs longer sources. One that is drawn
//! for a single row is lifted: every node that depends on the data gets the rows as its
//! first axis, and the mean over them becomes the target.

mod axis;
mod batch_graph;
mod binding;
mod drawn;
mod lift;
mod lifted;
mod linear;
mod product;
mod rules;
mod taken;

pub use batch_graph::BatchGraph;
pub use binding::{Binding, data_source};
pub use drawn::Drawn;
