//! Moving the selection from node to node with the arrow keys.

use std::collections::HashMap;

use eframe::egui::{Pos2, Rect};

use super::canvas::scene::Scene;
use crate::core::graph::{Graph, NodeId};

/// Remembers which way was taken, so that going back leads where one came from.
#[derive(Default)]
pub(super) struct Walk {
    /// The input that was last come from, by node.
    inputs: HashMap<NodeId, usize>,
    /// The user that was last come from, by node.
    users: HashMap<NodeId, NodeId>,
}

impl Walk {
    /// The node that is wired to this one: the one that was come from, or else the one
    /// at the first wired input.
    pub(super) fn input_of(&mut self, graph: &Graph, at: NodeId) -> Option<NodeId> {
        let inputs = graph.get(at)?.inputs();
        let known = self.inputs.get(&at).and_then(|input| *inputs.get(*input)?);
        let to = known.or_else(|| inputs.iter().flatten().next().copied())?;
        self.users.insert(to, at);
        Some(to)
    }

    /// The node that this one is wired to: the one that was come from, or else the
    /// first.
    pub(super) fn user_of(&mut self, graph: &Graph, at: NodeId) -> Option<NodeId> {
        let mut wires = graph.wires().filter(|(from, _)| *from == at);
        let known = self.users.get(&at).copied();
        let first = wires.next()?.1;
        let wire = match known {
            Some(known) if known != first.to => {
                let back = wires.find(|(_, wire)| wire.to == known);
                back.map_or(first, |(_, wire)| wire)
            }
            _ => first,
        };
        self.inputs.insert(wire.to, wire.input);
        Some(wire.to)
    }
}

/// The nearest node above (or below): one that is as much to the side as it is up
/// counts as twice as far.
pub(super) fn above(scene: &Scene, graph: &Graph, at: NodeId, below: bool) -> Option<NodeId> {
    let here = scene.node(at)?.center();
    let away = |rect: Rect| {
        let by = rect.center() - here;
        let down = if below { by.y } else { -by.y };
        (down > 1.0).then_some(down + 2.0 * by.x.abs())
    };
    nearest(scene, graph, away)
}

/// The node that is nearest to a point.
pub(super) fn nearest_to(scene: &Scene, graph: &Graph, point: Pos2) -> Option<NodeId> {
    nearest(scene, graph, |rect| Some(rect.center().distance(point)))
}

fn nearest(scene: &Scene, graph: &Graph, away: impl Fn(Rect) -> Option<f32>) -> Option<NodeId> {
    let all = graph
        .iter()
        .filter_map(|(id, _)| Some((away(scene.node(id)?)?, id)));
    all.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, id)| id)
}
