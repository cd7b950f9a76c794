//! [`HeatMap`]: a matrix as a picture, in the colours of the heat maps on the canvas.

use eframe::egui::{
    Color32, ColorImage, Image, Response, Role, TextureHandle, TextureOptions, Ui, Vec2,
    WidgetInfo, vec2,
};

/// The most pixels along a side; more elements share one.
const MOST: usize = 128;

/// A matrix in row-major order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matrix<'a> {
    /// How many rows.
    pub rows: usize,
    /// How many columns.
    pub columns: usize,
    /// The elements.
    pub data: &'a [f64],
}

/// A picture, made anew when what it shows is another.
#[derive(Default)]
pub(super) struct HeatMap {
    made: Option<(u64, bool, TextureHandle)>,
}

impl HeatMap {
    /// Draws the matrix, at most as large as `room`. `key` must be another number
    /// whenever the matrix may be another.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        key: u64,
        matrix: Matrix<'_>,
        room: Vec2,
    ) -> Response {
        let dark = ui.visuals().dark_mode;
        let fresh = matches!(&self.made, Some((k, d, _)) if *k == key && *d == dark);
        if !fresh {
            let image = picture(matrix, dark);
            let options = TextureOptions::NEAREST;
            let texture = ui.ctx().load_texture("heat map", image, options);
            self.made = Some((key, dark, texture));
        }
        let size = shown_size(matrix, room);
        let Some((_, _, texture)) = &self.made else {
            return ui.label("");
        };
        let response = ui.add(Image::new((texture.id(), size)).fit_to_exact_size(size));
        response.widget_info(|| {
            let (rows, columns) = (matrix.rows, matrix.columns);
            let label = format!("heat map of {rows} by {columns} numbers");
            WidgetInfo::labeled(Role::Image, true, label)
        });
        response
    }
}

/// Square cells of at most 24 points, as large as there is room.
fn shown_size(matrix: Matrix<'_>, room: Vec2) -> Vec2 {
    let (rows, columns) = (matrix.rows.max(1) as f32, matrix.columns.max(1) as f32);
    let cell = (room.x / columns).min(room.y / rows).min(24.0);
    // A long vector is still a strip that can be seen.
    vec2(columns * cell, rows * cell)
        .max(vec2(6.0, 6.0))
        .min(room.max(vec2(6.0, 6.0)))
}

fn picture(matrix: Matrix<'_>, dark: bool) -> ColorImage {
    let (height, width) = (matrix.rows.clamp(1, MOST), matrix.columns.clamp(1, MOST));
    let mut strongest = vec![0.0_f64; width * height];
    for (row, line) in matrix.data.chunks(matrix.columns.max(1)).enumerate() {
        let y = (row * height / matrix.rows.max(1)).min(height - 1);
        for (column, x) in line.iter().enumerate() {
            let at = y * width + column * width / matrix.columns.max(1);
            let known = &mut strongest[at.min(width * height - 1)];
            if !x.is_finite() || (known.is_finite() && x.abs() > known.abs()) {
                *known = *x;
            }
        }
    }
    let finite = strongest.iter().filter(|x| x.is_finite());
    let most = finite.fold(0.0_f64, |most, x| most.max(x.abs()));
    let pixels = strongest.iter().map(|x| color(*x, most, dark)).collect();
    ColorImage::new([width, height], pixels)
}

/// The colour of a number among numbers of at most this magnitude.
pub(super) fn color(x: f64, most: f64, dark: bool) -> Color32 {
    if !x.is_finite() {
        return Color32::from_rgb(0xD0, 0x30, 0xD0);
    }
    let zero = if dark {
        [0x20, 0x23, 0x2A]
    } else {
        [0xF2, 0xF3, 0xF5]
    };
    let end = match (x > 0.0, dark) {
        (true, true) => [0x4F, 0xA8, 0xFF],
        (true, false) => [0x0B, 0x5C, 0xB5],
        (false, true) => [0xFF, 0x6A, 0x5E],
        (false, false) => [0xBE, 0x2A, 0x1E],
    };
    let share = if most > 0.0 {
        (x.abs() / most) as f32
    } else {
        0.0
    };
    let mix = |i: usize| {
        let (a, b) = (f32::from(zero[i] as u8), f32::from(end[i] as u8));
        (a + (b - a) * share.clamp(0.0, 1.0)).round() as u8
    };
    Color32::from_rgb(mix(0), mix(1), mix(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_is_seen_however_many_there_are() {
        let mut data = vec![0.0; 1000 * 1000];
        data[999 * 1000 + 999] = -5.0;
        data[500_000] = f64::NAN;
        let matrix = Matrix {
            rows: 1000,
            columns: 1000,
            data: &data,
        };
        let image = picture(matrix, true);
        assert_eq!(image.size, [MOST, MOST]);
        assert_eq!(image.pixels.last(), Some(&color(-5.0, 5.0, true)));
        assert!(image.pixels.contains(&color(f64::NAN, 5.0, true)));
        assert_eq!(image.pixels.first(), Some(&color(0.0, 5.0, true)));
    }

    #[test]
    fn a_long_vector_stays_within_its_room() {
        let data = vec![1.0; 10_000];
        let matrix = Matrix {
            rows: 10_000,
            columns: 1,
            data: &data,
        };
        let size = shown_size(matrix, vec2(300.0, 120.0));
        assert!(size.x >= 6.0 && size.y <= 120.0, "{size}");
    }
}
