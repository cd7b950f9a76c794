//! The training panel, at the left of the canvas.

use eframe::egui::{CollapsingHeader, RichText, ScrollArea, Ui};

use super::state::Train;
use super::{controls_ui, curves_ui, data_ui, rows_ui, settings_ui, troubles_ui, views_ui};
use crate::gui::action::Action;
use crate::gui::command::Command;
use crate::gui::editor::Editor;
use crate::gui::theme::Theme;

impl Train {
    /// Draws the panel's contents. What changes the document is asked for by actions.
    pub fn panel_ui(
        &mut self,
        ui: &mut Ui,
        editor: &Editor,
        theme: &Theme,
        actions: &mut Vec<Action>,
    ) {
        heading(ui, actions);
        controls_ui::controls_ui(ui, self, editor, theme, actions);
        ui.separator();
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            // Room for the scroll bar, which would take the clicks beside it.
            ui.set_max_width(ui.available_width() - 12.0);
            troubles_ui::troubles_ui(ui, self, editor, theme, actions);
            section(ui, "Loss", true, |ui| {
                curves_ui::curves_ui(ui, self, editor, theme, actions);
            });
            section(ui, "What it has learnt", true, |ui| {
                views_ui::views_ui(ui, self, theme);
            });
            section(ui, "How it is trained", true, |ui| {
                settings_ui::settings_ui(ui, self, editor, actions);
            });
            section(ui, "Data", editor.document().data().is_none(), |ui| {
                data_ui::data_ui(ui, self, editor, theme, actions);
            });
            section(ui, "Rows", false, |ui| {
                rows_ui::rows_ui(ui, self, editor, theme);
            });
        });
    }
}

fn heading(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.label(RichText::new("Training").strong());
        let layout = eframe::egui::Layout::right_to_left(eframe::egui::Align::Center);
        ui.with_layout(layout, |ui| {
            let close = ui.add(eframe::egui::Button::new("×").frame(false));
            close.widget_info(|| {
                let role = eframe::egui::Role::Button;
                eframe::egui::WidgetInfo::labeled(role, true, "Close the training panel")
            });
            if close.clicked() {
                actions.push(Action::Command(Command::Training));
            }
        });
    });
}

fn section(ui: &mut Ui, title: &str, open: bool, contents: impl FnOnce(&mut Ui)) {
    CollapsingHeader::new(RichText::new(title).strong())
        .default_open(open)
        .show_unindented(ui, contents);
}
