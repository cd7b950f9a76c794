//! A map: a node against two sources, as lines of equal value, with the gradient as an arrow.

use eframe::egui::{Align2, Color32, RichText, Role, Ui, Vec2, WidgetInfo, vec2};
use egui_plot::{Arrows, Line, MarkerShape, PlotBounds, PlotPoint, PlotPoints, Points, Text};

use super::axes::plot_with_axes;
use super::touch::{Touch, TouchAxis};
use crate::core::graph::Graph;
use crate::core::number::typeset;
use crate::core::plot::ContourMap;
use crate::gui::theme::Theme;

/// The digits of numbers beside a map.
const DIGITS: usize = 5;
/// In a lower map the labels of lines would lie on one another.
const LABELLED: f32 = 110.0;
/// How much of the map the arrow of the gradient takes.
const ARROW: f64 = 0.18;

/// Draws a map into this much room. Returns what the pointer does to the sources.
pub(super) fn map_ui(
    ui: &mut Ui,
    (graph, map): (&Graph, &ContourMap),
    theme: &Theme,
    size: Vec2,
) -> Touch {
    let top = ui.cursor().top();
    words_ui(ui, graph, map, theme);
    let height = (size.y - (ui.cursor().top() - top)).max(60.0);
    let [x, y] = map.sources.map(|source| graph.name(source));
    let size = vec2(size.x, height);
    let shown = plot_with_axes("map", size, [x, y], theme)
        .show_grid(false)
        .show(ui, |drawn| {
            let [(left, right), (low, high)] = map.ranges;
            drawn.set_plot_bounds(PlotBounds::from_min_max([left, low], [right, high]));
            lines(drawn, map, theme, height >= LABELLED);
            arrow(drawn, map, theme);
            let here = || PlotPoints::from(vec![map.now]);
            for (radius, color) in [(8.0, theme.background), (6.5, theme.selected)] {
                let point = Points::new("now", here()).shape(MarkerShape::Circle);
                drawn.points(point.radius(radius).color(color).allow_hover(false));
            }
        });
    let name = graph.name(map.node);
    shown.response.widget_info(|| {
        let text = format!("Contour map of {name} against {x} and {y}");
        WidgetInfo::labeled(Role::Image, true, text)
    });
    let axes = [0, 1].map(|axis| TouchAxis {
        source: map.sources[axis],
        range: map.ranges[axis],
    });
    Touch::of(&shown.response, &shown.transform, &axes)
}

fn words_ui(ui: &mut Ui, graph: &Graph, map: &ContourMap, theme: &Theme) {
    let name = graph.name(map.node);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        for (source, now) in map.sources.into_iter().zip(map.now) {
            let text = format!("{} = {}", graph.name(source), typeset(now, DIGITS));
            ui.label(RichText::new(text).strong());
        }
        let value = format!("{name} = {}", typeset(map.value, DIGITS));
        ui.label(RichText::new(value).color(theme.value).strong());
        for (source, slope) in map.sources.into_iter().zip(map.gradient) {
            let source = graph.name(source);
            let text = format!("∂{name}/∂{source} = {}", typeset(slope, DIGITS));
            ui.label(RichText::new(text).color(theme.gradient).strong());
        }
    });
    let [x, y] = map.sources.map(|source| graph.name(source));
    ui.weak(format!(
        "The arrow is the gradient, as a step in {x} and in {y}."
    ));
}

/// The lines, from dark for low values to light, or the other way round on light paper; the
/// longest of each value is labelled.
pub(super) fn lines(
    drawn: &mut egui_plot::PlotUi<'_>,
    map: &ContourMap,
    theme: &Theme,
    labelled: bool,
) {
    let mut levels: Vec<f64> = map.lines.iter().map(|line| line.level).collect();
    levels.dedup();
    let color = |level: f64| {
        let nth = levels.iter().position(|known| *known == level).unwrap_or(0);
        let part = (nth as f32 + 1.0) / levels.len().max(1) as f32;
        theme.wire.lerp_to_gamma(theme.value, part)
    };
    for line in &map.lines {
        let shape = Line::new("", PlotPoints::from(line.points.clone()));
        drawn.line(shape.color(color(line.level)).width(1.5).allow_hover(false));
    }
    for (nth, level) in levels.iter().enumerate().filter(|_| labelled) {
        let of_level = map.lines.iter().filter(|line| line.level == *level);
        let Some(longest) = of_level.max_by_key(|line| line.points.len()) else {
            continue;
        };
        // Not all in one place along their lines.
        let part = 0.2 + 0.6 * (nth % 4) as f64 / 3.0;
        let index = (part * (longest.points.len() - 1) as f64) as usize;
        if let Some(at) = longest.points.get(index) {
            let text = RichText::new(typeset(*level, 6)).size(11.0);
            let text = text.background_color(theme.background);
            let label = Text::new("", PlotPoint::new(at[0], at[1]), text);
            let color: Color32 = theme.text;
            drawn.text(label.color(color).anchor(Align2::CENTER_CENTER));
        }
    }
}

fn arrow(drawn: &mut egui_plot::PlotUi<'_>, map: &ContourMap, theme: &Theme) {
    let spans = map.ranges.map(|(from, to)| to - from);
    let parts = [0, 1].map(|axis| (map.gradient[axis] / spans[axis]).abs());
    let most = parts[0].max(parts[1]);
    if !(most.is_finite() && most > 0.0) {
        return; // flat, or without a gradient
    }
    let scale = ARROW / most;
    let tip = [0, 1].map(|axis| map.now[axis] + scale * map.gradient[axis]);
    let from = PlotPoints::from(vec![map.now]);
    let arrows = Arrows::new("gradient", from, PlotPoints::from(vec![tip]));
    drawn.arrows(
        arrows
            .color(theme.gradient)
            .tip_length(12.0)
            .allow_hover(false),
    );
}
