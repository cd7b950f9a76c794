//! What derivatives cost, as a mode, and its card: the counts and times of this graph, and a
//! plot of both as a graph grows.

use std::ops::RangeInclusive;

use eframe::egui::{Color32, Context, Grid, ProgressBar, RichText, Role, Ui, WidgetInfo};
use egui_plot::{
    Corner, GridMark, Legend, Line, LineStyle, MarkerShape, Plot, PlotPoints, Points,
    uniform_grid_spacer,
};

use super::card::{CardPlace, card, wide};
use super::cost::{Cost, CostMode, Growth, WAYS};
use super::mode::{DrawParts, Mode, ModeRow, WhileRedacted, why_no_gradients};
use crate::core::explain::growth::GrowthKind;
use crate::core::number::{grouped, time};
use crate::gui::editor::Editor;
use crate::gui::theme::Theme;

const SIZE: (f32, f32) = (440.0, 500.0);
const PLOT: f32 = 190.0;
/// The table is legible down to this width.
const TABLE: f32 = 400.0;
/// The place of forward mode among the ways.
const FORWARD: usize = 1;
/// They differ without colour, too.
const SHAPES: [MarkerShape; 3] = [MarkerShape::Circle, MarkerShape::Square, MarkerShape::Up];

/// What derivatives cost.
pub(super) static COST: ModeRow = ModeRow {
    open: |_| Some(Box::<CostMode>::default()),
    why_not: why_no_gradients,
    redacted: WhileRedacted::InLesson,
    toggles: false,
    reads_canvas: false,
    on_thread: true,
};

impl Mode for CostMode {
    fn update(&mut self, ctx: &Context, editor: &Editor) -> bool {
        self.follow(ctx, editor);
        true
    }

    fn has_card(&self) -> bool {
        true
    }

    fn card_ui(&mut self, ctx: &Context, place: CardPlace<'_>, parts: &mut DrawParts<'_>) -> bool {
        let title = "Why backward: what all derivatives cost";
        card(ctx, place, title, SIZE, |ui| {
            match self.own() {
                Some(own) => own_ui(ui, own, parts.theme),
                None => drop(ui.label("Measuring this graph …")),
            }
            ui.separator();
            growth_ui(ui, self, parts.theme);
        })
    }
}

fn colors(theme: &Theme) -> [Color32; 3] {
    [theme.gradient, theme.value, theme.weak_text]
}

/// This graph's counts and times.
fn own_ui(ui: &mut Ui, own: &Cost, theme: &Theme) {
    let counts = &own.counts;
    if counts.sources == 0 {
        ui.label("This graph has no sources to differentiate with respect to.");
        return;
    }
    let numbers = counts.numbers;
    let many = match numbers > counts.sources {
        true => format!(
            "{} sources with {} numbers in all",
            counts.sources,
            grouped(numbers as u128)
        ),
        false => format!("{} sources", counts.sources),
    };
    ui.label(format!(
        "This graph: n = {} nodes that compute, p = {many}.",
        grouped(counts.forward as u128)
    ));
    let passes = [
        "1 forward, 1 backward".to_owned(),
        format!("1 forward, {} in forward mode", grouped(numbers as u128)),
        format!("{} forward", grouped(numbers as u128 + 1)),
    ];
    wide(ui, TABLE, |ui| table_ui(ui, own, &passes, theme));
}

fn table_ui(ui: &mut Ui, own: &Cost, passes: &[String; 3], theme: &Theme) {
    Grid::new("costs")
        .num_columns(4)
        .spacing([14.0, 4.0])
        .show(ui, |ui| {
            for head in ["way", "passes", "visits", "time"] {
                ui.weak(head);
            }
            ui.end_row();
            let rows = WAYS
                .iter()
                .zip(passes)
                .zip(own.steps().into_iter().zip(own.seconds()));
            for (((way, passes), (visits, (seconds, measured))), color) in rows.zip(colors(theme)) {
                ui.label(RichText::new(*way).color(color).strong());
                ui.label(passes);
                ui.label(grouped(visits));
                let mark = if measured { "" } else { "~" };
                ui.label(format!("{mark}{}", time(seconds)))
                    .on_hover_text("~ is extrapolated from as many passes as fit into a moment");
                ui.end_row();
            }
        });
}

