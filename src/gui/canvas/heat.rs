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
    pub(super) fn draw(&self, layer: &mut Layer, rect: Rect, ramp: &HeatRamp) {
        let (columns, rows) = (self.columns, self.rows());
        let x = |i: usize| layer.snap(lerp(rect.x_range(), i as f32 / columns as f32));
        let xs: Vec<f32> = (0..=columns).map(x).collect();
        let y = |i: usize| layer.snap(lerp(rect.y_range(), i as f32 / rows as f32));
        let ys: Vec<f32> = (0..=rows).map(y).collect();
        for (across, down) in ys.windows(2).zip(self.cells.chunks(columns)) {
            for (sides, part) in xs.windows(2).zip(down) {
                let cell = Rect::from_min_max(pos2(sides[0], across[0]), pos2(sides[1], across[1]));
                layer.quad(cell, ramp.color(*part));
            }
        }
    }
}

/// The colours of a heat map: the hue says whether it is of values or of gradients, as
/// everywhere else, and the lightness how large a number is, from dark for the most negative
/// over the hue itself for 0 to light for the most positive. So it also reads in grey.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatRamp {
    lowest: Color32,
    zero: Color32,
    highest: Color32,
    no_number: Color32,
}

impl HeatRamp {
    /// The colours for values, or for gradients.
    pub fn new(theme: &Theme, is_gradient: bool) -> HeatRamp {
        let hue = match is_gradient {
            true => theme.gradient,
            false => theme.value,
        };
        let mix = |with: Color32, part: f32| hue.lerp_to_gamma(with, part);
        // On dark paper the hue is light, on light paper dark.
        let (lowest, zero, highest) = match theme.dark {
            true => (0.86, mix(Color32::BLACK, 0.42), 0.72),
            false => (0.72, mix(Color32::WHITE, 0.30), 0.90),
        };
        HeatRamp {
            lowest: mix(Color32::BLACK, lowest),
            zero,
            highest: mix(Color32::WHITE, highest),
            no_number: theme.error,
        }
    }

    /// The colour of a part of the largest magnitude, from −1 to 1.
    pub fn color(&self, part: f32) -> Color32 {
        if part.is_nan() {
            return self.no_number;
        }
        let end = if part < 0.0 {
            self.lowest
        } else {
            self.highest
        };
        // The square root makes small numbers visible.
        let t = part.abs().min(1.0).sqrt();
        self.zero.lerp_to_gamma(end, t)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::theme::Scheme;

    #[test]
    fn larger_numbers_are_lighter_in_grey_too() {
        let grey = |color: Color32| {
            let [r, g, b, _] = color.to_array().map(f32::from);
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        for (dark, scheme) in [true, false].into_iter().flat_map(|dark| {
            let schemes = [Scheme::Default, Scheme::GreenRed, Scheme::BlueGreen];
            schemes.map(|scheme| (dark, scheme))
        }) {
            for is_gradient in [false, true] {
                let ramp = HeatRamp::new(&Theme::new(dark, scheme), is_gradient);
                let lightness = [-1.0, -0.3, 0.0, 0.3, 1.0].map(|part| grey(ramp.color(part)));
                for pair in lightness.windows(2) {
                    assert!(pair[1] > pair[0] + 15.0, "{dark} {scheme:?}: {lightness:?}");
                }
            }
        }
    }

    #[test]
    fn numbers_that_are_not_finite_have_their_own_colours() {
        let theme = Theme::new(true, Scheme::Default);
        let ramp = HeatRamp::new(&theme, false);
        let cell_color = |part: f32| ramp.color(part);
        let strange = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1.0, 0.0];
        let map = HeatCells::new(&[5], &strange).expect("a map");
        let colors: Vec<Color32> = map.cells.iter().map(|part| cell_color(*part)).collect();
        assert_eq!(colors[0], theme.error);
        assert_eq!(colors[1], cell_color(1.0));
        assert_eq!(colors[2], cell_color(-1.0));
        assert_eq!(colors[3], cell_color(1.0));
        assert_eq!(colors[4], cell_color(0.0));
        let nothing = HeatCells::new(&[2], &[0.0, 0.0]).expect("a map");
        assert_eq!(nothing.cells, [0.0, 0.0]);
    }
}
