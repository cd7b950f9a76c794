//! Rows as points: a curve over the data, and predicted against true.

use eframe::egui::{Color32, Role, Ui, WidgetInfo};
use egui_plot::{Line, LineStyle, Plot, PlotPoints, PlotUi, Points};

use crate::core::number::typeset;
use crate::core::train::Part;
use crate::core::train::run::{Answer, Fit};
use crate::gui::theme::Theme;

fn plot<'a>(name: &'a str, height: f32, ui: &Ui) -> Plot<'a> {
    Plot::new(name)
        .height(height)
        .width(ui.available_width())
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_crosshair(false)
        .label_formatter(|_| None)
        .x_axis_formatter(|mark, _| typeset(mark.value, 3))
        .y_axis_formatter(|mark, _| typeset(mark.value, 3))
}

/// Rows for training are filled, others paler.
fn rows(drawn: &mut PlotUi<'_>, points: &[([f64; 2], Part)], theme: &Theme) {
    for part in Part::ALL {
        let of_part = points.iter().filter(|(_, its)| *its == part);
        let places: Vec<[f64; 2]> = of_part.map(|(at, _)| *at).collect();
        let color: Color32 = match part {
            Part::Train => theme.weak_text,
            Part::Validation => theme.warning,
            Part::Test => theme.fine,
        };
        if !places.is_empty() {
            let points = Points::new(part.name(), PlotPoints::from(places));
            drawn.points(points.color(color).radius(2.2).allow_hover(false));
        }
    }
}

/// Draws the predictions along the input, over the rows.
pub(in crate::gui) fn fit_ui(ui: &mut Ui, fit: &Fit, theme: &Theme, height: f32) {
    ui.weak("line: predicted · grey: training · yellow: validation · green: test");
    let shown = plot("fit", height, ui)
        .x_axis_label(fit.source.clone())
        .show(ui, |drawn| {
            rows(drawn, &fit.points, theme);
            let curve: Vec<[f64; 2]> = fit
                .curve
                .iter()
                .copied()
                .filter(|at| at[1].is_finite())
                .collect();
            let line = Line::new("predicted", PlotPoints::from(curve));
            drawn.line(line.color(theme.value).width(2.5).allow_hover(false));
        });
    let text = format!("What is predicted along {}, over the rows", fit.source);
    shown
        .response
        .widget_info(|| WidgetInfo::labeled(Role::Image, true, &text));
}

/// Draws predicted against true; a row that is predicted right is on the diagonal.
pub(in crate::gui) fn answer_ui(ui: &mut Ui, answer: &Answer, theme: &Theme, height: f32) {
    ui.weak("grey: training · yellow: validation · green: test");
    let shown = plot("answer", height, ui)
        .x_axis_label("true")
        .y_axis_label("predicted")
        .show(ui, |drawn| {
            let truths = answer.points.iter().map(|(at, _)| at[0]);
            let (low, high) = truths.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| {
                (a.min(x), b.max(x))
            });
            if low < high {
                let ends = vec![[low, low], [high, high]];
                let line = Line::new("right", PlotPoints::from(ends)).color(theme.wire);
                drawn.line(line.style(LineStyle::dashed_dense()).allow_hover(false));
            }
            let finite = answer.points.iter().filter(|(at, _)| at[1].is_finite());
            let finite: Vec<_> = finite.copied().collect();
            rows(drawn, &finite, theme);
        });
    let text = "Predicted against true, a point a row";
    shown
        .response
        .widget_info(|| WidgetInfo::labeled(Role::Image, true, text));
}
