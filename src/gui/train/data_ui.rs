//! Which table the graph is trained on, and which columns feed which inputs. Every change is
//! an edit of the document.

use std::path::Path;

use eframe::egui::{Button, DragValue, Frame, Id, RichText, Role, TextEdit, Ui, WidgetInfo};

use super::data::{Loaded, input_names, table_name};
use super::settings_ui::send;
use super::state::Train;
use crate::core::train::{DataSettings, Generate, Split, TableSource};
use crate::data::{KINDS, SETS, column_names};
use crate::document::Edit;
use crate::gui::action::Action;
use crate::gui::editor::Editor;
use crate::gui::short_text::shortened;
use crate::gui::theme::Theme;

/// At most so many columns are offered one by one.
const MOST_COLUMNS: usize = 80;

/// Draws the section.
pub(super) fn data_ui(
    ui: &mut Ui,
    train: &mut Train,
    editor: &Editor,
    theme: &Theme,
    actions: &mut Vec<Action>,
) {
    let Some(now) = editor.document().data() else {
        ui.label(
            "This graph takes no table. Choose one, then say which columns feed which inputs:",
        );
        if let Some(table) = tables_ui(ui, train) {
            let data = Some(Box::new(bound(editor, table)));
            actions.push(Action::Edit(Edit::SetData(data)));
        }
        return;
    };
    let mut form = DataForm {
        next: now.clone(),
        inputs: owned_inputs(editor),
        is_drag: false,
        ends: false,
        leaves: false,
    };
    form.table_ui(ui, train, editor);
    match &train.data.rows {
        Loaded::Loading(_) => drop(ui.weak("reading…")),
        Loaded::Failed(why) => drop(ui.colored_label(theme.error, why)),
        Loaded::Ready(dataset) => {
            let [a, b, c] = dataset.rows.parts.each_ref().map(Vec::len);
            ui.weak(format!(
                "{a} rows for training, {b} for validation, {c} for the test"
            ));
        }
        Loaded::Nothing => {}
    }
    let columns = train.data.columns.ready().cloned().unwrap_or_default();
    form.inputs_ui(ui, editor, &columns);
    form.split_ui(ui);
    let edit = match form.leaves {
        true => Some(Edit::SetData(None)),
        false => (form.next != *now).then(|| Edit::SetData(Some(Box::new(form.next)))),
    };
    send(
        edit,
        (form.is_drag, form.ends),
        (&mut train.gesture, editor),
        actions,
    );
}

/// Offers tables. The one that was chosen.
fn tables_ui(ui: &mut Ui, train: &mut Train) -> Option<TableSource> {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        for (name, help) in SETS {
            if ui.button(name).on_hover_text(help).clicked() {
                chosen = Some(TableSource::Set(name.to_owned()));
            }
        }
        for kind in KINDS {
            let help = "A table that is made: 200 rows with some noise";
            if ui.button(kind).on_hover_text(help).clicked() {
                chosen = Some(TableSource::Generate(Generate {
                    kind: kind.to_owned(),
                    rows: 200,
                    noise: 0.1,
                    seed: 0,
                }));
            }
        }
    });
    ui.horizontal(|ui| {
        let width = (ui.available_width() - 60.0).max(80.0);
        let field = TextEdit::singleline(&mut train.path)
            .hint_text("path of a .csv, .tsv, .npy or .npz file")
            .desired_width(width);
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Path of a table"));
        let enter =
            response.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
        let named = !train.path.trim().is_empty();
        let help = "The path starts in the folder of the graph's file";
        let button = ui
            .add_enabled(named, Button::new("Use"))
            .on_hover_text(help);
        if named && (enter || button.clicked()) {
            chosen = Some(TableSource::Path(train.path.trim().to_owned()));
        }
    });
    chosen
}

