//! The minimap: the whole graph in a corner, with the part of it that is in view.

use eframe::egui::emath::TSTransform;
use eframe::egui::{Pos2, Rect, Role, Sense, Ui, Vec2, WidgetInfo, vec2};

use super::atlas::Atlas;
use super::drawing::Drawing;
use super::layer::{FinishedLayer, Layer};
use super::scene::Scene;
use super::view::View;
use crate::gui::theme::Theme;

/// A graph of more nodes than this has a minimap.
const FROM_NODES: usize = 60;
/// So has a graph that is more than this many times as wide or as high as the view.
const FROM_VIEWS: f32 = 2.5;
/// The largest minimap, on the screen.
const SIZE: Vec2 = vec2(220.0, 140.0);
/// From the corner of the canvas.
const MARGIN: f32 = 12.0;
/// From the edge of the map to the graph in it.
const INSET: f32 = 6.0;
/// The side of the smallest dot, in points.
const DOT: f32 = 1.5;

/// Where the minimap is, and how the graph lies in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapLayout {
    /// The map on the screen.
    pub rect: Rect,
    /// From graph space into the map.
    pub from_graph: TSTransform,
}

impl MapLayout {
    /// A map of a graph with these bounds, in the lower right corner of the canvas.
    pub fn new(canvas: Rect, graph: Rect) -> MapLayout {
        let most = SIZE.min(canvas.size() * 0.3);
        let room = (most - Vec2::splat(2.0 * INSET)).max(Vec2::splat(1.0));
        let size = graph.size().max(Vec2::splat(1.0));
        let scale = (room.x / size.x).min(room.y / size.y);
        let needed = size * scale + Vec2::splat(2.0 * INSET);
        let corner = canvas.max - Vec2::splat(MARGIN);
        let rect = Rect::from_min_max(corner - needed.max(most * 0.4), corner);
        let translation = rect.center().to_vec2() - graph.center().to_vec2() * scale;
        MapLayout {
            rect,
            from_graph: TSTransform::new(translation, scale),
        }
    }

    /// The point of the graph under a point of the map.
    pub fn graph_point(&self, screen: Pos2) -> Pos2 {
        self.from_graph.inverse() * screen
    }
}

/// Where the minimap is, if the graph is large enough for one and it is wanted.
pub(super) fn layout(canvas: Rect, scene: &Scene, view: &View, wanted: bool) -> Option<MapLayout> {
    let graph = scene.bounds().filter(|_| wanted)?;
    let seen = view.seen(canvas);
    let larger = (graph.width() / seen.width()).max(graph.height() / seen.height());
    let large = scene.node_count() > FROM_NODES || larger > FROM_VIEWS;
    let fits = canvas.width() > 300.0 && canvas.height() > 220.0;
    (large && fits && !seen.contains_rect(graph)).then(|| MapLayout::new(canvas, graph))
}

/// Moves the view to where the map is pressed. Returns whether the pointer is the map's.
pub(super) fn ui(ui: &Ui, map: MapLayout, view: &mut View) -> bool {
    let response = ui.interact(
        map.rect,
        ui.scope_id().with("minimap"),
        Sense::click_and_drag(),
    );
    response.widget_info(|| WidgetInfo::labeled(Role::GraphicsObject, true, "Minimap"));
    let pressed = response.is_pointer_button_down_on() || response.clicked();
    if let Some(pointer) = response.interact_pointer_pos().filter(|_| pressed) {
        let point = map.graph_point(pointer.clamp(map.rect.min, map.rect.max));
        view.pan((view.center - point) * view.zoom);
    }
    pressed || response.contains_pointer()
}

/// What the dots were made from.
#[derive(PartialEq)]
struct DotsKey {
    fonts: u64,
    scene: u64,
    map: MapLayout,
    theme: Theme,
}

/// The dots of the nodes, cached.
#[derive(Default)]
pub(super) struct MinimapCache {
    dots: Option<(DotsKey, FinishedLayer)>,
}

