//! Heat maps: a tensor at a glance, as a few cells of colour.

use eframe::egui::{Align2, Color32, Rect, lerp, pos2};

use super::layer::Layer;
pub use crate::gui::heat::HeatCells;
use crate::gui::theme::Theme;

impl HeatCells {
    /// The part of `room` that it takes, at its right: cells are as high as fits, up to
    /// `most` points, and up to three times as wide.
    pub fn fit(&self, room: Rect, most: f32) -> Rect {
        let (columns, rows) = (self.columns as f32, self.rows() as f32);
        let high = (room.height() / rows).min(most);
        let wide = (room.width() / columns).min(most).min(3.0 * high);
        let size = eframe::egui::vec2(columns * wide, rows * high);
        Align2::RIGHT_CENTER.align_size_within_rect(size, room)
    }

    /// Draws it into a rectangle on the screen.
    pub(super) fn draw(&self, layer: &mut Layer, rect: Rect, theme: &Theme) {
        let (columns, rows) = (self.columns, self.rows());
        let x = |i: usize| layer.snap(lerp(rect.x_range(), i as f32 / columns as f32));
        let xs: Vec<f32> = (0..=columns).map(x).collect();
        let y = |i: usize| layer.snap(lerp(rect.y_range(), i as f32 / rows as f32));
        let ys: Vec<f32> = (0..=rows).map(y).collect();
        for (across, down) in ys.windows(2).zip(self.cells.chunks(columns)) {
            for (sides, part) in xs.windows(2).zip(down) {
                let cell = Rect::from_min_max(pos2(sides[0], across[0]), pos2(sides[1], across[1]));
                layer.quad(cell, cell_color(*part, theme));
            }
        }
    }
}

/// The colour of a part of the largest magnitude: blue below 0, orange above, which
/// colour-blind eyes tell apart; the further from 0, the further from the background.
pub fn cell_color(part: f32, theme: &Theme) -> Color32 {
    if part.is_nan() {
        return theme.error;
    }
    let (below, zero, above): ([u8; 3], [u8; 3], [u8; 3]) = match theme.dark {
        true => ([0x5A, 0xB0, 0xFF], [0x33, 0x38, 0x42], [0xFF, 0xA0, 0x40]),
        false => ([0x08, 0x4C, 0xA0], [0xEE, 0xF0, 0xF3], [0xB8, 0x50, 0x00]),
    };
    let end = if part < 0.0 { below } else { above };
    // The square root makes small numbers visible.
    let t = part.abs().min(1.0).sqrt();
    let mix = |i: usize| lerp(f32::from(zero[i])..=f32::from(end[i]), t).round() as u8;
    Color32::from_rgb(mix(0), mix(1), mix(2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::theme::Scheme;

    #[test]
    fn numbers_that_are_not_finite_have_their_own_colours() {
        let theme = Theme::new(true, Scheme::Default);
        let strange = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1.0, 0.0];
        let map = HeatCells::new(&[5], &strange).expect("a map");
        let colors: Vec<Color32> = map
            .cells
            .iter()
            .map(|part| cell_color(*part, &theme))
            .collect();
        assert_eq!(colors[0], theme.error);
        assert_eq!(colors[1], cell_color(1.0, &theme));
        assert_eq!(colors[2], cell_color(-1.0, &theme));
        assert_eq!(colors[3], cell_color(1.0, &theme));
        assert_eq!(colors[4], cell_color(0.0, &theme));
        let nothing = HeatCells::new(&[2], &[0.0, 0.0]).expect("a map");
        assert_eq!(nothing.cells, [0.0, 0.0]);
    }
}