/// A table with columns for the inputs, as far as that can be told: each input takes the
/// column of its name; of two inputs, the last column goes to the one with fewer numbers.
fn bound(editor: &Editor, table: TableSource) -> DataSettings {
    let mut settings = DataSettings::new(table);
    if matches!(settings.table, TableSource::Path(_)) {
        return settings;
    }
    let Ok(columns) = column_names(&settings.table, Path::new("")) else {
        return settings;
    };
    let inputs = input_names(editor.document().graph());
    if inputs
        .iter()
        .all(|name| columns.iter().any(|it| it == name))
    {
        return settings;
    }
    let size = |name: &str| {
        let id = editor.find(name)?;
        let shape = editor.node(id)?.value()?.shape();
        Some(shape.elements())
    };
    let (Some((last, rest)), [a, b]) = (columns.split_last(), &inputs[..]) else {
        return settings;
    };
    let (wide, narrow) = if size(a) < size(b) { (b, a) } else { (a, b) };
    settings.inputs = vec![
        ((*wide).to_owned(), rest.to_vec()),
        ((*narrow).to_owned(), vec![last.clone()]),
    ];
    settings
}

fn owned_inputs(editor: &Editor) -> Vec<String> {
    let names = input_names(editor.document().graph()).into_iter();
    names.map(str::to_owned).collect()
}

/// What is said of the data while it is drawn.
struct DataForm {
    next: DataSettings,
    /// The names of the graph's inputs.
    inputs: Vec<String>,
    is_drag: bool,
    ends: bool,
    leaves: bool,
}

