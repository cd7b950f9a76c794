//! [`Dragged`]: many nodes that are being dragged, seen from afar, as one cached mesh.
//!
//! The mesh is of where they were, with room around what is seen: a frame of the drag only
//! shows it further away.

use eframe::egui::{Rect, Vec2};

use super::atlas::Atlas;
use super::drawing::Drawing;
use super::far::{Among, Things, every};
use super::layer::Layer;
use super::readings::Readings;
use super::tile::Tile;
use crate::core::graph::Wire;

/// The most wires that are drawn between what is dragged and what stays; they are drawn anew
/// in each frame.
const MOST_STRETCHED: usize = 2_000;

/// What is being dragged, from afar.
#[derive(Default)]
pub(super) struct Dragged {
    known: Option<Known>,
    tile: Option<Tile>,
}

struct Known {
    /// The stamp of the scene.
    stamp: u64,
    /// What moves: nodes, and wires with both ends on them.
    things: Things,
    /// Wires of which one end moves.
    stretched: Vec<Wire>,
}

impl Known {
    fn new(drawing: &Drawing<'_>) -> Known {
        let scene = drawing.scene;
        let nodes = drawing.moved.map_or(Vec::new(), |(it, _)| it.node_list());
        let (mut wires, mut stretched): (Vec<Wire>, Vec<Wire>) =
            scene.wires_at(&nodes).into_iter().partition(|wire| {
                let start = scene.start(*wire);
                drawing.is_moved(wire.to) && start.is_some_and(|id| drawing.is_moved(id))
            });
        let every = every(scene);
        wires.retain(|wire| wire.to.index().is_multiple_of(every));
        // Of many, every second, third …
        let step = stretched.len() / MOST_STRETCHED + 1;
        stretched = stretched.into_iter().step_by(step).collect();
        Known {
            stamp: scene.stamp(),
            things: Things { nodes, wires },
            stretched,
        }
    }

    fn tile(&self, drawing: &Drawing<'_>, part: Rect) -> Tile {
        let is_near = |rect: Rect| rect.intersects(part);
        let nodes = self.things.nodes.iter().copied();
        let nodes = nodes.filter(|id| drawing.scene.node(*id).is_some_and(is_near));
        let things = Things {
            nodes: nodes.collect(),
            wires: self.things.wires.clone(),
        };
        Tile::of(part, things)
    }
}

impl Dragged {
    /// Draws what is dragged, over the rest.
    pub(super) fn draw(
        &mut self,
        drawing: &Drawing<'_>,
        atlas: &Atlas,
        readings: &mut Readings,
        opacity: f32,
    ) {
        let Some((_, by)) = drawing.moved else { return };
        let stamp = drawing.scene.stamp();
        if self.known.as_ref().is_none_or(|it| it.stamp != stamp) {
            self.known = Some(Known::new(drawing));
            self.tile = None;
        }
        let Some(known) = &self.known else { return };
        let seen = drawing.seen.translate(-by);
        let look = drawing.look();
        let shows = |tile: &Tile| {
            let made = tile.made.as_ref().is_some_and(|made| made.look == look);
            made && tile.part.contains_rect(seen)
        };
        if !self.tile.as_ref().is_some_and(shows) {
            let part = seen.expand2(0.5 * seen.size());
            let mut tile = known.tile(drawing, part);
            tile.make(drawing, atlas, readings, (&look, Among::Dragged));
            self.tile = Some(tile);
        }
        let mut layer = Layer::new(atlas, false);
        for &wire in &known.stretched {
            if let Some(curve) = drawing.screen_curve(wire) {
                let style = drawing.wire_style(readings, wire);
                layer.curve(&curve, style.width, style.color);
            }
        }
        layer.finish().show(&drawing.painter, Vec2::ZERO, opacity);
        if let Some(made) = self.tile.as_ref().and_then(|tile| tile.made.as_ref()) {
            let moved = drawing.to_screen.translation + by * drawing.zoom();
            made.mesh.show(&drawing.painter, moved, opacity);
        }
    }
}
