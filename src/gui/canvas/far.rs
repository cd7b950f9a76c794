//! Nodes and wires from afar: boxes and lines.

use eframe::egui::emath::TSTransform;
use eframe::egui::{Color32, Rect};
use hashbrown::HashMap;

use super::detail::Detail;
use super::drawing::Drawing;
use super::geometry::{HEADER, curve_enters, transformed};
use super::layer::Layer;
use super::readings::Readings;
use super::scene::Scene;
use super::wires::{DIMMED, LEAST_WIDTH};
use crate::core::graph::{NodeId, Wire};
use crate::core::op::{Family, Op};
use crate::gui::overlay::Emphasis;
use crate::gui::theme::Theme;

/// Boxes this high, in points, have a band of their own colour, and an edge.
pub(super) const BAND_FROM: f32 = 9.0;
/// The most nodes in a tile; nodes at the same point can't be divided.
pub(super) const TILE_NODES: usize = 500;
/// If the wires are this many pieces or fewer, each within one tile, all are drawn; of more,
/// every second, third …. A long wire is many pieces.
const MOST_PIECES: f64 = 200_000.0;

/// Which nodes and wires are drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Among {
    /// What isn't being dragged.
    Resting,
    /// What is being dragged, where it was.
    Dragged,
}

/// So many layers of wires hide what is below them.
const MOST_LAYERS: f64 = 6.0;

/// What lies in a part of the graph.
#[derive(Clone, Default)]
pub(super) struct Things {
    pub(super) nodes: Vec<NodeId>,
    pub(super) wires: Vec<Wire>,
}

impl Things {
    /// What lies in a part of the graph. Of many wires always the same ones, so that nothing
    /// flickers.
    pub(super) fn in_part(scene: &Scene, part: Rect) -> Things {
        let every = every(scene);
        let mut wires = scene.wires_in(part);
        wires.retain(|wire| {
            let curve = || scene.curve(*wire);
            wire.to.index().is_multiple_of(every)
                && curve().is_some_and(|curve| curve_enters(&curve, part))
        });
        Things {
            nodes: scene.nodes_in(part),
            wires,
        }
    }
}

impl Drawing<'_> {
    /// Draws those among these as boxes and lines.
    pub(super) fn far(
        &self,
        layer: &mut Layer,
        readings: &mut Readings,
        (things, among): (&Things, Among),
        to_screen: TSTransform,
    ) {
        let some_dimmed = self.overlay.dimmed_revision() != 0;
        let wires = (&things.wires[..], among);
        self.far_wires(layer, readings, wires, some_dimmed, to_screen);
        let palette = BoxColors::new(self.theme);
        for &id in &things.nodes {
            let is_drawn = self.is_moved(id) == (among == Among::Dragged);
            let Some(rect) = self.scene.node(id).filter(|_| is_drawn) else {
                continue;
            };
            let op = self.editor.op(id);
            let dimmed = some_dimmed && self.overlay.node_emphasis(id) == Emphasis::Dimmed;
            layer.opacity = if dimmed { DIMMED } else { 1.0 };
            self.far_node(layer, &palette, id, op, to_screen * rect);
        }
        layer.opacity = 1.0;
    }

    fn far_wires(
        &self,
        layer: &mut Layer,
        readings: &mut Readings,
        (wires, among): (&[Wire], Among),
        some_dimmed: bool,
        to_screen: TSTransform,
    ) {
        // A crowd of full lines would be a grey plane.
        let fade = (self.zoom() / 0.12).clamp(0.35, 1.0);
        let every = every_seen(self.scene, self.zoom());
        for &wire in wires {
            if !wire.to.index().is_multiple_of(every) {
                continue;
            }
            let start = self.scene.start(wire);
            let moved = [wire.to, start.unwrap_or(wire.to)].map(|id| self.is_moved(id));
            if moved != [among == Among::Dragged; 2] {
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
                layer.curve(&screen, style.width, style.color.gamma_multiply(fade));
            }
        }
    }

    pub(super) fn far_node(
        &self,
        layer: &mut Layer,
        palette: &BoxColors,
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
            layer.quad(screen, color);
            return;
        }
        let screen = layer.snap_rect(screen);
        let edge = if is_target {
            self.theme.gradient
        } else {
            self.theme.node_edge
        };
        layer.quad(screen.expand(layer.pixel()), edge);
        let bottom = screen.top() + HEADER * self.zoom();
        if self.detail == Detail::Names {
            layer.quad(screen, mixed);
        } else {
            layer.quad(screen, self.theme.node);
            layer.quad(screen.with_max_y(layer.snap(bottom)), band);
        }
    }
}

/// With n, every n-th wire is drawn.
pub(super) fn every(scene: &Scene) -> usize {
    let bounds = scene.bounds().unwrap_or(Rect::ZERO);
    let area = f64::from(bounds.width()) * f64::from(bounds.height());
    let tiles = (scene.node_count() as f64 / TILE_NODES as f64).max(1.0);
    let side = (area / tiles).sqrt().max(1.0);
    let pieces = scene.wire_count() as f64 + scene.wire_length() / side;
    (pieces / MOST_PIECES) as usize + 1
}

/// The same for a zoom: of wires that would cover the graph many times over, so that one
/// more isn't seen, some are left out. As a multiple of [`every`] by a power of two, so that
/// no other ones come when the zoom goes on.
fn every_seen(scene: &Scene, zoom: f32) -> usize {
    let every = every(scene);
    let bounds = scene.bounds().unwrap_or(Rect::ZERO);
    let area = f64::from(bounds.width()) * f64::from(bounds.height()) * f64::from(zoom).powi(2);
    let covered = scene.wire_length() * f64::from(zoom) * f64::from(LEAST_WIDTH);
    let layers = covered / every as f64 / area.max(1.0);
    let less = (layers / MOST_LAYERS).ceil().clamp(1.0, 1e6) as usize;
    every * less.next_power_of_two()
}

/// The colours of boxes by op: of their band, and of band and body together.
pub(super) struct BoxColors {
    by_family: HashMap<u8, (Color32, Color32)>,
    inert: (Color32, Color32),
}

impl BoxColors {
    pub(super) fn new(theme: &Theme) -> BoxColors {
        let colors = Family::ALL.map(|family| {
            let band = theme.family(family);
            // Far away the box is small: what remains is a stronger tint of its kind.
            (
                family as u8,
                (band, band.lerp_to_gamma(theme.node_edge, 0.35)),
            )
        });
        BoxColors {
            by_family: colors.into_iter().collect(),
            inert: (theme.background, theme.node_edge),
        }
    }

    fn of(&self, op: Option<&Op>) -> (Color32, Color32) {
        let found = op.and_then(|op| self.by_family.get(&(op.family as u8)));
        found.copied().unwrap_or(self.inert)
    }
}
