//! [`Stamp`]: what a file held at a moment, to notice when another program has
//! changed it.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hasher};
use std::io::Read;
use std::path::Path;

/// What a file held at a moment. Two are equal if the bytes are, whenever they were
/// written: a file that was only touched has not changed. Times aren't compared at all:
/// two writes within one tick of the file system's clock have the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    hash: u64,
}

impl Stamp {
    /// What a file holds now; nothing if it can't be read or is no ordinary file.
    pub fn of(path: &Path) -> Option<Stamp> {
        if !fs::metadata(path).ok()?.is_file() {
            return None; // a pipe might never answer
        }
        let mut file = File::open(path).ok()?;
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
        Some(Stamp { length, hash })
    }

    /// Whether a file still holds the same. A file of another length is not read.
    pub fn is_current(&self, path: &Path) -> bool {
        let same_length = fs::metadata(path).is_ok_and(|found| found.len() == self.length);
        same_length && Stamp::of(path).is_some_and(|now| now == *self)
    }

    /// The stamp of a file that holds these bytes.
    pub(super) fn of_bytes(bytes: &[u8]) -> Stamp {
        let mut hasher = DefaultHasher::new();
        for part in bytes.chunks(1 << 16) {
            hasher.write(part);
        }
        Stamp {
            length: bytes.len() as u64,
            hash: hasher.finish(),
        }
    }
}
