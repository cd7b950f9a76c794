//! [`Files`]: opening, saving and recovering. Everything that reads, writes or asks runs
//! beside the frames: a frame starts it and picks up what came of it.
//!
//! - `request` is what can be asked for, `requests` carries it out.
//! - `opening` puts another document in place of the open one, `saving` saves it,
//!   `closing` closes the editor. Unsaved work goes only after a question.
//! - `transfer` is what is read and written, `jobs` does that on threads, `results` takes
//!   up what came of it.
//! - `choosing` asks for a file: in a dialog of the system, or in `path_dialog`.
//! - `message` is a question or an error, `message_ui` shows it, `replies` does what was
//!   answered.
//! - `pictures` draws what goes to the clipboard or into a picture file.
//! - `autosave` keeps a copy of unsaved work, and `rescue` writes a last one when the program
//!   is about to end; `watch` notices changes by other programs,
//!   `changed_on_disk` shows them.

mod autosave;
mod changed_on_disk;
mod choice;
mod choosing;
mod closing;
mod drops;
mod frame;
mod jobs;
mod message;
mod message_ui;
mod modal;
mod names;
mod opening;
mod path_dialog;
mod pictures;
mod replies;
mod request;
mod requests;
mod rescue;
mod results;
mod saving;
mod state;
mod transfer;
mod watch;

pub use request::Request;
pub use state::Files;
