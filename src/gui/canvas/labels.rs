//! The numbers on the wires: the value above, the gradient below.

use eframe::egui::{Align2, FontId, vec2};

use crate::core::graph::{NodeId, Wire};
use crate::core::number::short;

use super::Drawing;
use super::geometry::curve_point;
use super::nodes::DIGITS;

impl Drawing<'_> {
    /// Draws the labels of these wires.
    pub(crate) fn labels(&self, wires: &[Wire], _nodes: &[NodeId]) {
        let evaluation = self.editor.evaluation();
        let font = FontId::proportional(12.0 * self.zoom());
        for &wire in wires {
            let (Some(curve), Some(from)) = (self.curve(wire), self.scene.start(wire)) else {
                continue;
            };
            let middle = self.to_screen * curve_point(&curve, 0.5);
            let value = evaluation.number(from).map(|x| short(x, DIGITS));
            let gradient = evaluation.wire_gradient(wire);
            let gradient = gradient.and_then(|numbers| numbers.as_scalar());
            let gradient = gradient.map_or_else(|| "—".to_owned(), |x| short(x, DIGITS));
            let away = vec2(0.0, 3.0 * self.zoom());
            self.painter.text(
                middle - away,
                Align2::CENTER_BOTTOM,
                value.unwrap_or_default(),
                font.clone(),
                self.theme.value,
            );
            self.painter.text(
                middle + away,
                Align2::CENTER_TOP,
                gradient,
                font.clone(),
                self.theme.gradient,
            );
        }
    }
}
