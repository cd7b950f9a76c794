//! [`Shelf`]: what the start panel knows of the disk, read on a thread: copies of
//! unsaved work, and which of the recent files are gone.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::Context;

use crate::file::{Recovery, RecoveryCopy};
use crate::gui::background::{Task, take_result};
use crate::gui::platform::files::exists;

type Found = (Vec<RecoveryCopy>, HashSet<PathBuf>);

/// What is known so far.
pub(super) struct Shelf {
    recovery: Option<Arc<Recovery>>,
    copies: Vec<RecoveryCopy>,
    missing: HashSet<PathBuf>,
    reading: Option<Task<Found>>,
    asked: bool,
}

impl Shelf {
    pub(super) fn new(recovery: Option<Arc<Recovery>>) -> Shelf {
        Shelf {
            recovery,
            copies: Vec::new(),
            missing: HashSet::new(),
            reading: None,
            asked: false,
        }
    }

    /// Reads the disk once, and picks up what was read.
    pub(super) fn refresh(&mut self, ctx: &Context, recent: &[PathBuf]) {
        if !std::mem::replace(&mut self.asked, true) {
            let (recovery, recent) = (self.recovery.clone(), recent.to_vec());
            let read = move || {
                let copies = recovery.map(|recovery| {
                    recovery.clean();
                    recovery.list()
                });
                let gone = recent.into_iter().filter(|path| !exists(path));
                (copies.unwrap_or_default(), gone.collect())
            };
            self.reading = Task::start(ctx, "start panel", read).ok();
        }
        if let Some(found) = take_result(&mut self.reading) {
            (self.copies, self.missing) = found;
        }
    }

    pub(super) fn copies(&self) -> &[RecoveryCopy] {
        &self.copies
    }

    /// Offers a copy no longer.
    pub(super) fn forget(&mut self, copy: &RecoveryCopy) {
        self.copies.retain(|other| other != copy);
    }

    pub(super) fn is_missing(&self, path: &Path) -> bool {
        self.missing.contains(path)
    }
}
