//! How much memory is free, so that a graph that needs more is refused with a sentence.

use std::fs;

use crate::core::limits;

/// Holds graphs to the memory that is free now, if the system says how much that is: what
/// it could hand out, and what is left of the address space that this process may use.
pub fn limit_to_free_memory() {
    let available = value_of("/proc/meminfo", "MemAvailable:").map(|kib| kib << 10);
    let of_process = value_of("/proc/self/limits", "Max address space").map(|limit| {
        let used = value_of("/proc/self/status", "VmSize:").unwrap_or(0) << 10;
        limit.saturating_sub(used)
    });
    if let Some(free) = available.into_iter().chain(of_process).min() {
        limits::fit_into(free);
    }
}

/// The first number after a heading in a file of the system; `None` if there is none.
fn value_of(path: &str, heading: &str) -> Option<u64> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(heading))?;
    line.split_whitespace().next()?.parse().ok()
}
