//! A graph from afar, as boxes and lines: what of it is kept lies in [`tiles`](super::tiles),
//! and over it is drawn what changes more often.

use eframe::egui::emath::TSTransform;
use eframe::egui::{Align2, Color32, Rect, Vec2};
use hashbrown::HashMap;

use super::geometry::{HEADER, transformed};
use super::ink::Ink;
use super::kept::{Kept, Pen};
use super::readings::Readings;
use super::tiles::Things;
use super::wires::DIMMED;
use super::{Detail, Drawing, Hit};
use crate::core::graph::{Node, NodeId, Wire};
use crate::core::op::{Family, Op};
use crate::gui::overlay::Emphasis;
use crate::gui::theme::Theme;

/// How much of the whole arrives while a wire is pointed at.
const FAINT: f32 = 0.45;
/// Boxes this high, in points, have a band of their own colour, and an edge.
const BAND_FROM: f32 = 9.0;
/// The smallest readable name, in points.
const NAME_SIZE: f32 = 10.0;
/// The most nodes that are marked one by one as selected or faulty.
const MOST_MARKS: usize = 20_000;

impl Drawing<'_> {
    /// Draws boxes and lines, over what is behind them.
    pub(super) fn overview(&self, kept: &mut Kept, under: Ink) {
        let opacity = if kept.path.is_shown() { FAINT } else { 1.0 };
        if !self.options.as_shapes {
            return self.tiles(kept, under, opacity);
        }
        under.show(&self.painter);
        let mut ink = Ink::new(&kept.pot(self.painter.ctx()), true);
        let things = self.things_in(self.seen);
        self.far(&mut ink, &mut kept.readings, &things, self.to_screen);
        ink.dry().show(&self.painter, Vec2::ZERO, opacity);
    }

    /// Draws these as boxes and lines.
    pub(super) fn far(
        &self,
        ink: &mut Ink,
        readings: &mut Readings,
        things: &Things,
        to_screen: TSTransform,
    ) {
        let some_dimmed = self.overlay.dimmed_revision() != 0;
        self.far_wires(ink, readings, &things.wires, some_dimmed, to_screen);
        let palette = Palette::new(self.theme);
        let graph = self.editor.document().graph();
        for &id in &things.nodes {
            let Some(rect) = self.scene.node(id).filter(|_| !self.is_moved(id)) else {
                continue;
            };
            let op = graph.get(id).and_then(Node::op);
            let dimmed = some_dimmed && self.overlay.node_emphasis(id) == Emphasis::Dimmed;
            ink.opacity = if dimmed { DIMMED } else { 1.0 };
            self.far_node(ink, &palette, id, op, to_screen * rect);
        }
        ink.opacity = 1.0;
    }

    fn far_wires(
        &self,
        ink: &mut Ink,
        readings: &mut Readings,
        wires: &[Wire],
        some_dimmed: bool,
        to_screen: TSTransform,
    ) {
        // A crowd of full lines would be a grey plane.
        let fade = (self.zoom() / 0.12).clamp(0.35, 1.0);
        for &wire in wires {
            let start = self.scene.start(wire);
            if self.is_moved(wire.to) || start.is_none_or(|id| self.is_moved(id)) {
                continue;
            }
            let Some(curve) = self.scene.curve(wire) else {
                continue;
            };
            let screen = transformed(to_screen, &curve);
            let way = screen[3] - screen[0];
            if way.x.abs() + way.y.abs() >= 1.0 {
                let style = self.wire_style(readings, wire);
                let dimmed = some_dimmed && self.overlay.wire_emphasis(wire) == Emphasis::Dimmed;
                let fade = if dimmed { fade * DIMMED } else { fade };
                ink.curve(&screen, style.width, style.color.gamma_multiply(fade));
            }
        }
    }

    fn far_node(
        &self,
        ink: &mut Ink,
        palette: &Palette,
        id: NodeId,
        op: Option<&Op>,
        screen: Rect,
    ) {
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
                    self.far_node(&mut pen.ink, &palette, id, op, self.on_screen(rect));
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
            pen.letters(node.name(), size, room, at, self.theme.text);
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
        let colors = Family::ALL.map(|family| {
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
