//! How the graph is trained: the optimiser with its options, the rate, the batch. Every
//! change is an edit of the document.

use eframe::egui::{ComboBox, DragValue, Response, Role, Slider, Ui, WidgetInfo};

use super::state::Train;
use crate::core::limits::{MAX_BATCH_ROWS, MAX_EPOCHS};
use crate::core::number::{parse_number, short};
use crate::core::train::TrainingSettings;
use crate::core::train::optimizer::{Optimizer, OptionRow, OptionValue};
use crate::core::train::optimizers;
use crate::document::Edit;
use crate::document::history::UndoGroup;
use crate::gui::action::Action;
use crate::gui::command::Command;
use crate::gui::editor::Editor;

/// The learning rates of the slider.
const RATES: std::ops::RangeInclusive<f64> = 1e-6..=100.0;

/// Draws the settings.
pub(super) fn settings_ui(
    ui: &mut Ui,
    train: &mut Train,
    editor: &Editor,
    actions: &mut Vec<Action>,
) {
    let now = editor.document().training().cloned().unwrap_or_default();
    let mut form = Form {
        next: now.clone(),
        is_drag: false,
        ends: false,
    };
    form.main_ui(ui);
    eframe::egui::CollapsingHeader::new("More settings").show_unindented(ui, |ui| {
        form.more_ui(ui);
    });
    initial_ui(ui, editor, actions);
    let edit = (form.next != now).then(|| Edit::SetTraining(Some(Box::new(form.next))));
    send(
        edit,
        (form.is_drag, form.ends),
        (&mut train.gesture, editor),
        actions,
    );
}

/// Asks for an edit; all of one drag are one step.
pub(super) fn send(
    edit: Option<Edit>,
    (is_drag, ends): (bool, bool),
    (gesture, editor): (&mut Option<UndoGroup>, &Editor),
    actions: &mut Vec<Action>,
) {
    if let Some(edit) = edit {
        actions.push(match is_drag {
            true => Action::EditIn(*gesture.get_or_insert_with(|| editor.new_gesture()), edit),
            false => Action::Edit(edit),
        });
    }
    if ends && gesture.take().is_some() {
        actions.push(Action::EndGesture);
    }
}

/// The settings while they are drawn.
struct Form {
    next: TrainingSettings,
    /// Whether the change belongs to a drag or to a text that is being typed.
    is_drag: bool,
    ends: bool,
}

impl Form {
    /// Notes down what became of a number; whether it was changed.
    fn took(&mut self, response: &Response, role: Role, name: &str) -> bool {
        response.widget_info(|| WidgetInfo::labeled(role, true, name));
        self.is_drag |= response.changed();
        self.ends |= response.drag_stopped() || response.lost_focus();
        response.changed()
    }

    fn main_ui(&mut self, ui: &mut Ui) {
        let Ok(optimizer) = self.next.optimizer() else {
            return;
        };
        ui.horizontal(|ui| {
            let combo = ComboBox::from_id_salt("optimizer").selected_text(optimizer.name);
            let shown = combo.show_ui(ui, |ui| {
                for row in optimizers::ALL {
                    let is_now = row.name == optimizer.name;
                    let label = ui.selectable_label(is_now, row.name);
                    if label.on_hover_text(row.help).clicked() && !is_now {
                        self.next.optimizer = Some(row.name.to_owned());
                        self.next.options.clear();
                        self.next.rate = None;
                    }
                }
            });
            let response = shown.response.on_hover_text(optimizer.help);
            response.widget_info(|| {
                WidgetInfo::labeled(
                    Role::ComboBox,
                    true,
                    format!("Optimizer: {}", optimizer.name),
                )
            });
            ui.weak("optimizer");
        });
        self.rate_ui(ui, optimizer);
        ui.horizontal_wrapped(|ui| {
            let mut batch = self.next.batch.unwrap_or(32);
            let drag = DragValue::new(&mut batch)
                .range(1..=MAX_BATCH_ROWS)
                .speed(0.2);
            if self.took(&ui.add(drag), Role::SpinButton, "Batch") {
                self.next.batch = Some(batch);
            }
            ui.weak("rows a batch");
            let mut epochs = self.next.epochs.unwrap_or(100);
            let drag = DragValue::new(&mut epochs).range(0..=MAX_EPOCHS).speed(0.5);
            if self.took(&ui.add(drag), Role::SpinButton, "Epochs") {
                self.next.epochs = Some(epochs);
            }
            ui.weak("epochs");
            let mut seed = self.next.seed.unwrap_or(0);
            let drag = DragValue::new(&mut seed).speed(0.1);
            if self.took(&ui.add(drag), Role::SpinButton, "Seed") {
                self.next.seed = Some(seed);
            }
            ui.weak("seed");
        });
        for row in optimizer.options {
            self.option_ui(ui, row);
        }
    }

