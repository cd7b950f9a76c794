//! [`LiveState`]: whether there are numbers, and if not, why.

use crate::gui::platform::clock::Instant;

/// Whether there are numbers of the document as it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LiveState {
    /// There are.
    Current,
    /// They are being computed, since this moment.
    Evaluating(Instant),
    /// Nothing is computed until the user asks for it.
    Paused(Pause),
}

/// Why nothing is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// The user cancelled it.
    Cancelled,
    /// The program ended, or was killed, while it evaluated this graph the last time.
    DidNotReturn,
    /// It ended without a result.
    Failed,
}

impl Pause {
    /// Why, for the status line.
    pub fn reason(self) -> &'static str {
        match self {
            Pause::Cancelled => "it was cancelled",
            Pause::DidNotReturn => "the last one did not return",
            Pause::Failed => "it failed",
        }
    }
}

impl LiveState {
    /// Why there are no numbers, in words; nothing if there are.
    pub fn why_no_numbers(self) -> Option<&'static str> {
        match self {
            LiveState::Current => None,
            LiveState::Evaluating(_) => Some("the graph is still being evaluated"),
            LiveState::Paused(_) => Some("the evaluation is paused: choose Evaluate first"),
        }
    }
}
