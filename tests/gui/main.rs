//! The editor, driven as a person drives it: clicks, drags and keys, and then a look
//! at the document. One binary, a module a subject.
#![cfg(feature = "gui")]

mod driver;
mod first;
