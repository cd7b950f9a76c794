//! The menu bar, made from the table of commands.

use eframe::egui::{self, Ui};

use super::action::Action;
use super::app::App;
use super::command::{COMMANDS, Command, Menu};

/// Draws the menu bar.
pub(super) fn menu_ui(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    egui::MenuBar::new().ui(ui, |ui| {
        for menu in Menu::ALL {
            ui.menu_button(menu.title(), |ui| {
                for row in COMMANDS.iter().filter(|row| row.menu == menu) {
                    let name = match row.command {
                        Command::Undo => with_label(row.name, app.editor.history().undo_label()),
                        Command::Redo => with_label(row.name, app.editor.history().redo_label()),
                        _ => row.name.to_owned(),
                    };
                    let mut button = egui::Button::new(name);
                    if let Some(keys) = row.keys.first() {
                        button = button.shortcut_text(ui.ctx().format_shortcut(keys));
                    }
                    if ui.add(button).on_hover_text(row.help).clicked() {
                        actions.push(Action::Command(row.command));
                        ui.close();
                    }
                }
            });
        }
    });
}

fn with_label(name: &str, label: Option<&str>) -> String {
    label.map_or_else(|| name.to_owned(), |label| format!("{name} {label}"))
}
