//! The loss over two parameters, with the path that they took.

use eframe::egui::{Role, Ui, WidgetInfo};
use egui_plot::{Line, MarkerShape, Plot, PlotBounds, PlotPoints, Points};

use crate::core::number::typeset;
use crate::core::plot::ContourMap;
use crate::gui::plot::map_ui::lines;
use crate::gui::theme::Theme;

/// Draws the lines of equal loss, the path, and where it is now.
pub(in crate::gui) fn surface_ui(
    ui: &mut Ui,
    map: &ContourMap,
    (path, now): (&[[f64; 2]], [f64; 2]),
    [x, y]: &[String; 2],
    theme: &Theme,
    height: f32,
) {
    ui.weak("lines of equal loss on the training rows · the path of the run");
    let path: Vec<[f64; 2]> = path
        .iter()
        .copied()
        .filter(|at| at.iter().all(|x| x.is_finite()))
        .collect();
    let start = path.first().copied();
    let shown = Plot::new("surface")
        .width(ui.available_width())
        .height(height)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_crosshair(false)
        .show_grid(false)
        .label_formatter(|_| None)
        .x_axis_label(x.as_str())
        .y_axis_label(y.as_str())
        .x_axis_formatter(|mark, _| typeset(mark.value, 3))
        .y_axis_formatter(|mark, _| typeset(mark.value, 3))
        .show(ui, |drawn| {
            let [(left, right), (low, high)] = map.ranges;
            drawn.set_plot_bounds(PlotBounds::from_min_max([left, low], [right, high]));
            lines(drawn, map, theme, true);
            let line = Line::new("path", PlotPoints::from(path.clone()));
            drawn.line(line.color(theme.gradient).width(2.0).allow_hover(false));
            let steps = Points::new("steps", PlotPoints::from(path));
            drawn.points(steps.color(theme.gradient).radius(1.8).allow_hover(false));
            let marks = [(start, theme.weak_text), (Some(now), theme.selected)];
            for (at, color) in marks {
                let at = at.filter(|at| at.iter().all(|x| x.is_finite()));
                let Some(at) = at else { continue };
                let mark = Points::new("", PlotPoints::from(vec![at]));
                let mark = mark.shape(MarkerShape::Circle).radius(5.5);
                drawn.points(mark.color(color).allow_hover(false));
            }
        });
    let text = format!("The loss over {x} and {y}, with the path of the run");
    shown
        .response
        .widget_info(|| WidgetInfo::labeled(Role::Image, true, &text));
}
