//! [`FileWatcher`]: notices that another program touches a file.

use std::path::Path;

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::files::absolute;

/// Watches one file until it is dropped.
pub(in crate::gui) struct FileWatcher {
    _watcher: RecommendedWatcher,
}

impl FileWatcher {
    /// Calls this, on another thread, whenever the file is written, replaced or deleted,
    /// and when events may have been lost. `None` where the system can't watch.
    ///
    /// The folder is watched: a save by rename is a change of the folder, not of the
    /// file.
    pub(in crate::gui) fn new(
        path: &Path,
        touched: impl Fn() + Send + 'static,
    ) -> Option<FileWatcher> {
        let path = absolute(path);
        let (folder, name) = (path.parent()?.to_owned(), path.file_name()?.to_owned());
        let handler = move |event: notify::Result<notify::Event>| {
            let is_of_file = |event: &notify::Event| {
                let mut names = event.paths.iter().map(|path| path.file_name());
                !event.kind.is_access() && names.any(|other| other == Some(&name))
            };
            if event.as_ref().map_or(true, is_of_file) {
                touched();
            }
        };
        let mut watcher = notify::recommended_watcher(handler).ok()?;
        watcher.watch(&folder, RecursiveMode::NonRecursive).ok()?;
        Some(FileWatcher { _watcher: watcher })
    }
}
