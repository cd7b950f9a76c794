//! [`Revision`]: a number for a state, by which derived data is cached.

use std::sync::atomic::{AtomicU64, Ordering};

/// A state of something, by number: equal numbers mean equal states. An undo
/// brings the old number back with the old state, so what was derived from it
/// holds again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Revision(u64);

impl Revision {
    /// A number that no state has yet.
    pub(super) fn next() -> Revision {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Revision(LAST.fetch_add(1, Ordering::Relaxed))
    }
}
