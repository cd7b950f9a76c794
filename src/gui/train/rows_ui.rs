//! The rows of the data: a preview, and which of them the canvas shows.

use eframe::egui::{
    DragValue, Label, RichText, Role, ScrollArea, Sense, TextEdit, TextStyle, Ui, WidgetInfo,
};
use egui_extras::{Column, TableBuilder};

use super::run::Run;
use super::state::Train;
use crate::core::number::{parse_number, short, typeset};
use crate::core::train::run::LookAt;
use crate::core::train::{DataRows, Part};
use crate::data::{Dataset, SourceRecipe};
use crate::gui::editor::Editor;
use crate::gui::short_text::shortened;
use crate::gui::theme::Theme;

/// At most so many columns are shown.
const MOST_COLUMNS: usize = 24;
/// The height of the table.
const HEIGHT: f32 = 220.0;

/// Draws the section.
pub(super) fn rows_ui(ui: &mut Ui, train: &mut Train, editor: &Editor, theme: &Theme) {
    let Some(dataset) = train.data.rows.ready().cloned() else {
        ui.weak("There are no rows: the graph is trained on the numbers that its inputs hold.");
        return;
    };
    let count = dataset.rows.count;
    ui.horizontal_wrapped(|ui| {
        let shows_batch = train.at == LookAt::Batch;
        let help = "The canvas shows the rows of the step that comes next";
        let batch = ui
            .selectable_label(shows_batch, "the next batch")
            .on_hover_text(help);
        if batch.clicked() {
            train.show_batch();
        }
        let mut row = match train.at {
            LookAt::Row(row) => row as usize + 1,
            LookAt::Batch | LookAt::New(_) => 1,
        };
        let drag = DragValue::new(&mut row)
            .range(1..=count.max(1))
            .prefix("row ");
        let response = ui.add(drag);
        response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, "Shown row"));
        if response.changed() || (response.clicked() && shows_batch) {
            train.show_row(row.saturating_sub(1) as u32);
        }
    });
    let shown = match train.at {
        LookAt::Row(row) => Some(row),
        LookAt::Batch | LookAt::New(_) => None,
    };
    let width = ui.available_width();
    ScrollArea::horizontal().max_width(width).show(ui, |ui| {
        if let Some(row) = table_ui(ui, &dataset, shown, theme) {
            train.show_row(row);
        }
    });
    new_row_ui(ui, train, &dataset, (editor, theme));
}

/// A row that is typed, and what is predicted for it.
fn new_row_ui(
    ui: &mut Ui,
    train: &mut Train,
    dataset: &Dataset,
    (editor, theme): (&Editor, &Theme),
) {
    let sources = &dataset.recipe.sources;
    ui.label("A new row, in the units of the table:");
    train.new_row.resize(sources.len(), String::new());
    let mut changed = false;
    for (source, text) in sources.iter().zip(&mut train.new_row) {
        ui.horizontal(|ui| {
            ui.label(&source.name);
            let hint = shortened(&source.columns.join(", "), 30).into_owned();
            let width = ui.available_width() - 4.0;
            let field = TextEdit::singleline(text)
                .hint_text(hint)
                .desired_width(width);
            let response = ui.add(field);
            let name = format!("New row for {}", source.name);
            response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
            changed |= response.changed();
        });
    }
    let typed = train.new_row.iter().zip(sources);
    let typed: Result<Vec<Vec<f64>>, String> = typed
        .map(|(text, source)| numbers_of(text, source))
        .collect();
    let is_empty = train.new_row.iter().all(|text| text.trim().is_empty());
    match typed {
        Ok(numbers) if changed && !is_empty => train.show_new_row(numbers),
        Err(why) if !is_empty => drop(ui.colored_label(theme.warning, why)),
        _ => {}
    }
    if !matches!(train.at, LookAt::New(_)) {
        return;
    }
    let predicted = train.run().and_then(Run::prediction);
    if let Some((node, numbers)) = predicted {
        let numbers: Vec<String> = numbers.iter().take(12).map(|x| typeset(*x, 4)).collect();
        let text = format!("{} = {}", editor.name(node), numbers.join(", "));
        ui.label(RichText::new(text).color(theme.value).strong());
    }
}

