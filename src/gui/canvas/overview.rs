//! [`Overview`]: a graph from afar, as boxes and lines in one mesh that is kept.
//!
//! The mesh holds more than is seen, so that panning draws the same mesh a little to the
//! side. It is made anew when something stands elsewhere, and when the zoom changes.

use std::collections::BTreeSet;

use eframe::egui::emath::TSTransform;
use eframe::egui::{Align2, Color32, Pos2, Rect, Vec2};
use hashbrown::HashMap;

use super::geometry::{HEADER, curve_bounds, transformed};
use super::ink::{Dry, Ink};
use super::kept::{Kept, Pen};
use super::readings::Readings;
use super::wires::DIMMED;
use super::{Detail, Drawing, Hit};
use crate::core::graph::{Node, NodeId, Wire};
use crate::core::op::Op;
use crate::document::Revision;
use crate::gui::learn::lens::Emphasis;
use crate::gui::theme::Theme;

/// What a mesh was made from.
#[derive(Clone, PartialEq)]
struct Key {
    epoch: u64,
    stamp: u64,
    zoom: f32,
    theme: Theme,
    target: Option<NodeId>,
    /// The values, and which are kept back, if wires follow the magnitude of gradients.
    values: Option<(Revision, Revision, u64)>,
    /// What is left out, as it is being dragged.
    moved: BTreeSet<NodeId>,
    /// What the lens dims.
    lens: u64,
}

/// A mesh of boxes and lines.
struct Made {
    key: Key,
    /// The part of the graph that it holds.
    part: Rect,
    /// Where the graph stood on the screen.
    to_screen: TSTransform,
    mesh: Dry,
}

impl Made {
    /// Stretches the mesh to another zoom, if that isn't far from the one that it was made
    /// for and nothing else has changed.
    fn stretch_to(&mut self, key: &Key) -> bool {
        let before = self.key.zoom;
        let near = (1.0 / MOST_STRETCH..=MOST_STRETCH).contains(&(key.zoom / before));
        let same = Key {
            zoom: before,
            ..key.clone()
        };
        let by = key.zoom / self.to_screen.scaling;
        let done = near && self.key == same && self.mesh.stretch(by);
        if done {
            let TSTransform { translation, .. } = self.to_screen;
            self.to_screen = TSTransform::new(translation * by, key.zoom);
        }
        done
    }
}

/// A graph from afar.
#[derive(Default)]
pub(crate) struct Overview {
    made: Option<Made>,
    /// That of the last frame.
    zoom: Option<f32>,
}

/// How much larger or smaller than it was made a mesh is shown while the zoom goes on.
const MOST_STRETCH: f32 = 1.3;

/// How much of the whole arrives while a wire is pointed at.
const FAINT: f32 = 0.45;
/// Up to this many wires are drawn one by one; of more, every second, third ….
const MOST_WIRES: usize = 100_000;
/// Boxes this high, in points, have a band of their own colour, and an edge.
const BAND_FROM: f32 = 9.0;
/// The smallest readable name, in points.
const NAME_SIZE: f32 = 10.0;
/// The most nodes that are marked one by one as selected or faulty.
const MOST_MARKS: usize = 20_000;

