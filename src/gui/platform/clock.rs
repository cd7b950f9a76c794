//! The clock. `std::time::Instant` and `SystemTime::now` panic in a browser.

use std::time::{Duration, SystemTime};

pub(in crate::gui) use std::time::Instant;

/// How long ago a moment was; zero if it lies ahead, as after the clock was set.
pub(in crate::gui) fn age(moment: SystemTime) -> Duration {
    let age = SystemTime::now().duration_since(moment);
    age.unwrap_or_default()
}
