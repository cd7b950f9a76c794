//! [`Stamp`]: what a file held at a moment, to notice when another program has
//! changed it.

use std::fs::{self, File, Metadata};
use std::hash::{DefaultHasher, Hasher};
use std::io::Read;
use std::path::Path;
use std::time::SystemTime;

/// What a file held at a moment. Two are equal if the bytes are, whenever they were
/// written: a file that was only touched has not changed.
#[derive(Clone, Debug)]
pub struct Stamp {
    length: u64,
    hash: u64,
    /// Saves reading the file as long as it says the same.
    modified: Option<SystemTime>,
}

impl PartialEq for Stamp {
    fn eq(&self, other: &Stamp) -> bool {
        (self.length, self.hash) == (other.length, other.hash)
    }
}

impl Eq for Stamp {}

impl Stamp {
    /// What a file holds now; nothing if it can't be read or is no ordinary file.
    pub fn of(path: &Path) -> Option<Stamp> {
        if !fs::metadata(path).ok()?.is_file() {
            return None; // a pipe might never answer
        }
        let mut file = File::open(path).ok()?;
        let found = file.metadata().ok()?;
        let mut hasher = DefaultHasher::new();
        let mut length = 0;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let count = file.read(&mut buffer).ok()?;
            if count == 0 {
                break;
            }
            hasher.write(buffer.get(..count)?);
            length += count as u64;
        }
        let hash = hasher.finish();
        let modified = found.modified().ok();
        Some(Stamp {
            length,
            hash,
            modified,
        })
    }

    /// Whether a file still holds the same. As long as its time and length do, it is
    /// not read.
    pub fn is_current(&self, path: &Path) -> bool {
        let same = |found: Metadata| {
            let modified = found.modified().ok();
            found.len() == self.length && modified.is_some() && modified == self.modified
        };
        fs::metadata(path).is_ok_and(same) || Stamp::of(path).is_some_and(|now| now == *self)
    }

    /// That of bytes which a file was seen to hold.
    pub(super) fn of_bytes(bytes: &[u8], found: &Metadata) -> Stamp {
        let mut hasher = DefaultHasher::new();
        for part in bytes.chunks(1 << 16) {
            hasher.write(part);
        }
        Stamp {
            length: bytes.len() as u64,
            hash: hasher.finish(),
            modified: found.modified().ok(),
        }
    }
}
