//! Wires.

use eframe::egui::{Color32, Pos2, lerp};

use crate::core::graph::Wire;

use super::drawing::Drawing;
use super::geometry::{curve_length, curve_part};
use super::hit::Hit;
use super::pen::Pen;
use super::readings::Readings;

/// The opacity of what isn't on the highlighted path.
pub(crate) const DIMMED: f32 = 0.35;
/// The width of a wire, in graph space.
const WIDTH: f32 = 2.0;
/// The least width of a wire, in points on the screen.
pub(super) const LEAST_WIDTH: f32 = 0.7;

/// How a wire is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct WireStyle {
    /// In points on the screen.
    pub(crate) width: f32,
    pub(crate) color: Color32,
    /// Whether it is broken into dashes: the gradient is negative.
    pub(crate) is_dashed: bool,
}

/// The length of a dash and of the gap behind it, in widths of a wire.
const DASH: [f32; 2] = [5.0, 3.5];
/// The most dashes of a wire.
const MOST_DASHES: usize = 60;

impl Drawing<'_> {
    /// Draws these wires, under the nodes. Highlighted wires come last, over the others.
    pub(super) fn wires(&self, pen: &mut Pen<'_>, wires: &[Wire]) {
        let mut highlighted = Vec::new();
        for &wire in wires {
            if self.is_highlighted(pen, wire) {
                highlighted.push(wire);
                continue;
            }
            if let Some(curve) = self.screen_curve(wire) {
                let style = self.wire_style(pen.readings, wire);
                let start = self.scene.start(wire);
                let dimmed = start.is_some_and(|start| self.is_wire_dimmed(pen, wire, start));
                pen.layer.opacity = if dimmed { DIMMED } else { 1.0 };
                wire_line(pen, &curve, style);
            }
        }
        pen.layer.opacity = 1.0;
        for wire in highlighted {
            self.highlighted_wire(pen, wire);
        }
    }

    /// Whether a wire is highlighted: lit, selected, pointed at, or on the path of the one
    /// that is pointed at.
    pub(super) fn is_highlighted(&self, pen: &Pen<'_>, wire: Wire) -> bool {
        let start = || self.scene.start(wire);
        self.editor.selection.wire == Some(wire)
            || self.is_lit(wire)
            || (pen.path.is_shown() && start().is_some_and(|id| pen.path.has_wire(wire, id)))
    }

    /// Draws a highlighted wire.
    pub(super) fn highlighted_wire(&self, pen: &mut Pen<'_>, wire: Wire) {
        let Some(curve) = self.screen_curve(wire) else {
            return;
        };
        let WireStyle {
            width,
            color,
            is_dashed,
        } = self.wire_style(pen.readings, wire);
        let width = width.max(1.5);
        let (color, wider) = match () {
            () if self.is_lit(wire) => (self.theme.lit, 1.9),
            () if self.editor.selection.wire == Some(wire) => (self.theme.selected, 1.9),
            () if self.hit == Hit::Wire(wire) => (self.theme.hovered, 2.0),
            () if self.options.magnitude => (color, 1.4),
            () => (self.theme.hovered, 1.4),
        };
        // A rim, so that it lies over those that it crosses.
        pen.layer
            .curve(&curve, width * wider + 3.0, self.theme.background);
        let style = WireStyle {
            width: width * wider,
            color,
            is_dashed,
        };
        wire_line(pen, &curve, style);
    }

    /// How a wire looks that isn't highlighted.
    pub(super) fn wire_style(&self, readings: &mut Readings, wire: Wire) -> WireStyle {
        let zoom = self.zoom();
        let width = (WIDTH * zoom).clamp(LEAST_WIDTH, 3.6);
        let plain = WireStyle {
            width,
            color: self.theme.wire,
            is_dashed: false,
        };
        if !self.options.magnitude {
            return plain;
        }
        let magnitude = match self.overlay.wire_gradient(wire).is_visible() {
            true => readings.magnitude(self.editor, wire),
            false => None,
        };
        let Some((magnitude, is_dashed)) = magnitude else {
            return WireStyle {
                width: width * 0.5,
                color: self.theme.wire.gamma_multiply(0.5),
                is_dashed: false,
            };
        };
        WireStyle {
            width: width * lerp(0.5..=2.4, magnitude),
            color: self
                .theme
                .wire
                .lerp_to_gamma(self.theme.gradient, magnitude),
            is_dashed,
        }
    }
}

/// Draws a wire, in dashes if its style asks for them.
fn wire_line(pen: &mut Pen<'_>, curve: &[Pos2; 4], style: WireStyle) {
    let WireStyle { width, color, .. } = style;
    if !style.is_dashed {
        return pen.layer.curve(curve, width, color);
    }
    let [dash, gap] = DASH.map(|part| part * width.max(1.2));
    let length = curve_length(curve);
    let count = ((length / (dash + gap)).ceil() as usize).clamp(2, MOST_DASHES);
    let filled = dash / (dash + gap);
    for nth in 0..count {
        let from = nth as f32 / count as f32;
        let piece = curve_part(curve, from, from + filled / count as f32);
        pen.layer.curve(&piece, width, color);
    }
}
