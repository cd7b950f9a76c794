//! What is put into a template, and what stands in for what is missing.

/// What stands in for a number that isn't there.
pub(super) const ABSENT: &str = "—";

/// What is put into a template.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Put {
    Names,
    Numbers,
}
