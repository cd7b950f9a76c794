//! What stands for the names of a row's text, and for what is missing.

/// What stands in for a number that isn't there.
pub(super) const ABSENT: &str = "—";

/// What stands for the name of an input.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Put {
    /// The node's name.
    Names,
    /// Its value.
    Numbers,
}
