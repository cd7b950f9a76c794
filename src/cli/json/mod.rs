//! Results for programs: what `--json` prints. docs/json.md describes the objects.
//!
//! That of `eval` is written as it is worked out: a large graph takes no memory for a copy.

mod check;
mod cost;
mod nudge;
mod page;
mod parts;
mod results;

pub(super) use check::{FileChecks, FilesChecked};
pub(super) use cost::{CostResult, GrowthResult, WayResult};
pub(super) use nudge::{NudgeResult, OutcomeResult};
pub(super) use page::PageResult;
pub(super) use parts::{Number, VERSION, write};
