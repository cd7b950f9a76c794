//! Training on the canvas.
//!
//! ```text
//! document ─(data, training)→ DataState, Worker (a thread with a Session) ─News→ Run
//!                                                 ↑ Order                        |
//!           panel, curves, views ────────────────←┴──────────────────────────────┘
//! ```
//!
//! A run has a thread of its own, which holds the [`Session`](crate::core::train::run::Session).
//! The window sends it orders and picks up the newest of its news, and waits for neither. What
//! the canvas shows of a run is an evaluation that the thread has made, in place of the
//! document's own; the document changes when its parameters are kept, and not before.

mod controls_ui;
mod curves_ui;
mod data;
mod data_ui;
mod orders;
mod panel;
mod phases;
mod rescue;
mod rows_ui;
mod run;
mod settings_ui;
mod state;
mod troubles_ui;
mod views_ui;
mod worker;
mod working;

pub use phases::Phases;
pub use rescue::Places;
pub use run::{Run, RunState};
pub use state::Train;
