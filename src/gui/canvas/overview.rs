//! A graph from afar: boxes and lines, which are cached as [`tiles`](super::tiles), and over
//! them what changes more often.

use eframe::egui::{Align2, Color32, Rect, Vec2};

use super::caches::Caches;
use super::detail::Detail;
use super::drawing::Drawing;
use super::far::{Among, BAND_FROM, BoxColors, Things};
use super::hit::Hit;
use super::layer::Layer;
use super::pen::Pen;
use crate::core::graph::{NodeId, Wire};

/// The opacity of everything while a wire is pointed at.
const FAINT: f32 = 0.45;
/// The smallest readable name, in points.
const NAME_SIZE: f32 = 10.0;
/// The most nodes that are marked one by one as selected or faulty.
const MOST_MARKS: usize = 20_000;
/// The most wires that are drawn of what is being dragged.
const MOST_MOVED_WIRES: usize = 5_000;

impl Drawing<'_> {
    /// Draws boxes and lines, over what is behind them.
    pub(super) fn overview(&self, caches: &mut Caches, under: Layer) {
        let opacity = if caches.path.is_shown() { FAINT } else { 1.0 };
        let atlas = caches.atlas(self.painter.ctx());
        let Caches {
            tiles, readings, ..
        } = caches;
        if !self.options.as_shapes {
            return tiles.draw(self, &atlas, readings, under, opacity);
        }
        under.show(&self.painter);
        let mut layer = Layer::new(&atlas, true);
        let things = Things::in_part(self.scene, self.seen);
        self.far(
            &mut layer,
            readings,
            (&things, Among::Resting),
            self.to_screen,
        );
        layer.finish().show(&self.painter, Vec2::ZERO, opacity);
    }

    /// Draws over the boxes what changes more often: what is dragged, selected or pointed
    /// at, and the names.
    pub(super) fn over_overview(&self, pen: &mut Pen<'_>, nodes: &[NodeId]) {
        if let Some((moved, _)) = self.moved.filter(|_| !self.drags_many()) {
            let palette = BoxColors::new(self.theme);
            let list: Vec<NodeId> = moved.node_list();
            let wires = self.scene.wires_at(&list);
            // They are drawn anew in each frame: of many, every second, third …
            let every = wires.len() / MOST_MOVED_WIRES + 1;
            for wire in wires.into_iter().step_by(every) {
                if let Some(curve) = self.screen_curve(wire) {
                    let style = self.wire_style(pen.readings, wire);
                    pen.layer.curve(&curve, style.width, style.color);
                }
            }
            for id in list {
                let op = self.editor.op(id);
                let rect = self.node_rect(id);
                if let Some(rect) = rect.filter(|rect| rect.intersects(self.seen)) {
                    self.far_node(&mut pen.layer, &palette, id, op, self.on_screen(rect));
                }
            }
        }
        self.far_path(pen);
        self.far_lights(pen);
        self.far_marks(pen);
        if self.detail == Detail::Names {
            self.names(pen, nodes);
        }
    }

    /// The wire that is pointed at and its way to the target, and the selected one.
    fn far_path(&self, pen: &mut Pen<'_>) {
        if let Some(wire) = self.editor.selection.wire {
            self.highlighted_wire(pen, wire);
        }
        if !pen.path.is_shown() {
            return;
        }
        let on_path = |wire: &Wire| {
            let start = self.scene.start(*wire);
            start.is_some_and(|start| pen.path.has_wire(*wire, start))
        };
        let wires: Vec<Wire> = self
            .scene
            .wires_in(self.seen)
            .into_iter()
            .filter(on_path)
            .collect();
        for wire in wires {
            self.highlighted_wire(pen, wire);
        }
    }

    /// What is selected, faulty, or pointed at.
    fn far_marks(&self, pen: &mut Pen<'_>) {
        let mut mark = |id: NodeId, color: Color32, width: f32| {
            let Some(rect) = self.node_rect(id).filter(|rect| rect.intersects(self.seen)) else {
                return;
            };
            let screen = pen.layer.snap_rect(self.on_screen(rect));
            if screen.height() < BAND_FROM {
                let least = Vec2::splat(3.0);
                let rect = Rect::from_center_size(screen.center(), screen.size().max(least));
                pen.layer.quad(rect, color);
            } else {
                pen.layer.ring(screen.expand(width), 0.0, width, color);
            }
        };
        let problems = self
            .editor
            .live()
            .problems()
            .iter()
            .filter_map(|problem| problem.node);
        problems
            .take(MOST_MARKS)
            .for_each(|id| mark(id, self.problem_color(id), 2.0));
        let selected = self.editor.selection.nodes.iter();
        selected
            .take(MOST_MARKS)
            .for_each(|id| mark(*id, self.theme.selected, 2.0));
        if let Hit::Node(id) = self.hit {
            mark(id, self.theme.hovered, 1.0);
        }
    }

    /// From afar: the nodes and wires that are lit.
    fn far_lights(&self, pen: &mut Pen<'_>) {
        for wire in self.overlay.lit_wires() {
            self.highlighted_wire(pen, *wire);
        }
        for id in self.overlay.lit_nodes() {
            let Some(rect) = self
                .node_rect(*id)
                .filter(|rect| rect.intersects(self.seen))
            else {
                continue;
            };
            let screen = self.on_screen(rect);
            // However small it is, it is found.
            let least = Rect::from_center_size(screen.center(), Vec2::splat(6.0));
            let ring = pen.layer.snap_rect(screen.union(least).expand(2.5));
            pen.layer.ring(ring, 3.0, 2.5, self.theme.lit);
        }
    }

    fn names(&self, pen: &mut Pen<'_>, nodes: &[NodeId]) {
        let size = (14.0 * self.zoom()).max(NAME_SIZE);
        for &id in nodes {
            let Some(node) = self.editor.node(id) else {
                continue;
            };
            let Some(screen) = self.node_rect(id).map(|rect| self.on_screen(rect)) else {
                continue;
            };
            let room = screen.width() - 4.0;
            let at = (screen.center(), Align2::CENTER_CENTER);
            pen.letters(node.name(), size, room, at, self.theme.text);
        }
    }
}
