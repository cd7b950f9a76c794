//! Curves: nodes against one source, each with the point where it is now and the tangent
//! there.

use eframe::egui::{Color32, RichText, Role, Ui, Vec2, WidgetInfo, vec2};
use egui_plot::{Line, LineStyle, MarkerShape, PlotBounds, PlotPoints, PlotUi, Points};

use super::axes::plot_with_axes;
use super::touch::{Touch, TouchAxis};
use crate::core::graph::Graph;
use crate::core::number::typeset;
use crate::core::plot::{Curve, CurvePlot};
use crate::gui::theme::Theme;

/// The digits of numbers beside a plot.
const DIGITS: usize = 5;

/// Draws a plot into this much room. Returns what the pointer does to the source.
pub(super) fn curves_ui(
    ui: &mut Ui,
    (graph, plot): (&Graph, &CurvePlot),
    theme: &Theme,
    size: Vec2,
) -> Touch {
    let top = ui.cursor().top();
    words_ui(ui, graph, plot, theme);
    let height = (size.y - (ui.cursor().top() - top)).max(60.0);
    let (low, high) = heights(plot);
    let source = graph.name(plot.source);
    let names: Vec<&str> = plot.curves.iter().map(|c| graph.name(c.node)).collect();
    let size = vec2(size.x, height);
    let shown =
        plot_with_axes("curves", size, [source, &names.join(", ")], theme).show(ui, |drawn| {
            let bounds = [[plot.range.0, low], [plot.range.1, high]];
            drawn.set_plot_bounds(PlotBounds::from_min_max(bounds[0], bounds[1]));
            for (nth, curve) in plot.curves.iter().enumerate() {
                tangent(drawn, plot, curve, theme);
                lines(drawn, graph.name(curve.node), plot, curve, theme.curve(nth));
            }
            for (nth, curve) in plot.curves.iter().enumerate() {
                marks(drawn, plot, curve, (theme.curve(nth), theme));
            }
        });
    shown.response.widget_info(|| {
        let text = format!("Plot of {} against {source}", names.join(", "));
        WidgetInfo::labeled(Role::Image, true, text)
    });
    let axes = [TouchAxis {
        source: plot.source,
        range: plot.range,
    }];
    Touch::of(&shown.response, &shown.transform, &axes)
}

/// Where each node is now, and how steep it is there.
fn words_ui(ui: &mut Ui, graph: &Graph, plot: &CurvePlot, theme: &Theme) {
    let source = graph.name(plot.source);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        let now = format!("{source} = {}", typeset(plot.now, DIGITS));
        ui.label(RichText::new(now).strong());
        for (nth, curve) in plot.curves.iter().enumerate() {
            let name = graph.name(curve.node);
            let value = format!("{name} = {}", typeset(curve.now, DIGITS));
            ui.label(RichText::new(value).color(theme.curve(nth)).strong());
            let slope = format!("slope ∂{name}/∂{source} = {}", typeset(curve.slope, DIGITS));
            ui.label(RichText::new(slope).color(theme.gradient).strong());
        }
    });
    let list = |places: &[[f64; 2]]| {
        let places = places.iter().take(4).map(|at| typeset(at[0], DIGITS));
        places.collect::<Vec<_>>().join(", ")
    };
    for curve in &plot.curves {
        let name = graph.name(curve.node);
        if !curve.kinks.is_empty() {
            let at = list(&curve.kinks);
            ui.weak(format!("◇ {name} has a kink at {source} = {at}"));
        }
        if !curve.ends.is_empty() {
            let at = list(&curve.ends);
            ui.weak(format!("○ {name} has no value beyond {source} = {at}"));
        }
    }
}

fn lines(drawn: &mut PlotUi<'_>, name: &str, plot: &CurvePlot, curve: &Curve, color: Color32) {
    for piece in curve.pieces(&plot.inputs) {
        let line = Line::new(name, PlotPoints::from(piece));
        drawn.line(line.color(color).width(2.5).allow_hover(false));
    }
}

/// The tangent, whose slope is the gradient.
fn tangent(drawn: &mut PlotUi<'_>, plot: &CurvePlot, curve: &Curve, theme: &Theme) {
    if !curve.slope.is_finite() || !curve.now.is_finite() {
        return;
    }
    let at = |x: f64| [x, curve.now + curve.slope * (x - plot.now)];
    let ends = vec![at(plot.range.0), at(plot.range.1)];
    let line = Line::new("tangent", PlotPoints::from(ends));
    let line = line.color(theme.gradient).width(1.5).allow_hover(false);
    drawn.line(line.style(LineStyle::dashed_dense()));
}

/// Kinks, ends, and the point of now.
fn marks(
    drawn: &mut PlotUi<'_>,
    plot: &CurvePlot,
    curve: &Curve,
    (color, theme): (Color32, &Theme),
) {
    let mut mark = |places: Vec<[f64; 2]>, shape, radius: f32, color: Color32| {
        if !places.is_empty() {
            let points = Points::new("", PlotPoints::from(places));
            let points = points.shape(shape).radius(radius).color(color);
            drawn.points(points.allow_hover(false));
        }
    };
    for (places, shape) in [
        (&curve.kinks, MarkerShape::Diamond),
        (&curve.ends, MarkerShape::Circle),
    ] {
        // Hollow: a disc of the background on one of the curve's colour.
        mark(places.clone(), shape, 6.0, color);
        mark(places.clone(), shape, 4.0, theme.background);
    }
    if curve.now.is_finite() {
        let here = vec![[plot.now, curve.now]];
        mark(here.clone(), MarkerShape::Circle, 8.0, theme.background);
        mark(here, MarkerShape::Circle, 6.5, color);
    }
}

/// From where to where values are shown: all of them, unless few go very far, as beside a
/// pole.
fn heights(plot: &CurvePlot) -> (f64, f64) {
    let values = plot.curves.iter().flat_map(|curve| &curve.values);
    let mut sorted: Vec<f64> = values.copied().filter(|x| x.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let part = |part: f64| {
        let index = (part * sorted.len().saturating_sub(1) as f64).round() as usize;
        sorted.get(index).copied()
    };
    let all = part(0.0).zip(part(1.0));
    let most = part(0.04).zip(part(0.96));
    let (mut low, mut high) = match (all, most) {
        (Some(all), Some(most)) if all.1 - all.0 > 12.0 * (most.1 - most.0) => most,
        (Some(all), _) => all,
        _ => (-1.0, 1.0),
    };
    let now = plot.curves.iter().map(|curve| curve.now);
    for now in now.filter(|now| now.is_finite()) {
        (low, high) = (low.min(now), high.max(now));
    }
    let margin = match high > low {
        true => 0.07 * (high - low),
        false => low.abs().max(1.0),
    };
    (low - margin, high + margin)
}
