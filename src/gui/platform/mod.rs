//! What the editor asks of the system that it runs on: files, dialogs, threads, the
//! clock, the clipboard. Nothing else in the editor names `std::fs`, `std::thread` or
//! `std::time::Instant`. For a system without them, such as a browser, the bodies in
//! this room are replaced, and nothing outside it.

pub(in crate::gui) mod clipboard;
pub(in crate::gui) mod clock;
pub(in crate::gui) mod dialogs;
pub(in crate::gui) mod display;
pub(in crate::gui) mod files;
pub(in crate::gui) mod folders;
pub(in crate::gui) mod signals;
pub(in crate::gui) mod threads;
pub(in crate::gui) mod watcher;
