//! The confusion matrix, and images of rows.

use eframe::egui::{
    Align2, Color32, FontId, Painter, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use super::cells::paint_cells;
use crate::core::train::run::Classes;
use crate::gui::short_text::shortened;
use crate::gui::theme::Theme;

/// At most so many classes have a matrix that can be read.
const MOST: usize = 20;
/// The room for the names of classes.
const NAMES: f32 = 62.0;

/// Draws the confusion matrix: a row a true class, a column a predicted one.
pub(in crate::gui) fn classes_ui(ui: &mut Ui, classes: &Classes, names: &[String], theme: &Theme) {
    let count = classes.confusion.len();
    let all: u64 = classes.confusion.iter().flatten().sum();
    let right: u64 = (0..count)
        .map(|class| classes.confusion[class][class])
        .sum();
    let percent = 100.0 * right as f64 / all.max(1) as f64;
    ui.label(format!(
        "{right} of {all} {} rows are taken for their class ({percent:.1} %).",
        classes.part.name()
    ));
    if count == 0 || count > MOST {
        return;
    }
    ui.weak("a line: the true class · a column: what it was taken for");
    let side = ((ui.available_width() - NAMES) / count as f32).clamp(12.0, 34.0);
    let size = vec2(NAMES + side * count as f32, side * (count as f32 + 1.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let text = format!("Confusion matrix: {right} of {all} rows right");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &text));
    matrix_ui(&ui.painter_at(rect), (rect, side), classes, names, theme);
}

/// Paints the cells of the matrix with their counts.
fn matrix_ui(
    painter: &Painter,
    (rect, side): (Rect, f32),
    classes: &Classes,
    names: &[String],
    theme: &Theme,
) {
    let font = FontId::proportional((side * 0.42).clamp(8.0, 12.0));
    let name = |class: usize, most: usize| {
        let named = names
            .get(class)
            .cloned()
            .unwrap_or_else(|| class.to_string());
        shortened(&named, most).into_owned()
    };
    let left = rect.left() + NAMES;
    for (truth, line) in classes.confusion.iter().enumerate() {
        let middle = rect.top() + (truth as f32 + 1.5) * side;
        let at = pos2(left - 4.0, middle);
        painter.text(
            at,
            Align2::RIGHT_CENTER,
            name(truth, 9),
            font.clone(),
            theme.text,
        );
        let head = pos2(left + (truth as f32 + 0.5) * side, rect.top() + side / 2.0);
        painter.text(
            head,
            Align2::CENTER_CENTER,
            name(truth, 3),
            font.clone(),
            theme.text,
        );
        let of_class: u64 = line.iter().sum();
        for (taken, rows) in line.iter().enumerate() {
            let corner = pos2(left + taken as f32 * side, middle - side / 2.0);
            let cell = Rect::from_min_size(corner, vec2(side, side));
            let part = *rows as f32 / of_class.max(1) as f32;
            let color = if truth == taken {
                theme.fine
            } else {
                theme.error
            };
            let fill = theme.node.lerp_to_gamma(color, 0.65 * part);
            painter.rect_filled(cell.shrink(0.5), 2.0, fill);
            if *rows > 0 {
                let text = rows.to_string();
                painter.text(
                    cell.center(),
                    Align2::CENTER_CENTER,
                    text,
                    font.clone(),
                    theme.text,
                );
            }
        }
    }
}

/// Draws the numbers of a row as a square image, the largest brightest. It can be clicked.
pub(in crate::gui) fn pixels_ui(
    ui: &mut Ui,
    (pixels, side): (&[f64], usize),
    (name, size): (&str, f32),
    theme: &Theme,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(size, size), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let (low, high) = pixels
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
            (low.min(*x), high.max(*x))
        });
    let width = if high > low { high - low } else { 1.0 };
    let gray = |x: &f64| Color32::from_gray((255.0 * (x - low) / width) as u8);
    let painter = ui.painter_at(rect);
    paint_cells(&painter, rect.shrink(1.0), side, pixels.iter().map(gray));
    let edge = match response.hovered() || response.has_focus() {
        true => theme.selected,
        false => theme.node_edge,
    };
    painter.rect_stroke(rect, 0.0, Stroke::new(1.0, edge), StrokeKind::Inside);
    response.on_hover_text(name)
}