impl Drawing<'_> {
    /// Draws boxes and lines from the mesh that is kept, over what is behind them.
    pub(super) fn overview(&self, kept: &mut Kept, under: Ink) {
        let key = self.key(kept);
        let all = self.scene.bounds().unwrap_or(Rect::NOTHING);
        let holds = |made: &Made| made.part.contains_rect(self.seen.intersect(all));
        let zooms = kept.overview.zoom != Some(key.zoom);
        kept.overview.zoom = Some(key.zoom);
        let mut fits = false;
        if let Some(made) = &mut kept.overview.made {
            fits = made.key == key && made.to_screen.scaling == key.zoom && holds(made);
            if !fits && zooms && holds(made) && made.stretch_to(&key) {
                // While the zoom goes on, the mesh is stretched; it is made anew at the end.
                self.painter.ctx().request_repaint();
                fits = true;
            }
        }
        if !fits {
            let old = kept.overview.made.take().map(|made| made.mesh);
            kept.overview.made = Some(self.make(kept, key, old));
        }
        if let Some(made) = &kept.overview.made {
            let by = self.to_screen.translation - made.to_screen.translation;
            let opacity = if kept.path.is_shown() { FAINT } else { 1.0 };
            under.show_under(&self.painter, &made.mesh, by, opacity);
        }
    }

    fn key(&self, kept: &Kept) -> Key {
        let document = self.editor.document();
        let revisions = (
            document.structure_revision(),
            document.values_revision(),
            self.lens.kept_back_revision(),
        );
        Key {
            epoch: kept.texts.epoch(),
            stamp: self.scene.stamp(),
            zoom: self.zoom(),
            theme: self.theme.clone(),
            target: self.editor.target(),
            values: self.options.magnitude.then_some(revisions),
            moved: self
                .moved
                .map(|(moved, _)| moved.nodes.clone())
                .unwrap_or_default(),
            lens: self.lens.dimmed_revision(),
        }
    }

    fn make(&self, kept: &mut Kept, key: Key, old: Option<Dry>) -> Made {
        let (pot, shapes) = (kept.pot(self.painter.ctx()), self.options.as_shapes);
        let part = self.seen.expand2(self.seen.size() * 0.5);
        let mut ink = Ink::reuse(&pot, shapes, old);
        self.far_wires(&mut ink, &mut kept.readings, part, key.lens != 0);
        let palette = Palette::new(self.theme);
        let graph = self.editor.document().graph();
        let lens = key.lens;
        let mut draw = |id: NodeId, rect: Rect| {
            if !self.is_moved(id) {
                let op = graph.get(id).and_then(Node::op);
                let dimmed = lens != 0 && self.lens.node_emphasis(id) == Emphasis::Dimmed;
                ink.opacity = if dimmed { DIMMED } else { 1.0 };
                self.far_node(&mut ink, &palette, id, op, rect);
            }
        };
        if self.scene.is_most(part) {
            let nodes = self.scene.all_nodes();
            nodes
                .filter(|(_, rect)| part.intersects(*rect))
                .for_each(|(id, rect)| draw(id, rect));
        } else {
            for id in self.scene.nodes_in(part) {
                if let Some(rect) = self.scene.node(id) {
                    draw(id, rect);
                }
            }
        }
        Made {
            key,
            part,
            to_screen: self.to_screen,
            mesh: ink.dry(),
        }
    }

    fn far_wires(&self, ink: &mut Ink, readings: &mut Readings, part: Rect, some_dimmed: bool) {
        // Always the same ones, so that nothing flickers.
        let every = self.scene.wire_count() / MOST_WIRES + 1;
        // A crowd of full lines would be a grey plane.
        let fade = (self.zoom() / 0.12).clamp(0.35, 1.0);
        let mut draw = |wire: Wire, curve: [Pos2; 4]| {
            let kept = wire.to.index().is_multiple_of(every);
            let start = self.scene.start(wire);
            if !kept || self.is_moved(wire.to) || start.is_none_or(|id| self.is_moved(id)) {
                return;
            }
            let screen = transformed(self.to_screen, &curve);
            let way = screen[3] - screen[0];
            if way.x.abs() + way.y.abs() >= 1.0 {
                let style = self.wire_style(readings, wire);
                let dimmed = some_dimmed && self.lens.wire_emphasis(wire) == Emphasis::Dimmed;
                let fade = if dimmed { fade * DIMMED } else { fade };
                ink.curve(&screen, style.width, style.color.gamma_multiply(fade));
            }
        };
        if self.scene.is_most(part) {
            for (wire, curve) in self.scene.all_curves() {
                if part.intersects(curve_bounds(&curve)) {
                    draw(wire, curve);
                }
            }
        } else {
            for wire in self.scene.wires_in(part) {
                if let Some(curve) = self.scene.curve(wire) {
                    draw(wire, curve);
                }
            }
        }
    }

    fn far_node(&self, ink: &mut Ink, palette: &Palette, id: NodeId, op: Option<&Op>, rect: Rect) {
        let screen = self.on_screen(rect);
        let is_target = self.editor.target() == Some(id);
        let (band, mixed) = palette.of(op);
        if screen.height() < BAND_FROM {
            let color = if is_target {
                self.theme.gradient
            } else {
                mixed
            };
            ink.quad(screen, color);
            return;
        }
        let screen = ink.snap_rect(screen);
        let edge = if is_target {
            self.theme.gradient
        } else {
            self.theme.node_edge
        };
        ink.quad(screen.expand(ink.pixel()), edge);
        let bottom = screen.top() + HEADER * self.zoom();
        if self.detail == Detail::Names {
            ink.quad(screen, mixed);
        } else {
            ink.quad(screen, self.theme.node);
            ink.quad(screen.with_max_y(ink.snap(bottom)), band);
        }
    }

    /// Draws over the boxes what changes more often: what is dragged, selected or pointed
    /// at, and the names.
    pub(super) fn over_overview(&self, pen: &mut Pen<'_>, nodes: &[NodeId]) {
        if let Some((moved, _)) = self.moved {
            let palette = Palette::new(self.theme);
            let list: Vec<NodeId> = moved.node_list();
            for wire in self.scene.wires_at(&list) {
                if let Some(curve) = self.screen_curve(wire) {
                    let style = self.wire_style(pen.readings, wire);
                    pen.ink.curve(&curve, style.width, style.color);
                }
            }
            for id in list {
                let op = self.editor.document().graph().get(id).and_then(Node::op);
                if let Some(rect) = self.node_rect(id) {
                    self.far_node(&mut pen.ink, &palette, id, op, rect);
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
            self.lifted_wire(pen, wire);
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
            self.lifted_wire(pen, wire);
        }
    }

    /// What is selected, faulty, or pointed at.
    fn far_marks(&self, pen: &mut Pen<'_>) {
        let mut mark = |id: NodeId, color: Color32, width: f32| {
            let Some(rect) = self.node_rect(id).filter(|rect| rect.intersects(self.seen)) else {
                return;
            };
            let screen = pen.ink.snap_rect(self.on_screen(rect));
            if screen.height() < BAND_FROM {
                let least = Vec2::splat(3.0);
                let rect = Rect::from_center_size(screen.center(), screen.size().max(least));
                pen.ink.quad(rect, color);
            } else {
                pen.ink.ring(screen.expand(width), 0.0, width, color);
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
            .for_each(|id| mark(id, self.theme.error, 2.0));
        let selected = self.editor.selection.nodes.iter();
        selected
            .take(MOST_MARKS)
            .for_each(|id| mark(*id, self.theme.selected, 2.0));
        if let Hit::Node(id) = self.hit {
            mark(id, self.theme.hovered, 1.0);
        }
    }

    fn names(&self, pen: &mut Pen<'_>, nodes: &[NodeId]) {
        let size = (14.0 * self.zoom()).max(NAME_SIZE);
        for &id in nodes {
            let Some(node) = self.editor.document().graph().get(id) else {
                continue;
            };
            let Some(screen) = self.node_rect(id).map(|rect| self.on_screen(rect)) else {
                continue;
            };
            let room = screen.width() - 4.0;
            let at = (screen.center(), Align2::CENTER_CENTER);
            pen.text(node.name(), size, room, at, self.theme.text);
        }
    }
}

/// The colours of boxes by op: of their band, and of band and body together.
struct Palette {
    by_family: HashMap<u8, (Color32, Color32)>,
    inert: (Color32, Color32),
}

impl Palette {
    fn new(theme: &Theme) -> Palette {
        use crate::core::op::Family;
        let families = [
            Family::Source,
            Family::Arithmetic,
            Family::Transcendental,
            Family::Activation,
            Family::LinearAlgebra,
            Family::Reduction,
            Family::Loss,
        ];
        let colors = families.map(|family| {
            let band = theme.family(family);
            // Far away the box is small: what remains is a stronger tint of its kind.
            (
                family as u8,
                (band, band.lerp_to_gamma(theme.node_edge, 0.35)),
            )
        });
        Palette {
            by_family: colors.into_iter().collect(),
            inert: (theme.background, theme.node_edge),
        }
    }

    fn of(&self, op: Option<&Op>) -> (Color32, Color32) {
        let found = op.and_then(|op| self.by_family.get(&(op.family as u8)));
        found.copied().unwrap_or(self.inert)
    }
}
