//! [`Tile`]: a piece of the plane with a cached mesh of what lies in it.

use eframe::egui::emath::TSTransform;
use eframe::egui::{Pos2, Rect};

use super::atlas::Atlas;
use super::bounded::{Bounded, BoundedTree};
use super::detail::Detail;
use super::drawing::Drawing;
use super::far::{Among, TILE_NODES, Things, every};
use super::geometry::{curve_bounds, curve_pieces};
use super::layer::{FinishedLayer, Layer};
use super::readings::Readings;
use super::scene::Scene;
use crate::core::graph::NodeId;
use crate::document::Revision;

/// A tile that was made for a zoom this many times as large, or as small, can't wait.
const MOST_STRETCH: f32 = 4.0;

/// What a tile looks like. One that looks a little different can still be shown.
#[derive(Clone, PartialEq)]
pub(super) struct TileLook {
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
pub(super) struct Made {
    pub(super) look: TileLook,
    /// How much larger than the graph it is.
    pub(super) zoom: f32,
    pub(super) mesh: FinishedLayer,
}

/// A piece of the plane.
pub(super) struct Tile {
    pub(super) part: Rect,
    /// What lies in it, if it was looked for.
    pub(super) things: Option<Things>,
    pub(super) made: Option<Made>,
}

impl Drawing<'_> {
    /// What a tile that is made now looks like.
    pub(super) fn look(&self) -> TileLook {
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

impl Tile {
    /// A tile with these things in it.
    pub(super) fn of(part: Rect, things: Things) -> Tile {
        Tile {
            part,
            things: Some(things),
            made: None,
        }
    }

    /// Whether it can't be shown as it is.
    pub(super) fn must_be_made(&self, look: &TileLook) -> bool {
        self.made.as_ref().is_none_or(|made| {
            let stretched = look.zoom / made.look.zoom;
            !(1.0 / MOST_STRETCH..=MOST_STRETCH).contains(&stretched)
        })
    }

    /// Makes the mesh. Returns how many vertices it has.
    pub(super) fn make(
        &mut self,
        drawing: &Drawing<'_>,
        atlas: &Atlas,
        readings: &mut Readings,
        (look, among): (&TileLook, Among),
    ) -> usize {
        let things = self
            .things
            .get_or_insert_with(|| Things::in_part(drawing.scene, self.part));
        let old = self.made.take().map(|made| made.mesh);
        let to_screen = TSTransform::from_scaling(look.zoom);
        let mut layer = Layer::within(atlas, to_screen * self.part, old);
        drawing.far(&mut layer, readings, (things, among), to_screen);
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
pub(super) fn cut(whole: Rect, points: impl Iterator<Item = Pos2>) -> Vec<Tile> {
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

/// Looks for what lies in each tile, of all at once: a wire costs as many steps as it meets
/// tiles, while a tile that looks for its own goes over all wires that may meet it.
pub(super) fn share(scene: &Scene, tiles: &mut [Tile]) {
    let parts = tiles.iter().enumerate().map(|(item, tile)| Bounded {
        bounds: tile.part,
        item,
    });
    let parts = BoundedTree::of(parts.collect());
    let mut all: Vec<Things> = vec![Things::default(); tiles.len()];
    for (id, rect) in scene.all_nodes() {
        for nth in parts.within(rect) {
            all[nth].nodes.push(id);
        }
    }
    let every = every(scene);
    for (wire, curve) in scene.all_curves() {
        if !wire.to.index().is_multiple_of(every) {
            continue;
        }
        if let [only] = parts.within(curve_bounds(&curve))[..] {
            all[only].wires.push(wire);
            continue;
        }
        for nth in curve_pieces(&curve).flat_map(|piece| parts.within(piece)) {
            let wires = &mut all[nth].wires;
            if wires.last() != Some(&wire) {
                wires.push(wire);
            }
        }
    }
    for (tile, things) in tiles.iter_mut().zip(all) {
        tile.things = Some(things);
    }
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
    fn what_is_shared_out_is_what_each_tile_would_find() {
        let mut random = fastrand::Rng::with_seed(5);
        let mut lines = String::from(r#"(name: "n0", op: "input", value: 1, at: (0, 0)),"#);
        for n in 1..2_000 {
            let [a, b] = [random.usize(0..n), random.usize(n.saturating_sub(9)..n)];
            let at = [random.i32(-9_000..9_000), random.i32(-9_000..9_000)];
            lines += &format!(
                r#"(name: "n{n}", op: "add", inputs: ["n{a}", "n{b}"], at: ({}, {})),"#,
                at[0], at[1]
            );
        }
        let file = format!("(version: 1, nodes: [{lines}])");
        let document = crate::file::load_bytes(file.as_bytes()).expect("a graph");
        let mut scene = Scene::default();
        scene.update(&document);
        let whole = scene.bounds().expect("nodes").expand(256.0);
        let mut tiles = cut(whole, scene.all_nodes().map(|(_, rect)| rect.center()));
        assert!(tiles.len() > 3);
        share(&scene, &mut tiles);
        for tile in &tiles {
            let things = tile.things.as_ref().expect("they were looked for");
            assert_eq!(things.nodes, scene.nodes_in(tile.part));
            let own = Things::in_part(&scene, tile.part);
            assert!(own.wires.iter().all(|wire| things.wires.contains(wire)));
            // A piece has a margin, so one that only comes near may be among them.
            assert!(things.wires.len() <= own.wires.len() + own.wires.len() / 10);
            assert!(things.wires.is_sorted());
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
