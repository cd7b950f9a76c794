//! Regions: which class is predicted where, with the rows as points.

use eframe::egui::{
    Align2, Color32, FontId, Painter, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

use super::cells::{class_color, paint_cells};
use crate::core::number::typeset;
use crate::core::train::Part;
use crate::core::train::run::Regions;
use crate::gui::theme::Theme;

/// The room for numbers at the axes.
const MARGIN: f32 = 16.0;
/// The size of a point.
const RADIUS: f32 = 3.0;
/// A click this near a point is on it.
const NEAR: f32 = 9.0;

/// Draws the regions. The row that was clicked.
pub(in crate::gui) fn regions_ui(
    ui: &mut Ui,
    regions: &Regions,
    shown: Option<u32>,
    theme: &Theme,
    height: f32,
) -> Option<u32> {
    ui.weak("filled: training · rings: validation and test · click a point to show its row");
    let size = vec2(ui.available_width(), height);
    let (whole, response) = ui.allocate_exact_size(size, Sense::click());
    let [x, y] = &regions.names;
    response.widget_info(|| {
        let text = format!("Which class is predicted where, against {x} and {y}");
        WidgetInfo::labeled(Role::Image, true, text)
    });
    let painter = ui.painter_at(whole);
    let rect = Rect::from_min_max(whole.min + vec2(MARGIN, 0.0), whole.max - vec2(0.0, MARGIN));
    let fill = |(class, sure): (usize, f64)| {
        let part = (2.0 * (sure - 0.5)).clamp(0.0, 1.0) as f32;
        let color = class_color(class, theme.dark);
        theme.background.lerp_to_gamma(color, 0.12 + 0.4 * part)
    };
    // The lowest row of cells is drawn at the bottom.
    let lines: Vec<&[(usize, f64)]> = regions.cells.chunks(regions.side).rev().collect();
    let cells: Vec<Color32> = lines.concat().into_iter().map(fill).collect();
    paint_cells(&painter, rect, regions.side, cells.into_iter());
    let place = |at: [f64; 2]| -> Pos2 {
        let part = |axis: usize| {
            let (low, high) = regions.ranges[axis];
            ((at[axis] - low) / (high - low)) as f32
        };
        pos2(
            rect.left() + part(0) * rect.width(),
            rect.bottom() - part(1) * rect.height(),
        )
    };
    for (at, class, part, row) in &regions.points {
        let color = class_color(*class, theme.dark);
        point(&painter, place(*at), color, *part == Part::Train, theme);
        if shown == Some(*row) {
            painter.circle_stroke(place(*at), RADIUS + 4.0, Stroke::new(2.0, theme.lit));
        }
    }
    axes(&painter, rect, regions, theme);
    let pointer = response
        .interact_pointer_pos()
        .filter(|_| response.clicked())?;
    let near = regions
        .points
        .iter()
        .map(|(at, _, _, row)| (place(*at).distance(pointer), *row));
    let nearest = near.min_by(|a, b| a.0.total_cmp(&b.0))?;
    (nearest.0 <= NEAR).then_some(nearest.1)
}

fn point(painter: &Painter, at: Pos2, color: Color32, filled: bool, theme: &Theme) {
    match filled {
        true => {
            painter.circle(at, RADIUS, color, Stroke::new(1.0, theme.background));
        }
        false => {
            painter.circle_stroke(at, RADIUS, Stroke::new(1.5, color));
        }
    }
}

fn axes(painter: &Painter, rect: Rect, regions: &Regions, theme: &Theme) {
    painter.rect_stroke(
        rect,
        0.0,
        Stroke::new(1.0, theme.node_edge),
        StrokeKind::Inside,
    );
    let font = FontId::proportional(11.0);
    let text = |at: Pos2, align: Align2, text: String| {
        painter.text(at, align, text, font.clone(), theme.weak_text);
    };
    let [(left, right), (low, high)] = regions.ranges;
    let bottom = rect.bottom() + 2.0;
    text(
        pos2(rect.left(), bottom),
        Align2::LEFT_TOP,
        typeset(left, 2),
    );
    text(
        pos2(rect.right(), bottom),
        Align2::RIGHT_TOP,
        typeset(right, 2),
    );
    let [x, y] = &regions.names;
    text(
        pos2(rect.center().x, bottom),
        Align2::CENTER_TOP,
        format!("{x} →"),
    );
    let corner = pos2(rect.left() + 3.0, rect.top() + 2.0);
    text(
        corner,
        Align2::LEFT_TOP,
        format!("↑ {y}, {} to {}", typeset(low, 2), typeset(high, 2)),
    );
}
