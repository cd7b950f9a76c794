//! [`HeatMap`]: a matrix as a picture, in the colours of the heat maps on the canvas.

use eframe::egui::{
    ColorImage, Image, Response, Role, TextureHandle, TextureOptions, Ui, Vec2, WidgetInfo, vec2,
};

use crate::gui::canvas::heat::cell_color;
pub(super) use crate::gui::heat::Matrix;
use crate::gui::heat::StrongestCells;
use crate::gui::theme::{Scheme, Theme};

/// A matrix, made small enough for a picture.
pub(super) struct HeatMap {
    cells: StrongestCells,
    made: Option<(bool, TextureHandle)>,
}

impl HeatMap {
    /// The picture of a matrix.
    pub(super) fn new(matrix: Matrix<'_>) -> HeatMap {
        HeatMap::of(StrongestCells::new(matrix))
    }

    /// The same, of a matrix that was looked at elsewhere.
    pub(super) fn of(cells: StrongestCells) -> HeatMap {
        HeatMap { cells, made: None }
    }

    /// Draws it, at most as large as `room`.
    pub(super) fn show(&mut self, ui: &mut Ui, room: Vec2) -> Response {
        let dark = ui.visuals().dark_mode;
        let known = self.made.take().filter(|(known, _)| *known == dark);
        let (_, texture) = self.made.insert(known.unwrap_or_else(|| {
            let (image, options) = (
                picture(&self.cells.strongest, self.cells.width, dark),
                TextureOptions::NEAREST,
            );
            (dark, ui.ctx().load_texture("heat map", image, options))
        }));
        let (rows, columns) = (self.cells.rows, self.cells.columns);
        let size = shown_size(rows, columns, room);
        let response = ui.add(Image::new((texture.id(), size)).fit_to_exact_size(size));
        response.widget_info(|| {
            let label = format!("heat map of {rows} by {columns} numbers");
            WidgetInfo::labeled(Role::Image, true, label)
        });
        response
    }
}

/// Square cells of at most 24 points, as large as there is room.
fn shown_size(rows: usize, columns: usize, room: Vec2) -> Vec2 {
    let (rows, columns) = (rows as f32, columns as f32);
    let cell = (room.x / columns).min(room.y / rows).min(24.0);
    // A long vector is still a strip that can be seen.
    let least = vec2(6.0, 6.0);
    vec2(columns * cell, rows * cell)
        .max(least)
        .min(room.max(least))
}

fn picture(strongest: &[f64], width: usize, dark: bool) -> ColorImage {
    let finite = strongest.iter().filter(|x| x.is_finite());
    let most = finite.fold(0.0_f64, |most, x| most.max(x.abs()));
    let most = if most > 0.0 { most } else { 1.0 };
    let theme = Theme::new(dark, Scheme::default());
    let pixels = strongest
        .iter()
        .map(|x| cell_color((*x / most) as f32, &theme))
        .collect();
    ColorImage::new([width, strongest.len() / width], pixels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::heat::MOST_PIXELS;

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
        let map = HeatMap::new(matrix);
        let image = picture(&map.cells.strongest, map.cells.width, true);
        assert_eq!(image.size, [MOST_PIXELS, MOST_PIXELS]);
        let theme = Theme::new(true, Scheme::default());
        assert_eq!(image.pixels.last(), Some(&cell_color(-1.0, &theme)));
        assert!(image.pixels.contains(&cell_color(f32::NAN, &theme)));
        assert_eq!(image.pixels.first(), Some(&cell_color(0.0, &theme)));
    }

    #[test]
    fn a_long_vector_stays_within_its_room() {
        let size = shown_size(10_000, 1, vec2(300.0, 120.0));
        assert!(size.x >= 6.0 && size.y <= 120.0, "{size}");
    }
}
