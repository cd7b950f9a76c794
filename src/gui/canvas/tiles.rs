//! [`Tiles`]: the plane cut into pieces, each with a cached mesh of what lies in it.
//!
//! As maps do it. What crosses an edge of a tile is cut there, so tiles fit together without
//! a seam. A tile in which something has changed is made again at once. One that only looks
//! a little different, as the zoom goes on or other nodes are dimmed, is shown stretched, and
//! some of those are made again in each frame: no frame is long, however many nodes are in
//! view.

use std::collections::BTreeSet;

use eframe::egui::emath::TSTransform;
use eframe::egui::{Pos2, Rect};

use super::atlas::Atlas;
use super::detail::Detail;
use super::drawing::Drawing;
use super::far::{TILE_NODES, Things, every};
use super::geometry::curve_bounds;
use super::layer::{FinishedLayer, Layer};
use super::readings::Readings;
use crate::core::graph::NodeId;
use crate::document::Revision;
use crate::gui::theme::Theme;

/// How far wires bow out of the bounds of all nodes, and a little more.
const BEYOND: f32 = 256.0;
/// After this many vertices, some two milliseconds, a frame makes no more of the tiles that
/// can wait.
const MOST_VERTICES: usize = 30_000;
/// And after this many no more of those that can't: a large graph comes into view tile by
/// tile.
const MOST_AT_ONCE: usize = 400_000;
/// A tile that was made for a zoom this many times as large, or as small, can't wait.
const MOST_STRETCH: f32 = 4.0;
/// When more nodes than this begin or end to be dragged, all tiles are made again.
const MOST_MOVED: usize = 1_000;

/// What the meshes of all tiles depend on.
#[derive(Clone, PartialEq)]
struct Base {
    epoch: u64,
    theme: Theme,
    /// With n, every n-th wire is drawn.
    every: usize,
}

/// What a tile looks like. One that looks a little different can still be shown.
#[derive(Clone, PartialEq)]
struct TileLook {
    zoom: f32,
    detail: Detail,
    target: Option<NodeId>,
    structure: Revision,
    /// The values, and which of them are hidden, if wires show the magnitude of gradients.
    values: Option<(Revision, u64)>,
    /// What the overlay dims.
    overlay: u64,
}

/// A mesh, of the graph at a zoom with its origin at that of the screen.
struct Made {
    look: TileLook,
    /// How much larger than the graph it is.
    zoom: f32,
    mesh: FinishedLayer,
}

struct Tile {
    part: Rect,
    things: Option<Things>,
    made: Option<Made>,
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
    /// The tile that is looked at first in the next frame.
    turn: usize,
}

impl Drawing<'_> {
    fn look(&self) -> TileLook {
        let document = self.editor.document();
        TileLook {
            zoom: self.zoom(),
            detail: self.detail,
            target: self.editor.target(),
            structure: document.structure_revision(),
            values: self.options.magnitude.then(|| {
                let redaction = self.overlay.redaction_revision();
                (document.values_revision(), redaction)
            }),
            overlay: self.overlay.dimmed_revision(),
        }
    }
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
        let mut vertices = 0;
        for tile in &mut self.tiles {
            if tile.part.intersects(drawing.seen) {
                if tile.must_be_made(&look) {
                    if vertices >= most {
                        return false;
                    }
                    vertices += tile.make(drawing, atlas, readings, &look);
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
                vertices += tile.make(drawing, atlas, readings, &look);
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

impl Tile {
    fn must_be_made(&self, look: &TileLook) -> bool {
        self.made.as_ref().is_none_or(|made| {
            let stretched = look.zoom / made.look.zoom;
            !(1.0 / MOST_STRETCH..=MOST_STRETCH).contains(&stretched)
        })
    }

    /// Makes the mesh. Returns how many vertices it has.
    fn make(
        &mut self,
        drawing: &Drawing<'_>,
        atlas: &Atlas,
        readings: &mut Readings,
        look: &TileLook,
    ) -> usize {
        let things = self
            .things
            .get_or_insert_with(|| drawing.things_in(self.part));
        let old = self.made.take().map(|made| made.mesh);
        let to_screen = TSTransform::from_scaling(look.zoom);
        let mut layer = Layer::within(atlas, to_screen * self.part, old);
        drawing.far(&mut layer, readings, things, to_screen);
        let mesh = layer.finish();
        let [vertices, _] = mesh.size();
        self.made = Some(Made {
            look: look.clone(),
            zoom: look.zoom,
            mesh,
        });
        vertices
    }
}

/// Cuts a part of the plane in two, across its longer side, with as many points in one
/// half as in the other, and again, until few are left in each.
fn cut(whole: Rect, points: impl Iterator<Item = Pos2>) -> Vec<Tile> {
    let mut points: Vec<Pos2> = points.collect();
    let mut tiles = Vec::new();
    let mut rest = vec![(whole, points.as_mut_slice())];
    while let Some((part, points)) = rest.pop() {
        if points.len() <= TILE_NODES {
            tiles.push(Tile {
                part,
                things: None,
                made: None,
            });
            continue;
        }
        let axis = usize::from(part.height() > part.width());
        let half = points.len() / 2;
        let by_axis = |a: &Pos2, b: &Pos2| a[axis].total_cmp(&b[axis]);
        let (_, middle, _) = points.select_nth_unstable_by(half, by_axis);
        let at = middle[axis];
        let (before, after) = points.split_at_mut(half);
        let (low, high) = match axis {
            0 => part.split_left_right_at_x(at),
            _ => part.split_top_bottom_at_y(at),
        };
        rest.push((low, before));
        rest.push((high, after));
    }
    tiles
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::pos2;

    #[test]
    fn tiles_cover_the_plane_and_hold_few_points_each() {
        let mut random = fastrand::Rng::with_seed(3);
        // A crowd in a corner, and some far away.
        let mut point = |i: usize| {
            let spread = if i.is_multiple_of(100) { 1e6 } else { 1e3 };
            pos2(random.f32() * spread, random.f32() * spread)
        };
        let points: Vec<Pos2> = (0..20_000).map(&mut point).collect();
        let whole = Rect::from_min_max(pos2(-1.0, -1.0), pos2(1e6, 1e6));
        let tiles = cut(whole, points.iter().copied());
        for point in &points {
            assert!(tiles.iter().any(|tile| tile.part.contains(*point)));
        }
        for (i, tile) in tiles.iter().enumerate() {
            let inside = |point: &&Pos2| tile.part.contains(**point);
            // Those on its edges are in its neighbours, too.
            assert!(points.iter().filter(inside).count() <= TILE_NODES + 8);
            let rest = tiles.iter().skip(i + 1);
            let mut common = rest.map(|other| tile.part.intersect(other.part));
            assert!(common.all(|common| !common.is_positive()));
        }
    }

    #[test]
    fn nodes_on_one_spot_are_one_tile_and_no_loop() {
        let spot = pos2(5.0, 5.0);
        let whole = Rect::from_center_size(spot, eframe::egui::Vec2::splat(10.0));
        let tiles = cut(whole, std::iter::repeat_n(spot, 5_000));
        assert!(tiles.iter().any(|tile| tile.part.contains(spot)));
    }
}
