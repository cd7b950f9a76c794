//! Numbers and tensors in a few words.

use crate::core::evaluation::Numbers;
use crate::core::number::{Summary, norm, typeset};
use crate::gui::live::Known;

/// The digits of a single number.
pub(super) const DIGITS: usize = 7;

/// A tensor in a line: its shape and extent. Of a single number, the number.
pub(crate) fn summary(numbers: &Numbers<'_>) -> String {
    match numbers.as_scalar() {
        Some(x) => typeset(x, DIGITS),
        None => format!("{}, {}", numbers.shape, extent(numbers)),
    }
}

/// From where to where a tensor's elements go, and its norm; how many aren't finite, if
/// some aren't. Of a single number, the number.
pub(super) fn extent(numbers: &Numbers<'_>) -> String {
    if let Some(x) = numbers.as_scalar() {
        return typeset(x, DIGITS);
    }
    extent_text(&Summary::of(&numbers.data), || norm(&numbers.data))
}

fn extent_text(summary: &Summary, norm: impl FnOnce() -> f64) -> String {
    if summary.finite() < summary.count {
        return summary.text(|x| typeset(x, 4));
    }
    let [least, most, norm] = [summary.least, summary.most, norm()].map(|x| typeset(x, 4));
    format!("{least} … {most}, norm {norm}")
}

/// The same of a tensor that was looked at elsewhere.
pub(super) fn digest_extent(known: &Known) -> String {
    match known {
        Known::Digest(digest) => extent_text(&digest.summary, || digest.norm),
        Known::Absent => "—".to_owned(),
        Known::NotYet => "…".to_owned(),
    }
}

/// The same with its shape.
pub(in crate::gui::panels) fn digest_summary(known: &Known) -> String {
    match known {
        Known::Digest(digest) => format!("{}, {}", digest.shape, digest_extent(known)),
        _ => digest_extent(known),
    }
}
