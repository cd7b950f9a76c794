//! Wires.

use eframe::egui::{Color32, Stroke, epaint::CubicBezierShape};

use crate::core::graph::Wire;

use super::Drawing;
use super::gestures::Hit;

impl Drawing<'_> {
    /// Draws these wires, under the nodes.
    pub(crate) fn wires(&self, wires: &[Wire]) {
        for &wire in wires {
            let Some(curve) = self.curve(wire) else {
                continue;
            };
            let points = curve.map(|point| self.to_screen * point);
            self.painter.add(CubicBezierShape::from_points_stroke(
                points,
                false,
                Color32::TRANSPARENT,
                self.wire_stroke(wire),
            ));
        }
    }

    fn wire_stroke(&self, wire: Wire) -> Stroke {
        let width = 1.8 * self.zoom().clamp(0.4, 1.6);
        if self.editor.selection.wire == Some(wire) {
            Stroke::new(width * 1.8, self.theme.selected)
        } else if self.hit == Hit::Wire(wire) {
            Stroke::new(width * 1.6, self.theme.hovered)
        } else {
            Stroke::new(width, self.theme.wire)
        }
    }
}
