//! What the user does on the canvas with the pointer.
//!
//! A gesture begins with a press, shows its effect while it lasts, and becomes actions when
//! it ends: dragging nodes moves a picture of them, and the document changes once, at the
//! end. Only a number that is scrubbed changes during the drag, by edits that join into one
//! step. Escape, or another button, cancels a gesture.

mod click;
mod connect;
mod cursor;
mod cut;
mod drag;
mod draw;
mod hand;
mod in_place;
mod menu;
mod menu_rows;
mod moving;
mod navigate;
mod scrub;
mod selection_box;
mod state;

pub(super) use hand::Hand;
pub(super) use state::Gestures;
