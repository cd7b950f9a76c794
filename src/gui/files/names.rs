//! The names of files: how they are shown, and their extensions.

use std::path::{Path, PathBuf};

/// The name under which a graph is saved that has none yet.
pub(super) const NEW_NAME: &str = "graph.ron";

/// The name of a file without its folder.
pub(super) fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// A name without an extension gets that of graphs.
pub(super) fn with_graph_extension(mut path: PathBuf) -> PathBuf {
    if path.extension().is_none() && path.file_name().is_some() {
        path.set_extension("ron");
    }
    path
}

/// The name with one more extension: `net.ron` is a graph, and `net.ron.png` a picture
/// of it.
pub(super) fn with_added_extension(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}
