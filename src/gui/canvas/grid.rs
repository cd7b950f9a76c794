//! The background and the grid.

use eframe::egui::{Rect, pos2};

use super::drawing::Drawing;
use super::layer::Layer;
use crate::document::layout::GRID;

/// The number of lines of a level for each line of the next.
const STEP: f32 = 5.0;
/// The distances at which lines begin to be visible and are fully visible, in points.
const FAINT: f32 = 7.0;
const CLEAR: f32 = 60.0;

/// The levels of the grid that are seen at a zoom: the distance of the lines in graph
/// space, and how visible they are, above 0 and up to 1. The finer one comes first.
pub(crate) fn levels(zoom: f32) -> impl Iterator<Item = (f32, f32)> {
    let visible = move |step: f32| {
        let t = ((step * zoom / FAINT).ln() / (CLEAR / FAINT).ln()).clamp(0.0, 1.0);
        t * t * (3.0 - 2.0 * t)
    };
    let steps = (0..12).map(|level| GRID * STEP.powi(level));
    let seen = steps.map(move |step| (step, visible(step)));
    seen.filter(|(_, visible)| *visible > 0.02).take(2)
}

impl Drawing<'_> {
    /// Draws the background and the grid.
    pub(super) fn background(&self, layer: &mut Layer) {
        if self.options.backdrop {
            layer.quad(self.canvas, self.theme.background);
        }
        if !self.options.grid {
            return;
        }
        for (step, visible) in levels(self.zoom()) {
            let color = self.theme.grid.gamma_multiply(visible);
            let canvas = self.canvas;
            let first = |from: f32| (from / step).ceil() as i64;
            for i in first(self.seen.left())..=first(self.seen.right()) {
                let x = layer.snap((self.to_screen * pos2(i as f32 * step, 0.0)).x);
                let line = Rect::from_x_y_ranges(x..=x + layer.pixel(), canvas.y_range());
                layer.quad(line, color);
            }
            for i in first(self.seen.top())..=first(self.seen.bottom()) {
                let y = layer.snap((self.to_screen * pos2(0.0, i as f32 * step)).y);
                let line = Rect::from_x_y_ranges(canvas.x_range(), y..=y + layer.pixel());
                layer.quad(line, color);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_most_two_levels_are_seen_and_never_too_many_lines() {
        for i in -40..15 {
            let zoom = 1.25_f32.powi(i);
            let seen: Vec<(f32, f32)> = levels(zoom).collect();
            assert!((1..=2).contains(&seen.len()), "{zoom}: {seen:?}");
            assert!(seen.iter().all(|(step, _)| step * zoom >= FAINT), "{zoom}");
            assert!(
                seen.iter()
                    .all(|(_, visible)| (0.0..=1.0).contains(visible))
            );
        }
    }
}
