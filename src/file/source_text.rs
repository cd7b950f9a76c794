//! [`SourceText`]: the text that a document was loaded from.

use std::path::{Path, PathBuf};

use hashbrown::HashMap;

use super::error::TextPosition;
use super::v1;

/// The text that a document was loaded from. It knows where each node stands in it. By
/// default it is that of no file.
#[derive(Clone, Debug, Default)]
pub struct SourceText {
    path: Option<PathBuf>,
    bytes: Vec<u8>,
}

impl SourceText {
    pub(super) fn new(path: Option<&Path>, bytes: Vec<u8>) -> SourceText {
        SourceText {
            path: path.map(Path::to_owned),
            bytes,
        }
    }

    /// The file, if it has a name.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Where each node begins, by its name. Reads the text once more.
    pub fn positions(&self) -> HashMap<String, TextPosition> {
        let bytes = without_mark(&self.bytes);
        std::str::from_utf8(bytes).map_or_else(|_| HashMap::new(), v1::positions)
    }
}

/// The bytes of a text without the mark that some editors on Windows put before it.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}
