//! A small plot: the error of a nudge against ε, both by their logarithms.

use std::ops::RangeInclusive;

use eframe::egui::{Role, Ui, WidgetInfo};
use egui_plot::{GridMark, Line, Plot, PlotPoints, Points, uniform_grid_spacer};

use super::nudge::{NudgeMode, number};
use crate::gui::theme::Theme;

const HEIGHT: f32 = 130.0;

/// Draws the plot, with the ε of now as a dot.
pub(super) fn plot_ui(ui: &mut Ui, nudging: &NudgeMode, theme: &Theme) {
    let point = |by: f64, error: f64| {
        let at = [by.abs().log10(), error.abs().log10()];
        at.iter().all(|x| x.is_finite()).then_some(at)
    };
    let outcomes = nudging.shrinking().iter();
    let curve = outcomes.filter_map(|outcome| point(outcome.by, outcome.error()));
    let curve: Vec<[f64; 2]> = curve.collect();
    let outcome = nudging.nudge().and_then(|nudge| nudge.outcome);
    let now = outcome.and_then(|outcome| point(outcome.by, outcome.error()));
    let power = |mark: GridMark, _: &RangeInclusive<f64>| match mark.value.fract() == 0.0 {
        true => number(10_f64.powf(mark.value)),
        false => String::new(),
    };
    let shown = Plot::new("error against ε")
        .height(HEIGHT)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .show_crosshair(false)
        .x_grid_spacer(uniform_grid_spacer(|_| [1.0, 5.0, 15.0]))
        .y_grid_spacer(uniform_grid_spacer(|_| [1.0, 5.0, 15.0]))
        .x_axis_label("ε")
        .y_axis_label("|error|")
        .x_axis_formatter(power)
        .y_axis_formatter(power)
        .show(ui, |plot| {
            let color = theme.gradient;
            plot.line(
                Line::new("error", PlotPoints::from(curve.clone()))
                    .color(color)
                    .width(1.5),
            );
            plot.points(
                Points::new("error", PlotPoints::from(curve))
                    .color(color)
                    .radius(2.0),
            );
            if let Some(now) = now {
                let here = Points::new("now", PlotPoints::from(vec![now]));
                plot.points(here.color(theme.selected).radius(5.0));
            }
        });
    shown.response.widget_info(|| {
        WidgetInfo::labeled(
            Role::Image,
            true,
            "Plot of the error against ε, both on a logarithmic scale",
        )
    });
}
