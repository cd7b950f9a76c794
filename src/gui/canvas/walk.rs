//! Moving the selection from node to node with the arrow keys.

use std::collections::HashMap;

use eframe::egui::{Pos2, Rect};

use super::scene::Scene;
use crate::core::graph::NodeId;
use crate::gui::editor::Editor;

/// Remembers the wires that were followed, so that the opposite arrow key leads back.
#[derive(Default)]
pub(in crate::gui) struct NodeWalk {
    /// The input through which a node was last reached.
    inputs: HashMap<NodeId, usize>,
    /// The user from which a node was last reached.
    users: HashMap<NodeId, NodeId>,
}

impl NodeWalk {
    /// The node that is wired to this one: the one that the walk came from, or else the one
    /// at the first wired input.
    pub(in crate::gui) fn input_of(&mut self, editor: &Editor, at: NodeId) -> Option<NodeId> {
        let inputs = editor.inputs(at);
        let known = self.inputs.get(&at).and_then(|input| *inputs.get(*input)?);
        let to = known.or_else(|| inputs.iter().flatten().next().copied())?;
        self.users.insert(to, at);
        Some(to)
    }

    /// The node that this one is wired to: the one that the walk came from, or else the first.
    pub(in crate::gui) fn user_of(&mut self, scene: &Scene, at: NodeId) -> Option<NodeId> {
        let wires = scene.wires_from(at);
        let known = self.users.get(&at).copied();
        let back = wires.iter().filter(|wire| Some(wire.to) == known).min();
        let wire = back.or(wires.iter().min())?;
        self.inputs.insert(wire.to, wire.input);
        Some(wire.to)
    }
}

/// The nearest node above (or below): one that is as much to the side as it is up
/// counts as twice as far.
pub(in crate::gui) fn above(scene: &Scene, at: NodeId, below: bool) -> Option<NodeId> {
    let here = scene.node(at)?.center();
    let away = |rect: Rect| {
        let by = rect.center() - here;
        let down = if below { by.y } else { -by.y };
        (down > 1.0).then_some(down + 2.0 * by.x.abs())
    };
    nearest(scene, away)
}

/// The node that is nearest to a point.
pub(in crate::gui) fn nearest_to(scene: &Scene, point: Pos2) -> Option<NodeId> {
    nearest(scene, |rect| Some(rect.center().distance(point)))
}

fn nearest(scene: &Scene, away: impl Fn(Rect) -> Option<f32>) -> Option<NodeId> {
    let all = scene.all_nodes();
    let all = all.filter_map(|(id, rect)| Some((away(rect)?, id)));
    all.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, id)| id)
}
