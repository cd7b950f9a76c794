//! Heat maps: a tensor at a glance, as a few cells of colour.

use eframe::egui::{Align2, Color32, Rect, lerp, pos2};

use super::layer::Layer;
use crate::gui::theme::Theme;

/// The most cells in a row, and the most rows.
pub const MOST_COLUMNS: usize = 24;
const MOST_ROWS: usize = 16;

/// The cells of a heat map: the means of blocks of elements, as parts of the largest
/// magnitude.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatCells {
    columns: usize,
    /// From −1 to 1, row by row; infinite and NaN where a block is.
    cells: Vec<f32>,
}

impl HeatCells {
    /// A heat map of the elements of a tensor, in row-major order, with axes of these
    /// lengths. The last axis runs to the right, all others down. Nothing for a single
    /// number.
    pub fn new(axes: &[usize], elements: &[f64]) -> Option<HeatCells> {
        let width = *axes.last()?;
        if width == 0 || elements.len() < 2 || !elements.len().is_multiple_of(width) {
            return None;
        }
        let height = elements.len() / width;
        let (columns, rows) = (width.min(MOST_COLUMNS), height.min(MOST_ROWS));
        let mut means = vec![0.0; columns * rows];
        let block = |i: usize, cells: usize, length: usize| {
            i * length / cells..((i + 1) * length / cells).max(i * length / cells + 1)
        };
        for (i, mean) in means.iter_mut().enumerate() {
            let across = block(i % columns, columns, width);
            let mut sum = 0.0;
            let mut count = 0;
            for y in block(i / columns, rows, height) {
                let row = elements.get(y * width..(y + 1) * width).unwrap_or_default();
                let part = row.get(across.clone()).unwrap_or_default();
                sum += part.iter().sum::<f64>();
                count += part.len();
            }
            *mean = sum / count.max(1) as f64;
        }
        let finite = means.iter().filter(|x| x.is_finite());
        let largest = finite.fold(0.0, |most: f64, x| most.max(x.abs()));
        let part = |x: &f64| match largest {
            0.0 => *x as f32,
            largest => (*x / largest) as f32,
        };
        let cells = means.iter().map(part).collect();
        Some(HeatCells { columns, cells })
    }

    /// How many cells a row has.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.cells.len() / self.columns
    }

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
    fn a_map_has_a_cell_an_element_or_a_cell_a_block() {
        let small = HeatCells::new(&[2, 3], &[1.0, -2.0, 4.0, 0.0, 2.0, -4.0]).expect("a map");
        assert_eq!((small.columns(), small.rows()), (3, 2));
        assert_eq!(small.cells, [0.25, -0.5, 1.0, 0.0, 0.5, -1.0]);
        let many: Vec<f64> = (0..1000 * 700).map(|i| f64::from(i % 7)).collect();
        let large = HeatCells::new(&[1000, 700], &many).expect("a map");
        assert_eq!((large.columns(), large.rows()), (MOST_COLUMNS, MOST_ROWS));
        assert!(large.cells.iter().all(|part| *part > 0.9));
        assert_eq!(HeatCells::new(&[], &[3.0]), None);
        assert_eq!(HeatCells::new(&[1, 1], &[3.0]), None);
    }

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
