//! [`Tiles`]: the plane cut into pieces, each with a cached mesh of what lies in it.
//!
//! As maps do it. What crosses an edge of a tile is cut there, so tiles fit together without
//! a seam. A tile in which something has changed is made again at once. One that only looks
//! a little different, as the zoom goes on or other nodes are dimmed, is shown stretched, and
//! some of those are made again in each frame: no frame is long, however many nodes are in
//! view.

use std::collections::BTreeSet;

use eframe::egui::Rect;

use super::atlas::Atlas;
use super::dragged::Dragged;
use super::drawing::{Drawing, MOST_MOVED};
use super::far::{Among, every};
use super::geometry::curve_bounds;
use super::layer::Layer;
use super::readings::Readings;
use super::tile::{Tile, cut, share};
use crate::core::graph::NodeId;
use crate::gui::theme::Theme;

/// How far wires bow out of the bounds of all nodes, and a little more.
const BEYOND: f32 = 256.0;
/// After this many vertices, some two milliseconds, a frame makes no more of the tiles that
/// can wait.
const MOST_VERTICES: usize = 30_000;
/// And after this many no more of those that can't: a large graph comes into view tile by
/// tile.
const MOST_AT_ONCE: usize = 400_000;
/// When more tiles than this don't know what lies in them, it is looked for in all at once.
const MOST_SEARCHES: usize = 16;

/// What the meshes of all tiles depend on.
#[derive(Clone, PartialEq)]
struct Base {
    epoch: u64,
    theme: Theme,
    /// With n, every n-th wire is drawn.
    every: usize,
}

/// The plane, cut into tiles.
#[derive(Default)]
pub(super) struct Tiles {
    tiles: Vec<Tile>,
    whole: Option<Rect>,
    /// How many nodes there were when the plane was cut.
    nodes: usize,
    base: Option<Base>,
    stamp: u64,
    moved: BTreeSet<NodeId>,
    /// What is being dragged, if it is much.
    dragged: Dragged,
    /// The tile that is looked at first in the next frame.
    turn: usize,
}

impl Tiles {
    /// Draws what is seen of the graph, over what is behind it.
    pub(super) fn draw(
        &mut self,
        drawing: &Drawing<'_>,
        atlas: &Atlas,
        readings: &mut Readings,
        under: Layer,
        opacity: f32,
    ) {
        self.follow(drawing, atlas.epoch());
        if !self.make(drawing, atlas, readings) {
            drawing.painter.ctx().request_repaint();
        }
        under.show_under(&drawing.painter, self.size(drawing.seen));
        self.show(drawing, opacity);
        if drawing.drags_many() {
            self.dragged.draw(drawing, atlas, readings, opacity);
        }
    }

    /// Forgets what no longer holds.
    fn follow(&mut self, drawing: &Drawing<'_>, epoch: u64) {
        let scene = drawing.scene;
        let base = Base {
            epoch,
            theme: drawing.theme.clone(),
            every: every(scene),
        };
        let all = scene.bounds().unwrap_or(Rect::ZERO).expand(BEYOND);
        let known = self.whole.is_some_and(|whole| whole.contains_rect(all))
            && self
                .base
                .as_ref()
                .is_some_and(|known| known.every == base.every)
            && scene.node_count() <= 2 * self.nodes
            && 2 * scene.node_count() >= self.nodes;
        match scene.touched_since(self.stamp).filter(|_| known) {
            Some(touched) => touched.for_each(|part| self.forget(part, true)),
            None => {
                // A little more room, so that a node at the edge needn't cut everything again.
                let whole = all.expand2(all.size() * 0.25);
                self.whole = Some(whole);
                self.nodes = scene.node_count();
                self.tiles = cut(whole, scene.all_nodes().map(|(_, rect)| rect.center()));
            }
        }
        self.stamp = scene.stamp();
        if self.base.as_ref() != Some(&base) {
            self.tiles.iter_mut().for_each(|tile| tile.made = None);
            self.base = Some(base);
        }
        self.follow_moved(drawing);
    }

