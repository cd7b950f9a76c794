//! The editor, driven as a person drives it: clicks, drags and keys, and then a look
//! at the document. One binary, a module a subject.
#![cfg(feature = "gui")]

mod drawing;

mod connecting;
mod driver;
mod editing;
mod first;
mod panels;

mod keyboard;
mod learn;
mod monkey;
mod notes;
mod selecting;
mod viewing;
