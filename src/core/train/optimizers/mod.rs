//! The optimisers, a file per kind. [`ALL`] is the one list.
//!
//! The rules and their defaults are those of `torch.optim`; a test compares 100 steps of
//! each. Each rule is written twice: as a loop, and as statements in the language of
//! formulas, to be shown. A test evaluates the statements beside the loop.

mod adagrad;
mod adam;
mod rmsprop;
mod sgd;

use super::optimizer::Optimizer;

/// Every optimiser.
pub static ALL: [&Optimizer; 5] = [
    &sgd::SGD,
    &adagrad::ADAGRAD,
    &rmsprop::RMSPROP,
    &adam::ADAM,
    &adam::ADAMW,
];

/// The optimiser of this name.
pub fn named(name: &str) -> Option<&'static Optimizer> {
    ALL.into_iter().find(|row| row.name == name)
}
