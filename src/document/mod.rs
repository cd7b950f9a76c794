//! [`Document`]: a graph with what the user adds to it: positions, frames and texts.
//!
//! A document is what a file holds, so nothing derived is in it: no value that an
//! op computes, no gradient. It changes by an [`Edit`] and in no other way, and
//! [`History`](history::History) remembers what it was.

mod apply;
pub mod clip;
mod content;
mod edit;
mod error;
pub mod formula;
pub mod history;
pub mod layout;
pub mod lesson;
mod lesson_names;
mod notes;
mod parameters;
mod position;
mod revision;
mod rewire;
mod slots;
mod training;

pub use content::Document;
pub use edit::Edit;
pub use error::EditError;
pub use notes::{Frame, FrameId, TextId, TextNote};
pub use parameters::parameters_of;
pub use position::Position;
pub use revision::Revision;
