//! Short motions that let the eye follow: to another view, and of nodes to another
//! place. The document knows nothing of them.

use std::collections::HashMap;

use eframe::egui::{Ui, Vec2};

use super::view::View;
use crate::core::graph::NodeId;

/// How long a motion takes, in seconds.
const SECONDS: f64 = 0.2;
/// More nodes than this don't glide: they jump to their new places.
const MOST_NODES: usize = 5_000;

/// A part of a motion, from 0 to 1: fast first, then slower.
fn eased(started: f64, now: f64) -> f32 {
    let part = ((now - started) / SECONDS).clamp(0.0, 1.0) as f32;
    1.0 - (1.0 - part).powi(3)
}

/// A motion from one view to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glide {
    from: View,
    to: View,
    /// When it was first seen; frames may be far apart before that.
    started: Option<f64>,
}

impl Glide {
    pub(super) fn new(from: View, to: View) -> Glide {
        let started = None;
        Glide { from, to, started }
    }

    /// Where it leads.
    pub(super) fn goal(&self) -> View {
        self.to
    }

    /// The view now, and whether that is the end.
    pub(super) fn at(&mut self, ui: &Ui) -> (View, bool) {
        let now = ui.input(|input| input.time);
        let part = eased(*self.started.get_or_insert(now), now);
        if part >= 1.0 {
            return (self.to, true);
        }
        ui.ctx().request_repaint();
        let zoom = self.from.zoom * (self.to.zoom / self.from.zoom).powf(part);
        // Such that the point that both views show at the same place stays there.
        let across = match (self.to.zoom - self.from.zoom).abs() < 1e-6 {
            true => part,
            false => {
                let (from, to) = (1.0 / self.from.zoom, 1.0 / self.to.zoom);
                (1.0 / zoom - from) / (to - from)
            }
        };
        let center = self.from.center.lerp(self.to.center, across);
        (View { center, zoom }, false)
    }
}

/// A motion of nodes to where they are now.
#[derive(Clone, Debug, Default)]
pub(super) struct Drift {
    /// How far each was away.
    away: HashMap<NodeId, Vec2>,
    started: Option<f64>,
    left: f32,
}

impl Drift {
    /// Nodes that were so far away just now.
    pub(super) fn new(away: HashMap<NodeId, Vec2>) -> Drift {
        let away = match away.len() <= MOST_NODES {
            true => away,
            false => HashMap::new(),
        };
        Drift {
            away,
            started: None,
            left: 1.0,
        }
    }

    /// Goes on with the motion.
    pub(super) fn go_on(&mut self, ui: &Ui) {
        if self.away.is_empty() {
            return;
        }
        let now = ui.input(|input| input.time);
        self.left = 1.0 - eased(*self.started.get_or_insert(now), now);
        if self.left <= 0.0 {
            self.away.clear();
        } else {
            ui.ctx().request_repaint();
        }
    }

    /// How far a node is still away from its place.
    pub(super) fn away(&self, id: NodeId) -> Option<Vec2> {
        self.away.get(&id).map(|away| *away * self.left)
    }

    /// The nodes that move.
    pub(super) fn nodes(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.away.keys().copied()
    }
}
