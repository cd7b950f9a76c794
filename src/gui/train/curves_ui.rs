//! The losses of the runs as curves. A click or a drag shows the step under the pointer.

use std::ops::RangeInclusive;

use eframe::egui::{Color32, RichText, Role, Slider, Ui, WidgetInfo};
use egui_plot::{GridMark, Line, LineStyle, Plot, PlotPoints, PlotUi, VLine};

use super::run::Run;
use super::state::{CurveLook, Train};
use crate::core::number::{short, typeset};
use crate::core::train::run::EpochRecord;
use crate::gui::action::Action;
use crate::gui::command::Command;
use crate::gui::editor::Editor;
use crate::gui::theme::Theme;

/// The height of the plot.
const HEIGHT: f32 = 170.0;

/// Draws the curves with their options.
pub(super) fn curves_ui(
    ui: &mut Ui,
    train: &mut Train,
    editor: &Editor,
    theme: &Theme,
    actions: &mut Vec<Action>,
) {
    if train
        .runs()
        .iter()
        .all(|run| run.record().steps().len() == 0)
    {
        ui.weak("The loss of each step is drawn here once there are steps.");
        return;
    }
    legend_ui(ui, train, editor, theme);
    plot_ui(ui, train, theme);
    options_ui(ui, train, actions);
}

/// The names of the runs; a click looks at one.
fn legend_ui(ui: &mut Ui, train: &mut Train, editor: &Editor, theme: &Theme) {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        for (nth, run) in train.runs.iter().enumerate() {
            let stale = if run.is_stale(editor.document()) {
                " (stale)"
            } else {
                ""
            };
            let text = RichText::new(format!("{}{stale}", run.name)).color(theme.curve(nth));
            if ui.selectable_label(nth == train.current, text).clicked() {
                chosen = Some(nth);
            }
        }
    });
    if let Some(nth) = chosen {
        train.look_at(nth);
    }
    let run = train.run();
    let last = run.and_then(|run| run.record().epochs().last());
    if let Some(last) = last {
        ui.label(epoch_text(last));
    }
}

fn epoch_text(epoch: &EpochRecord) -> String {
    let mut text = format!("epoch {}: loss {}", epoch.number, typeset(epoch.loss, 4));
    if let Some(validation) = epoch.validation {
        text += &format!(" · on validation rows {}", typeset(validation, 4));
    }
    if let Some(accuracy) = epoch.accuracy {
        text += &format!(" · {:.1} % right", 100.0 * accuracy);
    }
    if let Some(r_squared) = epoch.r_squared {
        text += &format!(" · R² {}", typeset(r_squared, 3));
    }
    text
}

fn plot_ui(ui: &mut Ui, train: &mut Train, theme: &Theme) {
    let look = train.curves;
    let log = look.log;
    let tick = move |mark: GridMark, _: &RangeInclusive<f64>| match log {
        true if mark.value.fract() == 0.0 => short(10_f64.powf(mark.value), 3),
        true => String::new(),
        false => typeset(mark.value, 3),
    };
    let newest = train.run().map_or(0, Run::steps);
    let shown_step = train.shown_step();
    let shown = Plot::new("losses")
        .height(HEIGHT)
        .width(ui.available_width())
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_crosshair(false)
        .label_formatter(|_| None)
        .x_axis_label("step")
        .y_axis_label("loss")
        .y_axis_formatter(tick)
        .show(ui, |plot| {
            for (nth, run) in train.runs.iter().enumerate() {
                run_lines(plot, run, look, (theme.curve(nth), nth == train.current));
            }
            if let Some(step) = shown_step {
                let line = VLine::new("shown step", step as f64);
                plot.vline(line.color(theme.selected).width(1.5).allow_hover(false));
            }
        });
    let text = "Curves of the loss against the step";
    let response = shown.response;
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, text));
    let moved = response.dragged() || response.clicked();
    if let Some(at) = response
        .interact_pointer_pos()
        .filter(|_| moved && newest > 0)
    {
        let step = shown.transform.value_from_position(at).x.round().max(0.0);
        train.show_step(Some((step as u64).min(newest)));
    }
    response.on_hover_text("Click or drag: the canvas shows that step");
}

/// Each point is so much that before it.
fn smooth(points: impl Iterator<Item = (f64, f64)>, smoothing: f64) -> Vec<[f64; 2]> {
    let mut mean: Option<f64> = None;
    let smoothed = points.map(|(x, y)| {
        let next = match mean {
            Some(mean) => smoothing * mean + (1.0 - smoothing) * y,
            None => y,
        };
        mean = Some(next);
        [x, next]
    });
    smoothed.collect()
}

fn run_lines(plot: &mut PlotUi<'_>, run: &Run, look: CurveLook, (color, current): (Color32, bool)) {
    let record = run.record();
    let height = |points: Vec<[f64; 2]>| -> Vec<[f64; 2]> {
        let drawn = points.into_iter().map(|[x, y]| match look.log {
            true => [x, y.log10()],
            false => [x, y],
        });
        drawn.filter(|[_, y]| y.is_finite()).collect()
    };
    let steps = record.steps().map(|(step, loss)| (step as f64, loss));
    let steps = height(smooth(steps, look.smoothing));
    let width = if current { 1.8 } else { 1.0 };
    let faint = if current {
        color
    } else {
        color.gamma_multiply(0.6)
    };
    let line = Line::new(run.name.clone(), PlotPoints::from(steps));
    plot.line(line.color(faint).width(width).allow_hover(false));
    let validation = record.epochs().iter();
    let validation = validation.filter_map(|epoch| Some((epoch.step as f64, epoch.validation?)));
    let validation = height(smooth(validation, look.smoothing));
    if validation.is_empty() {
        return;
    }
    let line = Line::new(
        format!("{}, validation", run.name),
        PlotPoints::from(validation),
    );
    let line = line.color(faint).width(width + 0.4).allow_hover(false);
    plot.line(line.style(LineStyle::dashed_dense()));
}

fn options_ui(ui: &mut Ui, train: &mut Train, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        ui.weak("line: training · dashes: validation");
        ui.checkbox(&mut train.curves.log, "Log axis");
        ui.spacing_mut().slider_width = 60.0;
        let slider = Slider::new(&mut train.curves.smoothing, 0.0..=0.98).show_value(false);
        let response = ui.add(slider);
        let smoothing = train.curves.smoothing;
        response.widget_info(|| WidgetInfo::slider(true, smoothing, "Smoothing"));
        ui.weak("Smoothing");
        for (name, command) in [
            ("Save curves…", Command::SaveCurves),
            ("Copy curves", Command::CopyCurves),
        ] {
            let button = ui.button(name).on_hover_text(command.info().help);
            if button.clicked() {
                actions.push(Action::Command(command));
            }
        }
    });
}
