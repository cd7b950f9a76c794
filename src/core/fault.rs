//! [`Fault`]: what is wrong and what to do about it, in two sentences.
//!
//! A rule of an op reports a fault; it knows neither the node nor its name. Whoever
//! knows them turns it into a [`Problem`](super::problem::Problem).

use super::tensor::ShapeError;

/// What is wrong, and what the user can do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong. No full stop.
    pub message: String,
    /// What the user can do. No full stop.
    pub help: String,
}

impl Fault {
    /// A fault from its two sentences.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault {
            message: message.into(),
            help: help.into(),
        }
    }
}

impl From<ShapeError> for Fault {
    fn from(error: ShapeError) -> Fault {
        let help = match error {
            ShapeError::Broadcast(..) => "reshape or transpose one of the inputs",
            _ => "use a smaller shape",
        };
        Fault::new(error.to_string(), help)
    }
}
