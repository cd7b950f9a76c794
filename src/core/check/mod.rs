//! The gradient check: every gradient of the backward pass against differences.
//!
//! Each wire is checked by itself. One element of the input of an op is moved a little,
//! the op alone is computed again, and the change of its result is compared with the
//! wire's contribution (`wires`). A node's gradient then has to be the sum of the
//! contributions of its wires. If every value is what its op gives, every wire is right
//! and every sum is right, then every gradient is right: that is the chain rule. So the
//! work grows with the number of wires, and a mistake is found at the op that makes it.
//!
//! A difference of one op is far more certain than a difference of the whole graph, in
//! which the rounding of every op adds up. Where that one is certain too it is what the
//! check shows, for as many nodes as time allows: it is what a gradient means.
//!
//! How a difference is taken, and how far it can be trusted, is in `difference`. The
//! limits are those of the notes of the course CS231n: a relative error
//! |a − n| / max(|a|, |n|) up to [`GOOD`] is good, one above [`SUSPECT`] is suspect. A
//! gradient is never called suspect where the difference is less certain than that.

mod difference;
mod gradients;
mod probe;
mod run;
mod verdict;
mod wires;

pub use gradients::Gradients;
pub use run::{ELEMENTS, Progress, check, check_gradients};
pub use verdict::{Comparison, GOOD, NodeCheck, Reason, SUSPECT, Verdict};
