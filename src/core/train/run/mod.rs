//! [`Session`]: a run that can be looked back on.
//!
//! A session takes the steps of a [`Trainer`](super::Trainer), records its losses, and keeps
//! snapshots of some steps within a limit of memory. Any other step is computed again from
//! the snapshot before it, and comes out the same to the bit. A [`Viewer`] computes what the
//! graph, as it was drawn, holds at the step where the trainer stands.
//!
//! There is no thread, clock or window here: the caller says when to go on.

mod checkpoints;
mod record;
mod session;
mod trouble;
mod update_numbers;
mod viewer;
mod views;

pub use record::{EpochRecord, Record};
pub use session::{RunEnd, Session};
pub use trouble::{Trouble, TroubleKind, troubles};
pub use update_numbers::{UpdateNumbers, update_numbers};
pub use viewer::{Look, LookAt, Viewer};
pub use views::{Answer, Classes, Fit, Regions, RunView, Surface, view};
