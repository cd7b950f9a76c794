//! Files that were open: each can be opened again, or taken out of the list.

use std::path::Path;

use eframe::egui::{Align, Button, Label, Layout, RichText, Ui};

use super::shelf::Shelf;
use super::widgets::{named, section};
use crate::gui::action::Action;
use crate::gui::settings::Settings;

/// Draws the recent files, if there are any.
pub(super) fn recent_ui(
    ui: &mut Ui,
    settings: &Settings,
    shelf: &Shelf,
    actions: &mut Vec<Action>,
) {
    if settings.recent.is_empty() {
        return;
    }
    section(ui, "Recent files");
    for path in &settings.recent {
        row_ui(ui, path, shelf.is_missing(path), actions);
    }
}

fn row_ui(ui: &mut Ui, path: &Path, missing: bool, actions: &mut Vec<Action>) {
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let remove = ui.add(Button::new("×").small().frame(false));
            if named(remove, &format!("Remove {file} from the list")).clicked() {
                actions.push(Action::ForgetRecent(path.to_owned()));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                if file_ui(ui, path, &file, missing) {
                    actions.push(Action::OpenFile(path.to_owned()));
                }
            });
        });
    });
}

/// Draws the file and its folder; true if it was clicked.
fn file_ui(ui: &mut Ui, path: &Path, file: &str, missing: bool) -> bool {
    let text = match missing {
        true => RichText::new(file).weak().strikethrough(),
        false => RichText::new(file),
    };
    let open = ui.add(Button::new(text).frame(false).truncate());
    let hover = match missing {
        true => format!("{} doesn't exist any more", path.display()),
        false => path.display().to_string(),
    };
    let clicked = open.on_hover_text(hover).clicked();
    let folder = path.parent().unwrap_or(Path::new("")).display().to_string();
    ui.add(Label::new(RichText::new(folder).small().weak()).truncate());
    clicked
}
