//! The editor, driven as a person drives it: clicks, drags and keys, and then a look
//! at the document. One binary, a module a subject.
#![cfg(feature = "gui")]

#[path = "../common/renderer.rs"]
mod renderer;

mod cards;
mod changing;
mod connecting;
mod drawing;
mod driver;
mod editing;
mod evaluating;
mod far;
mod files;
mod first;
mod first_look;
mod formulas;
mod interrupted;
mod keyboard;
mod layouts;
mod learn;
mod lecture;
mod lessons;
mod looks;
mod monkey;
mod notes;
mod palettes;
mod panels;
mod picture;
mod pictures;
mod plots;
mod redaction;
mod selecting;
mod small_windows;
mod stepping;
mod tables;
mod train;
mod viewing;
