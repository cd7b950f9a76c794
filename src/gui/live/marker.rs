//! [`Marker`]: a file that is there while an evaluation runs. If the program ends before the
//! evaluation does, the file stays, and the same graph opens paused the next time.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::core::graph::{Graph, NodeId};
use crate::gui::platform::files;

/// The folder of markers, within that of copies of unsaved work.
const FOLDER: &str = "evaluating";

/// A file that is there as long as this is.
pub(super) struct Marker(PathBuf);

impl Marker {
    /// Puts the file of a graph into the folder of copies of unsaved work. If that fails,
    /// the graph opens as usual the next time.
    pub(super) fn new(recovery: &Path, graph: &Graph) -> Marker {
        let path = path(recovery, graph);
        // Nothing is lost with it, so it needn't reach the disk before a loss of power.
        let _ = files::touch(&path);
        Marker(path)
    }
}

impl Drop for Marker {
    fn drop(&mut self) {
        let _ = files::remove(&self.0);
    }
}

/// Whether the last evaluation of a graph like this didn't return.
pub(in crate::gui) fn did_not_return(recovery: &Path, graph: &Graph) -> bool {
    files::exists(&path(recovery, graph))
}

fn path(recovery: &Path, graph: &Graph) -> PathBuf {
    recovery
        .join(FOLDER)
        .join(format!("{:016x}", structure_of(graph)))
}

/// A number for what the time of an evaluation depends on: ops, wires and shapes, but not
/// names, values and places. So it finds the graph again in a copy, and under another name.
fn structure_of(graph: &Graph) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (id, node) in graph.iter() {
        (id.index(), node.op_name()).hash(&mut hasher);
        for input in node.inputs() {
            input.map(NodeId::index).hash(&mut hasher);
        }
        if let Some(value) = node.value() {
            value.shape().dims().for_each(|n| n.hash(&mut hasher));
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file;

    fn graph(text: &str) -> Graph {
        let text = format!("(version: 1, nodes: [{text}])");
        let document = file::load_bytes(text.as_bytes()).expect("a graph");
        document.graph().clone()
    }

    #[test]
    fn the_file_is_there_as_long_as_the_evaluation_runs() {
        let folder = tempfile::tempdir().expect("a folder");
        let one = graph(r#"(name: "x", op: "input", value: [1, 2])"#);
        let renamed = graph(r#"(name: "y", op: "input", value: [3, 4])"#);
        let larger = graph(r#"(name: "x", op: "input", value: [1, 2, 3])"#);
        let found = |graph| did_not_return(folder.path(), graph);
        assert!(!found(&one));
        let marker = Marker::new(folder.path(), &one);
        assert!(found(&one) && found(&renamed) && !found(&larger));
        drop(marker);
        assert!(!found(&one));
    }
}
