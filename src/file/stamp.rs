//! [`Stamp`]: the state of a file on the disk, to tell whether it is another now.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// The state of a file: it is another one if the file was written, or replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    // A save by rename makes another file, which may be as old and as long.
    #[cfg(unix)]
    inode: u64,
}

impl Stamp {
    /// The state of a file as it is now; none if there is no such file.
    pub fn of(path: &Path) -> Option<Stamp> {
        let found = fs::metadata(path).ok()?;
        Some(Stamp {
            modified: found.modified().ok(),
            length: found.len(),
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(&found),
        })
    }
}
