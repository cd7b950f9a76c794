//! What a run has come to, drawn as it suits the graph.

use eframe::egui::Ui;

use super::state::Train;
use crate::core::train::run::{Classes, LookAt, RunView};
use crate::core::train::{DataRows, SourceRows};
use crate::gui::plot::training::{
    answer_ui, classes_ui, fit_ui, pixels_ui, regions_ui, surface_ui,
};
use crate::gui::theme::Theme;

/// The height of a picture.
const HEIGHT: f32 = 240.0;
/// The side of the image of a row.
const IMAGE: f32 = 52.0;
/// The weights of so many units are drawn.
const MOST_UNITS: usize = 16;
/// Images have at least so many pixels along each side.
const LEAST_SIDE: usize = 4;

/// Draws the section. A click on a row shows it on the canvas.
pub(super) fn views_ui(ui: &mut Ui, train: &mut Train, theme: &Theme) {
    let seen = train.run().and_then(|run| run.view()).cloned();
    let Some(seen) = seen else {
        ui.weak("What the graph has learnt is drawn here once there is a run.");
        return;
    };
    ui.weak(format!("after {} steps", seen.step));
    let shown = match train.at {
        LookAt::Row(row) => Some(row),
        LookAt::Batch | LookAt::New(_) => None,
    };
    let chosen = match &seen.view {
        RunView::Surface(surface) => {
            let path = train.run().map(|run| run.news().path.clone());
            let names = surface
                .parameters
                .map(|id| surface.graph.name(id).to_owned());
            let now = surface.parameters.map(|id| {
                let value = surface
                    .graph
                    .get(id)
                    .and_then(|node| node.value()?.as_scalar());
                value.unwrap_or(f64::NAN)
            });
            match (&seen.map, path) {
                (Some(map), Some(path)) => surface_ui(ui, map, (&path, now), &names, theme, HEIGHT),
                _ => drop(ui.weak("The loss over both parameters isn't there yet.")),
            }
            None
        }
        RunView::Fit(fit) => {
            fit_ui(ui, fit, theme, HEIGHT);
            None
        }
        RunView::Regions(regions) => regions_ui(ui, regions, shown, theme, HEIGHT),
        RunView::Classes(classes) => {
            let dataset = train.data.rows.ready().cloned();
            let rows = dataset.as_ref().map(|dataset| &dataset.rows);
            let names = rows.map_or(&[][..], |rows| class_names(rows));
            classes_ui(ui, classes, names, theme);
            if let Some(rows) = rows {
                weights_ui(ui, train, rows, theme);
            }
            rows.and_then(|rows| wrong_ui(ui, rows, classes, theme))
        }
        RunView::Answer(answer) => {
            answer_ui(ui, answer, theme, HEIGHT);
            None
        }
        RunView::None => {
            ui.weak(
                "There is no picture for this graph: its target compares no predictions with \
                 true answers, and it has more than two parameters.",
            );
            None
        }
    };
    if let Some(row) = chosen {
        train.show_row(row);
    }
}

/// The names of the classes, if a column of texts has some.
fn class_names(rows: &DataRows) -> &[String] {
    let named = rows
        .sources
        .iter()
        .find(|source| !source.classes.is_empty());
    named.map_or(&[], |source| &source.classes)
}

/// The source whose rows are square images, if there is one, and how many pixels a side has.
fn image_source(rows: &DataRows) -> Option<(&SourceRows, usize)> {
    rows.sources.iter().find_map(|source| {
        let side = (source.width as f64).sqrt().round() as usize;
        (side >= LEAST_SIDE && side * side == source.width).then_some((source, side))
    })
}

/// The weights of the first layer over images: one image a unit.
fn weights_ui(ui: &mut Ui, train: &Train, rows: &DataRows, theme: &Theme) {
    let Some((source, side)) = image_source(rows) else {
        return;
    };
    let Some((run, (_, numbers))) = train.run().and_then(|run| Some((run, run.numbers()?))) else {
        return;
    };
    let parameters = run.news().parameters.iter();
    let weights = parameters
        .filter_map(|id| numbers.value(*id))
        .find(|value| {
            let mut dims = value.shape.dims();
            value.shape.rank() == 2 && dims.next() == Some(source.width)
        });
    let Some(weights) = weights else { return };
    let units = weights.data.len() / source.width;
    ui.label(format!(
        "Weights, an image a unit ({} of {units}):",
        units.min(MOST_UNITS)
    ));
    ui.horizontal_wrapped(|ui| {
        for unit in 0..units.min(MOST_UNITS) {
            let pixels = weights.data.iter().skip(unit).step_by(units);
            let pixels: Vec<f64> = pixels.copied().collect();
            let name = format!("Weights of unit {}", unit + 1);
            pixels_ui(ui, (&pixels, side), (&name, IMAGE * 0.8), theme);
        }
    });
}

/// The rows that were taken for another class, as images if they are some. The one that was
/// clicked.
fn wrong_ui(ui: &mut Ui, rows: &DataRows, classes: &Classes, theme: &Theme) -> Option<u32> {
    if classes.wrong.is_empty() {
        ui.weak("Every one of these rows is taken for its class.");
        return None;
    }
    ui.label(format!(
        "Taken for another class ({} rows):",
        classes.part.name()
    ));
    let names = class_names(rows);
    let name = |class: usize| {
        names
            .get(class)
            .cloned()
            .unwrap_or_else(|| class.to_string())
    };
    let image = image_source(rows);
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        for (row, truth, taken) in &classes.wrong {
            let text = format!(
                "Row {}: {}, taken for {}",
                row + 1,
                name(*truth),
                name(*taken)
            );
            let clicked = match image {
                Some((source, side)) => {
                    let pixels = source.row(*row);
                    pixels_ui(ui, (pixels, side), (&text, IMAGE), theme).clicked()
                }
                None => ui.small_button(&text).clicked(),
            };
            if clicked {
                chosen = Some(*row);
            }
        }
    });
    chosen
}
