//! Why backward: what all derivatives of a graph cost in reverse mode, in forward
//! mode, and naively. In node visits, and in seconds.

mod counts;
mod time;

pub use counts::{Counts, count};
pub use time::{Time, Times, measure};
