//! The sources of the package, by their paths from its root.

use std::fs;
use std::path::{Path, PathBuf};

/// A Rust file.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// From the root of the package, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// The folder of the package.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A text of the package.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every Rust file below a folder; none if there is no such folder.
pub(crate) fn sources(folder: &str) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).into_iter().flatten();
        for path in entries.map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let path = from_root(&path);
                let text = read(&path);
                found.push(Source { path, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn from_root(path: &Path) -> String {
    let inside = path.strip_prefix(root()).expect("in the package");
    let parts: PathBuf = inside.components().collect();
    parts.to_string_lossy().replace('\\', "/")
}

/// Sources that a test makes up: a path and a text each.
pub(crate) fn made_up(files: &[(&str, &str)]) -> Vec<Source> {
    let source = |(path, text): &(&str, &str)| Source {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    };
    files.iter().map(source).collect()
}