impl DataForm {
    fn table_ui(&mut self, ui: &mut Ui, train: &mut Train, editor: &Editor) {
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(table_name(&self.next.table)).strong());
            ui.menu_button("Other table", |ui| {
                ui.set_min_width(260.0);
                if let Some(table) = tables_ui(ui, train) {
                    self.next = bound(editor, table);
                    ui.close();
                }
            });
            if matches!(self.next.table, TableSource::Path(_)) && ui.button("Read again").clicked()
            {
                train.data.reload(ui.ctx());
            }
            let help = "Train on the numbers that the inputs hold";
            self.leaves = ui.button("No table").on_hover_text(help).clicked();
        });
        let mut table = self.next.table.clone();
        if let TableSource::Generate(made) = &mut table {
            ui.horizontal_wrapped(|ui| {
                let rows = DragValue::new(&mut made.rows).range(1..=1_000_000usize);
                self.drag_ui(ui, rows, "Made rows", "rows");
                let noise = DragValue::new(&mut made.noise)
                    .range(0.0..=10.0)
                    .speed(0.005);
                self.drag_ui(ui, noise, "Noise", "noise");
                let seed = DragValue::new(&mut made.seed).speed(0.1);
                self.drag_ui(ui, seed, "Seed of the table", "seed");
            });
        }
        self.next.table = table;
    }

    fn drag_ui(&mut self, ui: &mut Ui, drag: DragValue<'_>, name: &str, text: &str) {
        let response = ui.add(drag);
        response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name));
        self.is_drag |= response.changed();
        self.ends |= response.drag_stopped() || response.lost_focus();
        ui.weak(text);
    }

    /// Which columns each input takes.
    fn inputs_ui(&mut self, ui: &mut Ui, editor: &Editor, columns: &[String]) {
        chips_ui(ui, columns);
        for input in &owned_inputs(editor) {
            let taken = self.taken(input, columns);
            let zone = ui.dnd_drop_zone::<String, ()>(Frame::group(ui.style()), |ui| {
                ui.horizontal_wrapped(|ui| {
                    ui.label(RichText::new(input).strong());
                    ui.weak("takes");
                    let text = match &taken[..] {
                        [] => "no column".to_owned(),
                        names => shortened(&names.join(", "), 40).into_owned(),
                    };
                    let menu = ui.menu_button(text, |ui| {
                        self.columns_ui(ui, input, &taken, columns);
                    });
                    menu.response.widget_info(|| {
                        WidgetInfo::labeled(Role::Button, true, format!("Columns of {input}"))
                    });
                    if !taken.is_empty() {
                        scaling_ui(ui, &mut self.next.standardise, (input, "standardise"));
                        scaling_ui(ui, &mut self.next.scale, (input, "scale"));
                    }
                });
            });
            if let Some(column) = zone.1 {
                let mut taken = taken;
                if !taken.contains(&column) {
                    taken.push((*column).clone());
                    self.give(input, taken, columns);
                }
            }
        }
        // One of the two at most.
        let standardised = self.next.standardise.clone();
        self.next.scale.retain(|name| !standardised.contains(name));
    }

    fn columns_ui(&mut self, ui: &mut Ui, input: &str, taken: &[String], columns: &[String]) {
        eframe::egui::ScrollArea::vertical()
            .max_height(300.0)
            .show(ui, |ui| {
                for column in columns.iter().take(MOST_COLUMNS) {
                    let mut on = taken.contains(column);
                    if ui.checkbox(&mut on, column).changed() {
                        let mut taken = taken.to_vec();
                        match on {
                            true => taken.push(column.clone()),
                            false => taken.retain(|it| it != column),
                        }
                        self.give(input, taken, columns);
                    }
                }
            });
    }

    /// The columns that an input takes.
    fn taken(&self, input: &str, columns: &[String]) -> Vec<String> {
        if self.next.inputs.is_empty() {
            let own = columns.iter().filter(|name| *name == input);
            return own.cloned().collect();
        }
        let its = self.next.inputs.iter().find(|(name, _)| name == input);
        its.map(|(_, columns)| columns.clone()).unwrap_or_default()
    }

    /// Gives an input these columns; what the others take by name is written out first.
    fn give(&mut self, input: &str, taken: Vec<String>, columns: &[String]) {
        if self.next.inputs.is_empty() {
            let others = self.inputs.iter().filter(|name| *name != input);
            self.next.inputs = others
                .filter(|name| columns.contains(name))
                .map(|name| (name.clone(), vec![name.clone()]))
                .collect();
        }
        self.next.inputs.retain(|(name, _)| name != input);
        if !taken.is_empty() {
            self.next.inputs.push((input.to_owned(), taken));
        } else {
            self.next.standardise.retain(|name| name != input);
            self.next.scale.retain(|name| name != input);
        }
    }

    fn split_ui(&mut self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            let mut split = self.next.split.clone();
            match &mut split {
                None => {
                    ui.weak("All rows are for training.");
                    let help = "Keep rows apart, drawn at random, to see how good the graph is on \
                                rows that it wasn't trained on";
                    if ui
                        .button("Split 70 : 15 : 15")
                        .on_hover_text(help)
                        .clicked()
                    {
                        split = Some(Split::Fractions {
                            train: 0.7,
                            validation: 0.15,
                            test: 0.15,
                            seed: 0,
                        });
                    }
                }
                Some(Split::Column(name)) => {
                    ui.weak(format!("{name} says which part each row is of."));
                }
                Some(Split::Fractions {
                    train,
                    validation,
                    test,
                    seed,
                }) => {
                    ui.weak("split");
                    let parts = [(train, "train"), (validation, "validation"), (test, "test")];
                    for (part, name) in parts {
                        let drag = DragValue::new(part).range(0.0..=1.0).speed(0.005);
                        self.drag_ui(ui, drag, &format!("Part for {name}"), name);
                    }
                    let drag = DragValue::new(seed).speed(0.1);
                    self.drag_ui(ui, drag, "Seed of the split", "seed");
                }
            }
            if split.is_some() && ui.button("No split").clicked() {
                split = None;
            }
            self.next.split = split;
        });
    }
}

/// The columns, to be dragged onto inputs.
fn chips_ui(ui: &mut Ui, columns: &[String]) {
    if columns.is_empty() || columns.len() > MOST_COLUMNS / 2 {
        return;
    }
    ui.weak("Drag a column onto an input, or choose from its list:");
    ui.horizontal_wrapped(|ui| {
        for column in columns {
            let id = Id::unique(("column", column));
            ui.dnd_drag_source(id, column.clone(), |ui| {
                ui.label(RichText::new(column).monospace())
            });
        }
    });
}

fn scaling_ui(ui: &mut Ui, names: &mut Vec<String>, (input, text): (&str, &str)) {
    let mut on = names.iter().any(|name| name == input);
    let help = match text {
        "standardise" => "Shift and scale each column to mean 0 and deviation 1",
        _ => "Shift and scale each column to lie from 0 to 1",
    };
    let response = ui.checkbox(&mut on, text).on_hover_text(help);
    response
        .widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, format!("{text} {input}")));
    if response.changed() {
        match on {
            true => names.push(input.to_owned()),
            false => names.retain(|name| name != input),
        }
    }
}