    fn rate_ui(&mut self, ui: &mut Ui, optimizer: &Optimizer) {
        ui.horizontal(|ui| {
            ui.spacing_mut().slider_width = (ui.available_width() - 130.0).clamp(60.0, 240.0);
            let mut rate = self.next.rate.unwrap_or(optimizer.rate);
            let slider = Slider::new(&mut rate, RATES)
                .logarithmic(true)
                .smallest_positive(*RATES.start())
                .custom_formatter(|x, _| short(x, 3))
                .custom_parser(|text| parse_number(text).ok());
            let response = ui.add(slider);
            let shown = rate;
            response.widget_info(|| WidgetInfo::slider(true, shown, "Learning rate"));
            self.is_drag |= response.changed();
            self.ends |= response.drag_stopped() || response.lost_focus();
            if response.changed() {
                // Three digits: what is shown.
                self.next.rate = Some(short(rate, 3).parse().unwrap_or(rate));
            }
            ui.weak("rate");
        });
    }

    fn option_ui(&mut self, ui: &mut Ui, row: &OptionRow) {
        let set = self.next.options.iter().find(|(name, _)| name == row.name);
        let now = set.map_or(row.default, |(_, value)| *value);
        let mut next = now;
        ui.horizontal(|ui| {
            match &mut next {
                OptionValue::Flag(flag) => {
                    ui.checkbox(flag, row.name).on_hover_text(row.help);
                    return;
                }
                OptionValue::Number(x) => self.number_ui(ui, row.name, x),
                OptionValue::Pair(a, b) => {
                    self.number_ui(ui, &format!("{}, first", row.name), a);
                    self.number_ui(ui, &format!("{}, second", row.name), b);
                }
            }
            ui.weak(row.name).on_hover_text(row.help);
        });
        if next != now {
            self.next.options.retain(|(name, _)| name != row.name);
            if next != row.default {
                self.next.options.push((row.name.to_owned(), next));
            }
        }
    }

    fn number_ui(&mut self, ui: &mut Ui, name: &str, x: &mut f64) {
        let drag = DragValue::new(x)
            .speed(0.001)
            .range(0.0..=f64::MAX)
            .custom_formatter(|x, _| short(x, 6))
            .custom_parser(|text| parse_number(text).ok());
        self.took(&ui.add(drag), Role::SpinButton, name);
    }

    fn more_ui(&mut self, ui: &mut Ui) {
        ui.checkbox(&mut self.next.best, "Keep the best epoch")
            .on_hover_text("By the loss on the validation rows, in a run on the command line");
        let mut patience = self.next.early_stopping;
        self.optional_ui(ui, "Stop early", &mut patience, 10, |form, ui, epochs| {
            let drag = DragValue::new(epochs).range(1..=MAX_EPOCHS);
            form.took(
                &ui.add(drag),
                Role::SpinButton,
                "Epochs without a better loss",
            );
            ui.weak("epochs without a better validation loss");
        });
        self.next.early_stopping = patience;
        let mut next = self.next.clone();
        let rows = [
            ("clip_norm", &mut next.clip_norm, 1.0),
            ("clip_value", &mut next.clip_value, 1.0),
            ("l1", &mut next.l1, 0.001),
            ("l2", &mut next.l2, 0.001),
        ];
        for (name, value, usual) in rows {
            self.optional_ui(ui, name, value, usual, |form, ui, x| {
                form.number_ui(ui, &format!("{name}, number"), x);
            });
        }
        self.next = next;
        if self.next.schedule.is_some() {
            ui.weak("The rate follows the schedule in the file.");
        }
        if !self.next.frozen.is_empty() {
            ui.weak(format!("Not trained: {}", self.next.frozen.join(", ")));
        }
    }

    fn optional_ui<T: Copy>(
        &mut self,
        ui: &mut Ui,
        name: &str,
        value: &mut Option<T>,
        usual: T,
        number: impl FnOnce(&mut Form, &mut Ui, &mut T),
    ) {
        ui.horizontal(|ui| {
            let mut on = value.is_some();
            if ui.checkbox(&mut on, name).changed() {
                *value = on.then_some(usual);
            }
            if let Some(value) = value {
                number(self, ui, value);
            }
        });
    }
}

fn initial_ui(ui: &mut Ui, editor: &Editor, actions: &mut Vec<Action>) {
    let document = editor.document();
    let mut ids = editor.nodes().map(|(id, _)| id);
    if ids.any(|id| document.initial(id).is_some()) {
        let help = Command::DrawInitial.info().help;
        if ui
            .button("Draw initial values")
            .on_hover_text(help)
            .clicked()
        {
            actions.push(Action::Command(Command::DrawInitial));
        }
    }
}
