//! The editor's life with files: opening, saving, closing, copies of unsaved work,
//! other programs, settings, the start panel. The widgets are driven as a person
//! drives them, with keys and clicks; no window is opened.

#![allow(clippy::disallowed_methods)] // plays the other program, and the careless person

mod app;
mod copies;
mod disk;
mod open_fields;
mod parameters;
mod pictures;
mod session;
mod settings;
mod start;
mod window;
