//! What makes the numbers plain: step through them, ask why, nudge, count, be asked.
//!
//! Everything here reads an [`Evaluation`](super::evaluation::Evaluation): values,
//! gradients and local derivatives are those of the two passes and are derived nowhere
//! else. Steps and paths are small and cheap; their texts are made when somebody
//! looks at one.

pub mod cost;
pub mod growth;
pub mod judgement;
pub mod notation;
pub mod nudge;
pub mod outgoing;
pub mod page;
pub mod paths;
pub mod quiz;
pub mod steps;
pub mod text;
pub mod typed_answer;
