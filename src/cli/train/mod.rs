//! `wiregrad train`, `test` and `predict`: a graph is trained on the rows of a table,
//! measured on them, and asked about new ones.

mod args;
mod interrupt;
mod log;
mod measures;
mod open;
mod predict;
mod progress;
mod run;
mod test;

pub use args::{PredictArgs, TestArgs, TrainArgs};
pub(super) use predict::run as predict;
pub(super) use run::run as train;
pub(super) use test::run as test;
