//! Work beside the frames: a frame starts it and picks up what came of it, and never
//! waits.
//!
//! - [`Task`] is work with one result.
//! - [`Job`] is work that reports progress, gives several results and can be cancelled.
//! - [`DebouncedWriter`] writes the last of many values, soon after it came.

mod job;
mod task;
mod writer;

pub(in crate::gui) use job::{Job, Worker};
pub(in crate::gui) use task::{Task, TaskState, take_result};
pub(in crate::gui) use writer::{DebouncedWriter, Pace};