    /// What is being dragged isn't in the tiles.
    fn follow_moved(&mut self, drawing: &Drawing<'_>) {
        let none = BTreeSet::new();
        let now = drawing.moved.map_or(&none, |(moved, _)| &moved.nodes);
        if self.moved == *now {
            return;
        }
        let other: Vec<NodeId> = self.moved.symmetric_difference(now).copied().collect();
        self.moved.clone_from(now);
        self.dragged = Dragged::default();
        if other.len() > MOST_MOVED {
            self.tiles.iter_mut().for_each(|tile| tile.made = None);
            return;
        }
        let scene = drawing.scene;
        let wires = scene.wires_at(&other).into_iter();
        let curves = wires.filter_map(|wire| scene.curve(wire));
        let nodes = other.iter().filter_map(|id| scene.node(*id));
        for part in nodes.chain(curves.map(|curve| curve_bounds(&curve))) {
            self.forget(part, false);
        }
    }

    /// Forgets the meshes of a part of the graph, or also what lies there.
    fn forget(&mut self, part: Rect, things: bool) {
        for tile in &mut self.tiles {
            if tile.part.intersects(part) {
                tile.made = None;
                if things {
                    tile.things = None;
                }
            }
        }
    }

    /// Makes the tiles that are seen and have to be made, and some of those that can
    /// wait. False if some still wait.
    fn make(&mut self, drawing: &Drawing<'_>, atlas: &Atlas, readings: &mut Readings) -> bool {
        let look = drawing.look();
        let near = drawing.seen.expand2(drawing.seen.size() * 0.5);
        // A picture is drawn once, and has all.
        let most = match drawing.options.all_detail {
            true => usize::MAX,
            false => MOST_AT_ONCE,
        };
        let unknown = self.tiles.iter().filter(|tile| {
            let is_made = tile.made.is_some() || tile.things.is_some();
            !is_made && tile.part.intersects(drawing.seen)
        });
        if unknown.count() > MOST_SEARCHES {
            share(drawing.scene, &mut self.tiles);
        }
        let mut vertices = 0;
        for tile in &mut self.tiles {
            if tile.part.intersects(drawing.seen) {
                if tile.must_be_made(&look) {
                    if vertices >= most {
                        return false;
                    }
                    vertices += tile.make(drawing, atlas, readings, (&look, Among::Resting));
                }
            } else if !tile.part.intersects(near) {
                tile.made = None;
            }
        }
        let count = self.tiles.len();
        for i in 0..count {
            let at = (self.turn + i) % count;
            let Some(tile) = self.tiles.get_mut(at) else {
                continue;
            };
            let waits = tile.made.as_ref().is_some_and(|made| made.look != look);
            if waits && tile.part.intersects(drawing.seen) {
                if vertices >= MOST_VERTICES {
                    self.turn = at;
                    return false;
                }
                vertices += tile.make(drawing, atlas, readings, (&look, Among::Resting));
            }
        }
        true
    }

    /// How many vertices and indices there are in this part of the graph.
    fn size(&self, part: Rect) -> [usize; 2] {
        let shown = self.tiles.iter().filter(|tile| tile.part.intersects(part));
        let sizes = shown.filter_map(|tile| Some(tile.made.as_ref()?.mesh.size()));
        sizes.fold([0; 2], |[a, b], [c, d]| [a + c, b + d])
    }

    fn show(&mut self, drawing: &Drawing<'_>, opacity: f32) {
        let to_screen = drawing.to_screen;
        for tile in &mut self.tiles {
            let Some(made) = &mut tile.made else { continue };
            if !tile.part.intersects(drawing.seen) {
                continue;
            }
            if made.zoom != to_screen.scaling && made.mesh.stretch(to_screen.scaling / made.zoom) {
                made.zoom = to_screen.scaling;
            }
            made.mesh
                .show(&drawing.painter, to_screen.translation, opacity);
        }
    }
}
