//! How a command ends: its exit status, or why it stopped.

use std::io;

/// How a command that ran to its end left things.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    Fine,
    /// A graph or a file has a problem, which has been said.
    Problem,
}

/// Why a command didn't run to its end.
pub(super) enum Failure {
    /// The arguments don't fit the graph.
    Usage(String),
    /// The result couldn't be written.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}

/// Why a command that the editor draws for can't be carried out.
#[cfg(feature = "gui")]
pub enum Refusal {
    /// The arguments are wrong, or don't fit the graph.
    Usage(String),
    /// The file has a problem.
    Problem(String),
}