fn growth_ui(ui: &mut Ui, costs: &mut CostMode, theme: &Theme) {
    ui.horizontal_wrapped(|ui| {
        ui.label("Growing graphs:");
        ui.selectable_value(&mut costs.kind, GrowthKind::Layers, "layers");
        ui.selectable_value(&mut costs.kind, GrowthKind::Chain, "a chain");
        ui.separator();
        ui.selectable_value(&mut costs.in_seconds, false, "visits");
        ui.selectable_value(&mut costs.in_seconds, true, "time");
    });
    plot_ui(ui, costs, theme);
    match costs.growth() {
        Growth::Waiting | Growth::Running => running_ui(ui, costs),
        Growth::Stopped => {
            if ui.button("Measure again").clicked() {
                let ctx = ui.ctx().clone();
                costs.grow(&ctx);
            }
        }
        Growth::Done => {}
    }
    if let Some(sentence) = costs.sentence() {
        ui.label(sentence);
    }
}

fn running_ui(ui: &mut Ui, costs: &mut CostMode) {
    ui.horizontal(|ui| {
        let progress = costs.progress();
        let width = (ui.available_width() - 80.0).max(40.0);
        let bar = ProgressBar::new(progress).desired_width(width);
        let response = ui.add(bar.show_percentage());
        response.widget_info(|| {
            let text = format!("Growing graphs, {:.0} percent measured", 100.0 * progress);
            WidgetInfo::labeled(Role::ProgressIndicator, true, text)
        });
        if ui.button("Cancel").clicked() {
            costs.cancel();
        }
    });
}

fn plot_ui(ui: &mut Ui, costs: &CostMode, theme: &Theme) {
    let points = |way: usize| {
        let point = |cost: &Cost| {
            let y = match costs.in_seconds {
                true => cost.seconds()[way].0,
                false => cost.steps()[way] as f64,
            };
            [(cost.nodes as f64).log10(), y.log10()]
        };
        let all: Vec<[f64; 2]> = costs.grown().map(point).collect();
        all.into_iter()
            .filter(|at| at[1].is_finite())
            .collect::<Vec<_>>()
    };
    let in_seconds = costs.in_seconds;
    let axis = if in_seconds { "time" } else { "visits" };
    let shown = Plot::new("growth")
        .height(PLOT)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .show_crosshair(false)
        .y_grid_spacer(uniform_grid_spacer(|_| [1.0, 3.0, 9.0]))
        .legend(Legend::default().position(Corner::LeftTop))
        .x_axis_label("nodes")
        .y_axis_label(axis)
        .x_axis_formatter(|mark, _| power(mark, false))
        .y_axis_formatter(move |mark, _: &RangeInclusive<f64>| power(mark, in_seconds))
        .show(ui, |plot| {
            // Two lines may coincide: the wider one lies under the narrower one.
            let looks = colors(theme).into_iter().zip(SHAPES).zip([1.5, 1.5, 4.0]);
            let looks: Vec<_> = WAYS.iter().enumerate().zip(looks).collect();
            for ((way, name), ((color, shape), width)) in looks.into_iter().rev() {
                let line = Line::new(*name, PlotPoints::from(points(way)));
                let line = line.color(color).width(width);
                // Over another line both are seen.
                plot.line(match way {
                    FORWARD => line.style(LineStyle::dashed_loose()),
                    _ => line,
                });
                let dots = Points::new(*name, PlotPoints::from(points(way)));
                plot.points(dots.color(color).radius(2.5 + width / 2.0).shape(shape));
            }
        });
    shown.response.widget_info(|| {
        let text = format!("Plot of {axis} against nodes, both on a logarithmic scale");
        WidgetInfo::labeled(Role::Image, true, text)
    });
}

/// The label of a whole power of ten on a logarithmic axis.
fn power(mark: GridMark, in_seconds: bool) -> String {
    if mark.value.fract() != 0.0 {
        return String::new();
    }
    let value = 10_f64.powf(mark.value);
    match (in_seconds, mark.value >= 0.0) {
        (true, _) => time(value),
        (false, true) => format!("10{}", superscript(mark.value as u32)),
        (false, false) => String::new(),
    }
}

/// A whole number as an exponent: ¹².
fn superscript(number: u32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits = number.to_string();
    let digits = digits
        .bytes()
        .map(|digit| DIGITS[usize::from(digit - b'0')]);
    digits.collect()
}
