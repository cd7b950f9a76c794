//! [`HeatMap`]: a matrix as a picture, in the colours of the heat maps on the canvas.

use eframe::egui::{
    ColorImage, Image, Rect, Response, RichText, Role, Sense, Stroke, TextureHandle,
    TextureOptions, Ui, Vec2, WidgetInfo, lerp, vec2,
};

use crate::core::number::typeset;
use crate::gui::canvas::heat::HeatRamp;
pub(super) use crate::gui::heat::Matrix;
use crate::gui::heat::StrongestCells;
use crate::gui::theme::Theme;

/// A matrix, made small enough for a picture.
pub(super) struct HeatMap {
    cells: StrongestCells,
    /// The largest magnitude.
    most: f64,
    is_gradient: bool,
    made: Option<(HeatRamp, TextureHandle)>,
}

impl HeatMap {
    /// The picture of a matrix of values, or of gradients.
    pub(super) fn new(matrix: Matrix<'_>, is_gradient: bool) -> HeatMap {
        HeatMap::of(StrongestCells::new(matrix), is_gradient)
    }

    /// The same, of a matrix that was looked at elsewhere.
    pub(super) fn of(cells: StrongestCells, is_gradient: bool) -> HeatMap {
        let finite = cells.strongest.iter().filter(|x| x.is_finite());
        let most = finite.fold(0.0_f64, |most, x| most.max(x.abs()));
        HeatMap {
            cells,
            most,
            is_gradient,
            made: None,
        }
    }

    /// Draws it, at most as large as `room`, and below it what its colours mean.
    pub(super) fn show(&mut self, ui: &mut Ui, room: Vec2, theme: &Theme) -> Response {
        let ramp = HeatRamp::new(theme, self.is_gradient);
        let known = self.made.take().filter(|(known, _)| *known == ramp);
        let (_, texture) = self.made.insert(known.unwrap_or_else(|| {
            let image = picture(&self.cells.strongest, (self.cells.width, self.most), &ramp);
            let options = TextureOptions::NEAREST;
            (ramp, ui.ctx().load_texture("heat map", image, options))
        }));
        let (rows, columns) = (self.cells.rows, self.cells.columns);
        let size = shown_size(rows, columns, room);
        let response = ui.add(Image::new((texture.id(), size)).fit_to_exact_size(size));
        response.widget_info(|| {
            let label = format!("heat map of {rows} by {columns} numbers");
            WidgetInfo::labeled(Role::Image, true, label)
        });
        legend_ui(ui, &ramp, self.most);
        response
    }
}

/// How wide the bar of a legend is, and how high.
const BAR: Vec2 = Vec2::new(56.0, 9.0);

/// What the colours mean: the least number, 0 and the largest.
fn legend_ui(ui: &mut Ui, ramp: &HeatRamp, most: f64) {
    let most = if most > 0.0 { most } else { 1.0 };
    let small = |text: String| RichText::new(text).small().weak();
    let row = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(small(typeset(-most, 3)));
        let (bar, _) = ui.allocate_exact_size(BAR, Sense::hover());
        let steps = 28;
        for step in 0..steps {
            let [from, to] = [step, step + 1].map(|step| step as f32 / steps as f32);
            let x = |part: f32| lerp(bar.x_range(), part);
            let cell = Rect::from_x_y_ranges(x(from)..=x(to), bar.y_range());
            ui.painter()
                .rect_filled(cell, 0.0, ramp.color(from + to - 1.0));
        }
        let edge = Stroke::new(1.0, ui.visuals().weak_text_color());
        ui.painter()
            .vline(bar.center().x, bar.bottom()..=bar.bottom() + 3.0, edge);
        ui.label(small(typeset(most, 3)));
    });
    row.response
        .on_hover_text("Dark is negative, light is positive; the mark is at 0.");
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

fn picture(strongest: &[f64], (width, most): (usize, f64), ramp: &HeatRamp) -> ColorImage {
    let most = if most > 0.0 { most } else { 1.0 };
    let pixels = strongest
        .iter()
        .map(|x| ramp.color((*x / most) as f32))
        .collect();
    ColorImage::new([width, strongest.len() / width], pixels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::heat::MOST_PIXELS;
    use crate::gui::theme::Scheme;

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
        let map = HeatMap::new(matrix, false);
        let ramp = HeatRamp::new(&Theme::new(true, Scheme::default()), false);
        let image = picture(&map.cells.strongest, (map.cells.width, map.most), &ramp);
        assert_eq!(image.size, [MOST_PIXELS, MOST_PIXELS]);
        assert_eq!(image.pixels.last(), Some(&ramp.color(-1.0)));
        assert!(image.pixels.contains(&ramp.color(f32::NAN)));
        assert_eq!(image.pixels.first(), Some(&ramp.color(0.0)));
    }

    #[test]
    fn a_long_vector_stays_within_its_room() {
        let size = shown_size(10_000, 1, vec2(300.0, 120.0));
        assert!(size.x >= 6.0 && size.y <= 120.0, "{size}");
    }
}