impl Drawing<'_> {
    /// Draws the minimap over everything.
    pub(super) fn minimap(&self, cache: &mut MinimapCache, atlas: &Atlas, map: MapLayout) {
        let key = DotsKey {
            fonts: atlas.epoch(),
            scene: self.scene.stamp(),
            map,
            theme: self.theme.clone(),
        };
        let shapes = self.options.as_shapes;
        if cache.dots.as_ref().is_none_or(|(known, _)| *known != key) {
            let mut layer = Layer::new(atlas, shapes);
            let rect = map.rect;
            layer.round_box(rect, [6.0; 4], self.theme.background.gamma_multiply(0.93));
            for dot in dots(self.scene, &map) {
                layer.quad(dot, self.theme.weak_text);
            }
            layer.ring(rect, 6.0, layer.pixel(), self.theme.node_edge);
            cache.dots = Some((key, layer.finish()));
        }
        if let Some((_, dots)) = &cache.dots {
            dots.show(&self.painter, Vec2::ZERO, 1.0);
        }
        let mut layer = Layer::new(atlas, shapes);
        let seen = (map.from_graph * self.seen).intersect(map.rect.shrink(1.0));
        if seen.is_positive() {
            layer.round_box(seen, [2.0; 4], self.theme.selected.gamma_multiply(0.18));
            layer.ring(seen, 2.0, 1.5, self.theme.selected);
        }
        layer.show(&self.painter);
    }
}

/// The nodes as rectangles on the map: one each, or, if there are many, the squares of a
/// raster that hold any, side by side in one.
fn dots(scene: &Scene, map: &MapLayout) -> Vec<Rect> {
    let least = Vec2::splat(DOT);
    let on_map = |rect: Rect| {
        let rect = map.from_graph * rect;
        Rect::from_center_size(rect.center(), rect.size().max(least))
    };
    if scene.node_count() < 2_000 {
        return scene.all_nodes().map(|(_, rect)| on_map(rect)).collect();
    }
    let columns = (map.rect.width() / DOT).ceil().max(1.0) as usize;
    let rows = (map.rect.height() / DOT).ceil().max(1.0) as usize;
    let mut filled = vec![false; columns * rows];
    for (_, rect) in scene.all_nodes() {
        let rect = on_map(rect).translate(-map.rect.min.to_vec2());
        let place = |x: f32, count: usize| ((x / DOT).max(0.0) as usize).min(count - 1);
        for row in place(rect.top(), rows)..=place(rect.bottom() - DOT / 2.0, rows) {
            for column in place(rect.left(), columns)..=place(rect.right() - DOT / 2.0, columns) {
                if let Some(square) = filled.get_mut(row * columns + column) {
                    *square = true;
                }
            }
        }
    }
    let mut dots = Vec::new();
    for (row, squares) in filled.chunks(columns).enumerate() {
        let mut column = 0;
        for run in squares.chunk_by(|a, b| a == b) {
            if run.first() == Some(&true) {
                let at = map.rect.min + vec2(column as f32, row as f32) * DOT;
                dots.push(Rect::from_min_size(at, vec2(run.len() as f32, 1.0) * DOT));
            }
            column += run.len();
        }
    }
    dots
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::pos2;

    #[test]
    fn the_map_shows_all_of_the_graph_in_a_corner() {
        let canvas = Rect::from_min_size(pos2(200.0, 30.0), vec2(1000.0, 700.0));
        for size in [vec2(9000.0, 500.0), vec2(100.0, 80_000.0), vec2(5e6, 3e6)] {
            let graph = Rect::from_min_size(pos2(-4000.0, 70.0), size);
            let map = MapLayout::new(canvas, graph);
            assert!(canvas.contains_rect(map.rect), "{size}");
            assert!(map.rect.width() <= SIZE.x + 1.0 && map.rect.height() <= SIZE.y + 1.0);
            assert!(
                map.rect.expand(0.5).contains_rect(map.from_graph * graph),
                "{size}"
            );
            let middle = map.graph_point(map.rect.center());
            assert!((middle - graph.center()).length() < 1e-3 * size.length());
        }
    }

    #[test]
    fn the_map_is_there_for_large_graphs_only() {
        let canvas = Rect::from_min_size(Pos2::ZERO, vec2(1000.0, 700.0));
        let scene = Scene::default();
        assert_eq!(layout(canvas, &scene, &View::default(), true), None);
    }
}
