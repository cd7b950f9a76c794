//! [`Path`]: the path from the wire that is pointed at to the target.

use hashbrown::HashSet;

use super::hit::Hit;
use super::scene::Scene;
use crate::core::graph::{NodeId, Wire};
use crate::document::Revision;
use crate::gui::editor::Editor;

/// The wires and nodes through which a wire reaches the target. Found once for a wire.
#[derive(Default)]
pub(crate) struct Path {
    from: Option<(Wire, Revision)>,
    nodes: HashSet<NodeId>,
}

impl Path {
    /// Follows the pointer.
    pub(crate) fn update(&mut self, hit: Hit, scene: &Scene, editor: &Editor) {
        let from = match hit {
            Hit::Wire(wire) => Some((wire, editor.document().structure_revision())),
            _ => None,
        };
        if self.from == from {
            return;
        }
        self.from = from;
        self.nodes.clear();
        let Some((wire, _)) = from else {
            return;
        };
        let mut open = vec![wire.to];
        while let Some(id) = open.pop() {
            if editor.reaches_target(id) && self.nodes.insert(id) {
                open.extend(scene.wires_from(id).iter().map(|wire| wire.to));
            }
        }
    }

    /// Whether a wire is pointed at: what isn't on its path is dimmed then.
    pub(crate) fn is_shown(&self) -> bool {
        self.from.is_some()
    }

    /// Whether a wire, which starts at `start`, is on the path.
    pub(crate) fn has_wire(&self, wire: Wire, start: NodeId) -> bool {
        let is_first = self.from.is_some_and(|(first, _)| first == wire);
        is_first || (self.nodes.contains(&start) && self.nodes.contains(&wire.to))
    }

    /// Whether a node is on the path.
    pub(crate) fn has_node(&self, id: NodeId) -> bool {
        self.nodes.contains(&id)
    }
}