/// The numbers that are typed for a source, as they are fed. An empty text stands for zeros:
/// a true answer needn't be known.
fn numbers_of(text: &str, source: &SourceRecipe) -> Result<Vec<f64>, String> {
    let width = source.columns.len();
    let text = text.trim();
    if text.is_empty() {
        return Ok(vec![0.0; width]);
    }
    if let Some(class) = source.classes.iter().position(|class| class == text) {
        return Ok(vec![class as f64]);
    }
    let words: Vec<&str> = text
        .split([' ', ';'])
        .flat_map(|it| it.split(", "))
        .collect();
    let words = words
        .into_iter()
        .map(|it| it.trim_matches(','))
        .filter(|it| !it.is_empty());
    let numbers: Result<Vec<f64>, String> = words.map(parse_number).collect();
    let numbers = numbers.map_err(|why| format!("{}: {why}", source.name))?;
    if numbers.len() != width {
        let (name, found) = (&source.name, numbers.len());
        return Err(format!(
            "{name} takes {width} numbers, with spaces between; these are {found}"
        ));
    }
    let scaled = numbers.into_iter().enumerate().map(|(nth, x)| {
        let (shift, size) = source.scales.get(nth).copied().unwrap_or((0.0, 1.0));
        (x - shift) / size
    });
    Ok(scaled.collect())
}

/// A column of the preview: the source, the place in its row, and the heading.
struct Heading {
    source: usize,
    place: usize,
    text: String,
}

fn headings(dataset: &Dataset) -> Vec<Heading> {
    let sources = dataset.recipe.sources.iter().enumerate();
    let all = sources.flat_map(|(source, recipe)| {
        let columns = recipe.columns.iter().enumerate();
        columns.map(move |(place, column)| Heading {
            source,
            place,
            text: format!("{column} → {}", recipe.name),
        })
    });
    all.take(MOST_COLUMNS).collect()
}

/// Which part each row is of.
fn part_of(rows: &DataRows, row: u32) -> &'static str {
    let has = |part: &Part| rows.part(*part).binary_search(&row).is_ok();
    let part = Part::ALL.into_iter().find(has);
    part.map_or("not used", Part::name)
}

/// Draws the rows. The one that was clicked.
fn table_ui(ui: &mut Ui, dataset: &Dataset, shown: Option<u32>, theme: &Theme) -> Option<u32> {
    let headings = headings(dataset);
    let rows = &dataset.rows;
    let line = ui.text_style_height(&TextStyle::Body) + 4.0;
    let mut clicked = None;
    TableBuilder::new(ui)
        .striped(true)
        .sense(Sense::click())
        .auto_shrink([false, true])
        .max_scroll_height(HEIGHT)
        .column(Column::exact(44.0))
        .column(Column::exact(64.0))
        .columns(Column::exact(96.0), headings.len())
        .header(line, |mut header| {
            header.col(|ui| drop(ui.weak("row")));
            header.col(|ui| drop(ui.weak("for")));
            for heading in &headings {
                header.col(|ui| {
                    ui.add(Label::new(&heading.text).truncate())
                        .on_hover_text(&heading.text);
                });
            }
        })
        .body(|body| {
            body.rows(line, rows.count, |mut cells| {
                let row = cells.index() as u32;
                cells.set_selected(shown == Some(row));
                cells.col(|ui| drop(ui.add(Label::new((row + 1).to_string()).selectable(false))));
                cells.col(|ui| {
                    ui.add(Label::new(part_of(rows, row)).selectable(false));
                });
                for heading in &headings {
                    cells.col(|ui| {
                        let text = cell_text(rows, heading, row);
                        let text = RichText::new(text).color(theme.value);
                        ui.add(Label::new(text).selectable(false).truncate());
                    });
                }
                let response = cells.response();
                response.widget_info(|| {
                    let name = format!("Row {}", row + 1);
                    WidgetInfo::selected(Role::Button, true, shown == Some(row), name)
                });
                if response.clicked() {
                    clicked = Some(row);
                }
            });
        });
    clicked
}

fn cell_text(rows: &DataRows, heading: &Heading, row: u32) -> String {
    let Some(source) = rows.sources.get(heading.source) else {
        return String::new();
    };
    let Some(x) = source.row(row).get(heading.place) else {
        return String::new();
    };
    let class = source.classes.get(*x as usize);
    class.cloned().unwrap_or_else(|| short(*x, 4))
}
