//! The whole derivation of a graph as a hand-out: every step of both passes, or first an
//! exercise with the numbers left blank and then its solution.

mod latex;
mod markdown;
mod parts;

pub(super) use latex::latex;
pub(super) use markdown::markdown;
