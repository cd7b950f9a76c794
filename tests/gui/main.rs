//! The editor, driven as a person drives it: clicks, drags and keys, and then a look
//! at the document. One binary, a module a subject.
#![cfg(feature = "gui")]

mod connecting;
mod drawing;
mod driver;
mod editing;
mod first;
mod keyboard;
mod monkey;
mod notes;
mod panels;
mod selecting;
mod tables;
mod viewing;
